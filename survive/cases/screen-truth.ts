import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { wavOf } from '../../test/asterisk/wav';
import type { SurviveCase } from '../case';
import { ECHO } from '../practice-customers';
import { LIMIT_MS, type PracticeStage } from '../practice-stage';
import { breakMute, endBrokenMute, sent, watchSenders } from '../senders';
import { until } from '../until';

const button = ({ page }: PracticeStage, name: string) => page.getByRole('button', { name, exact: true });

/** Starts the app anew, and a call to an echo whose senders can be got at. */
async function inCall(stage: PracticeStage, fakeMicrophoneWav?: string): Promise<void> {
  await stage.open(fakeMicrophoneWav === undefined ? {} : { fakeMicrophoneWav });
  await watchSenders(stage.page);
  await stage.talk(ECHO.number);
}

/** Waits until the call sends this. */
function sends({ page }: PracticeStage, wanted: 'sound' | 'silence' | 'nothing'): Promise<string> {
  return until(
    () => sent(page),
    (said) => said === wanted,
    { what: 'What is sent', everyMs: 50 },
  );
}

/** What a screen could say of a call that is not so, against the practice PBX. */
export const screenTruthCases: readonly SurviveCase<PracticeStage>[] = [
  {
    name: 'talking-while-muted',
    row: null,
    title: 'says so when the agent talks while muted, and no longer when unmuted',
    injected: 'a voice while muted',
    async run(stage) {
      await inCall(stage);
      await button(stage, '静音').click();
      await stage.warning('talking-while-muted').waitFor({ timeout: LIMIT_MS });
      assert.equal(await sent(stage.page), 'silence');
      await button(stage, '取消静音').click();
      await stage.warning('talking-while-muted').waitFor({ state: 'detached', timeout: LIMIT_MS });
      assert.equal(await sent(stage.page), 'sound');
      await stage.hangUpAndWrapUp();
      return { seen: 'warned while muted' };
    },
  },
  {
    name: 'muted-but-heard',
    row: null,
    title: 'stops the sound that leaves a muted desk, for good if need be, and gives it back when unmuted',
    injected: 'the muted track is enabled, once and then every 50 ms',
    async run(stage) {
      await inCall(stage);
      const { page } = stage;
      await button(stage, '静音').click();
      await sends(stage, 'silence');
      const brokenAt = performance.now();
      await breakMute(page, 'once');
      await stage.warning('muted-but-heard').waitFor({ timeout: LIMIT_MS });
      const figure = `stopped after ${((performance.now() - brokenAt) / 1000).toFixed(1)} s`;
      await sends(stage, 'silence');
      await breakMute(page, 'always');
      await sends(stage, 'nothing');
      await endBrokenMute(page);
      await button(stage, '取消静音').click();
      await sends(stage, 'sound');
      await stage.hangUpAndWrapUp();
      await until(
        async () => (await stage.records()).at(-1)?.timeline.map(({ type }) => type) ?? [],
        (types) => types.includes('warning'),
        { what: 'The timeline of the record' },
      );
      return { seen: 'warned, and cut off', figure };
    },
  },
  {
    name: 'held-but-heard',
    row: null,
    title: 'gives the microphone back on resuming, when a held call was heard and cut off',
    injected: 'the track of a held call is enabled every 50 ms',
    async run(stage) {
      await inCall(stage);
      const { page } = stage;
      await button(stage, '保持').click();
      await button(stage, '恢复').waitFor({ timeout: LIMIT_MS });
      await breakMute(page, 'always');
      await stage.warning('held-but-heard').waitFor({ timeout: LIMIT_MS });
      await sends(stage, 'nothing');
      await endBrokenMute(page);
      await button(stage, '恢复').click();
      await sends(stage, 'sound');
      await stage.hangUpAndWrapUp();
      return { seen: 'warned, cut off, and heard again' };
    },
  },
  {
    name: 'silent-microphone',
    row: 22,
    title: 'names a microphone that was granted and gives only silence',
    injected: 'a microphone of zeros',
    async run(stage) {
      const silent = path.join(stage.folder, 'silent.wav');
      await writeFile(silent, wavOf(new Float32Array(48_000), 48_000));
      await inCall(stage, silent);
      const answeredAt = performance.now();
      await stage.warning('microphone-silent').waitFor({ timeout: LIMIT_MS });
      const figure = `named ${((performance.now() - answeredAt) / 1000).toFixed(1)} s after the answer`;
      await stage.page.getByText('麦克风没有声音，客户可能听不到您。').waitFor({ timeout: LIMIT_MS });
      await stage.page
        .locator('[data-testid=quality][data-quality=poor]', { hasText: '我的麦克风' })
        .waitFor({ timeout: LIMIT_MS });
      await stage.hangUpAndWrapUp();
      return { seen: 'told: my microphone', figure };
    },
  },
];
