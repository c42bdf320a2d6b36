import assert from 'node:assert/strict';
import type { Page } from 'playwright-core';
import { control, dial, talking } from '../../test/asterisk/agent-hands';
import { simulateHeadset, type SimulatedHeadset } from '../../test/support/simulated-headset';
import type { SurviveCase } from '../case';
import { SPEAKING } from '../practice-customers';
import { LIMIT_MS, type PracticeStage } from '../practice-stage';

const headsets = new WeakMap<Page, SimulatedHeadset>();

/** The headset of the window that is open, which gets one where it has none. */
export async function headsetOf(stage: PracticeStage): Promise<SimulatedHeadset> {
  if (!stage.openPage) await stage.open();
  const { page } = stage;
  const known = headsets.get(page);
  if (known) return known;
  const headset = await simulateHeadset(page);
  headsets.set(page, headset);
  await stage.becomeIdle();
  return headset;
}

function ended({ page }: PracticeStage): Promise<void> {
  return page.getByText('通话结果').first().waitFor({ timeout: LIMIT_MS });
}

/** A headset's buttons and lights by WebHID, simulated in the page, against the practice PBX. */
export const headsetCases: readonly SurviveCase<PracticeStage>[] = [
  {
    name: 'headset-buttons',
    row: 21,
    title: 'rings, answers, mutes and hangs up by its own buttons, the screen with it',
    injected: 'hook and mute of a simulated headset',
    async run(stage) {
      const headset = await headsetOf(stage);
      await stage.pbx.ringAgent(SPEAKING.customerId);
      await headset.shows('ring');
      await headset.hook(true);
      await talking(stage.page);
      await headset.shows('off-hook');
      await headset.mute();
      await control(stage.page, '取消静音').waitFor({ timeout: LIMIT_MS });
      await headset.shows('off-hook', 'mute');
      await headset.mute();
      await control(stage.page, '静音').waitFor({ timeout: LIMIT_MS });
      await headset.shows('off-hook');
      await headset.hook(false);
      await ended(stage);
      await headset.shows();
      await stage.wrapUp();
      return { seen: 'in step with the headset' };
    },
  },
  {
    name: 'headset-lights',
    row: 21,
    title: 'shows what the screen does, and does not take its own echo for a press',
    injected: 'mute on the screen; the headset reports its light as its hook',
    async run(stage) {
      const headset = await headsetOf(stage);
      const { page } = stage;
      await dial(page, SPEAKING.number);
      await talking(page);
      await headset.shows('off-hook');
      await control(page, '静音').click();
      await headset.shows('off-hook', 'mute');
      await control(page, '取消静音').click();
      await headset.shows('off-hook');
      await control(page, '挂断').click();
      await ended(stage);
      await headset.shows();
      await stage.wrapUp();
      return { seen: 'the headset in step with the screen' };
    },
  },
  {
    name: 'headset-unplugged',
    row: 21,
    title: 'may be pulled out of a call that goes on, and knows of it when it is back',
    injected: 'the headset leaves a call, and is back',
    async run(stage) {
      const headset = await headsetOf(stage);
      const { page } = stage;
      await dial(page, SPEAKING.number);
      await talking(page);
      await control(page, '静音').click();
      await headset.pullOut();
      await control(page, '取消静音').click();
      await control(page, '静音').waitFor({ timeout: LIMIT_MS });
      await headset.plugIn();
      await headset.shows('off-hook');
      await headset.hook(false);
      await ended(stage);
      await stage.wrapUp();
      assert.equal(await control(page, '挂断').count(), 0);
      return { seen: 'the call goes on, and ends by its hook' };
    },
  },
];
