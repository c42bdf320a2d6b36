import { parseArgs } from 'node:util';
import { z } from 'zod';
import { SidetoneError, parseOrThrow } from '../contracts/errors';
import type { ServerOptions } from './server';

export const USAGE = `npm run server -- (--database-url URL | --embedded DIR) [options]
  --listen HOST:PORT         default 127.0.0.1:7480; another port is taken when it is in use
  --enrolment-token TOKEN    what a desk needs to enrol; default: made at first start and kept
  --supervisor-token TOKEN   what a supervisor needs; default: made at first start and kept
  --customers FILE           customer cards (JSON), added or updated at start
  --cue-books DIR            folder with zh.json and en.json
  --exit-with-stdin          stop when standard input closes (for a parent process)`;

const tokenSchema = z.string().min(8, 'at least 8 characters').regex(/^\S+$/, 'no spaces').optional();
const argumentsSchema = z
  .object({
    'database-url': z
      .string()
      .regex(/^postgres(ql)?:\/\//, 'must begin with postgresql://')
      .optional(),
    embedded: z.string().min(1).optional(),
    listen: z
      .string()
      .regex(/^(\[[0-9a-f:]+\]|[^:]+):\d{1,5}$/i, 'must be HOST:PORT')
      .default('127.0.0.1:7480'),
    'enrolment-token': tokenSchema,
    'supervisor-token': tokenSchema,
    customers: z.string().min(1).optional(),
    'cue-books': z.string().min(1).optional(),
    'exit-with-stdin': z.boolean().default(false),
    help: z.boolean().default(false),
  })
  .superRefine((given, context) => {
    if (given.help) return;
    if ((given['database-url'] === undefined) === (given.embedded === undefined)) {
      context.addIssue({ code: 'custom', path: [], message: 'give either --database-url or --embedded' });
    }
  });

export interface CommandLine {
  help: boolean;
  exitWithStdin: boolean;
  options: ServerOptions;
}

/** Reads the command line. Throws `invalid-arguments` with the option's name. */
export function parseCommandLine(argv: string[]): CommandLine {
  const given = parseOrThrow(argumentsSchema, rawArguments(argv), 'invalid-arguments', 'The command line');
  const colon = given.listen.lastIndexOf(':');
  const port = Number(given.listen.slice(colon + 1));
  if (port > 65_535) throw new SidetoneError('invalid-arguments', 'listen: a port is at most 65535');
  return {
    help: given.help,
    exitWithStdin: given['exit-with-stdin'],
    options: {
      database:
        given['database-url'] === undefined ? { embedded: given.embedded ?? '' } : { url: given['database-url'] },
      listen: { host: given.listen.slice(0, colon).replace(/^\[|\]$/g, ''), port },
      enrolmentToken: given['enrolment-token'],
      supervisorToken: given['supervisor-token'],
      customersFile: given.customers,
      cueBooksFolder: given['cue-books'],
    },
  };
}

function rawArguments(argv: string[]): unknown {
  const text = { type: 'string' } as const;
  const flag = { type: 'boolean' } as const;
  try {
    return parseArgs({
      args: argv,
      options: {
        'database-url': text,
        embedded: text,
        listen: text,
        'enrolment-token': text,
        'supervisor-token': text,
        customers: text,
        'cue-books': text,
        'exit-with-stdin': flag,
        help: { ...flag, short: 'h' },
      },
    }).values;
  } catch (cause) {
    throw new SidetoneError('invalid-arguments', cause instanceof Error ? cause.message : String(cause), { cause });
  }
}
