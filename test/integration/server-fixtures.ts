import { createHash } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { v7 as uuidv7 } from 'uuid';
import WebSocket from 'ws';
import { GENESIS_HASH, type CallRecord, type ChainedRecord } from '../../contracts/records';
import {
  chainReportSchema,
  enrolResponseSchema,
  ingestResponseSchema,
  monitorMessageSchema,
  type ChainReport,
  type IngestResponse,
  type MonitorMessage,
} from '../../contracts/server-api';
import { chainHash } from '../../domain/chain';
import { startServer, type RunningServer, type ServerOptions } from '../../server/server';

const sha256Hex = (text: string) => createHash('sha256').update(text, 'utf8').digest('hex');

/** A server with a fresh embedded PostgreSQL in a temporary folder. */
export async function startTestServer(
  options: Partial<ServerOptions> = {},
): Promise<{ server: RunningServer; folder: string; dispose(): Promise<void> }> {
  const folder = await mkdtemp(join(tmpdir(), 'sidetone-server-'));
  const server = await startServer({
    database: { embedded: folder },
    listen: { host: '127.0.0.1', port: 0 },
    ...options,
  });
  return {
    server,
    folder,
    dispose: async () => {
      await server.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

export function callRecord(changes: Partial<CallRecord> = {}): CallRecord {
  const now = new Date().toISOString();
  return {
    recordId: uuidv7(),
    sipCallId: 'call@desk',
    agentExtension: '1001',
    direction: 'outbound',
    remoteNumber: '13800138000',
    customerId: 'c-1',
    customerName: '王女士',
    language: 'zh',
    startedAt: now,
    answeredAt: now,
    endedAt: now,
    ringMs: 1200,
    talkMs: 30_000,
    holdMs: 0,
    wrapUpMs: 4000,
    cause: 'customer-hangup',
    sipCode: 200,
    quality: null,
    speech: { agentMs: 9000, customerMs: 12_000, lostFrames: 0 },
    disposition: 'interested',
    notes: '',
    callbackAt: null,
    optOut: null,
    timeline: [{ type: 'card', atMs: 8000, cueId: 'price', title: '价格', state: 'confirmed' }],
    ...changes,
  };
}

/** Links records as a desk does, starting after `after`. */
export function chain(deskId: string, records: unknown[], after?: Pick<ChainedRecord, 'number' | 'hash'>) {
  let number = after?.number ?? 0;
  let previousHash = after?.hash ?? GENESIS_HASH;
  return records.map((record) => {
    number += 1;
    const hash = chainHash({ deskId, number, previousHash, record }, sha256Hex);
    const link = { deskId, number, previousHash, hash, record };
    previousHash = hash;
    return link;
  });
}

/** A desk as the server sees it. */
export class TestDesk {
  private constructor(
    readonly url: string,
    readonly deskId: string,
    readonly token: string,
  ) {}

  static async enrol(server: Pick<RunningServer, 'url' | 'tokens'>, deskId: string): Promise<TestDesk> {
    const response = await fetch(`${server.url}/v1/devices/enrol`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ enrolmentToken: server.tokens.enrolmentToken, deskId, name: 'Desk' }),
    });
    const { deviceToken } = enrolResponseSchema.parse(await response.json());
    return new TestDesk(server.url, deskId, deviceToken);
  }

  post(records: unknown[]): Promise<Response> {
    return fetch(`${this.url}/v1/records`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${this.token}` },
      body: JSON.stringify({ records }),
    });
  }

  async send(records: unknown[]): Promise<IngestResponse['results']> {
    return ingestResponseSchema.parse(await (await this.post(records)).json()).results;
  }

  get(path: string): Promise<Response> {
    return getAs(this.url, path, this.token);
  }

  async chain(): Promise<ChainReport> {
    return chainReportSchema.parse(await (await this.get(`/v1/desks/${this.deskId}/chain`)).json());
  }
}

export function getAs(url: string, path: string, token: string | null): Promise<Response> {
  return fetch(`${url}${path}`, { headers: token === null ? {} : { authorization: `Bearer ${token}` } });
}

/** A monitor that remembers what it was told and can wait for it. */
export class TestMonitor {
  readonly messages: MonitorMessage[] = [];
  #waiting: (() => void)[] = [];

  private constructor(private readonly socket: WebSocket) {
    socket.on('message', (data) => {
      this.messages.push(monitorMessageSchema.parse(JSON.parse(data.toString())));
      for (const check of this.#waiting.splice(0)) check();
    });
  }

  static async connect(url: string, token: string): Promise<TestMonitor> {
    const socket = await openSocket(`${url}/v1/monitor-socket?token=${token}`);
    const monitor = new TestMonitor(socket);
    await monitor.until((message) => message.type === 'snapshot');
    return monitor;
  }

  /** The first message, already told or to come, that fits. */
  async until(fits: (message: MonitorMessage) => boolean): Promise<MonitorMessage> {
    for (;;) {
      const found = this.messages.find(fits);
      if (found) return found;
      await new Promise<void>((resolve) => this.#waiting.push(resolve));
    }
  }

  close(): void {
    this.socket.close();
  }
}

export async function openSocket(url: string): Promise<WebSocket> {
  const socket = new WebSocket(url.replace(/^http/, 'ws'));
  await new Promise<void>((resolve, reject) => {
    socket.once('open', resolve);
    socket.once('error', reject);
  });
  return socket;
}

/** Calls `probe` until it answers other than null; the test's own timeout bounds it. */
export async function eventually<T>(probe: () => Promise<T | null>): Promise<T> {
  for (;;) {
    const found = await probe();
    if (found !== null) return found;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
