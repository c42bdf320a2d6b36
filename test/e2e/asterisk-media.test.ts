import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { CallRecord } from '../../contracts/records';
import { LIMIT_MS, control, dial, meterMoves, ready, talking } from '../asterisk/agent-hands';
import { AGENTS, HOLD_TONE_HZ, NUMBERS, type AsteriskAgent } from '../asterisk/configuration';
import { AsteriskFloor, type AsteriskDesk } from '../asterisk/floor';
import { asteriskUnavailable } from '../asterisk/install';
import { loudnessDb, toneShare } from '../asterisk/wav';
import { appMissing } from '../support/desk-app';

const BUILD_LIMIT_MS = 15 * 60_000;
const TEST_LIMIT_MS = 5 * 60_000;
/** The fake microphone never pauses longer than a second. */
const LISTEN_SECONDS = 4;
const SPEECH_DB = -45;
const SILENCE_DB = -70;
const reason = appMissing ?? asteriskUnavailable();

const phasesOf = (record: CallRecord) =>
  record.timeline.flatMap((entry) => (entry.type === 'phase' ? [entry.phase] : []));

describe.skipIf(reason)(`the sound of a call on a real Asterisk 22${reason ? ` (${reason})` : ''}`, () => {
  let floor: AsteriskFloor;
  let desk: AsteriskDesk | null = null;
  let signedOn = '';
  let page: Page;

  beforeAll(async () => {
    floor = await AsteriskFloor.start();
    await floor.asterisk.cli('pjsip set logger on');
  }, BUILD_LIMIT_MS);

  afterEach(async () => {
    // A test that failed in the middle of a call leaves no call to the next.
    if (desk && (await control(page, '挂断').count()) > 0) await signOff();
  });

  afterAll(async () => {
    await signOff();
    await floor?.stop();
  });

  /** Starts the app as this agent, unless it is. */
  async function signOn(agent: AsteriskAgent): Promise<void> {
    if (desk && signedOn === agent.extension) return;
    await signOff();
    desk = await floor.startDesk({ agent, config: { wrapUpSeconds: 0 } });
    signedOn = agent.extension;
    page = desk.page;
    await page.getByText(`分机 ${agent.extension} 已注册`).waitFor({ timeout: LIMIT_MS });
  }

  async function signOff(): Promise<void> {
    await desk?.app.close();
    desk = null;
  }

  async function hangUp(before: number): Promise<CallRecord> {
    await control(page, '挂断').click();
    await ready(page);
    return floor.nextRecord(before);
  }

  /** What Asterisk logs from now on. */
  async function logFromHere(): Promise<() => Promise<string>> {
    const { length } = await floor.asterisk.log();
    return async () => (await floor.asterisk.log()).slice(length);
  }

  const microphone = async (agent: AsteriskAgent) =>
    loudnessDb(await floor.asterisk.hear(`PJSIP/${agent.extension}`, LISTEN_SECONDS));

  it('hears its own microphone back from the echo test', { timeout: TEST_LIMIT_MS }, async () => {
    await signOn(AGENTS.usual);
    const before = (await floor.records()).length;
    await dial(page, NUMBERS.echo);
    await talking(page);
    await meterMoves(page, 'agent');
    await meterMoves(page, 'customer');
    expect(await hangUp(before)).toMatchObject({ remoteNumber: NUMBERS.echo, cause: 'agent-hangup' });
  });

  it('sends silence while muted, and speech again after', { timeout: TEST_LIMIT_MS }, async () => {
    await signOn(AGENTS.usual);
    const before = (await floor.records()).length;
    await dial(page, NUMBERS.listener);
    await talking(page);
    expect(await microphone(AGENTS.usual)).toBeGreaterThan(SPEECH_DB);
    await control(page, '静音').click();
    await control(page, '取消静音').waitFor();
    expect(await microphone(AGENTS.usual)).toBeLessThan(SILENCE_DB);
    await control(page, '取消静音').click();
    await control(page, '静音').waitFor();
    expect(await microphone(AGENTS.usual)).toBeGreaterThan(SPEECH_DB);
    const { timeline } = await hangUp(before);
    const marks = timeline.flatMap((entry) => (entry.type === 'mute' ? [entry.muted] : []));
    expect(marks).toEqual([true, false]);
  });

  it(
    'holds: the customer hears the music of Asterisk, and the agent again after',
    { timeout: TEST_LIMIT_MS },
    async () => {
      await signOn(AGENTS.usual);
      const before = (await floor.records()).length;
      await dial(page, NUMBERS.listener);
      await talking(page);
      // The customer's leg is the far end of the Local channel: what comes into it is what the customer hears.
      const customer = async () => floor.asterisk.hear(await farEnd(floor), LISTEN_SECONDS);
      expect(toneShare(await customer(), HOLD_TONE_HZ)).toBeLessThan(0.2);
      await control(page, '保持').click();
      await page.getByText('已保持').first().waitFor({ timeout: LIMIT_MS });
      expect(await floor.asterisk.log()).toMatch(/a=sendonly/);
      expect(toneShare(await customer(), HOLD_TONE_HZ)).toBeGreaterThan(0.8);
      await control(page, '恢复').click();
      await talking(page);
      const after = await customer();
      expect(toneShare(after, HOLD_TONE_HZ)).toBeLessThan(0.2);
      expect(loudnessDb(after)).toBeGreaterThan(SPEECH_DB);
      const record = await hangUp(before);
      expect(phasesOf(record)).toEqual(['dialing', 'active', 'held', 'active', 'ended']);
      expect(record.holdMs).toBeGreaterThan(LISTEN_SECONDS * 500);
      expect(record.talkMs).toBeGreaterThan(LISTEN_SECONDS * 1_000);
    },
  );

  it('stays muted when a hold ends', { timeout: TEST_LIMIT_MS }, async () => {
    await signOn(AGENTS.usual);
    const before = (await floor.records()).length;
    await dial(page, NUMBERS.listener);
    await talking(page);
    await control(page, '保持').click();
    await control(page, '恢复').waitFor({ timeout: LIMIT_MS });
    await control(page, '静音').click();
    await control(page, '恢复').click();
    await talking(page);
    await control(page, '取消静音').waitFor();
    expect(await microphone(AGENTS.usual)).toBeLessThan(SILENCE_DB);
    await control(page, '取消静音').click();
    await control(page, '静音').waitFor();
    expect(await microphone(AGENTS.usual)).toBeGreaterThan(SPEECH_DB);
    await hangUp(before);
  });

  for (const [way, agent, digits] of [
    ['RFC 4733', AGENTS.usual, '1589'],
    ['SIP INFO', AGENTS.info, '2470'],
  ] as const) {
    it(`sends keys by ${way}; Asterisk reads them and plays them back`, { timeout: TEST_LIMIT_MS }, async () => {
      await signOn(agent);
      const before = (await floor.records()).length;
      const logged = await logFromHere();
      await dial(page, NUMBERS.keys);
      await talking(page);
      await control(page, '按键').click();
      const keypad = page.locator('.st-stage .st-keypad');
      for (const digit of digits) await keypad.getByRole('button', { name: `按键 ${digit}`, exact: true }).click();
      await page.locator('.st-dtmf', { hasText: digits }).waitFor();
      const globals = () => floor.asterisk.cli('dialplan show globals');
      await expect.poll(globals, { timeout: LIMIT_MS }).toContain(`KEYS_RECEIVED=${digits}`);
      expect((await logged()).includes('Content-Type: application/dtmf-relay')).toBe(agent.dtmfMode === 'info');
      if (agent.dtmfMode === 'info') {
        await expect.poll(() => logged().then(keysSent), { timeout: LIMIT_MS }).toBe(digits);
      }
      // Chromium neither tells nor plays keys of RFC 4733 that come in: the tone after them is heard either way.
      await meterMoves(page, 'customer');
      const { timeline } = await hangUp(before);
      const keys = timeline.flatMap((entry) => (entry.type === 'dtmf' ? [entry.sent] : []));
      expect(keys.filter((sent) => sent)).toHaveLength(4);
      expect(keys.filter((sent) => !sent)).toHaveLength(agent.dtmfMode === 'info' ? 4 : 0);
    });
  }

  it(
    'sends a pasted row of keys by SIP INFO: each arrives, in order, and is in the record',
    { timeout: TEST_LIMIT_MS },
    async () => {
      const agent = AGENTS.info;
      const row = '1234567890*#ABCD0011';
      await signOn(agent);
      const before = (await floor.records()).length;
      await dial(page, NUMBERS.lowTone);
      await talking(page);
      const logged = await logFromHere();
      await desk?.app.evaluate(({ clipboard }, text) => clipboard.writeText(text), '123-456 7890*#abcd 0011');
      await page.keyboard.press('Control+V');
      // The screen has room for the last of them; its title has them all.
      await page.getByTitle(row, { exact: true }).waitFor({ timeout: LIMIT_MS });
      await expect.poll(() => logged().then(keysReceived), { timeout: LIMIT_MS }).toBe(row);
      expect(keysUnderstood(await logged(), agent.extension)).toBe(row);
      const { timeline } = await hangUp(before);
      const keys = timeline.flatMap((entry) => (entry.type === 'dtmf' && entry.sent ? [entry.atMs] : []));
      expect(keys).toHaveLength(row.length);
      expect(keys).toEqual([...keys].sort((a, b) => a - b));
      expect(new Set(keys).size).toBe(row.length);
    },
  );

  for (const codec of ['alaw', 'ulaw', 'opus'] as const) {
    it(`talks both ways where the PBX allows ${codec} only`, { timeout: TEST_LIMIT_MS }, async () => {
      const agent = AGENTS[codec];
      await signOn(agent);
      const before = (await floor.records()).length;
      await dial(page, NUMBERS.echo);
      await talking(page);
      expect(await floor.asterisk.cli('pjsip show channelstats')).toMatch(new RegExp(`${agent.extension}.* ${codec} `));
      expect(await microphone(agent)).toBeGreaterThan(SPEECH_DB);
      await meterMoves(page, 'customer');
      const record = await hangUp(before);
      expect(record.quality?.packetsReceived).toBeGreaterThan(0);
    });
  }
});

/** The customer's end of the Local channel of {@link NUMBERS.listener}. */
async function farEnd(floor: AsteriskFloor): Promise<string> {
  const list = await floor.asterisk.cli('core show channels concise');
  return /^(Local\/listener@customers-[^!]*;2)!/m.exec(list)?.[1] ?? '';
}

/** The keys that Asterisk sent by INFO, in order. */
const keysSent = (log: string) => keysOf(log, 'Transmitting');
/** The keys that Asterisk was sent by INFO, in order. */
const keysReceived = (log: string) => keysOf(log, 'Received');

function keysOf(log: string, way: 'Received' | 'Transmitting'): string {
  const messages = log.split('<--- ').filter((text) => text.startsWith(`${way} SIP request`));
  return messages.flatMap((text) => /^INFO [\s\S]*^Signal=(.)/m.exec(text)?.[1] ?? []).join('');
}

/** The keys that came to Asterisk's dialplan from an agent, in order. */
function keysUnderstood(log: string, extension: string): string {
  const ends = log.matchAll(new RegExp(`DTMF end '(.)' received on PJSIP/${extension}-`, 'g'));
  return [...ends].map(([, key]) => key).join('');
}
