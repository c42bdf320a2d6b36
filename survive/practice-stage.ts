import { chmod, mkdir, mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import pg from 'pg';
import type { ElectronApplication, Page } from 'playwright-core';
import { practiceCustomerSchema } from '../contracts/practice';
import { callRecordSchema, type CallRecord } from '../contracts/records';
import { chainReportSchema, type ChainReport } from '../contracts/server-api';
import type { ConfigFile } from '../contracts/settings';
import { composeAgentWav } from '../practice/agent-microphone';
import type { PracticeEvent } from '../practice/events';
import { startPracticePbx, type PracticePbx } from '../practice/pbx';
import { openVoices } from '../practice/voice-library';
import { startServer, type RunningServer } from '../server/server';
import { launchApp } from '../test/support/launch';
import { balance, type Balance, type PbxCall } from './ledger';

/** One wait: the machine may be busy. */
export const LIMIT_MS = 90_000;
const POLL_MS = 100;

/** Rings for a second, is silent when answered, and hangs up by itself: what a killed desk leaves behind ends. */
export const CUSTOMER = { customerId: 'patient', number: '700', name: '耐心的客户' } as const;
const customers = [
  practiceCustomerSchema.parse({
    customerId: CUSTOMER.customerId,
    extension: CUSTOMER.number,
    name: CUSTOMER.name,
    language: 'zh',
    voice: 'zf_xiaobei',
    story: { zh: CUSTOMER.name, en: 'A patient customer' },
    onInvite: { type: 'answer', ringMs: 1_000 },
    steps: [{ when: { type: 'after', afterMs: 8_000 }, then: 'hang-up' }],
  }),
];

/** The practice PBX, the central server on a real PostgreSQL, and the real app between them, to be ended and begun. */
export class PracticeStage {
  readonly pbx: PracticePbx;
  readonly #folder: string;
  readonly #server: RunningServer;
  readonly #database: pg.Pool;
  readonly #calls = new Map<string, PbxCall>();
  #starts = 0;
  #app: ElectronApplication | null = null;
  #page: Page | null = null;

  private constructor(folder: string, server: RunningServer, pbx: PracticePbx) {
    this.#folder = folder;
    this.#server = server;
    this.pbx = pbx;
    this.#database = new pg.Pool({ connectionString: server.databaseUrl, max: 2 });
    pbx.events.on('event', (event) => {
      const counts =
        (event.event === 'call-started' && event.direction === 'outbound') ||
        // An inbound call is the desk's from its answer on: before it, it may not have reached the desk at all.
        event.event === 'call-answered';
      if (!counts || this.#calls.has(event.callId)) return;
      this.#calls.set(event.callId, { callId: event.callId, number: CUSTOMER.number, startedAtMs: Date.now() });
    });
  }

  static async start(): Promise<PracticeStage> {
    const folder = await mkdtemp(path.join(os.tmpdir(), 'sidetone-survive-'));
    // PostgreSQL's account passes through here where we are root.
    await chmod(folder, 0o711);
    const voices = await openVoices();
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
    return new PracticeStage(folder, server, pbx);
  }

  get page(): Page {
    if (!this.#page) throw new Error('The app is not open.');
    return this.#page;
  }

  get app(): ElectronApplication {
    if (!this.#app) throw new Error('The app is not open.');
    return this.#app;
  }

  /** Starts the app on the desk's data folder and waits until a number can be dialled. */
  async open(overrides: ConfigFile = {}): Promise<void> {
    const folder = path.join(this.#folder, `start-${String((this.#starts += 1))}`);
    await mkdir(folder);
    this.#app = await launchApp(folder, {
      pbx: {
        webSocketUrl: this.pbx.webSocketUrl,
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
      dataFolder: path.join(this.#folder, 'desk'),
      modelsFolder: path.join(this.#folder, 'no-models'),
      fakeMicrophoneWav: path.join(this.#folder, 'microphone.wav'),
      ...overrides,
    });
    this.#page = await this.#app.firstWindow();
    await this.#page.getByText('可以拨打下一个电话').waitFor({ timeout: LIMIT_MS });
  }

  /** SIGKILL to every process of the app at once, as the kernel does when memory is out. */
  async kill(): Promise<void> {
    const child = this.app.process();
    const ended = new Promise((resolve) => child.once('exit', resolve));
    // Playwright starts it as the leader of a group of its own, which its helpers belong to.
    if (child.pid !== undefined) process.kill(process.platform === 'win32' ? child.pid : -child.pid, 'SIGKILL');
    await ended;
    this.#app = null;
    this.#page = null;
  }

  async dial(number: string = CUSTOMER.number): Promise<void> {
    const field = this.page.getByRole('textbox').first();
    await field.fill(number);
    await field.press('Enter');
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
    const { rows } = await this.#database.query<{ body: unknown }>('SELECT body FROM records ORDER BY number');
    return rows.map(({ body }) => callRecordSchema.parse(body));
  }

  /** Waits until no call is without a record, or until nothing more has come for a while, and answers what is so. */
  async settle(patienceMs = 20_000): Promise<Balance> {
    let last = balance([...this.#calls.values()], await this.records());
    let changedAtMs = Date.now();
    while (last.lost.length > 0 && Date.now() - changedAtMs < patienceMs) {
      await new Promise((resolve) => setTimeout(resolve, POLL_MS));
      const now = balance([...this.#calls.values()], await this.records());
      if (now.lost.length !== last.lost.length) changedAtMs = Date.now();
      last = now;
    }
    return last;
  }

  /** How whole the desk's chain of records is, as the server tells. */
  async chain(): Promise<ChainReport> {
    const { rows } = await this.#database.query<{ desk_id: string }>('SELECT DISTINCT desk_id FROM records');
    const [desk, ...others] = rows;
    if (!desk || others.length > 0) throw new Error(`Records of ${String(rows.length)} desks, not of one.`);
    const response = await fetch(`${this.#server.url}/v1/desks/${desk.desk_id}/chain`, {
      headers: { authorization: `Bearer ${this.#server.tokens.supervisorToken ?? ''}` },
    });
    return chainReportSchema.parse(await response.json());
  }

  async stop(): Promise<void> {
    await this.#app?.close().catch(() => undefined);
    await this.#database.end();
    await Promise.all([this.#server.stop(), this.pbx.stop()]);
    await rm(this.#folder, { recursive: true, force: true });
  }
}
