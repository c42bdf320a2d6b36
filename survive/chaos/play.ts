import type { ChaosFault, ChaosMoment, ChaosSchedule } from '../../contracts/chaos';
import type { PassedMessage } from '../../practice/faults/fault-proxy';
import { earsPid, killIfThere } from '../../test/support/desk-facts';
import type { Balance } from '../ledger';
import { ECHO } from '../practice-customers';
import type { PracticeStage } from '../practice-stage';
import { Watch, type Watched } from '../watch';

const LOOK_EVERY_MS = 300;
/** A call is hung up after so long, and the next one dialled. */
const CALL_MS = 20_000;

export interface ChaosReport extends Watched {
  readonly balance: Balance;
  readonly calls: number;
  /** Faults of the schedule that came to their moment. */
  readonly injected: number;
}

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

async function inject(stage: PracticeStage, fault: ChaosFault): Promise<void> {
  const { proxy } = stage;
  switch (fault.type) {
    case 'drop':
      return proxy.drop();
    case 'away':
      proxy.away = true;
      await pause(fault.forSeconds * 1_000);
      proxy.away = false;
      return;
    case 'stall':
      proxy.stalled = true;
      await pause(fault.forSeconds * 1_000);
      proxy.stalled = false;
      return;
    case 'delay':
      proxy.delayMs = fault.delayMs;
      await pause(fault.forSeconds * 1_000);
      proxy.delayMs = 0;
      return;
    case 'loss': {
      const { media } = proxy;
      const directions = fault.direction === 'both' ? (['from-desk', 'to-desk'] as const) : [fault.direction];
      for (const direction of directions) if (media) media.faults.loss[direction] = fault.share;
      await pause(fault.forSeconds * 1_000);
      for (const direction of directions) if (media) media.faults.loss[direction] = 0;
      return;
    }
    case 'path-change':
      proxy.media?.killPaths();
      return proxy.drop();
    case 'pbx-restart':
      return stage.restartPbx(fault.forSeconds * 1_000);
    case 'ears-kill': {
      const pid = await earsPid(stage.app);
      if (pid !== null) killIfThere(pid);
      return;
    }
    case 'app-kill':
      await stage.kill();
      return stage.open();
  }
}

/** Resolves when the moment has come. */
function comes(stage: PracticeStage, at: ChaosMoment): Promise<void> {
  if ('seconds' in at) return pause(at.seconds * 1_000).then(() => undefined);
  let left = at.nth;
  return new Promise((resolve) => {
    const forget = stage.proxy.onMessage(({ kind, direction }: PassedMessage) => {
      if (kind !== at.message || (at.direction !== 'both' && at.direction !== direction)) return;
      if ((left -= 1) > 0) return;
      forget();
      resolve();
    });
  });
}

/** What an agent does all day: dials when she can, wraps up when she must, hangs up after a while. */
async function work(stage: PracticeStage, endMs: number): Promise<void> {
  let callSinceMs = Date.now();
  while (Date.now() < endMs) {
    const state = await stage.state().catch(() => 'closed' as const);
    // The app may be killed between the look and the touch: the next look sees it.
    if (state === 'idle') {
      callSinceMs = Date.now();
      await stage.dial(ECHO.number).catch(() => undefined);
      await pause(1_000);
    } else if (state === 'wrap-up' || (state === 'call' && Date.now() - callSinceMs > CALL_MS)) {
      await stage.step(state).catch(() => undefined);
    }
    await pause(LOOK_EVERY_MS);
  }
}

/** Plays the schedule over practice calls, and tells what the agent would have felt. */
export async function playChaos(
  stage: PracticeStage,
  schedule: ChaosSchedule,
  told: (line: string) => void,
): Promise<ChaosReport> {
  const watch = new Watch(stage);
  const beganMs = Date.now();
  const endMs = beganMs + schedule.seconds * 1_000;
  let injected = 0;
  let playing = true;
  const faults = schedule.faults.map(async ({ at, fault }) => {
    await comes(stage, at);
    if (!playing) return;
    injected += 1;
    told(`${((Date.now() - beganMs) / 1000).toFixed(1)} s: ${fault.type}`);
    await inject(stage, fault);
  });
  // A moment that never comes is not waited for; what has begun is.
  const failed: unknown[] = [];
  const begun = faults.map((fault) => fault.catch((error: unknown) => void failed.push(error)));
  await work(stage, endMs);
  playing = false;
  stage.calm();
  await Promise.race([Promise.all(begun), pause(10_000)]);
  const [failure] = failed;
  if (failure !== undefined) throw failure;
  await stage.becomeIdle();
  const watched = await watch.end();
  return { ...watched, injected, calls: stage.callCount, balance: await stage.settle() };
}
