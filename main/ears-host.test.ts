import { EventEmitter } from 'node:events';
import type { WebContents } from 'electron';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { EarsHostState } from '../contracts/ipc';
import { EarsHost, restartDelayMs } from './ears-host';

/** A utility process that lives and dies as the test says. */
class FakeProcess extends EventEmitter {
  readonly pid = 42;
  readonly posted: unknown[] = [];
  killed = false;
  postMessage(message: unknown): void {
    this.posted.push(message);
  }
  kill(): void {
    this.killed = true;
  }
}
const electron = vi.hoisted(() => ({ children: [] as unknown[], forked: [] as string[][] }));
vi.mock('electron', () => ({
  utilityProcess: {
    fork: (entry: string, parameters: string[]) => {
      electron.forked.push([entry, ...parameters]);
      const child = new FakeProcess();
      electron.children.push(child);
      return child;
    },
  },
  MessageChannelMain: class {
    readonly port1 = {};
    readonly port2 = {};
  },
}));
const child = () => electron.children.at(-1) as FakeProcess;

let destroyed: boolean;
let ports: string[];
let states: EarsHostState[];
let host: EarsHost;
// Of a window the host uses these two only.
const page = {
  isDestroyed: () => destroyed,
  postMessage: (channel: string) => ports.push(channel),
} as unknown as WebContents;

beforeEach(() => {
  vi.useFakeTimers({ now: 0 });
  electron.children.length = 0;
  electron.forked.length = 0;
  destroyed = false;
  ports = [];
  states = [];
  host = new EarsHost('worker.js', ['/a', '/b']);
  host.on('state', (state) => states.push(state));
});
afterEach(() => vi.useRealTimers());

describe('EarsHost', () => {
  it('starts one process with the model folders and joins it to the window', () => {
    host.connect(page);
    expect(electron.forked).toEqual([['worker.js', '--models', '/a', '--models', '/b']]);
    expect(ports).toEqual([]);
    child().emit('spawn');
    expect(ports).toEqual(['ears:port']);
    expect(child().posted).toEqual([{ type: 'port' }]);
    expect(states.at(-1)).toMatchObject({ state: 'running', restarts: 0 });
  });

  it('gives a reloaded window fresh ears, and counts no failure for it', () => {
    host.connect(page);
    child().emit('spawn');
    host.connect(page);
    expect(child().killed).toBe(true);
    child().emit('exit', 0);
    child().emit('spawn');
    expect(electron.children).toHaveLength(2);
    expect(ports).toHaveLength(2);
    expect(states.at(-1)).toMatchObject({ state: 'running', restarts: 0 });
  });

  it('restarts a process that dies, tells of it, and joins the new one', () => {
    host.connect(page);
    child().emit('spawn');
    child().emit('exit', 139);
    expect(states.at(-1)).toEqual({ state: 'restarting', restarts: 1, exitCode: 139 });
    vi.advanceTimersByTime(1_000);
    expect(electron.children).toHaveLength(2);
    child().emit('spawn');
    expect(states.at(-1)).toMatchObject({ state: 'running', restarts: 1 });
    expect(ports).toHaveLength(2);
  });

  it('says so when it keeps dying, goes on trying, and begins anew after a stable time', () => {
    host.connect(page);
    for (let death = 1; death <= 6; death += 1) {
      child().emit('spawn');
      child().emit('exit', 1);
      vi.advanceTimersByTime(restartDelayMs(death));
    }
    expect(states.filter(({ state }) => state === 'unavailable')).toHaveLength(1);
    expect(electron.children).toHaveLength(7);
    child().emit('spawn');
    vi.advanceTimersByTime(60_000);
    child().emit('exit', 1);
    expect(states.at(-1)).toMatchObject({ state: 'restarting' });
  });

  it('starts nothing more once it is stopped, and joins no window that is gone', () => {
    host.connect(page);
    destroyed = true;
    child().emit('spawn');
    expect(ports).toEqual([]);
    host.stop();
    expect(child().killed).toBe(true);
    child().emit('exit', 0);
    vi.advanceTimersByTime(60_000);
    expect(electron.children).toHaveLength(1);
  });

  it('waits ever longer, never over half a minute', () => {
    expect([1, 2, 3, 4].map(restartDelayMs)).toEqual([0, 250, 500, 1000]);
    expect(restartDelayMs(40)).toBe(30_000);
  });
});
