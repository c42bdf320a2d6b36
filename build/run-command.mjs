import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';

/** @type {Set<import('node:child_process').ChildProcess>} */
const running = new Set();
process.on('exit', () => {
  for (const child of running) child.kill('SIGTERM');
});

/** @param {import('node:child_process').ChildProcess} child */
function endWithUs(child) {
  running.add(child);
  child.on('close', () => running.delete(child));
}

/**
 * @typedef {object} CommandResult
 * @property {number | null} code exit code; null when it was killed or could not start
 * @property {string} output standard output
 * @property {string} errors standard error, or why it could not start
 * @property {boolean} timedOut
 */

/**
 * Runs a program to its end. Never rejects: a program that cannot start has `code` null and the reason in `errors`.
 * @param {string} command
 * @param {readonly string[]} args
 * @param {{ cwd?: string, env?: NodeJS.ProcessEnv, limitMs?: number, inherit?: boolean }} [options]
 *   `inherit` shows the program's output instead of collecting it
 * @returns {Promise<CommandResult>}
 */
export function runCommand(command, args, { cwd, env, limitMs, inherit = false } = {}) {
  return new Promise((resolve) => {
    // npm and npx are scripts on Windows, which only a shell can start; the arguments are all ours.
    const shell = process.platform === 'win32' && /^np[mx]$/.test(command);
    const child = spawn(command, [...args], {
      cwd,
      env: env ?? process.env,
      shell,
      stdio: inherit ? 'inherit' : ['ignore', 'pipe', 'pipe'],
    });
    endWithUs(child);
    let output = '';
    let errors = '';
    let timedOut = false;
    const timer =
      limitMs === undefined
        ? undefined
        : setTimeout(() => {
            timedOut = true;
            child.kill('SIGKILL');
          }, limitMs);
    child.stdout?.setEncoding('utf8').on('data', (text) => (output += text));
    child.stderr?.setEncoding('utf8').on('data', (text) => (errors += text));
    child.on('error', (error) => {
      clearTimeout(timer);
      resolve({ code: null, output, errors: errors || error.message, timedOut });
    });
    child.on('close', (code) => {
      clearTimeout(timer);
      resolve({ code, output, errors, timedOut });
    });
  });
}

/**
 * The last lines of what a program said, for a sentence about its failure.
 * @param {CommandResult} result
 * @param {number} [lines]
 */
export function lastWords({ output, errors }, lines = 4) {
  return `${output}\n${errors}`.trim().split('\n').slice(-lines).join('\n');
}

/**
 * Runs a program to its end and hands on every line it writes, of either stream, as it comes.
 * @param {string} command
 * @param {readonly string[]} args
 * @param {{ cwd?: string, env?: NodeJS.ProcessEnv, onLine: (line: string) => void }} options
 * @returns {Promise<number | null>} exit code; null when it was killed or could not start
 */
export function streamCommand(command, args, { cwd, env, onLine }) {
  return new Promise((resolve) => {
    const child = spawn(command, [...args], { cwd, env: env ?? process.env, stdio: ['ignore', 'pipe', 'pipe'] });
    endWithUs(child);
    createInterface({ input: child.stdout }).on('line', onLine);
    createInterface({ input: child.stderr }).on('line', onLine);
    child.on('error', () => resolve(null));
    child.on('close', (code) => resolve(code));
  });
}
