import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { control, dial, talking, wrapUp } from '../asterisk/agent-hands';
import { appMissing, startDesk, startFloor, type DeskApp, type Floor } from '../support/desk-app';
import { simulateHeadset, type SimulatedHeadset } from '../support/simulated-headset';

const LIMIT_MS = 60_000;

describe.skipIf(appMissing)(`a headset's buttons and lights${appMissing ? ` (${appMissing})` : ''}`, () => {
  let floor: Floor;
  let desk: DeskApp;
  let headset: SimulatedHeadset;

  beforeAll(async () => {
    floor = await startFloor();
    desk = await startDesk(floor);
    await desk.page.getByText(/1001 已注册/).waitFor({ timeout: LIMIT_MS });
    headset = await simulateHeadset(desk.page);
    await desk.page.getByText(/1001 已注册/).waitFor({ timeout: LIMIT_MS });
  }, 120_000);

  afterAll(async () => {
    await desk?.app.close();
    await floor?.stop();
  });

  const ended = () => desk.page.getByText('通话结果').first().waitFor({ timeout: LIMIT_MS });

  it('is listed in Settings', async () => {
    await desk.page.getByRole('button', { name: '设置', exact: true }).click();
    await desk.page.getByText('Simulated headset').waitFor({ timeout: LIMIT_MS });
    await desk.page.getByRole('button', { name: '电话', exact: true }).click();
  });

  it('rings, answers, mutes and hangs up by its own buttons, the screen with it', async () => {
    await floor.pbx.ringAgent('zhang-price');
    await headset.shows('ring');
    await headset.hook(true);
    await talking(desk.page);
    await headset.shows('off-hook');
    await headset.mute();
    await control(desk.page, '取消静音').waitFor({ timeout: LIMIT_MS });
    await headset.shows('off-hook', 'mute');
    await headset.mute();
    await control(desk.page, '静音').waitFor({ timeout: LIMIT_MS });
    await headset.shows('off-hook');
    await headset.hook(false);
    await ended();
    await headset.shows();
    await wrapUp(desk.page);
  });

  it('shows what the screen does, and does not take its own echo for a press', async () => {
    const { page } = desk;
    await dial(page, '8001');
    await talking(page);
    await headset.shows('off-hook');
    await control(page, '静音').click();
    await headset.shows('off-hook', 'mute');
    await control(page, '取消静音').click();
    await headset.shows('off-hook');
    await control(page, '挂断').click();
    await ended();
    await headset.shows();
    await wrapUp(page);
  });

  it('may be pulled out of a call that goes on, and knows of it when it is back', async () => {
    const { page } = desk;
    await dial(page, '8001');
    await talking(page);
    await control(page, '静音').click();
    await headset.pullOut();
    await control(page, '取消静音').click();
    await control(page, '静音').waitFor({ timeout: LIMIT_MS });
    await headset.plugIn();
    await headset.shows('off-hook');
    await headset.hook(false);
    await ended();
    await wrapUp(page);
    expect(await control(page, '挂断').count()).toBe(0);
  });
});
