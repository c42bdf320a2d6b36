import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { PracticeStage } from '../../survive/practice-stage';
import { listenersLimit, soak } from '../../survive/soak';
import { appMissing } from '../support/desk-app';

const CALLS = Number(process.env.SIDETONE_SOAK_CALLS ?? 40);
const reason = appMissing ?? (process.platform === 'linux' ? null : 'handles and memory are read from Linux’s /proc');

describe.skipIf(reason)(`many short calls in one run of the app${reason ? ` (${reason})` : ''}`, () => {
  let stage: PracticeStage;

  beforeAll(async () => {
    stage = await PracticeStage.start();
  });

  afterAll(async () => {
    await stage?.stop();
  });

  it('leave no handle, timer or connection behind, and a record each', { timeout: 60 * 60_000 }, async () => {
    const { start, middle, end, secondsPerCall } = await soak(stage, { calls: CALLS });
    // Of the later half: at the first tenth of so short a run the ears may still be loading their models.
    const growth = (end.pssMb / middle.pssMb - 1) * 100;
    console.table([start, middle, end]);
    console.info(`PSS grew by ${growth.toFixed(1)} %; ${secondsPerCall.toFixed(1)} s a call`);
    expect(end.connectionsMade).toBe(CALLS);
    expect(end).toMatchObject({ peerConnections: 0, audioContexts: start.audioContexts, timers: start.timers });
    // A socket to the server or to PostgreSQL may just be open; one a call would be 36 more.
    expect(end.handles - start.handles).toBeLessThan(CALLS / 4);
    expect(end.documents).toBeLessThanOrEqual(start.documents);
    expect(growth).toBeLessThan(10);
    expect(end.listeners).toBeLessThan(listenersLimit(CALLS) * start.listeners);
    expect(await stage.settle()).toMatchObject({ lost: [], doubled: [] });
  });
});
