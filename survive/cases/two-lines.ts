import assert from 'node:assert/strict';
import { wrapUpInTurn } from '../../test/asterisk/agent-hands';
import { TONES_HZ } from '../../test/asterisk/configuration';
import { heardBy, twoCalls } from '../../test/asterisk/two-calls';
import { toneShare } from '../../test/asterisk/wav';
import type { AsteriskStage } from '../asterisk-stage';
import type { SurviveCase } from '../case';

/** Two calls at once, against Asterisk. */
export const twoLinesCases: readonly SurviveCase<AsteriskStage>[] = [
  {
    name: 'attended-transfer',
    row: 19,
    title: 'connects the two others after a consultation: both hear each other',
    injected: 'the held customer is given to the colleague who was asked',
    async run(stage) {
      const { floor, page } = stage;
      const before = await twoCalls(floor, page);
      await page.keyboard.press('t');
      await wrapUpInTurn(page, 2);
      const [low, high] = [await heardBy(floor, 'low'), await heardBy(floor, 'high')];
      const shares = [toneShare(low, TONES_HZ.highTone), toneShare(high, TONES_HZ.lowTone)];
      const figure = `each hears the other's tone: ${shares.map((share) => share.toFixed(2)).join(' and ')} of the sound`;
      for (const share of shares) assert(share > 0.8, figure);
      await floor.asterisk.cli('channel request hangup all');
      await floor.nextRecord(before + 1);
      const records = (await floor.records()).slice(before);
      const causes = records.map(({ cause }) => cause);
      assert.deepEqual(causes, ['transferred', 'transferred']);
      assert(records.some(({ timeline }) => timeline.some(({ type }) => type === 'consult')));
      return { seen: 'both calls are over, transferred', figure };
    },
  },
];
