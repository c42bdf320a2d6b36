import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { FaultProxy, type PassedMessage, type Verdict } from '../../practice/faults/fault-proxy';
import { LIMIT_MS, control, dial, meterMoves, talking, wrapUp } from '../asterisk/agent-hands';
import { AGENT, NUMBERS } from '../asterisk/configuration';
import { AsteriskFloor, type AsteriskDesk } from '../asterisk/floor';
import { asteriskUnavailable } from '../asterisk/install';
import { appMissing } from '../support/desk-app';
import { FORGED_BRANCH, PbxVoice, answerTo, header, isReinvite } from '../support/sip-forgery';

const BUILD_LIMIT_MS = 15 * 60_000;
const TEST_LIMIT_MS = 6 * 60_000;
const BURST = { count: 100, everyMs: 100 };
const reason = appMissing ?? asteriskUnavailable();

const branchOf = (text: string) => /branch=([^;\r\n]+)/.exec(text)?.[1] ?? '';

/** The window's clock is simulated; Asterisk's is not. */
describe.skipIf(reason)(`offers and timers of a call, with Asterisk 22${reason ? ` (${reason})` : ''}`, () => {
  let floor: AsteriskFloor;
  let proxy: FaultProxy;
  let desk: AsteriskDesk;
  let page: Page;
  /** Requests of the desk that the proxy answered itself: their ACKs go no further. */
  const answered = new Set<string>();

  beforeAll(async () => {
    floor = await AsteriskFloor.start();
    proxy = await FaultProxy.start({ target: floor.asterisk.webSocketUrl });
    desk = await floor.startDesk({ webSocketUrl: proxy.url });
    page = desk.page;
    await page.clock.install();
    await page.reload();
    await page.getByText(`分机 ${AGENT.extension} 已注册`).waitFor({ timeout: LIMIT_MS });
    judge(() => 'pass');
  }, BUILD_LIMIT_MS);

  afterAll(async () => {
    await desk?.app.close();
    await proxy?.stop();
    await floor?.stop();
  });

  afterEach(async () => {
    judge(() => 'pass');
    // A test that failed in the middle of a call leaves no call to the next.
    if ((await control(page, '挂断').count()) > 0) await control(page, '挂断').click();
    if ((await page.getByText('通话结果').count()) > 0) await wrapUp(page);
  });

  function judge(rule: (message: PassedMessage) => Verdict): void {
    proxy.judge = (message) => {
      const forged = message.direction === 'from-desk' && message.text.includes(FORGED_BRANCH);
      if (forged || (message.kind === 'ACK' && answered.has(branchOf(message.text)))) return 'lose';
      return rule(message);
    };
  }

  /** For a judge: this request is answered so, and never reaches Asterisk. */
  function refuse(message: PassedMessage, status: string, headers: string[] = []): Verdict {
    answered.add(branchOf(message.text));
    setImmediate(() => proxy.inject(answerTo(message.text, status, headers)));
    return 'lose';
  }

  const fromDesk = (kind: string) => (message: PassedMessage) =>
    message.kind === kind && message.direction === 'from-desk';
  const answerFromPbx = (method: string) => (message: PassedMessage) =>
    message.kind === '200' && message.method === method && message.direction === 'to-desk';

  async function callTheEcho(): Promise<number> {
    const before = (await floor.records()).length;
    await dial(page, NUMBERS.echo);
    await talking(page);
    await meterMoves(page, 'customer');
    return before;
  }

  async function hangUp(before: number) {
    await control(page, '挂断').click();
    await wrapUp(page);
    const record = await floor.nextRecord(before);
    expect(record).toMatchObject({ cause: 'agent-hangup', remoteNumber: NUMBERS.echo });
    return record;
  }

  async function hold(): Promise<void> {
    await control(page, '保持').click();
    await control(page, '恢复').waitFor({ timeout: LIMIT_MS });
  }

  it('brings audio both ways after ten minutes of hold', { timeout: TEST_LIMIT_MS }, async () => {
    const before = await callTheEcho();
    await hold();
    for (let minute = 0; minute < 10; minute += 1) await page.clock.fastForward(60_000);
    await control(page, '恢复').click();
    await talking(page);
    await meterMoves(page, 'customer');
    const { holdMs } = await hangUp(before);
    expect(holdMs).toBeGreaterThanOrEqual(600_000);
  });

  it('offers again, later, when the PBX says 491', { timeout: TEST_LIMIT_MS }, async () => {
    const before = await callTheEcho();
    for (const [name, next] of [
      ['保持', '恢复'],
      ['恢复', '保持'],
    ] as const) {
      const offers: PassedMessage[] = [];
      judge((message) => {
        if (!isReinvite(message) || message.direction !== 'from-desk') return 'pass';
        offers.push(message);
        return offers.length <= 3 ? refuse(message, '491 Request Pending') : 'pass';
      });
      await control(page, name).click();
      await page.getByRole('button', { name: next, exact: true, disabled: false }).waitFor({ timeout: LIMIT_MS });
      expect(offers).toHaveLength(4);
      const numbers = offers.map(({ text }) => Number.parseInt(header(text, 'CSeq'), 10));
      expect(numbers).toEqual([...new Set(numbers)].sort((one, other) => one - other));
    }
    await meterMoves(page, 'customer');
    await hangUp(before);
  });

  it('gets both offers through when they cross', { timeout: TEST_LIMIT_MS }, async () => {
    const before = await callTheEcho();
    const voice = new PbxVoice(proxy.seen);
    const since = Date.now();
    let ours: PassedMessage | null = null;
    judge((message) => {
      if (ours || !isReinvite(message) || message.direction !== 'from-desk') return 'pass';
      ours = message;
      // Theirs arrives while ours is on its way; each side refuses the other's.
      setImmediate(() => proxy.inject(voice.reinvite('sendrecv')));
      return 'lose';
    });
    const forged = (kind: string) => (message: PassedMessage) =>
      fromDesk(kind)(message) && message.text.includes(FORGED_BRANCH);
    const theirs = proxy.message(forged('491'));
    await control(page, '保持').click();
    await theirs;
    const mine = (ours as PassedMessage | null)?.text ?? '';
    answered.add(branchOf(mine));
    proxy.inject(answerTo(mine, '491 Request Pending'));
    // Theirs comes again first: who did not choose the Call-ID waits less.
    const taken = proxy.message(forged('200'), since);
    proxy.inject(voice.reinvite('sendrecv'));
    proxy.inject(voice.ack((await taken).text));
    await control(page, '恢复').waitFor({ timeout: LIMIT_MS });
    await control(page, '恢复').click();
    await talking(page);
    await meterMoves(page, 'customer');
    await hangUp(before);
  });

  it(
    'stays up through a hundred re-INVITEs in ten seconds, in the last state',
    { timeout: TEST_LIMIT_MS },
    async () => {
      const before = await callTheEcho();
      const voice = new PbxVoice(proxy.seen);
      const directions = new Map<string, 'sendrecv' | 'sendonly'>();
      const finals: { code: string; direction: string | undefined }[] = [];
      const forget = proxy.onMessage((message) => {
        const { text, kind, direction, method } = message;
        if (direction !== 'from-desk' || method !== 'INVITE' || !text.includes(FORGED_BRANCH) || Number(kind) < 200)
          return;
        finals.push({ code: kind, direction: directions.get(branchOf(text)) });
        proxy.inject(voice.ack(text));
      });
      const offer = (direction: 'sendrecv' | 'sendonly') => {
        const text = voice.reinvite(direction);
        directions.set(branchOf(text), direction);
        proxy.inject(text);
      };
      for (let count = 0; count < BURST.count; count += 1) {
        offer(count % 2 === 0 ? 'sendrecv' : 'sendonly');
        await new Promise((resolve) => setTimeout(resolve, BURST.everyMs));
      }
      await expect.poll(() => finals.length, { timeout: LIMIT_MS }).toBe(BURST.count);
      const accepted = finals.filter(({ code }) => code === '200');
      console.info(`${String(accepted.length)} of ${String(BURST.count)} re-INVITEs taken, the others put off`);
      expect(new Set(finals.map(({ code }) => code))).not.toContain('403');
      const held = page.getByText('对方已保持').first();
      await held.waitFor({
        state: accepted.at(-1)?.direction === 'sendonly' ? 'visible' : 'detached',
        timeout: LIMIT_MS,
      });
      // What would end a call whose ACK went astray (RFC 3261 section 13.3.1.4: 64 times T1) is long over.
      await page.clock.fastForward(60_000);
      offer('sendrecv');
      await expect.poll(() => finals.length, { timeout: LIMIT_MS }).toBe(BURST.count + 1);
      forget();
      await held.waitFor({ state: 'detached', timeout: LIMIT_MS });
      await meterMoves(page, 'customer');
      await hangUp(before);
    },
  );

  it('asks for a longer session when the PBX finds ours too short', { timeout: TEST_LIMIT_MS }, async () => {
    let refused: PassedMessage | null = null;
    judge((message) => {
      if (refused || message.kind !== 'INVITE' || !/^(Proxy-)?Authorization:/im.test(message.text)) return 'pass';
      refused = message;
      return refuse(message, '422 Session Interval Too Small', ['Min-SE: 3600']);
    });
    const longer = proxy.message(
      (message) => fromDesk('INVITE')(message) && header(message.text, 'Session-Expires') === '3600',
      Date.now(),
    );
    const before = await callTheEcho();
    const { text, callId } = await longer;
    expect(header(text, 'Min-SE')).toBe('3600');
    expect({ callId }).toEqual({ callId: (refused as PassedMessage | null)?.callId });
    await hangUp(before);
  });

  it('refreshes its session, by an offer where the PBX takes no UPDATE', { timeout: TEST_LIMIT_MS }, async () => {
    const before = await callTheEcho();
    const update = proxy.message(answerFromPbx('UPDATE'), Date.now());
    await page.clock.fastForward(901_000);
    await update;
    judge((message) => (message.kind === 'UPDATE' ? refuse(message, '405 Method Not Allowed') : 'pass'));
    const offer = proxy.message(answerFromPbx('INVITE'), Date.now());
    await page.clock.fastForward(901_000);
    await offer;
    await meterMoves(page, 'customer');
    await hangUp(before);
  });

  it('lets the PBX refresh, and does it itself when the PBX forgets', { timeout: TEST_LIMIT_MS }, async () => {
    judge((message) =>
      message.kind === 'INVITE' && !isReinvite(message)
        ? { replaceBy: message.text.replace(/^Session-Expires:.*\r$/m, 'Session-Expires: 90;refresher=uas\r') }
        : 'pass',
    );
    const before = await callTheEcho();
    const theirs = await proxy.message(
      ({ kind, direction, callId }) =>
        direction === 'to-desk' && (kind === 'UPDATE' || kind === 'INVITE') && callId === lastCallId(),
      Date.now(),
    );
    await proxy.message(
      ({ kind, direction, method }) => kind === '200' && direction === 'from-desk' && method === theirs.kind,
      theirs.atMs,
    );
    // It forgets from now on: a third of the interval before its end we ask.
    const ours = proxy.message(answerFromPbx('UPDATE'), Date.now());
    await page.clock.fastForward(61_000);
    await ours;
    await page.clock.fastForward(60_000);
    await meterMoves(page, 'customer');
    await hangUp(before);
  });

  function lastCallId(): string {
    return proxy.seen.findLast((message) => fromDesk('INVITE')(message))?.callId ?? '';
  }
});
