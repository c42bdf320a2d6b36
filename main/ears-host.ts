import { EventEmitter } from 'node:events';
import { MessageChannelMain, utilityProcess, type UtilityProcess, type WebContents } from 'electron';
import type { EarsHostState } from '../contracts/ipc';

/** First restart at once; a process that keeps dying is retried ever more slowly, and never given up. */
export function restartDelayMs(consecutiveFailures: number): number {
  return consecutiveFailures <= 1 ? 0 : Math.min(30_000, 250 * 2 ** (consecutiveFailures - 2));
}

const STABLE_AFTER_MS = 10_000;
const FAILURES_UNTIL_UNAVAILABLE = 5;

/**
 * Keeps the ears' utility process alive. At each start a fresh MessagePort pair joins window and ears directly, so
 * frames bypass main. A death is reported and the process restarted; the call never notices.
 */
export class EarsHost extends EventEmitter<{ state: [EarsHostState] }> {
  readonly #entry: string;
  readonly #arguments: string[];
  #child: UtilityProcess | null = null;
  #window: WebContents | null = null;
  #restarts = 0;
  #failures = 0;
  #stopping = false;
  #waiting: NodeJS.Timeout | undefined;
  /** A person asked for fresh ears: the end of these is no failure. */
  #replacing = false;

  constructor(entry: string, searchPath: readonly string[]) {
    super();
    this.#entry = entry;
    this.#arguments = searchPath.flatMap((folder) => ['--models', folder]);
  }

  get processId(): number | undefined {
    return this.#child?.pid;
  }

  /** Joins `window` to fresh ears, which look for their models anew: at the start, after a reload, and when asked. */
  connect(window: WebContents): void {
    this.#window = window;
    clearTimeout(this.#waiting);
    if (this.#child) {
      this.#replacing = true;
      this.#child.kill();
    } else this.#start();
  }

  stop(): void {
    this.#stopping = true;
    this.#child?.kill();
  }

  #start(): void {
    const startedAtMs = Date.now();
    const child = utilityProcess.fork(this.#entry, this.#arguments, { serviceName: 'Sidetone ears', stdio: 'inherit' });
    this.#child = child;
    child.once('spawn', () => {
      // Asked for while this one was being made, when it could not yet be killed.
      if (this.#replacing) {
        child.kill();
        return;
      }
      this.#join(child);
      this.#tell('running', null);
    });
    child.once('exit', (code) => {
      this.#child = null;
      if (this.#stopping) return;
      if (this.#replacing) {
        this.#replacing = false;
        this.#start();
        return;
      }
      this.#failures = Date.now() - startedAtMs > STABLE_AFTER_MS ? 1 : this.#failures + 1;
      this.#restarts += 1;
      this.#tell(this.#failures > FAILURES_UNTIL_UNAVAILABLE ? 'unavailable' : 'restarting', code);
      this.#waiting = setTimeout(() => this.#start(), restartDelayMs(this.#failures));
    });
  }

  #join(child: UtilityProcess): void {
    if (!this.#window || this.#window.isDestroyed()) return;
    const { port1, port2 } = new MessageChannelMain();
    child.postMessage({ type: 'port' }, [port1]);
    this.#window.postMessage('ears:port', null, [port2]);
  }

  #tell(state: EarsHostState['state'], exitCode: number | null): void {
    this.emit('state', { state, restarts: this.#restarts, exitCode });
  }
}
