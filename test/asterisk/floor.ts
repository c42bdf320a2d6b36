import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import pg from 'pg';
import type { ElectronApplication, Page } from 'playwright-core';
import { callRecordSchema, type CallRecord } from '../../contracts/records';
import type { ConfigFile } from '../../contracts/settings';
import { openVoices } from '../../practice/voice-library';
import { startServer, type RunningServer } from '../../server/server';
import { firstPage, launchApp } from '../support/launch';
import { AGENT, type AsteriskAgent } from './configuration';
import { startAsterisk, type Asterisk } from './start';
import { joined, wavOf } from './wav';

const MICROPHONE_RATE_HZ = 48_000;
/** The caller whom the server's customers name. */
export const CALLER = { number: '13800138000', name: '李华', callerId: '"Li Hua" <13800138000>' } as const;

export interface AsteriskDesk {
  readonly app: ElectronApplication;
  readonly page: Page;
}

export interface DeskOptions {
  readonly agent?: AsteriskAgent;
  /** Another address than Asterisk's own: a relay before it. */
  readonly webSocketUrl?: string;
  readonly backupWebSocketUrl?: string;
  readonly iceServers?: { urls: string; username?: string; credential?: string }[];
  readonly config?: ConfigFile;
}

/** A real Asterisk, the central server on a real PostgreSQL, and an agent's voice. */
export class AsteriskFloor {
  readonly folder: string;
  readonly server: RunningServer;
  readonly #database: pg.Pool;
  asterisk: Asterisk;

  private constructor(folder: string, server: RunningServer, asterisk: Asterisk) {
    this.folder = folder;
    this.server = server;
    this.asterisk = asterisk;
    this.#database = new pg.Pool({ connectionString: server.databaseUrl, max: 2 });
    // A connection that the stopping server ends has nothing to tell.
    this.#database.on('error', () => undefined);
  }

  static async start(): Promise<AsteriskFloor> {
    const folder = await mkdtemp(path.join(os.tmpdir(), 'sidetone-asterisk-'));
    const customersFile = path.join(folder, 'customers.json');
    const customer = { customerId: 'li-hua', name: CALLER.name, number: CALLER.number, language: 'zh', company: '' };
    await writeFile(customersFile, JSON.stringify({ customers: [{ ...customer, facts: [] }] }));
    await writeFile(path.join(folder, 'microphone.wav'), wavOf(await agentVoice(), MICROPHONE_RATE_HZ));
    const [server, asterisk] = await Promise.all([
      startServer({
        database: { embedded: path.join(folder, 'server') },
        listen: { host: '127.0.0.1', port: 0 },
        customersFile,
      }),
      startAsterisk(),
    ]);
    return new AsteriskFloor(folder, server, asterisk);
  }

  /** Starts the real app and waits until it is registered. The data folder is the floor's: a second start goes on. */
  async startDesk({ agent = AGENT, config = {}, ...ways }: DeskOptions = {}): Promise<AsteriskDesk> {
    const folder = await mkdtemp(path.join(this.folder, 'start-'));
    await mkdir(path.join(this.folder, 'desk'), { recursive: true });
    const app = await launchApp(folder, {
      pbx: {
        webSocketUrl: ways.webSocketUrl ?? this.asterisk.webSocketUrl,
        backupWebSocketUrl: ways.backupWebSocketUrl,
        domain: this.asterisk.domain,
        extension: agent.extension,
        displayName: '',
        iceServers: ways.iceServers ?? [],
        dtmf: agent.dtmfMode === 'info' ? 'info' : 'rfc4733',
      },
      password: agent.password,
      server: { url: this.server.url },
      enrolmentToken: this.server.tokens.enrolmentToken ?? undefined,
      language: 'zh',
      wrapUpSeconds: 60,
      dataFolder: path.join(this.folder, 'desk'),
      fakeMicrophoneWav: path.join(this.folder, 'microphone.wav'),
      ...config,
    });
    return { app, page: await firstPage(app) };
  }

  /** Every stored record, oldest first, as PostgreSQL has it. */
  async records(): Promise<CallRecord[]> {
    const { rows } = await this.#database.query<{ body: unknown }>('SELECT body FROM records ORDER BY number');
    return rows.map(({ body }) => callRecordSchema.parse(body));
  }

  /** Waits until PostgreSQL holds one more record than `before`, and answers it. */
  async nextRecord(before: number, limitMs = 90_000): Promise<CallRecord> {
    const deadlineMs = Date.now() + limitMs;
    for (;;) {
      const records = await this.records();
      const next = records[before];
      if (next) return next;
      if (Date.now() > deadlineMs) throw new Error(`PostgreSQL still holds ${String(records.length)} records.`);
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
  }

  async stop(): Promise<void> {
    await this.#database.end();
    await Promise.all([this.server.stop(), this.asterisk.stop()]);
    await rm(this.folder, { recursive: true, force: true });
  }
}

/** An agent who hardly pauses: every four seconds of the microphone hold speech. */
async function agentVoice(): Promise<Float32Array> {
  const voices = await openVoices();
  const lines = ['zh/a02_zm_yunxi', 'zh/a01_zm_yunxi', 'zh/a05_zm_yunxi', 'zh/a08_zm_yunxi'];
  const spoken = await Promise.all(lines.map((id) => voices.samples(id, MICROPHONE_RATE_HZ)));
  const pause = new Float32Array(MICROPHONE_RATE_HZ);
  return joined(spoken.flatMap((samples) => [Float32Array.from(samples, (sample) => sample / 32_768), pause]));
}
