import assert from 'node:assert/strict';
import { once } from 'node:events';
import type { Page } from 'playwright-core';
import { FaultProxy, type PassedMessage } from '../practice/faults/fault-proxy';
import { LIMIT_MS, control, dial, meterMoves, talking, wrapUp } from '../test/asterisk/agent-hands';
import { AGENT, NUMBERS } from '../test/asterisk/configuration';
import { AsteriskFloor, type AsteriskDesk } from '../test/asterisk/floor';
import { callsSeen } from './calls-seen';
import { balance, type Balance } from './ledger';
import type { Random } from './random';
import type { PbxView } from './untruths';

const POLL_MS = 200;

/**
 * A real Asterisk, the central server, the fault proxy between Asterisk and the real app, and an agent who speaks all
 * the time: where the called side is an echo, a moving meter of the customer is audio both ways.
 */
export class AsteriskStage {
  readonly floor: AsteriskFloor;
  readonly proxy: FaultProxy;
  #desk: AsteriskDesk | null;
  #held: boolean | null = null;

  private constructor(floor: AsteriskFloor, proxy: FaultProxy, desk: AsteriskDesk) {
    this.floor = floor;
    this.proxy = proxy;
    this.#desk = desk;
    proxy.onMessage((message) => this.#noteHold(message));
  }

  static async start(random?: Random): Promise<AsteriskStage> {
    const floor = await AsteriskFloor.start();
    const target = floor.asterisk.webSocketUrl;
    const proxy = await FaultProxy.start({ target, media: true, ...(random && { random }) });
    const stage = new AsteriskStage(floor, proxy, await floor.startDesk({ webSocketUrl: proxy.url }));
    await stage.registered();
    return stage;
  }

  /** Starts the app on the desk's data folder. */
  async signOn(): Promise<void> {
    this.#desk = await this.floor.startDesk({ webSocketUrl: this.proxy.url });
    await this.registered();
  }

  /** SIGKILL to the app. */
  async kill(): Promise<void> {
    const child = this.#desk?.app.process();
    if (!child) throw new Error('The app is not open.');
    const gone = once(child, 'exit');
    child.kill('SIGKILL');
    await gone;
    this.#desk = null;
  }

  get openPage(): Page | null {
    return this.#desk?.page ?? null;
  }

  get page(): Page {
    if (!this.#desk) throw new Error('The app is not open.');
    return this.#desk.page;
  }

  /** No fault from now on. */
  calm(): void {
    this.proxy.calm();
  }

  /** The share of packets, 0 to 1, that is lost both ways. */
  lose(share: number): void {
    const { media } = this.proxy;
    if (media) media.faults.loss = { 'from-desk': share, 'to-desk': share };
  }

  registered(): Promise<void> {
    return this.page.getByText(`分机 ${AGENT.extension} 已注册`).waitFor({ timeout: LIMIT_MS });
  }

  reconnecting(state: 'visible' | 'detached' = 'visible'): Promise<void> {
    return this.page
      .getByText(/正在重连/)
      .first()
      .waitFor({ state, timeout: LIMIT_MS });
  }

  wrappingUp(): Promise<void> {
    return this.page.getByText('通话结果').first().waitFor({ timeout: LIMIT_MS });
  }

  /** Calls the echo until the agent hears herself; answers how many records there were before. */
  async callTheEcho(): Promise<number> {
    const before = (await this.floor.records()).length;
    await dial(this.page, NUMBERS.echo);
    await talking(this.page);
    await meterMoves(this.page, 'customer');
    return before;
  }

  /** Ends the call to the echo and sees its record; `before`: how many there were before it. */
  async hangUp(before: number): Promise<void> {
    await control(this.page, '挂断').click();
    await wrapUp(this.page);
    const { cause, remoteNumber } = await this.floor.nextRecord(before);
    assert.deepEqual({ cause, remoteNumber }, { cause: 'agent-hangup', remoteNumber: NUMBERS.echo });
  }

  /** Resolves when sound passes both ways again: a tenth of a second of RTP packets each way, from now on. */
  async soundBothWays(): Promise<void> {
    const { media } = this.proxy;
    if (!media) throw new Error('The media does not pass here.');
    const before = { ...media.passed };
    const deadlineMs = Date.now() + LIMIT_MS;
    while (media.passed['from-desk'] < before['from-desk'] + 5 || media.passed['to-desk'] < before['to-desk'] + 5) {
      if (Date.now() > deadlineMs) throw new Error('No sound passes both ways.');
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }

  /** Waits until Asterisk has that many active calls. */
  async activeCalls(count: number): Promise<void> {
    const deadlineMs = Date.now() + LIMIT_MS;
    for (;;) {
      const said = await this.floor.asterisk.cli('core show channels count');
      if (said.includes(`${String(count)} active call`)) return;
      if (Date.now() > deadlineMs) throw new Error(`Asterisk has not ${String(count)} active calls: ${said}`);
      await new Promise((resolve) => setTimeout(resolve, POLL_MS));
    }
  }

  /** What Asterisk itself says of the desk. */
  async pbxView(): Promise<PbxView> {
    const { cli } = this.floor.asterisk;
    const [contacts, channels] = await Promise.all([cli('pjsip show contacts'), cli('core show channels concise')]);
    const own = channels.split('\n').filter((line) => line.startsWith(`PJSIP/${AGENT.extension}-`));
    const calls = own.filter((line) => line.split('!')[4] === 'Up').length;
    return {
      registered: contacts.includes(`${AGENT.extension}/sip:`),
      calls,
      // With two calls the wire's last word is of one of them only.
      held: calls === 1 ? this.#held : null,
    };
  }

  /** Settles the calls on the wire since `sinceMs` against the records; waits for those that are on their way. */
  async settle(sinceMs: number, patienceMs = 30_000): Promise<Balance> {
    const deadlineMs = Date.now() + patienceMs;
    for (;;) {
      const calls = callsSeen(this.proxy.seen.filter(({ atMs }) => atMs >= sinceMs));
      const now = balance(
        calls,
        (await this.floor.records()).filter(({ startedAt }) => Date.parse(startedAt) >= sinceMs - POLL_MS),
      );
      if (now.lost.length === 0 || Date.now() > deadlineMs) return now;
      await new Promise((resolve) => setTimeout(resolve, POLL_MS));
    }
  }

  async stop(): Promise<void> {
    await this.#desk?.app.close().catch(() => undefined);
    await this.proxy.stop();
    await this.floor.stop();
  }

  #noteHold({ kind, method, direction, text }: PassedMessage): void {
    if (kind === 'BYE' || (kind === 'INVITE' && !/^To:[^\r\n]*;\s*tag=/im.test(text))) this.#held = null;
    if (kind !== '200' || method !== 'INVITE' || direction !== 'to-desk' || !text.includes('m=audio')) return;
    this.#held = /^a=(recvonly|inactive)/m.test(text);
  }
}
