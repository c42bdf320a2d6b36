import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { copyFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Page } from 'playwright-core';
import type { CallCause } from '../contracts/calls';
import type { Reconciliation } from '../domain/reconcile/reconcile';
import { FaultProxy } from '../practice/faults/fault-proxy';
import { readOptions } from '../server/reconcile/options';
import { runReconcile } from '../server/reconcile/run';
import { LIMIT_MS, control, dial, ready, talking, wrapUp } from '../test/asterisk/agent-hands';
import { AGENT, NUMBERS } from '../test/asterisk/configuration';
import { AsteriskFloor, CALLER, type AsteriskDesk } from '../test/asterisk/floor';
import { killApp } from '../test/support/launch';
import { until } from './until';

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

  /** Makes one call of every kind, then waits until Asterisk has no channel any more: the last CDR is written then. */
  async make(told: (made: string) => void): Promise<void> {
    for (const { name, make } of this.kinds) {
      await make();
      told(name);
    }
    const channels = () => this.floor.asterisk.cli('core show channels count');
    await until(channels, (said) => said.includes('0 active channels'), { what: 'Channels in Asterisk' });
    const { cdr, events } = this.floor.asterisk.books;
    // Copies: the PBX goes on writing.
    await copyFile(cdr, this.#cdr);
    await copyFile(events, this.events);
  }

  /** `npm run reconcile` of the server's records, or of those in a file, with options of that. */
  async reconciled(options: readonly string[], records: string = this.floor.server.url): Promise<Reconciliation> {
    const argv = ['--records', records, ...(options.includes('--cdr') ? [] : ['--cdr', this.#cdr]), ...options];
    const asked = readOptions(argv, { SIDETONE_SUPERVISOR_TOKEN: this.floor.server.tokens.supervisorToken ?? '' });
    assert(asked, 'These are options.');
    return runReconcile(asked, () => undefined);
  }

  /** The records without the first and with the second one twice, reconciled: both must be flagged, and no other. */
  async reconciledWrongly(): Promise<{ report: Reconciliation; missing: string; doubled: string }> {
    const [first, second, ...others] = await this.floor.records();
    assert(first && second);
    const twice = { ...second, recordId: randomUUID() };
    const file = path.join(this.floor.folder, 'records.ndjson');
    await writeFile(file, [...others, second, twice].map((record) => JSON.stringify(record)).join('\n'));
    const report = await this.reconciled(['--events', this.events], file);
    return { report, missing: first.sipCallId, doubled: second.sipCallId };
  }

  /** Asterisk's channel events of the calls. */
  get events(): string {
    return path.join(this.floor.folder, 'cel.csv');
  }

  get #cdr(): string {
    return path.join(this.floor.folder, 'Master.csv');
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
      kind('the window is reloaded in the call', 'agent-hangup', async () => {
        await this.#talkTo(NUMBERS.echo);
        await this.#takenBack(() => this.#page.reload());
      }),
      kind('the app is killed in the call', 'agent-hangup', async () => {
        await this.#talkTo(NUMBERS.echo);
        await this.#talkedLong();
        await this.#takenBack(() => this.#killAndStart());
      }),
      kind('the app is killed in a call that has another leg', 'agent-hangup', async () => {
        await this.#talkTo(NUMBERS.listener);
        await this.#talkedLong();
        await this.#takenBack(() => this.#killAndStart());
      }),
      kind('the app is killed in an inbound call', 'agent-hangup', async () => {
        await this.#ring();
        await this.#answer();
        await this.#talkedLong();
        await this.#takenBack(() => this.#killAndStart());
      }),
    ];
  }

  /** The desk asks for its call by Replaces, talks on, long enough to be told from the first part, and hangs up. */
  async #takenBack(interrupt: () => Promise<unknown>): Promise<void> {
    const atMs = Date.now();
    await interrupt();
    await talking(this.#page);
    const asked = this.#proxy.seen.filter(
      ({ kind, direction, atMs: seenMs, text }) =>
        seenMs >= atMs && kind === 'INVITE' && direction === 'from-desk' && /^Replaces:/im.test(text),
    );
    // By the caller's number first, then by the desk's own: the last one was taken.
    const taken = asked.at(-1)?.callId ?? '';
    await this.#talkedLong(await this.#shownS());
    const before = (await this.floor.records()).length;
    await this.#hangUp();
    const { sipCallId, timeline } = await this.floor.nextRecord(before);
    assert.notEqual(sipCallId, taken);
    assert(timeline.some((entry) => entry.type === 'note' && entry.text === `Call-ID ${taken}`));
  }

  async #killAndStart(): Promise<void> {
    await killApp(this.#desk.app);
    this.#desk = await this.floor.startDesk({ webSocketUrl: this.#proxy.url });
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

  /** Long enough for durations to differ where they are counted wrongly: six seconds more on the screen's clock. */
  async #talkedLong(fromS = 0): Promise<void> {
    const enough = (seconds: number) => seconds >= fromS + LONG_S;
    await until(() => this.#shownS(), enough, { what: 'Seconds on the screen', everyMs: POLL_MS });
  }

  async #shownS(): Promise<number> {
    const shown = (await this.#page.getByRole('timer').textContent({ timeout: LIMIT_MS })) ?? '';
    const [minutes = 0, seconds = 0] = shown.split(':').map(Number);
    return minutes * 60 + seconds;
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
