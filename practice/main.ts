/**
 * The practice PBX as a program. Prints one JSON line when ready, then a line an event; takes JSON lines as commands.
 *
 *   tsx practice/main.ts [--host 127.0.0.1] [--port 0] [--exit-with-stdin]
 *                        [--customers FOLDER] [--voices FOLDER]
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

const commandSchema = z.strictObject({
  command: z.literal('ring-agent'),
  customerId: z.string(),
  extension: z.string().optional(),
});

function print(line: Record<string, unknown>): void {
  process.stdout.write(`${JSON.stringify({ ...line, at: new Date().toISOString() })}\n`);
}

interface Options {
  host: string;
  port: number;
  exitWithStdin: boolean;
  customersFolder: string;
  voicesFolder: string;
}

function readOptions(): Options {
  const { values } = parseArgs({
    options: {
      host: { type: 'string', default: '127.0.0.1' },
      port: { type: 'string', default: '0' },
      customers: { type: 'string', default: CUSTOMERS_FOLDER },
      voices: { type: 'string', default: VOICES_FOLDER },
      'exit-with-stdin': { type: 'boolean', default: false },
    },
  });
  const port = Number(values.port);
  if (!Number.isInteger(port) || port < 0 || port > 65_535) {
    throw new SidetoneError('practice-option-invalid', '--port takes a number from 0 to 65535.');
  }
  return {
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
  const [customers, voices] = await Promise.all([
    loadPracticeCustomers(options.customersFolder),
    openVoices(options.voicesFolder),
  ]);
  const log = (level: string, text: string): void => void process.stderr.write(`${level}: ${text}\n`);
  const pbx = await startPracticePbx({ host: options.host, port: options.port, customers, voices, log });
  pbx.events.on('event', print);

  const stop = (): void => {
    void pbx.stop().then(() => process.exit(0));
  };
  process.once('SIGTERM', stop);
  process.once('SIGINT', stop);
  // A reader that went away (a closed pipe) is no reason to end in a stack trace.
  process.stdout.on('error', stop);
  const input = createInterface({ input: process.stdin });
  input.on('line', (line) => void obey(pbx, line));
  if (options.exitWithStdin) input.once('close', stop);

  print({ event: 'ready', webSocketUrl: pbx.webSocketUrl, domain: pbx.domain });
}

main().catch((error: unknown) => {
  print({ event: 'failed', error: toFailure(error) });
  process.exitCode = 1;
});
