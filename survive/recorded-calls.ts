import assert from 'node:assert/strict';
import type { Page } from 'playwright-core';
import type { CallCause } from '../contracts/calls';
import { FaultProxy } from '../practice/faults/fault-proxy';
import { LIMIT_MS, control, dial, ready, talking, wrapUp } from '../test/asterisk/agent-hands';
import { AGENT, NUMBERS } from '../test/asterisk/configuration';
import { AsteriskFloor, CALLER, type AsteriskDesk } from '../test/asterisk/floor';

const POLL_MS = 200;
const LONG_S = 6;

/** A kind of call, and the cause that the desk must write down. */
interface CallKind {
  readonly name: string;
  readonly cause: CallCause;
  make(): Promise<void>;
}

/** Makes one call of every kind in the real app, with a real Asterisk that keeps its CDR and channel events. */
export class RecordedCalls {
  readonly floor: AsteriskFloor;
  readonly kinds: readonly CallKind[];
  readonly #proxy: FaultProxy;
  #desk: AsteriskDesk;

  private constructor(floor: AsteriskFloor, proxy: FaultProxy, desk: AsteriskDesk) {
    this.floor = floor;
    this.#proxy = proxy;
    this.#desk = desk;
    this.kinds = this.#allKinds();
  }

  static async start(): Promise<RecordedCalls> {
    const floor = await AsteriskFloor.start();
    const proxy = await FaultProxy.start({ target: floor.asterisk.webSocketUrl, media: true });
    const calls = new RecordedCalls(floor, proxy, await floor.startDesk({ webSocketUrl: proxy.url }));
    await calls.#registered();
    return calls;
  }

  /** Waits until Asterisk has no channel any more: the last CDR is written then. */
  async booksAreClosed(): Promise<void> {
    const deadlineMs = Date.now() + LIMIT_MS;
    while (!(await this.floor.asterisk.cli('core show channels count')).includes('0 active channels')) {
      if (Date.now() > deadlineMs) throw new Error('Asterisk still has channels.');
      await new Promise((resolve) => setTimeout(resolve, POLL_MS));
    }
  }

  async stop(): Promise<void> {
    await this.#desk.app.close().catch(() => undefined);
    await this.#proxy.stop();
    await this.floor.stop();
  }

  get #page(): Page {
    return this.#desk.page;
  }

  #allKinds(): CallKind[] {
    const kind = (name: string, cause: CallCause, act: () => Promise<void>): CallKind => ({
      name,
      cause,
      make: async () => {
        const before = (await this.floor.records()).length;
        await act();
        await ready(this.#page);
        assert.equal((await this.floor.nextRecord(before)).cause, cause, name);
      },
    });
    return [
      kind('answered, the desk hangs up', 'agent-hangup', async () => {
        await this.#talkTo(NUMBERS.echo);
        await this.#talkedLong();
        await this.#hangUp();
      }),
      kind('answered, the customer hangs up', 'customer-hangup', async () => {
        await this.#talkTo(NUMBERS.echo);
        await this.#customerHangsUp();
        await wrapUp(this.#page);
      }),
      kind('busy', 'busy', () => this.#dialInVain(NUMBERS.busy)),
      kind('nobody answers', 'no-answer', () => this.#dialInVain(NUMBERS.givesUp)),
      kind('a number that is none', 'not-found', () => this.#dialInVain('699')),
      kind('cancelled by the agent', 'cancelled', async () => {
        await dial(this.#page, NUMBERS.neverAnswers);
        await this.#page.getByText('对方振铃').first().waitFor({ timeout: LIMIT_MS });
        await control(this.#page, '取消呼叫').click();
        await wrapUp(this.#page);
      }),
      kind('inbound, declined', 'declined-by-agent', async () => {
        await this.floor.asterisk.callAgent();
        await control(this.#page, '拒接').click({ timeout: LIMIT_MS });
      }),
      kind('inbound, missed', 'missed', async () => {
        await this.#ring();
        await this.#customerHangsUp();
      }),
      kind('inbound, answered elsewhere', 'answered-elsewhere', async () => {
        await this.floor.asterisk.callGroup();
        await control(this.#page, '接听').waitFor({ timeout: LIMIT_MS });
        await control(this.#page, '接听').waitFor({ state: 'detached', timeout: LIMIT_MS });
        await this.#customerHangsUp();
      }),
      kind('inbound, answered by the desk before the colleague', 'customer-hangup', async () => {
        await this.floor.asterisk.callGroup();
        await this.#answer();
        await this.#customerHangsUp();
        await wrapUp(this.#page);
      }),
      kind('inbound, answered, the desk hangs up', 'agent-hangup', async () => {
        await this.#ring();
        await this.#answer();
        await this.#talkedLong();
        await this.#hangUp();
      }),
      kind('the socket is cut in the call, and back', 'agent-hangup', async () => {
        await this.#talkTo(NUMBERS.echo);
        this.#proxy.drop();
        await this.#reconnecting('visible');
        await this.#reconnecting('detached');
        await this.#hangUp();
      }),
    ];
  }

  #registered(): Promise<void> {
    return this.#page.getByText(`分机 ${AGENT.extension} 已注册`).waitFor({ timeout: LIMIT_MS });
  }

  #reconnecting(state: 'visible' | 'detached'): Promise<void> {
    return this.#page
      .getByText(/正在重连/)
      .first()
      .waitFor({ state, timeout: LIMIT_MS });
  }

  async #talkTo(number: string): Promise<void> {
    await dial(this.#page, number);
    await talking(this.#page);
  }

  /** Long enough for durations to differ where they are counted wrongly: six seconds on the screen's clock. */
  async #talkedLong(): Promise<void> {
    await this.#page.waitForFunction(
      (seconds) => {
        const [minutes = 0, rest = 0] = (document.querySelector('[role=timer]')?.textContent ?? '')
          .split(':')
          .map(Number);
        return minutes * 60 + rest >= seconds;
      },
      LONG_S,
      { timeout: LIMIT_MS },
    );
  }

  async #dialInVain(number: string): Promise<void> {
    await dial(this.#page, number);
    await wrapUp(this.#page);
  }

  async #hangUp(): Promise<void> {
    await control(this.#page, '挂断').click();
    await wrapUp(this.#page);
  }

  async #ring(): Promise<void> {
    await this.floor.asterisk.callAgent(CALLER.callerId);
    await control(this.#page, '接听').waitFor({ timeout: LIMIT_MS });
  }

  async #answer(): Promise<void> {
    await control(this.#page, '接听').click({ timeout: LIMIT_MS });
    await talking(this.#page);
  }

  async #customerHangsUp(): Promise<void> {
    await this.floor.asterisk.cli('channel request hangup all');
  }
}
