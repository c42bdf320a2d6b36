import { toFailure } from '../contracts/errors';
import { DEAD_LETTERS_USAGE, deadLettersCommand } from './dead-letters-command';
import { USAGE, parseCommandLine } from './options';
import { startServer } from './server';

const PARENT_CHECK_MS = 500;

/** One JSON object a line on standard output: step, ready, stopped, failed. */
function print(event: string, details: object = {}): void {
  process.stdout.write(`${JSON.stringify({ event, ...details })}\n`);
}

async function main(): Promise<void> {
  const [command, ...rest] = process.argv.slice(2);
  if (command === 'dead-letters') {
    return deadLettersCommand(rest, (line) => process.stdout.write(`${JSON.stringify(line)}\n`));
  }
  const { help, exitWithStdin, options } = parseCommandLine(process.argv.slice(2));
  if (help) {
    process.stdout.write(`${USAGE}\n\n${DEAD_LETTERS_USAGE}\n`);
    return;
  }
  let requestStop: () => void = () => undefined;
  const stopRequested = new Promise<void>((resolve) => {
    requestStop = resolve;
  });
  // Registered before the start: a stop asked for meanwhile is obeyed as soon as it stands.
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.on(signal, requestStop);
  // A parent that is gone takes the pipe's other end with it.
  process.stdout.on('error', requestStop);
  whenOrphaned(requestStop);
  if (exitWithStdin) {
    process.stdin.on('end', requestStop).on('close', requestStop).on('error', requestStop).resume();
  }

  const server = await startServer({ ...options, onStep: (step) => print('step', { step }) });
  print('ready', { url: server.url, ...server.tokens });
  await stopRequested;
  await server.stop();
  print('stopped');
}

/** A signal to `npm run` alone ends npm and its shell, and nobody tells us. */
function whenOrphaned(run: () => void): void {
  const parent = process.ppid;
  if (!process.env.npm_lifecycle_event) return;
  setInterval(() => process.ppid !== parent && run(), PARENT_CHECK_MS).unref();
}

main().then(
  () => process.exit(0),
  (error: unknown) => {
    const failure = toFailure(error);
    print('failed', { error: failure });
    const isUsage = failure.code === 'invalid-arguments';
    const usage = process.argv[2] === 'dead-letters' ? DEAD_LETTERS_USAGE : USAGE;
    process.stderr.write(`${failure.message}\n${isUsage ? `${usage}\n` : ''}`);
    process.exit(isUsage ? 2 : 1);
  },
);
