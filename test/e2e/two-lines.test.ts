import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { LIMIT_MS, control, dial, meterMoves, ready, talking } from '../asterisk/agent-hands';
import { NUMBERS, TONES_HZ } from '../asterisk/configuration';
import { AsteriskFloor, CALLER, type AsteriskDesk } from '../asterisk/floor';
import { asteriskUnavailable } from '../asterisk/install';
import { heardBy, otherLine, transferTo, twoCalls } from '../asterisk/two-calls';
import { loudnessDb, toneShare, toneShareByBlocks } from '../asterisk/wav';
import { PLAIN_AUDIO } from '../support/plain-audio';
import { appMissing } from '../support/desk-app';

const BUILD_LIMIT_MS = 15 * 60_000;
const TEST_LIMIT_MS = 6 * 60_000;
const SPEECH_DB = -45;
const reason = appMissing ?? asteriskUnavailable();

describe.skipIf(reason)(`two lines on a real Asterisk 22${reason ? ` (${reason})` : ''}`, () => {
  let floor: AsteriskFloor;
  let desk: AsteriskDesk;
  let page: Page;

  beforeAll(async () => {
    floor = await AsteriskFloor.start();
    await floor.asterisk.cli('pjsip set logger on');
    desk = await floor.startDesk({
      config: {
        wrapUpSeconds: 0,
        audio: PLAIN_AUDIO,
        transferTargets: [
          { name: '会议室', number: NUMBERS.room, kind: 'conference' },
          { name: '驻留', number: NUMBERS.park, kind: 'park' },
        ],
      },
    });
    page = desk.page;
    await page.getByText('已注册').first().waitFor({ timeout: LIMIT_MS });
  }, BUILD_LIMIT_MS);

  afterEach(async () => {
    // A test that failed in the middle leaves no call to the next.
    await floor.asterisk.cli('channel request hangup all');
    await ready(page);
    // Its records are not taken for the next test's.
    await page.getByText('记录已同步').first().waitFor({ timeout: LIMIT_MS });
  });

  afterAll(async () => {
    await desk?.app.close();
    await floor?.stop();
  });

  const hears = (party: 'low' | 'high') => heardBy(floor, party);
  const other = () => otherLine(page);

  it(
    'answers a waiting call only when the first is held, swaps, and declines a third',
    { timeout: TEST_LIMIT_MS },
    async () => {
      const before = (await floor.records()).length;
      await dial(page, NUMBERS.lowTone);
      await talking(page);
      await floor.asterisk.callAgent(CALLER.callerId);
      const banner = page.getByTestId('call-waiting');
      await banner.waitFor({ timeout: LIMIT_MS });
      expect(await banner.textContent()).toContain(CALLER.name);
      await page.keyboard.press('a');
      await other().getByText('已保持').waitFor({ timeout: LIMIT_MS });
      await talking(page);
      // The agent is heard by the caller alone: the first party has the music of hold.
      expect(toneShare(await hears('low'), 1_000)).toBeGreaterThan(0.8);
      await meterMoves(page, 'agent');
      await page.keyboard.press('s');
      await other().getByText(CALLER.name).waitFor({ timeout: LIMIT_MS });
      await talking(page);
      const heard = await hears('low');
      expect(loudnessDb(heard)).toBeGreaterThan(SPEECH_DB);
      expect(toneShare(heard, 1_000)).toBeLessThan(0.2);
      await control(page, '挂断').first().click();
      await other().waitFor({ state: 'detached', timeout: LIMIT_MS });
      // Left alone, the caller stays held until the agent is ready for it.
      await control(page, '恢复').click();
      await talking(page);
      await control(page, '挂断').click();
      await ready(page);
      await floor.nextRecord(before + 1);
      const records = (await floor.records()).slice(before);
      expect(new Set(records.map(({ direction }) => direction))).toEqual(new Set(['outbound', 'inbound']));
      for (const record of records) expect(record).toMatchObject({ cause: 'agent-hangup' });
      expect(records.every(({ holdMs }) => holdMs > 0)).toBe(true);
    },
  );

  it('gives the call to a number at once, and ends its own part', { timeout: TEST_LIMIT_MS }, async () => {
    const before = (await floor.records()).length;
    await dial(page, NUMBERS.lowTone);
    await talking(page);
    await transferTo(page, NUMBERS.highTone);
    await ready(page);
    const heard = await hears('low');
    console.log(
      `Blind transfer: the customer hears the target, share ${toneShare(heard, TONES_HZ.highTone).toFixed(2)}`,
    );
    expect(toneShare(heard, TONES_HZ.highTone)).toBeGreaterThan(0.8);
    expect(toneShare(await hears('high'), TONES_HZ.lowTone)).toBeGreaterThan(0.8);
    const record = await floor.nextRecord(before);
    expect(record.cause).toBe('transferred');
    expect(outcomes(record)).toEqual(['asked', 'done']);
  });

  it('keeps the call when there is nobody at the number, and says so', { timeout: TEST_LIMIT_MS }, async () => {
    const before = (await floor.records()).length;
    await dial(page, NUMBERS.lowTone);
    await talking(page);
    for (const [text, sentence] of [
      ['', '这不是可以转接的号码。'],
      ['6999', '没有这个转接目标，通话仍在。'],
    ] as const) {
      await transferTo(page, text);
      await page.getByText(sentence).waitFor({ timeout: LIMIT_MS });
    }
    await talking(page);
    expect(loudnessDb(await hears('low'))).toBeGreaterThan(SPEECH_DB);
    await control(page, '挂断').click();
    await ready(page);
    expect(outcomes(await floor.nextRecord(before))).toEqual(['asked', 'failed']);
  });

  it('connects the two others after a consultation: both hear each other', { timeout: TEST_LIMIT_MS }, async () => {
    const before = await twoCalls(floor, page);
    await page.keyboard.press('t');
    await ready(page);
    const [low, high] = [await hears('low'), await hears('high')];
    const shares = [toneShare(low, TONES_HZ.highTone), toneShare(high, TONES_HZ.lowTone)];
    console.log(`Attended transfer: each hears the other, shares ${inWords(shares)}`);
    for (const share of shares) expect(share).toBeGreaterThan(0.8);
    await floor.nextRecord(before + 1);
    const records = (await floor.records()).slice(before);
    expect(records.map(({ cause }) => cause)).toEqual(['transferred', 'transferred']);
    expect(records.flatMap(({ timeline }) => timeline).some(({ type }) => type === 'consult')).toBe(true);
  });

  it('joins three at the desk: each far party hears the agent and the other', { timeout: TEST_LIMIT_MS }, async () => {
    const before = await twoCalls(floor, page);
    await page.keyboard.press('c');
    await other().getByRole('button', { name: '退出三方' }).waitFor({ timeout: LIMIT_MS });
    const shares = async () => {
      const [low, high] = [await hears('low'), await hears('high')];
      return [toneShareByBlocks(low, TONES_HZ.highTone), toneShareByBlocks(high, TONES_HZ.lowTone)];
    };
    // Beside the other's tone there is the agent's voice: the tone is not all.
    const speaking = await shares();
    await meterMoves(page, 'customer');
    // Muted, the agent is gone from both; the others go on hearing each other.
    await page.keyboard.press('m');
    await control(page, '取消静音').waitFor();
    const muted = await shares();
    console.log(`Conference at the desk: tone shares ${inWords(speaking)}; the agent muted ${inWords(muted)}`);
    muted.forEach((share, party) => {
      expect(share).toBeGreaterThan(0.8);
      expect(speaking[party]).toBeGreaterThan(0.03);
      expect(speaking[party]).toBeLessThan(share - 0.1);
    });
    await page.keyboard.press('m');
    await control(page, '静音').waitFor();
    await page.keyboard.press('c');
    await other().getByText('已保持').waitFor({ timeout: LIMIT_MS });
    expect(toneShareByBlocks(await hears('high'), TONES_HZ.lowTone)).toBeLessThan(0.1);
    expect(toneShare(await hears('low'), 1_000)).toBeGreaterThan(0.8);
    await page.getByRole('button', { name: /^挂断 / }).click();
    await other().waitFor({ state: 'detached', timeout: LIMIT_MS });
    await control(page, '挂断').click();
    await ready(page);
    await floor.nextRecord(before + 1);
    for (const { timeline } of (await floor.records()).slice(before)) {
      expect(timeline.flatMap((entry) => (entry.type === 'conference' ? [entry.joined] : []))).toEqual([true, false]);
    }
  });

  it('meets in a room of the PBX, and parks', { timeout: TEST_LIMIT_MS }, async () => {
    const before = await twoCalls(floor, page);
    await page.getByRole('button', { name: /^挂断 / }).click();
    await other().waitFor({ state: 'detached', timeout: LIMIT_MS });
    await page.keyboard.press('t');
    await control(page, '会议室').click();
    await expect
      .poll(() => floor.asterisk.cli('confbridge list room'), { timeout: LIMIT_MS })
      .toMatch(/PJSIP\/1001[\s\S]*Local\/high|Local\/high[\s\S]*PJSIP\/1001/);
    expect(loudnessDb(await hears('high'))).toBeGreaterThan(SPEECH_DB);
    await control(page, '挂断').click();
    await ready(page);
    await floor.nextRecord(before + 2);
    await dial(page, NUMBERS.lowTone);
    await talking(page);
    await page.keyboard.press('t');
    await control(page, '驻留').click();
    await page.getByText('客户已驻留').first().waitFor({ timeout: LIMIT_MS });
    await ready(page);
    expect(await floor.asterisk.cli('parking show default')).toMatch(/Local\/low/);
    expect((await floor.nextRecord(before + 3)).cause).toBe('transferred');
  });
});

const inWords = (shares: number[]) => shares.map((share) => share.toFixed(2)).join(' and ');

function outcomes({ timeline }: Awaited<ReturnType<AsteriskFloor['nextRecord']>>): string[] {
  return timeline.flatMap((entry) => (entry.type === 'transfer' ? [entry.outcome] : []));
}
