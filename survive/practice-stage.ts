import { chmod, mkdir, mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import pg from 'pg';
import type { ElectronApplication, Locator, Page } from 'playwright-core';
import type { PracticeCustomer } from '../contracts/practice';
import { callRecordSchema, type CallRecord } from '../contracts/records';
import { chainReportSchema, type ChainReport } from '../contracts/server-api';
import type { ConfigFile } from '../contracts/settings';
import { composeAgentWav } from '../practice/agent-microphone';
import { loadPracticeCustomers } from '../practice/customer-library';
import type { PracticeEvent } from '../practice/events';
import { FaultProxy } from '../practice/faults/fault-proxy';
import type { MediaDirection } from '../practice/faults/media-relay';
import { startPracticePbx, type PracticePbx } from '../practice/pbx';
import { openVoices, type VoiceLibrary } from '../practice/voice-library';
import { startServer, type RunningServer } from '../server/server';
import { firstPage, killApp, launchApp } from '../test/support/launch';
import type { CaseStage } from './case';
import { balance, type Balance, type PbxCall } from './ledger';
import { CUSTOMER, ownCustomers } from './practice-customers';
import type { Random } from '../bench/random';
import type { PbxView } from './untruths';

/** One wait: the machine may be busy. */
export const LIMIT_MS = 90_000;
const POLL_MS = 100;
/** The desk's clock may be behind ours in writing down when a call began. */
const SAME_MOMENT_MS = 500;

/** The practice PBX, the central server on a real PostgreSQL, and the real app between them, to be ended and begun. */
export class PracticeStage implements CaseStage {
  /** Thrown away at the end. */
  readonly folder: string;
  #pbx: PracticePbx;
  readonly #customers: readonly PracticeCustomer[];
  readonly #voices: VoiceLibrary;
  readonly #proxy: FaultProxy | null;
  readonly #server: RunningServer;
  /** The server's own. */
  readonly database: pg.Pool;
  readonly #calls = new Map<string, PbxCall>();
  readonly #answered = new Map<string, { held: boolean }>();
  #registered = false;
  #starts = 0;
  #dialled: string = CUSTOMER.number;
  #app: ElectronApplication | null = null;
  #page: Page | null = null;

  private constructor(
    folder: string,
    server: RunningServer,
    { voices, customers }: { voices: VoiceLibrary; customers: readonly PracticeCustomer[] },
    pbx: PracticePbx,
    proxy: FaultProxy | null,
  ) {
    this.folder = folder;
    this.#server = server;
    this.#voices = voices;
    this.#customers = customers;
    this.#pbx = pbx;
    this.#proxy = proxy;
    this.database = new pg.Pool({ connectionString: server.databaseUrl, max: 2 });
    // A connection that the stopping server ends has nothing to tell.
    this.database.on('error', () => undefined);
    this.#listen();
  }

  /** With `faults` the fault proxy stands between the app and the PBX, and relays the media. */
  static async start({ faults }: { faults?: Random } = {}): Promise<PracticeStage> {
    const folder = await mkdtemp(path.join(os.tmpdir(), 'sidetone-survive-'));
    // PostgreSQL's account passes through here where we are root.
    await chmod(folder, 0o711);
    const voices = await openVoices();
    const customers = [...(await loadPracticeCustomers()), ...ownCustomers];
    await Promise.all([
      mkdir(path.join(folder, 'desk')),
      // Ears without models: the cases are about the telephone, and a start takes half as long.
      mkdir(path.join(folder, 'no-models')),
      composeAgentWav(path.join(folder, 'microphone.wav'), { language: 'zh', voices }),
    ]);
    const [server, pbx] = await Promise.all([
      startServer({
        database: { embedded: path.join(folder, 'server') },
        listen: { host: '127.0.0.1', port: 0 },
      }),
      startPracticePbx({ host: '127.0.0.1', port: 0, customers, voices }),
    ]);
    const proxy = faults && (await FaultProxy.start({ target: `${pbx.webSocketUrl}/`, media: true, random: faults }));
    return new PracticeStage(folder, server, { voices, customers }, pbx, proxy ?? null);
  }

  get proxy(): FaultProxy {
    if (!this.#proxy) throw new Error('This floor was started without faults.');
    return this.#proxy;
  }

  get page(): Page {
    if (!this.#page) throw new Error('The app is not open.');
    return this.#page;
  }

  get app(): ElectronApplication {
    if (!this.#app) throw new Error('The app is not open.');
    return this.#app;
  }

  get pbx(): PracticePbx {
    return this.#pbx;
  }

  /** The PBX ends, and is back on the same port after that time; it knows no call and no registration any more. */
  async restartPbx(awayMs: number): Promise<void> {
    const port = Number(new URL(this.#pbx.webSocketUrl).port);
    this.proxy.away = true;
    await this.#pbx.stop();
    await new Promise((resolve) => setTimeout(resolve, awayMs));
    this.#answered.clear();
    this.#registered = false;
    this.#pbx = await startPracticePbx({ host: '127.0.0.1', port, customers: this.#customers, voices: this.#voices });
    this.#listen();
    this.proxy.away = false;
  }

  get openPage(): Page | null {
    return this.#page;
  }

  get passed(): Record<MediaDirection, number> | null {
    return this.#proxy?.media?.passed ?? null;
  }

  get outOfReach(): boolean {
    return this.#proxy?.outOfReach ?? false;
  }

  /** What a desk must have to watch the floor as well. */
  get supervisor(): ConfigFile {
    return { role: 'supervisor', enrolmentToken: this.#server.tokens.supervisorToken ?? undefined };
  }

  /** What the practice PBX itself says of the desk. */
  pbxView(): Promise<PbxView> {
    const view = { registered: this.#registered, calls: this.#answered.size, held: null };
    const [only] = this.#answered.values();
    return Promise.resolve(this.#answered.size === 1 && only ? { ...view, held: only.held } : view);
  }

  /** No fault from now on. */
  calm(): void {
    this.#proxy?.calm();
  }

  async tidy(): Promise<void> {
    if (this.#page) await this.becomeIdle();
  }

  /** Ends the app, as an agent does. */
  async close(): Promise<void> {
    const app = this.#app;
    this.#app = null;
    this.#page = null;
    await app?.close();
  }

  /** Starts the app on the desk's data folder, in place of one that runs, and waits until a number can be dialled. */
  async open(overrides: ConfigFile = {}): Promise<void> {
    await this.close();
    const folder = path.join(this.folder, `start-${String((this.#starts += 1))}`);
    await mkdir(folder);
    this.#app = await launchApp(folder, {
      pbx: {
        webSocketUrl: (this.#proxy?.url ?? this.pbx.webSocketUrl).replace(/\/$/, ''),
        domain: this.pbx.domain,
        extension: '1001',
        displayName: '',
        iceServers: [],
        dtmf: 'rfc4733',
      },
      password: 'practice-1001',
      server: { url: this.#server.url },
      enrolmentToken: this.#server.tokens.enrolmentToken ?? undefined,
      language: 'zh',
      wrapUpSeconds: 60,
      dataFolder: path.join(this.folder, 'desk'),
      modelsFolder: path.join(this.folder, 'no-models'),
      fakeMicrophoneWav: path.join(this.folder, 'microphone.wav'),
      ...overrides,
    });
    this.#page = await firstPage(this.#app);
    await this.becomeIdle();
  }

  /** What the screen is about. */
  async state(): Promise<'idle' | 'call' | 'ringing' | 'wrap-up' | 'none'> {
    const { page } = this;
    const button = (name: string) => page.getByRole('button', { name, exact: true }).first().isVisible();
    if (await page.getByText('通话结果').first().isVisible()) return 'wrap-up';
    if (await button('拒接')) return 'ringing';
    if (await button('挂断')) return 'call';
    return (await page.getByText('可以拨打下一个电话').isVisible()) ? 'idle' : 'none';
  }

  /** Brings the desk nearer to its next call: hangs up, declines, saves the wrap-up. */
  async step(state: 'call' | 'ringing' | 'wrap-up'): Promise<void> {
    if (state === 'wrap-up') {
      await this.page.keyboard.press('2');
      await this.page.keyboard.press('Control+Enter');
    } else {
      const name = state === 'call' ? '挂断' : '拒接';
      await this.page.getByRole('button', { name, exact: true }).first().click({ timeout: 2_000 });
    }
  }

  /** Ends what is on the screen (a call that was taken back after a crash, say) until a number can be dialled. */
  async becomeIdle(): Promise<void> {
    const deadlineMs = Date.now() + LIMIT_MS;
    for (;;) {
      const state = await this.state();
      if (state === 'idle') return;
      if (Date.now() > deadlineMs) throw new Error(`The desk does not become ready: ${state}.`);
      if (state !== 'none') await this.step(state).catch(() => undefined);
      await new Promise((resolve) => setTimeout(resolve, POLL_MS));
    }
  }

  async kill(): Promise<void> {
    await killApp(this.app);
    this.#app = null;
    this.#page = null;
  }

  async dial(number: string = CUSTOMER.number): Promise<void> {
    this.#dialled = number;
    const field = this.page.getByRole('textbox').first();
    await field.fill(number);
    await field.press('Enter');
  }

  /** Dials and waits until sound passes and the call can be held. */
  async talk(number: string): Promise<void> {
    const connected = this.next('media-connected');
    await this.dial(number);
    await connected;
    const hold = this.page.getByRole('button', { name: '保持', exact: true, disabled: false });
    await hold.waitFor({ timeout: LIMIT_MS });
  }

  /** A warning of the call on the screen, by its code. */
  warning(code: string): Locator {
    return this.page.locator(`[data-testid=call-warning][data-warning=${code}]`);
  }

  async hangUpAndWrapUp(): Promise<void> {
    await this.page.getByRole('button', { name: '挂断', exact: true }).click({ timeout: LIMIT_MS });
    await this.wrapUp();
  }

  async wrapUp(): Promise<void> {
    await this.page.getByText('通话结果').first().waitFor({ timeout: LIMIT_MS });
    await this.page.keyboard.press('2');
    await this.page.keyboard.press('Control+Enter');
    await this.page.getByText('可以拨打下一个电话').waitFor({ timeout: LIMIT_MS });
  }

  /** The next event of that name from the PBX. */
  next(wanted: PracticeEvent['event']): Promise<void> {
    return new Promise((resolve, reject) => {
      const finish = () => {
        clearTimeout(timer);
        this.pbx.events.off('event', listen);
      };
      const listen = ({ event }: PracticeEvent) => {
        if (event !== wanted) return;
        finish();
        resolve();
      };
      const timer = setTimeout(() => {
        finish();
        reject(new Error(`The practice PBX did not report ${wanted}.`));
      }, LIMIT_MS);
      this.pbx.events.on('event', listen);
    });
  }

  /** How many calls the PBX has seen. */
  get callCount(): number {
    return this.#calls.size;
  }

  /** Every stored record, as PostgreSQL has it. */
  async records(): Promise<CallRecord[]> {
    const { rows } = await this.database.query<{ body: unknown }>('SELECT body FROM records ORDER BY number');
    return rows.map(({ body }) => callRecordSchema.parse(body));
  }

  /**
   * Settles the calls since `sinceMs` against the records: waits until no call is without one, or until nothing more
   * has come for a while.
   */
  async settle(sinceMs = 0, patienceMs = 20_000): Promise<Balance> {
    const weigh = async () =>
      balance(
        [...this.#calls.values()].filter(({ startedAtMs }) => startedAtMs >= sinceMs),
        (await this.records()).filter(({ startedAt }) => Date.parse(startedAt) >= sinceMs - SAME_MOMENT_MS),
      );
    let last = await weigh();
    let changedAtMs = Date.now();
    while (last.lost.length > 0 && Date.now() - changedAtMs < patienceMs) {
      await new Promise((resolve) => setTimeout(resolve, POLL_MS));
      const now = await weigh();
      if (now.lost.length !== last.lost.length) changedAtMs = Date.now();
      last = now;
    }
    return last;
  }

  /** How whole the desk's chain of records is, as the server tells. */
  async chain(): Promise<ChainReport> {
    const { rows } = await this.database.query<{ desk_id: string }>('SELECT DISTINCT desk_id FROM records');
    const [desk, ...others] = rows;
    if (!desk || others.length > 0) throw new Error(`Records of ${String(rows.length)} desks, not of one.`);
    const response = await fetch(`${this.#server.url}/v1/desks/${desk.desk_id}/chain`, {
      headers: { authorization: `Bearer ${this.#server.tokens.supervisorToken ?? ''}` },
    });
    return chainReportSchema.parse(await response.json());
  }

  async stop(): Promise<void> {
    await this.close().catch(() => undefined);
    await this.#proxy?.stop();
    await this.database.end();
    await Promise.all([this.#server.stop(), this.pbx.stop()]);
    await rm(this.folder, { recursive: true, force: true });
  }

  #listen(): void {
    this.#pbx.events.on('event', (event) => {
      this.#noteView(event);
      const counts =
        (event.event === 'call-started' && event.direction === 'outbound') ||
        // An inbound call is the desk's from its answer on: before it, it may not have reached the desk at all.
        event.event === 'call-answered';
      if (!counts || this.#calls.has(event.callId)) return;
      this.#calls.set(event.callId, { callId: event.callId, number: this.#dialled, startedAtMs: Date.now() });
    });
  }

  #noteView(event: PracticeEvent): void {
    if (event.event === 'registered') this.#registered = true;
    if (event.event === 'unregistered') this.#registered = false;
    if (event.event === 'call-answered') this.#answered.set(event.callId, { held: false });
    if (event.event === 'call-ended') this.#answered.delete(event.callId);
    const taken = event.event === 'call-taken-over' ? this.#answered.get(event.callId) : undefined;
    if (event.event === 'call-taken-over' && taken) {
      this.#answered.delete(event.callId);
      this.#answered.set(event.newCallId, { held: false });
    }
    if (event.event === 'hold' && this.#answered.has(event.callId))
      this.#answered.set(event.callId, { held: event.held });
  }
}
