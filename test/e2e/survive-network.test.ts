import { afterAll, afterEach, beforeAll, beforeEach, describe, it } from 'vitest';
import { AsteriskStage } from '../../survive/asterisk-stage';
import { networkCases } from '../../survive/cases/network';
import { asteriskUnavailable } from '../asterisk/install';
import { appMissing } from '../support/desk-app';

const BUILD_LIMIT_MS = 15 * 60_000;
const TEST_LIMIT_MS = 6 * 60_000;
const reason = appMissing ?? asteriskUnavailable();

describe.skipIf(reason)(`a network that fails in a call, with Asterisk 22${reason ? ` (${reason})` : ''}`, () => {
  let stage: AsteriskStage;

  beforeAll(async () => {
    stage = await AsteriskStage.start();
  }, BUILD_LIMIT_MS);

  afterAll(async () => {
    await stage?.stop();
  });

  beforeEach(() => stage.calm());

  afterEach(async () => {
    await stage.registered();
  });

  it.each(networkCases)('$title', { timeout: TEST_LIMIT_MS }, async (known) => {
    const { seen, figure } = await known.run(stage);
    console.info(`${known.name}: ${seen}${figure ? `; ${figure}` : ''}`);
  });
});
