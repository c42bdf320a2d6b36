import { tortureCases } from '../../survive/cases/torture';
import { PracticeStage } from '../../survive/practice-stage';
import { seededRandom } from '../../bench/random';
import { appMissing } from '../support/desk-app';
import { describeCases } from '../support/describe-cases';

const seed = Date.now() >>> 0;

describeCases('a PBX that speaks nonsense', {
  missing: appMissing,
  cases: tortureCases(seed),
  start: async () => {
    console.info(`seed ${String(seed)}`);
    const stage = await PracticeStage.start({ faults: seededRandom(seed) });
    await stage.open();
    return stage;
  },
});
