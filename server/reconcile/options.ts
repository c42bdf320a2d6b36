import { parseArgs } from 'node:util';
import { z } from 'zod';
import { SidetoneError, parseOrThrow } from '../../contracts/errors';
import { USUAL_OPTIONS, type ReconcileOptions } from '../../domain/reconcile/facts';
import { columnName } from './csv';
import { isTimeZone, timeReader } from './time';

export const USAGE = `npm run reconcile -- --records FILE|SERVER_URL --cdr FILE… [options]
  --records FILE|URL      exported records (JSON, or one a line), or the central server
  --token TOKEN           a supervisor's, for the server; default: SIDETONE_SUPERVISOR_TOKEN
  --cdr FILE              Asterisk's Master.csv; may be given several times
  --events FILE           Asterisk's channel events (cel_custom); may be given several times
  --from, --to TIME       only calls that began then: 2026-11-27, or 2026-11-27T09:00:00Z
  --time-zone ZONE        of the times in the files, and of --from and --to; default UTC
  --extensions A,B,…      whose records must be there; default: of those that have any
  --tolerance-seconds N   how far durations may be apart; default ${String(USUAL_OPTIONS.toleranceMs / 1000)}
  --stuck-seconds N       a channel that outlives the desk's call by more is stuck; default ${String(USUAL_OPTIONS.stuckMs / 1000)}
  --cdr-columns A,B,…     the CDR's columns, where they are not cdr_csv's and the file has no header
  --event-columns A,B,…   the events' columns, likewise
  --json                  the report as JSON
Exit code: 0 when nothing is flagged, 1 when something is, 2 when something given is wrong.`;

const secondsSchema = z.coerce.number('must be a number of seconds').nonnegative('must not be negative').max(86_400);
const listSchema = z.string().transform((text) =>
  text
    .split(',')
    .map((one) => one.trim())
    .filter(Boolean),
);
const columnsSchema = listSchema.transform((names) => names.map(columnName));
const argumentsSchema = z.object({
  records: z.string('is missing').min(1),
  token: z.string().min(1).optional(),
  cdr: z.array(z.string().min(1), 'is missing').min(1),
  events: z.array(z.string().min(1)).default([]),
  from: z.string().optional(),
  to: z.string().optional(),
  'time-zone': z.string().refine(isTimeZone, 'is no time zone such as Asia/Shanghai').default('UTC'),
  extensions: listSchema.optional(),
  'tolerance-seconds': secondsSchema.default(USUAL_OPTIONS.toleranceMs / 1000),
  'stuck-seconds': secondsSchema.default(USUAL_OPTIONS.stuckMs / 1000),
  'cdr-columns': columnsSchema.optional(),
  'event-columns': columnsSchema.optional(),
  json: z.boolean().default(false),
});

export interface Asked {
  readonly records: { readonly file: string } | { readonly url: URL; readonly token: string };
  readonly cdr: readonly string[];
  readonly events: readonly string[];
  readonly cdrColumns: readonly string[] | null;
  readonly eventColumns: readonly string[] | null;
  readonly readTime: (text: string) => number | null;
  readonly json: boolean;
  readonly options: ReconcileOptions;
}

const wrong = (message: string) => new SidetoneError('invalid-arguments', message);

/** Reads the command line; null asks for help. Throws `invalid-arguments`, naming the option. */
export function readOptions(argv: readonly string[], environment: NodeJS.ProcessEnv): Asked | null {
  const values = rawOptions(argv);
  if (values.help) return null;
  const given = parseOrThrow(argumentsSchema, values, 'invalid-arguments', 'The command line');
  const readTime = timeReader(given['time-zone']);
  return {
    records: sourceOf(given.records, given.token ?? environment.SIDETONE_SUPERVISOR_TOKEN),
    cdr: given.cdr,
    events: given.events,
    cdrColumns: given['cdr-columns'] ?? null,
    eventColumns: given['event-columns'] ?? null,
    readTime,
    json: given.json,
    options: {
      toleranceMs: given['tolerance-seconds'] * 1000,
      stuckMs: given['stuck-seconds'] * 1000,
      fromMs: momentOf('--from', given.from, readTime),
      toMs: momentOf('--to', given.to, readTime),
      extensions: given.extensions ?? null,
    },
  };
}

function sourceOf(text: string, token: string | undefined): Asked['records'] {
  if (!/^https?:\/\//i.test(text)) return { file: text };
  if (!URL.canParse(text)) throw wrong(`--records: ${text} is no address such as https://central.example.com.`);
  if (!token) throw wrong('--records names a server: give --token or SIDETONE_SUPERVISOR_TOKEN.');
  return { url: new URL(text), token };
}

function momentOf(option: string, text: string | undefined, readTime: Asked['readTime']): number | null {
  if (text === undefined) return null;
  const atMs = z.iso.datetime({ offset: true }).safeParse(text).success
    ? Date.parse(text)
    : readTime(/^\d{4}-\d{2}-\d{2}$/.test(text) ? `${text} 00:00:00` : text);
  if (atMs === null) throw wrong(`${option}: "${text}" is no time such as 2026-11-27 or 2026-11-27T09:00:00Z.`);
  return atMs;
}

function rawOptions(argv: readonly string[]) {
  const text = { type: 'string' } as const;
  const texts = { type: 'string', multiple: true } as const;
  const options = {
    ...{ records: text, token: text, cdr: texts, events: texts, from: text, to: text, 'time-zone': text },
    ...{ extensions: text, 'tolerance-seconds': text, 'stuck-seconds': text },
    ...{ 'cdr-columns': text, 'event-columns': text, json: { type: 'boolean' } as const },
    help: { type: 'boolean', short: 'h' } as const,
  };
  try {
    return parseArgs({ args: [...argv], options }).values;
  } catch (error) {
    throw wrong(error instanceof Error ? error.message : String(error));
  }
}
