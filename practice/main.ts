/**
 * The practice PBX as a program. Prints one JSON line when ready, then a line an event; takes JSON lines as commands.
 *
 *   {"event":"ready","webSocketUrl":"ws://127.0.0.1:40123","domain":"practice.sidetone.local","at":"…"}
 *   {"command":"ring-agent","customerId":"zhang-price","extension":"1001"}     (extension is optional)
 *
 * Stops at SIGTERM, SIGINT, and with --exit-with-stdin when its standard input ends. Log lines go to standard error.
 */
import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { parseOrThrow, SidetoneError, toFailure } from '../contracts/errors';
import { CUSTOMERS_FOLDER, loadPracticeCustomers } from './customer-library';
import { startPracticePbx, type PracticePbx } from './pbx';
import { openVoices, VOICES_FOLDER } from './voice-library';

const USAGE = `npm run practice -- [options]
  --host ADDRESS       where to listen; default 127.0.0.1
  --port PORT          default 0: any free port; another one is taken when it is in use
  --customers FOLDER   the practice customers, a JSON file each; default practice/customers
  --voices FOLDER      their recorded lines; default practice/voices
  --exit-with-stdin    stop when standard input closes (for a parent process)
Prints one JSON line when ready, then a line an event. Accounts 1001 to 1005, password practice-<extension>.`;

const commandSchema = z.strictObject({
  command: z.literal('ring-agent'),
  customerId: z.string(),
  extension: z.string().optional(),
});

function print(line: Record<string, unknown>): void {
  process.stdout.write(`${JSON.stringify({ ...line, at: new Date().toISOString() })}\n`);
}

const PARENT_CHECK_MS = 500;
const INVALID_OPTION = 'practice-option-invalid';

interface Options {
  help: boolean;
  host: string;
  port: number;
  exitWithStdin: boolean;
  customersFolder: string;
  voicesFolder: string;
}

function parseArguments() {
  try {
    return parseArgs({
      options: {
        host: { type: 'string', default: '127.0.0.1' },
        port: { type: 'string', default: '0' },
        customers: { type: 'string', default: CUSTOMERS_FOLDER },
        voices: { type: 'string', default: VOICES_FOLDER },
        'exit-with-stdin': { type: 'boolean', default: false },
        help: { type: 'boolean', short: 'h', default: false },
      },
    }).values;
  } catch (cause) {
    throw new SidetoneError(INVALID_OPTION, cause instanceof Error ? cause.message : String(cause), { cause });
  }
}

/** Throws `practice-option-invalid`. */
function readOptions(): Options {
  const values = parseArguments();
  const port = Number(values.port);
  if (values.port === '' || !Number.isInteger(port) || port < 0 || port > 65_535) {
    throw new SidetoneError(INVALID_OPTION, '--port takes a number from 0 to 65535.');
  }
  return {
    help: values.help,
    host: values.host,
    port,
    exitWithStdin: values['exit-with-stdin'],
    customersFolder: values.customers,
    voicesFolder: values.voices,
  };
}

async function obey(pbx: PracticePbx, line: string): Promise<void> {
  if (line.trim() === '') return;
  try {
    let value: unknown;
    try {
      value = JSON.parse(line);
    } catch (cause) {
      throw new SidetoneError('practice-command-invalid', 'A command is one JSON object a line.', { cause });
    }
    const { customerId, extension } = parseOrThrow(commandSchema, value, 'practice-command-invalid', 'The command');
    await pbx.ringAgent(customerId, extension === undefined ? {} : { extension });
  } catch (error) {
    print({ event: 'command-failed', error: toFailure(error) });
  }
}

async function main(): Promise<void> {
  const options = readOptions();
  if (options.help) {
    process.stdout.write(`${USAGE}\n`);
    process.exit();
  }
  const voices = await openVoices(options.voicesFolder);
  const customers = await loadPracticeCustomers(options.customersFolder, voices);
  const log = (level: string, text: string): void => void process.stderr.write(`${level}: ${text}\n`);
  const pbx = await startPracticePbx({ host: options.host, port: options.port, customers, voices, log });
  pbx.events.on('event', print);

  const stop = (): void => {
    void pbx.stop().then(() => process.exit(0));
  };
  process.once('SIGTERM', stop);
  process.once('SIGINT', stop);
  // A signal to `npm run` alone ends npm and its shell, and nobody tells us.
  const parent = process.ppid;
  if (process.env.npm_lifecycle_event) setInterval(() => process.ppid !== parent && stop(), PARENT_CHECK_MS).unref();
  // A reader that went away (a closed pipe) is no reason to end in a stack trace.
  process.stdout.on('error', stop);
  const input = createInterface({ input: process.stdin });
  input.on('line', (line) => void obey(pbx, line));
  if (options.exitWithStdin) input.once('close', stop);

  print({ event: 'ready', webSocketUrl: pbx.webSocketUrl, domain: pbx.domain });
}

main().catch((error: unknown) => {
  const failure = toFailure(error);
  print({ event: 'failed', error: failure });
  const isUsage = failure.code === INVALID_OPTION;
  process.stderr.write(`${failure.message}\n${isUsage ? `${USAGE}\n` : ''}`);
  process.exit(isUsage ? 2 : 1);
});
