import { readdir } from 'node:fs/promises';
import type { Page } from 'playwright-core';
import { treePssMbByKind, treeProcesses } from '../bench/desk/electron';
import { BRIEF } from './practice-customers';
import { LIMIT_MS, type PracticeStage } from './practice-stage';

/** What the app holds at one moment. */
export interface Holdings {
  readonly calls: number;
  /** Open files and sockets of all its processes. */
  readonly handles: number;
  readonly pssMb: number;
  /** The same by the kind of process. */
  readonly pssMbOf: string;
  /** RTCPeerConnections that the window has made, closed or not. */
  readonly connectionsMade: number;
  /** RTCPeerConnections and AudioContexts of the window that are not closed. */
  readonly peerConnections: number;
  readonly audioContexts: number;
  /** Documents that the audio of calls is in. */
  readonly frames: number;
  /** Repeating timers of the window. */
  readonly timers: number;
  /** Event listeners and documents of the window and its frames, as Chromium counts them. */
  readonly listeners: number;
  readonly documents: number;
}

/**
 * Times the event listeners of the first tenth: until then the list of recent calls fills, and an audio frame collects
 * until it is renewed. Over a long run that is past.
 */
export function listenersLimit(calls: number): number {
  return calls >= 1_000 ? 1.5 : 2;
}

interface Counts {
  connectionsMade: number;
  peerConnections: number;
  audioContexts: number;
  frames: number;
  timers: number;
}

declare global {
  interface Window {
    countHoldings?: () => Counts;
  }
}

/** Counts what the window makes and does not give back, from now on. */
function countFromNowOn(page: Page): Promise<void> {
  return page.evaluate(() => {
    const connections = new Set<RTCPeerConnection>();
    const contexts = new Set<AudioContext>();
    const timers = new Set<unknown>();
    let connectionsMade = 0;
    const Connection = window.RTCPeerConnection;
    window.RTCPeerConnection = class extends Connection {
      constructor(configuration?: RTCConfiguration) {
        super(configuration);
        connections.add(this);
        connectionsMade += 1;
      }
    };
    const countContexts = (where: Window & typeof globalThis) => {
      const Context = where.AudioContext;
      where.AudioContext = class extends Context {
        constructor(options?: AudioContextOptions) {
          super(options);
          contexts.add(this);
        }
      };
    };
    countContexts(window);
    // The audio of calls lives in frames.
    const append = document.body.append.bind(document.body);
    document.body.append = (...nodes) => {
      append(...nodes);
      for (const node of nodes) {
        if (node instanceof HTMLIFrameElement) countContexts(node.contentWindow as Window & typeof globalThis);
      }
    };
    const begin = window.setInterval.bind(window);
    const end = window.clearInterval.bind(window);
    window.setInterval = ((handler: TimerHandler, ms?: number, ...more: unknown[]) => {
      const timer = begin(handler, ms, ...more);
      timers.add(timer);
      return timer;
    }) as typeof window.setInterval;
    window.clearInterval = (timer) => {
      timers.delete(timer);
      end(timer);
    };
    window.countHoldings = () => {
      // What is closed is let go of, so that counting does not keep it.
      for (const connection of connections) if (connection.signalingState === 'closed') connections.delete(connection);
      for (const context of contexts) if (context.state === 'closed') contexts.delete(context);
      const frames = document.getElementsByTagName('iframe').length;
      return {
        connectionsMade,
        peerConnections: connections.size,
        audioContexts: contexts.size,
        frames,
        timers: timers.size,
      };
    };
  });
}

async function holdings({ app, page }: PracticeStage, calls: number): Promise<Holdings> {
  const root = app.process().pid ?? 0;
  const counts = await page.evaluate(() => window.countHoldings?.());
  if (!counts) throw new Error('The window was loaded anew.');
  const session = await page.context().newCDPSession(page);
  // Rubbish that is not yet collected is no leak.
  await session.send('HeapProfiler.collectGarbage');
  await app.evaluate(() => {
    process.getBuiltinModule('v8').setFlagsFromString('--expose-gc');
    process.getBuiltinModule('vm').runInNewContext('gc')();
  });
  const { jsEventListeners: listeners, documents } = await session.send('Memory.getDOMCounters');
  await session.detach();
  let handles = 0;
  for (const id of await treeProcesses(root)) {
    handles += (await readdir(`/proc/${String(id)}/fd`).catch(() => [])).length;
  }
  const kinds = Object.entries(await treePssMbByKind(root));
  const pssMb = kinds.reduce((sum, [, megabytes]) => sum + megabytes, 0);
  const pssMbOf = kinds.map(([kind, megabytes]) => `${kind} ${megabytes.toFixed(0)}`).join(', ');
  return { calls, handles, pssMb, pssMbOf, listeners, documents, ...counts };
}

/** Makes that many short calls in one run of the app. @returns what it held after the first tenth, half and all */
export async function soak(
  stage: PracticeStage,
  { calls, told }: { calls: number; told?: (done: number) => void },
): Promise<{ start: Holdings; middle: Holdings; end: Holdings; secondsPerCall: number }> {
  await stage.open({ wrapUpSeconds: 0 });
  await countFromNowOn(stage.page);
  const idle = stage.page.getByText('可以拨打下一个电话');
  const startedAtMs = performance.now();
  const measured: Holdings[] = [];
  const points = [Math.ceil(calls / 10), Math.ceil(calls / 2), calls];
  for (let done = 1; done <= calls; done += 1) {
    const ended = stage.next('call-ended');
    await stage.dial(BRIEF.number);
    await ended;
    await idle.waitFor({ timeout: LIMIT_MS });
    if (points.includes(done)) measured.push(await holdings(stage, done));
    told?.(done);
  }
  const [start, middle, end] = measured;
  if (!start || !middle || !end) throw new Error('A soak takes three calls at least.');
  return { start, middle, end, secondsPerCall: (performance.now() - startedAtMs) / 1000 / calls };
}
