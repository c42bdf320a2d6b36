import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { habitsSettingsSchema } from '../../contracts/habits';
import { LIMIT_MS, control, dial, ready, talking, wrapUp } from '../asterisk/agent-hands';
import { NUMBERS } from '../asterisk/configuration';
import { AsteriskFloor, CALLER, type AsteriskDesk } from '../asterisk/floor';
import { asteriskUnavailable } from '../asterisk/install';
import { loudnessDb } from '../asterisk/wav';
import { appMissing } from '../support/desk-app';

const BUILD_LIMIT_MS = 15 * 60_000;
const TEST_LIMIT_MS = 6 * 60_000;
const reason = appMissing ?? asteriskUnavailable();

/** From now on notes, in their order, the notes that sound in the window and the microphones that open. */
async function watchSound(page: Page): Promise<() => Promise<string[]>> {
  await page.evaluate(() => {
    const seen: string[] = [];
    const start = OscillatorNode.prototype.start;
    OscillatorNode.prototype.start = function (...args) {
      seen.push(`${this.frequency.value.toFixed(0)} Hz`);
      return start.apply(this, args);
    };
    const open = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);
    navigator.mediaDevices.getUserMedia = (constraints) => {
      seen.push('microphone');
      return open(constraints);
    };
    Object.assign(window, { seenSound: seen });
  });
  return () => page.evaluate(() => (window as unknown as { seenSound: string[] }).seenSound);
}

