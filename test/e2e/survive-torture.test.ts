import { afterAll, beforeAll, describe, it } from 'vitest';
import { tortureCases } from '../../survive/cases/torture';
import { PracticeStage } from '../../survive/practice-stage';
import { seededRandom } from '../../survive/random';
import { appMissing } from '../support/desk-app';

describe.skipIf(appMissing)(`a PBX that speaks nonsense${appMissing ? ` (${appMissing})` : ''}`, () => {
  const seed = Date.now() >>> 0;
  let stage: PracticeStage;

  beforeAll(async () => {
    console.info(`seed ${String(seed)}`);
    stage = await PracticeStage.start({ faults: seededRandom(seed) });
    await stage.open();
  });

  afterAll(async () => {
    await stage?.stop();
  });

  it.each(tortureCases(seed))('$title', { timeout: 6 * 60_000 }, async (known) => {
    console.info(`${known.name}: ${(await known.run(stage)).seen}`);
  });
});
