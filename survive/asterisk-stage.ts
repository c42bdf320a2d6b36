import assert from 'node:assert/strict';
import type { Page } from 'playwright-core';
import type { CallRecord } from '../contracts/records';
import { FaultProxy, type PassedMessage } from '../practice/faults/fault-proxy';
import type { MediaDirection } from '../practice/faults/media-relay';
import { LIMIT_MS, control, dial, meterMoves, talking, wrapUp } from '../test/asterisk/agent-hands';
import { AGENT, NUMBERS } from '../test/asterisk/configuration';
import { AsteriskFloor, type AsteriskDesk, type DeskOptions } from '../test/asterisk/floor';
import { killApp } from '../test/support/launch';
import { callsSeen } from './calls-seen';
import type { CaseStage } from './case';
import { balance, type Balance } from './ledger';
import type { Random } from '../bench/random';
import { until } from './until';
import type { PbxView } from './untruths';

const POLL_MS = 200;

export interface AsteriskStageOptions {
  /** Relay the media as well, so that it can be hurt: not for cases that repeat Asterisk's own SDP. */
  readonly media?: boolean;
  /** Also gives the desk a second way to Asterisk, by a proxy of its own. */
  readonly secondWay?: boolean;
  /** The window's clock is simulated; Asterisk's is not. */
  readonly simulatedClock?: boolean;
  /** Decides which packets are lost. */
  readonly random?: Random;
}

/**
 * A real Asterisk, the central server, the fault proxy between Asterisk and the real app, and an agent who speaks all
 * the time: where the called side is an echo, a moving meter of the customer is audio both ways.
 */
export class AsteriskStage implements CaseStage {
  readonly floor: AsteriskFloor;
  /** The way that the desk takes first, and the second one where there is one. */
  readonly ways: readonly FaultProxy[];
  readonly proxy: FaultProxy;
  #desk: AsteriskDesk | null = null;
  #extension: string = AGENT.extension;
  #held: boolean | null = null;