describe.skipIf(reason)(`the agent’s habits, on a real Asterisk 22${reason ? ` (${reason})` : ''}`, () => {
  let floor: AsteriskFloor;
  let desk: AsteriskDesk;
  let page: Page;

  async function restart(habits: object): Promise<void> {
    await desk?.app.close();
    desk = await floor.startDesk({ config: { habits: habitsSettingsSchema.parse(habits) } });
    page = desk.page;
    await page.getByText('分机 1001 已注册').waitFor({ timeout: LIMIT_MS });
  }

  beforeAll(async () => {
    floor = await AsteriskFloor.start();
    await restart({ doNotDisturbCode: 480, autoAnswer: { headers: ['call-info'] } });
  }, BUILD_LIMIT_MS);

  afterAll(async () => {
    await desk?.app.close();
    await floor?.stop();
  });

  it(
    'answers by a header that is obeyed, warns before the microphone opens, and keeps the agreed headers',
    { timeout: TEST_LIMIT_MS },
    async () => {
      await ready(page);
      const sound = await watchSound(page);
      await floor.asterisk.callAgentWith({
        'Call-Info': '<sip:asterisk.sidetone.local>;answer-after=0',
        'X-Campaign-Id': 'spring-2027',
        'X-Customer-Id': 'li-hua',
      });
      await talking(page);
      await page.getByTestId('auto-answer').getByText('已自动接听').waitFor({ timeout: LIMIT_MS });
      expect(loudnessDb(await floor.asterisk.hear('PJSIP/1001', 5))).toBeGreaterThan(-45);
      const seen = await sound();
      console.log(`auto-answer: ${seen.join(', ')}`);
      expect(seen).toContain('1319 Hz');
      expect(seen.lastIndexOf('1319 Hz')).toBeLessThan(seen.indexOf('microphone'));
      await control(page, '挂断').click();
      await wrapUp(page);
      const record = await floor.nextRecord(0);
      console.log(`record: ${JSON.stringify({ headers: record.sipHeaders, autoAnswer: record.autoAnswer })}`);
      expect(record).toMatchObject({
        direction: 'inbound',
        customerId: 'li-hua',
        customerName: CALLER.name,
        sipHeaders: { 'X-Campaign-Id': 'spring-2027', 'X-Customer-Id': 'li-hua' },
        autoAnswer: { header: 'call-info', afterMs: 0 },
      });
    },
  );

  it(
    'does not obey a header that is not chosen: the call rings like any other',
    { timeout: TEST_LIMIT_MS },
    async () => {
      const before = (await floor.records()).length;
      await floor.asterisk.callAgentWith({ 'Alert-Info': '<http://pbx>;info=alert-autoanswer' });
      await control(page, '接听').waitFor({ timeout: LIMIT_MS });
      expect(await page.getByTestId('auto-answer').count()).toBe(0);
      await control(page, '拒接').click();
      const record = await floor.nextRecord(before);
      expect(record).toMatchObject({ cause: 'declined-by-agent', answeredAt: null });
      expect(record.autoAnswer).toBeUndefined();
      await ready(page);
    },
  );

  it(
    'sends a pasted row of keys, one after another, and hides them when asked',
    { timeout: TEST_LIMIT_MS },
    async () => {
      const before = (await floor.records()).length;
      await dial(page, NUMBERS.keys);
      await talking(page);
      await desk.app.evaluate(({ clipboard }) => clipboard.writeText('79 x'));
      await page.keyboard.press('Control+V');
      await page.getByText('一个按键也没有发送').waitFor({ timeout: LIMIT_MS });
      await desk.app.evaluate(({ clipboard }) => clipboard.writeText(' 7,9-*4\n'));
      await page.keyboard.press('Control+V');
      await expect
        .poll(() => floor.asterisk.cli('dialplan show globals'), { timeout: LIMIT_MS })
        .toContain('KEYS_RECEIVED=79*4');
      await page.getByTestId('sent-keys').getByText('79*4').waitFor({ timeout: LIMIT_MS });
      await page.getByRole('button', { name: '隐藏已发按键' }).click();
      await page.getByTestId('sent-keys').getByText('••••').waitFor({ timeout: LIMIT_MS });
      await control(page, '挂断').click();
      await wrapUp(page);
      expect(JSON.stringify(await floor.nextRecord(before))).not.toContain('79*4');
    },
  );

  it('sends the agreed headers of a link with its call, and writes them down', { timeout: TEST_LIMIT_MS }, async () => {
    const before = (await floor.records()).length;
    await floor.asterisk.cli('pjsip set logger on');
    await desk.app.evaluate(({ app }, link) => {
      // As macOS hands a link over.
      app.emit('open-url', { preventDefault: () => undefined }, link);
    }, `sip:${NUMBERS.busy}@pbx?X-Campaign-Id=summer%20sale&Subject=other`);
    await page.getByTestId('link-asks').getByText('X-Campaign-Id: summer sale').waitFor({ timeout: LIMIT_MS });
    await page.getByRole('button', { name: '呼叫', exact: true }).click();
    await wrapUp(page);
    expect(await floor.nextRecord(before)).toMatchObject({
      direction: 'outbound',
      sipHeaders: { 'X-Campaign-Id': 'summer sale' },
    });
    const log = await floor.asterisk.log();
    expect(log).toMatch(/^X-Campaign-Id: summer sale\r?$/m);
    expect(log).not.toMatch(/^Subject: other/m);
  });

  it(
    'turns callers away on do-not-disturb, over a restart too, and still calls',
    { timeout: TEST_LIMIT_MS },
    async () => {
      const before = (await floor.records()).length;
      await page.keyboard.press('Control+Shift+D');
      await page.getByTestId('do-not-disturb').waitFor({ timeout: LIMIT_MS });
      await floor.asterisk.callAgentWith({ 'X-Campaign-Id': 'autumn' });
      expect(await floor.nextRecord(before)).toMatchObject({
        direction: 'inbound',
        cause: 'do-not-disturb',
        sipCode: 480,
        answeredAt: null,
        sipHeaders: { 'X-Campaign-Id': 'autumn' },
      });
      await dial(page, NUMBERS.busy);
      await page.getByText('对方忙').first().waitFor({ timeout: LIMIT_MS });
      await page.getByText('通话结果').first().waitFor({ timeout: LIMIT_MS });
      await page.keyboard.press('2');
      await page.keyboard.press('Control+Enter');
      expect(await floor.nextRecord(before + 1)).toMatchObject({ direction: 'outbound', cause: 'busy' });
      await restart({ autoAnswer: { afterSeconds: 1 } });
      await page.getByTestId('do-not-disturb').click({ timeout: LIMIT_MS });
      await ready(page);
    },
  );

  it('answers every call after the seconds of the setting', { timeout: TEST_LIMIT_MS }, async () => {
    const before = (await floor.records()).length;
    await floor.asterisk.callAgent(CALLER.callerId);
    await talking(page);
    await control(page, '挂断').click();
    await wrapUp(page);
    expect(await floor.nextRecord(before)).toMatchObject({
      cause: 'agent-hangup',
      autoAnswer: { header: null, afterMs: 1000 },
    });
  });
});
