import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { LIMIT_MS } from '../asterisk/agent-hands';
import { FaultProxy, type PassedMessage } from '../../practice/faults/fault-proxy';
import { AGENT, AGENTS } from '../asterisk/configuration';
import { AsteriskFloor, type AsteriskDesk } from '../asterisk/floor';
import { asteriskUnavailable } from '../asterisk/install';
import { appMissing } from '../support/desk-app';
import { answerTo, header } from '../support/sip-forgery';

const BUILD_LIMIT_MS = 15 * 60_000;
const reason = appMissing ?? asteriskUnavailable();

describe.skipIf(reason)(`the mailbox of an agent, with Asterisk 22${reason ? ` (${reason})` : ''}`, () => {
  let floor: AsteriskFloor;
  let desk: AsteriskDesk;

  beforeAll(async () => {
    floor = await AsteriskFloor.start();
    desk = await floor.startDesk();
    await desk.page.getByText(`分机 ${AGENT.extension} 已注册`).waitFor({ timeout: LIMIT_MS });
  }, BUILD_LIMIT_MS);

  afterAll(async () => {
    await desk?.app.close();
    await floor?.stop();
  });

  it('shows a message that was left while the desk was registered', { timeout: 120_000 }, async () => {
    await desk.page.getByText('条新留言').waitFor({ state: 'detached' });
    await floor.asterisk.leaveMessage(AGENT.extension);
    await desk.page.getByText('1 条新留言').waitFor({ timeout: LIMIT_MS });
  });

  it('shows a message that was left before it registered', { timeout: 120_000 }, async () => {
    await desk.page.reload();
    await desk.page.getByText('1 条新留言').waitFor({ timeout: LIMIT_MS });
  });
});

/** Asks for a subscription; the last word of a page that goes takes one away. */
const isSubscribe = ({ kind, text }: PassedMessage) => kind === 'SUBSCRIBE' && header(text, 'Expires') !== '0';

describe.skipIf(reason)(`a mailbox that must be asked for, with Asterisk 22${reason ? ` (${reason})` : ''}`, () => {
  const agent = AGENTS.subscriber;
  let floor: AsteriskFloor;
  let proxy: FaultProxy;
  let desk: AsteriskDesk;

  beforeAll(async () => {
    floor = await AsteriskFloor.start();
    proxy = await FaultProxy.start({ target: floor.asterisk.webSocketUrl });
    desk = await floor.startDesk({ agent, webSocketUrl: proxy.url });
    await registered();
  }, BUILD_LIMIT_MS);

  afterAll(async () => {
    await desk?.app.close();
    await proxy?.stop();
    await floor?.stop();
  });

  const registered = () => desk.page.getByText(`分机 ${agent.extension} 已注册`).waitFor({ timeout: LIMIT_MS });
  const subscriptions = async () =>
    (await floor.asterisk.cli('pjsip show subscriptions inbound'))
      .split('\n')
      .filter((line) => line.includes('message-summary'));

  it('is subscribed to, and tells of a message that was left', { timeout: 180_000 }, async () => {
    await expect.poll(subscriptions, { timeout: LIMIT_MS, interval: 500 }).toHaveLength(1);
    await desk.page.getByText('条新留言').waitFor({ state: 'detached' });
    await floor.asterisk.leaveMessage(agent.extension);
    await desk.page.getByText('1 条新留言').waitFor({ timeout: LIMIT_MS });
    const unasked = proxy.seen.filter(
      ({ kind, text }) => kind === 'NOTIFY' && header(text, 'Subscription-State') === '',
    );
    expect(unasked).toEqual([]);
  });

  it('is subscribed to anew over a new connection', { timeout: 180_000 }, async () => {
    const asked = proxy.message(isSubscribe, Date.now());
    const notified = proxy.message(({ kind, direction }) => kind === 'NOTIFY' && direction === 'to-desk', Date.now());
    proxy.drop();
    await asked;
    expect((await notified).text).toContain('Voice-Message: 1/0');
    await registered();
  });

  it.each(['489 Bad Event', '403 Forbidden', '404 Not Found'])(
    'is asked for once, over an hour of renewals, where the PBX says %s',
    { timeout: 240_000 },
    async (status) => {
      proxy.judge = (message) => {
        if (message.kind === 'keep-alive') return 'lose';
        if (!isSubscribe(message)) return 'pass';
        setImmediate(() => proxy.inject(answerTo(message.text, status)));
        return 'lose';
      };
      const fromMs = Date.now();
      await desk.page.clock.install();
      const first = proxy.message(isSubscribe, fromMs);
      await desk.page.reload();
      await first;
      await registered();
      for (let step = 0; step < 120; step += 1) {
        await settled();
        await desk.page.clock.fastForward(30_000);
      }
      await settled();
      const since = proxy.seen.filter(({ atMs }) => atMs >= fromMs);
      expect(since.filter(({ kind, method }) => kind === '200' && method === 'REGISTER').length).toBeGreaterThan(5);
      expect(since.filter(isSubscribe)).toHaveLength(1);
      proxy.judge = () => 'pass';
    },
  );

  /** Every REGISTER has its answer: on a busy machine the next half minute would else count as the PBX's silence. */
  async function settled(): Promise<void> {
    await roundTrip();
    const last = proxy.seen.findLast(({ kind }) => kind === 'REGISTER');
    const sequence = header(last?.text ?? '', 'CSeq');
    await proxy.message(
      ({ direction, link, text }) =>
        direction === 'to-desk' && link === last?.link && header(text, 'CSeq') === sequence,
      0,
    );
    await roundTrip();
  }

  /** What the desk sent before its pong has come by, and what came before the ping it has read. */
  function roundTrip(): Promise<void> {
    return new Promise((resolve) => {
      const forget = proxy.onMessage(({ kind, direction }) => {
        if (kind !== 'keep-alive' || direction !== 'from-desk') return;
        forget();
        resolve();
      });
      proxy.inject('\r\n\r\n');
    });
  }
});
