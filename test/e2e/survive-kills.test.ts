import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { killCampaign, killSchedule } from '../../survive/kill-campaign';
import { PracticeStage } from '../../survive/practice-stage';
import { seededRandom } from '../../bench/random';
import { appMissing } from '../support/desk-app';

const KILLS = Number(process.env.SIDETONE_KILLS ?? 10);

describe.skipIf(appMissing)(
  `an app that is killed in the middle of calls${appMissing ? ` (${appMissing})` : ''}`,
  () => {
    let stage: PracticeStage;

    beforeAll(async () => {
      stage = await PracticeStage.start();
    });

    afterAll(async () => {
      await stage?.stop();
    });

    it('has a record of every call, none twice, in a whole chain', { timeout: 20 * 60_000 }, async () => {
      const seed = Date.now() >>> 0;
      console.info(`seed ${String(seed)}`);
      const report = await killCampaign(stage, { schedule: killSchedule(KILLS, seededRandom(seed)) });
      console.info(JSON.stringify(report));
      expect(report.calls).toBeGreaterThan(KILLS / 2);
      expect(report.balance).toMatchObject({ lost: [], doubled: [] });
      expect(report.chainWhole).toBe(true);
    });
  },
);
