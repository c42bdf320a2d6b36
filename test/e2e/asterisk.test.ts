import path from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import WebSocket from 'ws';
import type { CallRecord } from '../../contracts/records';
import { monitorMessageSchema, type DeskStatus } from '../../contracts/server-api';
import { LIMIT_MS, control, dial, meterMoves, ready, talking, watchCards, wrapUp } from '../asterisk/agent-hands';
import { AGENTS, NUMBERS } from '../asterisk/configuration';
import { AsteriskFloor, CALLER, type AsteriskDesk } from '../asterisk/floor';
import { asteriskUnavailable } from '../asterisk/install';
import { telesalesMissing, writeTelesales } from '../asterisk/telesales';
import { loudnessDb } from '../asterisk/wav';
import { appMissing } from '../support/desk-app';

const BUILD_LIMIT_MS = 15 * 60_000;
const TEST_LIMIT_MS = 5 * 60_000;
const reason = appMissing ?? asteriskUnavailable();

/** Words of the timeline that the customer said, however they turned out. */
function wordsOf(record: CallRecord): string[] {
  return record.timeline.flatMap((entry) => (entry.type === 'keyword' && entry.leg === 'customer' ? entry.phrase : []));
}

describe.skipIf(reason)(`the real app on a real Asterisk 22${reason ? ` (${reason})` : ''}`, () => {
  let floor: AsteriskFloor;
  let desk: AsteriskDesk;
  let page: Page;
  let monitor: WebSocket;
  const statuses: DeskStatus[] = [];
  const feed: string[] = [];

  beforeAll(async () => {
    floor = await AsteriskFloor.start();
    const token = floor.server.tokens.supervisorToken ?? '';
    monitor = new WebSocket(`${floor.server.url.replace('http', 'ws')}/v1/monitor-socket?token=${token}`);
    monitor.on('message', (data) => {
      const message = monitorMessageSchema.parse(JSON.parse(String(data)));
      if (message.type === 'desk') statuses.push(message.status);
      if (message.type === 'record') feed.push(message.item.recordId);
    });
    desk = await floor.startDesk();
    page = desk.page;
    await page.getByText('分机 1001 已注册').waitFor({ timeout: LIMIT_MS });
  }, BUILD_LIMIT_MS);

  afterAll(async () => {
    monitor?.close();
    await desk?.app.close();
    await floor?.stop();
  });

  /** Calls the recorded customer, hears her out, and answers the record and the cards that were seen. */
  async function hearRecording(words: string[]): Promise<string[]> {
    const before = (await floor.records()).length;
    const cards = await watchCards(page);
    await dial(page, NUMBERS.recording);
    await talking(page);
    await page.locator('[data-testid=leading-card] .st-heard').first().waitFor({ timeout: LIMIT_MS });
    await page.getByText('客户挂断').first().waitFor({ timeout: LIMIT_MS });
    // The monitor is told some times a second: it sees a wrap-up that lasts.
    await expect.poll(() => statuses.at(-1)?.state, { timeout: LIMIT_MS }).toBe('wrap-up');
    await wrapUp(page);
    const record = await floor.nextRecord(before);
    expect(record).toMatchObject({
      direction: 'outbound',
      remoteNumber: NUMBERS.recording,
      cause: 'customer-hangup',
      disposition: 'interested',
      holdMs: 0,
    });
    expect(record.sipCallId).not.toBe('');
    expect(record.answeredAt).not.toBeNull();
    expect(record.talkMs).toBeGreaterThan(10_000);
    expect(record.speech.customerMs).toBeGreaterThan(5_000);
    expect(record.quality?.packetsReceived).toBeGreaterThan(100);
    const heard = wordsOf(record);
    const found = words.filter((word) => heard.includes(word));
    const shown = await cards();
    expect(shown.filter((text) => found.some((word) => text.includes(`“${word}”`)))).not.toEqual([]);
    return found;
  }

  it('registers, and both sides say so', { timeout: TEST_LIMIT_MS }, async () => {
    await page.getByText('分机 1001 已注册').waitFor({ timeout: LIMIT_MS });
    await page.getByText('可以拨打下一个电话').waitFor({ timeout: LIMIT_MS });
    expect(await floor.asterisk.cli('pjsip show contacts')).toMatch(/Contact: +1001\/sip:/);
  });

  describe.skipIf(telesalesMissing)(
    `with recorded customers${telesalesMissing ? ` (${telesalesMissing})` : ''}`,
    () => {
      it(
        'hears the words of recorded Mandarin over Opus, and shows cards with them',
        { timeout: TEST_LIMIT_MS },
        async () => {
          const file = path.join(floor.folder, 'wide.wav');
          const words = await writeTelesales(file, 'wide');
          await floor.asterisk.play({ file, sampleRateHz: 16_000 });
          const found = await hearRecording(words);
          console.log(`Opus: heard ${found.join(' ')} of ${words.join(' ')}`);
          expect(found.length).toBeGreaterThanOrEqual(words.length - 1);
        },
      );

      it('tells the monitor what the desk did, and of the record', { timeout: TEST_LIMIT_MS }, async () => {
        const states = () => statuses.map(({ state, call }) => `${state} ${call?.phase ?? '-'}`);
        await expect
          .poll(states, { timeout: LIMIT_MS })
          .toEqual(expect.arrayContaining(['in-call active', 'wrap-up -', 'ready -']));
        await expect.poll(() => statuses.some(({ lastCue }) => lastCue !== null), { timeout: LIMIT_MS }).toBe(true);
        const [record] = await floor.records();
        await expect.poll(() => feed, { timeout: LIMIT_MS }).toContain(record?.recordId);
      });
    },
  );

  it('rings for a caller, shows who it is, and both sides hear each other', { timeout: TEST_LIMIT_MS }, async () => {
    const before = (await floor.records()).length;
    await floor.asterisk.callAgent(CALLER.callerId);
    await page.getByText('138****8000').first().waitFor({ timeout: LIMIT_MS });
    await page.getByText(CALLER.name).first().waitFor({ timeout: LIMIT_MS });
    await control(page, '接听').click();
    await talking(page);
    expect(loudnessDb(await floor.asterisk.hear('PJSIP/1001', 5))).toBeGreaterThan(-45);
    await meterMoves(page, 'customer');
    await control(page, '挂断').click();
    await wrapUp(page);
    expect(await floor.nextRecord(before)).toMatchObject({
      direction: 'inbound',
      remoteNumber: CALLER.number,
      customerId: 'li-hua',
      customerName: CALLER.name,
      cause: 'agent-hangup',
    });
    expect(await floor.asterisk.cli('dialplan show globals')).toContain('DIAL_RESULT=ANSWER');
  });

  it('declines a caller, who is told that it is busy', { timeout: TEST_LIMIT_MS }, async () => {
    const before = (await floor.records()).length;
    await floor.asterisk.callAgent(CALLER.callerId);
    await control(page, '拒接').click({ timeout: LIMIT_MS });
    expect(await floor.nextRecord(before)).toMatchObject({ cause: 'declined-by-agent', answeredAt: null, talkMs: 0 });
    await expect
      .poll(() => floor.asterisk.cli('dialplan show globals'), { timeout: LIMIT_MS })
      .toContain('DIAL_RESULT=BUSY');
    await ready(page);
  });

  it('stops ringing when the caller gives up, and writes a missed call', { timeout: TEST_LIMIT_MS }, async () => {
    const before = (await floor.records()).length;
    await floor.asterisk.callAgent(CALLER.callerId);
    await control(page, '接听').waitFor({ timeout: LIMIT_MS });
    await floor.asterisk.cli('channel request hangup all');
    await control(page, '接听').waitFor({ state: 'detached', timeout: LIMIT_MS });
    const record = await floor.nextRecord(before);
    expect(record).toMatchObject({ cause: 'missed', answeredAt: null, remoteNumber: CALLER.number });
  });

  it('says that the other side is busy', { timeout: TEST_LIMIT_MS }, async () => {
    const before = (await floor.records()).length;
    await dial(page, NUMBERS.busy);
    await page.getByText('对方忙').first().waitFor({ timeout: LIMIT_MS });
    await wrapUp(page);
    expect(await floor.nextRecord(before)).toMatchObject({ cause: 'busy', sipCode: 486, answeredAt: null });
  });

  it('takes back a call that nobody answers', { timeout: TEST_LIMIT_MS }, async () => {
    const before = (await floor.records()).length;
    await dial(page, NUMBERS.neverAnswers);
    await page.getByText('对方振铃').first().waitFor({ timeout: LIMIT_MS });
    await control(page, '取消呼叫').click();
    await wrapUp(page);
    expect(await floor.nextRecord(before)).toMatchObject({ cause: 'cancelled', answeredAt: null });
    await expect
      .poll(() => floor.asterisk.cli('core show channels count'), { timeout: LIMIT_MS })
      .toContain('0 active channels');
  });

  it.skipIf(telesalesMissing)(
    'hears the words through G.711 and the telephone’s band',
    { timeout: TEST_LIMIT_MS },
    async () => {
      await desk.app.close();
      desk = await floor.startDesk({ agent: AGENTS.ulaw });
      page = desk.page;
      await page.getByText(`分机 ${AGENTS.ulaw.extension} 已注册`).waitFor({ timeout: LIMIT_MS });
      const file = path.join(floor.folder, 'telephone.wav');
      const words = await writeTelesales(file, 'telephone');
      await floor.asterisk.play({ file, sampleRateHz: 16_000 });
      const found = await hearRecording(words);
      console.log(`Telephone band, µ-law: heard ${found.join(' ')} of ${words.join(' ')}`);
      expect(found.length).toBeGreaterThanOrEqual(words.length - 2);
    },
  );
});
