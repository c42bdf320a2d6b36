// Child processes that never outlive this one: each is a process group of its own, registered with build/guard.mjs.
import { spawn } from 'node:child_process';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { repositoryFolder } from './folders.mjs';

/**
 * @typedef {{ name: string, code: number | null, signal: NodeJS.Signals | null }} Ending
 *
 * @typedef {object} ManagedProcess
 * @property {string} name
 * @property {import('node:child_process').ChildProcess} child
 * @property {Promise<Ending>} ended
 * @property {() => string} lastWords the last lines it wrote to standard error
 */

const KEPT_LINES = 20;
const REST_GRACE_MS = 2_000;

/** Starts, watches and ends the children of one run. */
export class ProcessGroup {
  /** @type {import('node:child_process').ChildProcess} */
  #guard;
  /** @type {ManagedProcess[]} */
  #running = [];
  /** Set once everything is being ended: what ends from now on was meant to. */
  isStopping = false;

  constructor() {
    this.#guard = spawn(process.execPath, [path.join(repositoryFolder, 'build', 'guard.mjs')], {
      detached: true,
      stdio: ['pipe', 'ignore', 'ignore'],
    });
    this.#guard.stdin?.on('error', () => undefined);
    this.#guard.unref();
    /** @type {import('node:net').Socket | null} */ (this.#guard.stdin)?.unref();
  }

  /**
   * Starts a program. Its standard input is a pipe that stays open as long as this process lives.
   * @param {string} name
   * @param {string} command
   * @param {readonly string[]} args
   * @param {{ env?: NodeJS.ProcessEnv, cwd?: string, onLine?: (line: string) => void, showErrors?: boolean, extraPipe?: boolean, onError?: (line: string) => void }} [options]
   *   `onLine` and `onError` get each line of standard output and error; `showErrors` passes standard error on; `extraPipe` opens descriptor 3
   * @returns {ManagedProcess}
   */
  start(name, command, args, { env, cwd = repositoryFolder, onLine, onError, showErrors, extraPipe = false } = {}) {
    const child = spawn(command, [...args], {
      cwd,
      env: env ?? process.env,
      detached: process.platform !== 'win32',
      stdio: ['pipe', 'pipe', 'pipe', ...(extraPipe ? [/** @type {const} */ ('pipe')] : [])],
    });
    child.stdin?.on('error', () => undefined);
    /** @type {string[]} */
    const errorLines = [];
    if (child.stdout) createInterface({ input: child.stdout }).on('line', (line) => onLine?.(line));
    if (child.stderr) {
      createInterface({ input: child.stderr }).on('line', (line) => {
        errorLines.push(line);
        if (errorLines.length > KEPT_LINES) errorLines.shift();
        onError?.(line);
        if (showErrors) process.stderr.write(`${line}\n`);
      });
    }
    const pid = child.pid;
    if (pid !== undefined) this.#guard.stdin?.write(`add ${pid}\n`);
    const ended = /** @type {Promise<Ending>} */ (
      new Promise((resolve) => {
        child.on('error', (error) => {
          errorLines.push(error.message);
          resolve({ name, code: null, signal: null });
        });
        child.on('exit', (code, signal) => resolve({ name, code, signal }));
      })
    );
    /** @type {ManagedProcess} */
    const managed = { name, child, ended, lastWords: () => errorLines.join('\n') };
    this.#running.push(managed);
    void ended.then(() => {
      this.#running = this.#running.filter((other) => other !== managed);
      void this.#endRest(child);
    });
    return managed;
  }

  /**
   * Ends one child: its standard input is closed (and, where `signal` is given, the signal sent), then its whole group
   * is killed if it has not gone within `graceMs`.
   * @param {ManagedProcess} managed
   * @param {{ graceMs?: number, signal?: NodeJS.Signals }} [options]
   */
  async stop(managed, { graceMs = 10_000, signal } = {}) {
    const { child, ended } = managed;
    child.stdin?.end();
    if (signal) child.kill(signal);
    const timer = setTimeout(() => killGroup(child), graceMs);
    await ended;
    clearTimeout(timer);
    await this.#endRest(child);
  }

  /**
   * Ends what a child left in its group, so that nobody need look for it later.
   * @param {import('node:child_process').ChildProcess} child
   */
  async #endRest({ pid }) {
    if (pid === undefined) return;
    const deadlineMs = performance.now() + REST_GRACE_MS;
    while (signalGroup(pid, 'SIGTERM') && performance.now() < deadlineMs) await sleep(50);
    signalGroup(pid, 'SIGKILL');
    this.#guard.stdin?.write(`drop ${pid}\n`);
  }

  /** Ends every child, the youngest first, and then the guard. */
  async stopAll() {
    this.isStopping = true;
    for (const managed of [...this.#running].reverse()) {
      await this.stop(managed, managed.name === 'Xvfb' || managed.name === 'Sidetone' ? { signal: 'SIGTERM' } : {});
    }
    this.#guard.stdin?.end();
  }

  /** Ends every child at once, without grace. */
  killAll() {
    this.isStopping = true;
    for (const { child } of this.#running) killGroup(child);
  }
}

/**
 * @param {number} group
 * @param {NodeJS.Signals | 0} signal 0 only asks
 * @returns {boolean} whether there was anybody to get it
 */
function signalGroup(group, signal) {
  try {
    process.kill(process.platform === 'win32' ? group : -group, signal);
    return true;
  } catch {
    return false;
  }
}

/** @param {import('node:child_process').ChildProcess} child */
function killGroup({ pid }) {
  if (pid !== undefined) signalGroup(pid, 'SIGKILL');
}

/**
 * Starts a program of ours and waits for its `{"event":"ready",…}` line.
 * Throws an Error with what the program said last when it ends before that, or takes longer than `limitMs`.
 * @param {ProcessGroup} group
 * @param {string} name
 * @param {string} command
 * @param {readonly string[]} args
 * @param {{ env?: NodeJS.ProcessEnv, limitMs?: number, onLine?: (line: string) => void }} [options]
 * @returns {Promise<{ managed: ManagedProcess, ready: Record<string, unknown> }>}
 */
export async function startUntilReady(group, name, command, args, { env, limitMs = 60_000, onLine } = {}) {
  /** @type {(event: Record<string, unknown>) => void} */
  let onReady = () => undefined;
  const isReady = /** @type {Promise<Record<string, unknown>>} */ (new Promise((resolve) => (onReady = resolve)));
  const managed = group.start(name, command, args, {
    env,
    onLine: (line) => {
      const event = parseEvent(line);
      if (event?.event === 'ready') onReady(event);
      onLine?.(line);
    },
  });
  /** @type {NodeJS.Timeout | undefined} */
  let timer;
  const tooLate = /** @type {Promise<'late'>} */ (
    new Promise((resolve) => (timer = setTimeout(() => resolve('late'), limitMs)))
  );
  const first = await Promise.race([isReady, managed.ended, tooLate]);
  clearTimeout(timer);
  if (typeof first === 'object' && 'event' in first) return { managed, ready: first };
  if (first === 'late') await group.stop(managed, { graceMs: 1_000 });
  const how = first === 'late' ? `was not ready within ${limitMs / 1000} s` : 'ended before it was ready';
  throw new Error(`The ${name} ${how}. ${managed.lastWords() || 'It said nothing.'}`);
}

/**
 * A line of JSON that tells an event, or null for any other line.
 * @param {string} line
 * @returns {Record<string, unknown> | null}
 */
export function parseEvent(line) {
  if (!line.startsWith('{')) return null;
  try {
    const value = JSON.parse(line);
    return typeof value === 'object' && value !== null && typeof value.event === 'string' ? value : null;
  } catch {
    return null;
  }
}