  private constructor(floor: AsteriskFloor, proxy: FaultProxy, second: FaultProxy | null) {
    this.floor = floor;
    this.proxy = proxy;
    this.ways = second ? [proxy, second] : [proxy];
    for (const way of this.ways) way.onMessage((message) => this.#noteHold(message));
  }

  static async start(options: AsteriskStageOptions = {}): Promise<AsteriskStage> {
    const { media = true, secondWay = false, simulatedClock = false, random } = options;
    const floor = await AsteriskFloor.start();
    const target = floor.asterisk.webSocketUrl;
    const open = () => FaultProxy.start({ target, media, ...(random && { random }) });
    const stage = new AsteriskStage(floor, await open(), secondWay ? await open() : null);
    await stage.signOn();
    if (simulatedClock) {
      await stage.page.clock.install();
      await stage.page.reload();
      await stage.registered();
    }
    return stage;
  }

  /** Starts the app on the desk's data folder, as this agent and by these servers, in place of the one that runs. */
  async signOn(options: Pick<DeskOptions, 'agent' | 'iceServers'> = {}): Promise<void> {
    await this.signOff();
    this.#extension = (options.agent ?? AGENT).extension;
    const backupWebSocketUrl = this.ways[1]?.url;
    this.#desk = await this.floor.startDesk({ ...options, webSocketUrl: this.proxy.url, backupWebSocketUrl });
    await this.registered();
  }

  async signOff(): Promise<void> {
    const desk = this.#desk;
    this.#desk = null;
    await desk?.app.close();
  }

  async kill(): Promise<void> {
    await killApp(this.desk.app);
    this.#desk = null;
  }

  get openPage(): Page | null {
    return this.#desk?.page ?? null;
  }

  get desk(): AsteriskDesk {
    if (!this.#desk) throw new Error('The app is not open.');
    return this.#desk;
  }

  get page(): Page {
    return this.desk.page;
  }

  /** Of the agent who is signed on. */
  get extension(): string {
    return this.#extension;
  }

  get passed(): Record<MediaDirection, number> | null {
    const sum = { 'from-desk': 0, 'to-desk': 0 };
    for (const { media } of this.ways) {
      if (!media) return null;
      for (const direction of ['from-desk', 'to-desk'] as const) sum[direction] += media.passed[direction];
    }
    return sum;
  }

  get outOfReach(): boolean {
    return this.ways.every((way) => way.outOfReach);
  }

  calm(): void {
    for (const way of this.ways) way.calm();
  }

  async tidy(): Promise<void> {
    if (!this.#desk) return;
    const { page } = this;
    if ((await control(page, '挂断').count()) > 0) await control(page, '挂断').click();
    if ((await page.getByText('通话结果').count()) > 0) await wrapUp(page);
    await this.registered();
  }

  /** The share of packets, 0 to 1, that is lost both ways. */
  lose(share: number): void {
    const { media } = this.proxy;
    if (media) media.faults.loss = { 'from-desk': share, 'to-desk': share };
  }

  registered(): Promise<void> {
    return this.page.getByText(`分机 ${this.#extension} 已注册`).waitFor({ timeout: LIMIT_MS });
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

  async hold(): Promise<void> {
    await control(this.page, '保持').click();
    await control(this.page, '恢复').waitFor({ timeout: LIMIT_MS });
  }

  /** Resumes the call to an echo until the agent hears herself again. */
  async resume(): Promise<void> {
    await control(this.page, '恢复').click();
    await talking(this.page);
    await meterMoves(this.page, 'customer');
  }

  /** Answers the call that rings, until the agent hears herself, and ends it. */
  async answerAndHangUp(): Promise<void> {
    const { page } = this;
    await control(page, '接听').click({ timeout: LIMIT_MS });
    await talking(page);
    await meterMoves(page, 'customer');
    await control(page, '挂断').click();
    await wrapUp(page);
  }

  /** Ends the call to an echo and answers its record; `before`: how many there were before it. */
  async hangUp(before: number, number: string = NUMBERS.echo): Promise<CallRecord> {
    await control(this.page, '挂断').click();
    await wrapUp(this.page);
    const record = await this.floor.nextRecord(before);
    const { cause, remoteNumber } = record;
    assert.deepEqual({ cause, remoteNumber }, { cause: 'agent-hangup', remoteNumber: number });
    return record;
  }

  /** Resolves when sound passes both ways again: a tenth of a second of RTP packets each way, from now on. */
  async soundBothWays(): Promise<void> {
    const { media } = this.proxy;
    if (!media) throw new Error('The media does not pass here.');
    const before = { ...media.passed };
    const came = (direction: MediaDirection) => media.passed[direction] - before[direction];
    const what = 'RTP packets of the worse direction';
    await until(
      () => Math.min(came('from-desk'), came('to-desk')),
      (packets) => packets >= 5,
      { what, everyMs: 20 },
    );
  }

  /** Waits until Asterisk has that many active calls. */
  async activeCalls(count: number): Promise<void> {
    const ask = () => this.floor.asterisk.cli('core show channels count');
    await until(ask, (said) => said.includes(`${String(count)} active call`), { what: 'Active calls in Asterisk' });
  }

  /** The contacts that Asterisk has of the agent. */
  async contacts(): Promise<string[]> {
    const list = await this.floor.asterisk.cli('pjsip show contacts');
    return list.split('\n').filter((line) => line.includes(`${this.#extension}/sip:`));
  }

  /** What Asterisk itself says of the desk. */
  async pbxView(): Promise<PbxView> {
    const channels = await this.floor.asterisk.cli('core show channels concise');
    const own = channels.split('\n').filter((line) => line.startsWith(`PJSIP/${this.#extension}-`));
    const calls = own.filter((line) => line.split('!')[4] === 'Up').length;
    return {
      registered: (await this.contacts()).length > 0,
      calls,
      // With two calls the wire's last word is of one of them only.
      held: calls === 1 ? this.#held : null,
    };
  }

  /** Settles the calls on the wire since `sinceMs` against the records; waits for those that are on their way. */
  async settle(sinceMs: number, patienceMs = 30_000): Promise<Balance> {
    const deadlineMs = Date.now() + patienceMs;
    for (;;) {
      const seen = this.ways.flatMap((way) => way.seen.filter(({ atMs }) => atMs >= sinceMs));
      const calls = callsSeen(seen.sort((one, other) => one.atMs - other.atMs));
      const now = balance(
        calls,
        (await this.floor.records()).filter(({ startedAt }) => Date.parse(startedAt) >= sinceMs - POLL_MS),
      );
      if (now.lost.length === 0 || Date.now() > deadlineMs) return now;
      await new Promise((resolve) => setTimeout(resolve, POLL_MS));
    }
  }

  async stop(): Promise<void> {
    await this.signOff().catch(() => undefined);
    for (const way of this.ways) await way.stop();
    await this.floor.stop();
  }

  #noteHold({ kind, method, direction, text }: PassedMessage): void {
    if (kind === 'BYE' || (kind === 'INVITE' && !/^To:[^\r\n]*;\s*tag=/im.test(text))) this.#held = null;
    if (kind !== '200' || method !== 'INVITE' || direction !== 'to-desk' || !text.includes('m=audio')) return;
    this.#held = /^a=(recvonly|inactive)/m.test(text);
  }
}
