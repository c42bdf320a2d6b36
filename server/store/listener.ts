import pg from 'pg';
import { APPLICATION_NAME } from './database';

const RECONNECT_MS = 500;

export interface ListenerHooks {
  onNotice(channel: string, payload: string): void;
  /** Connected, also after an outage: notices of the time between were missed. */
  onConnected(): void;
}

/** Holds one connection that LISTENs, and replaces it when it breaks. */
export class Listener {
  #client: pg.Client | undefined;
  #timer: NodeJS.Timeout | undefined;
  #stopped = false;

  constructor(
    private readonly url: string,
    private readonly channels: string[],
    private readonly hooks: ListenerHooks,
  ) {}

  /** Tries once now, and from then on until stopped. Never rejects. */
  async start(): Promise<void> {
    if (this.#stopped) return;
    const client = new pg.Client({
      connectionString: this.url,
      application_name: APPLICATION_NAME,
      connectionTimeoutMillis: 5_000,
      keepAlive: true,
    });
    this.#client = client;
    let lost = false;
    const onLost = () => {
      if (lost) return;
      lost = true;
      void client.end().catch(() => undefined);
      if (!this.#stopped) this.#timer = setTimeout(() => void this.start(), RECONNECT_MS);
    };
    client.on('error', onLost);
    client.on('end', onLost);
    client.on('notification', (notice) => this.hooks.onNotice(notice.channel, notice.payload ?? ''));
    try {
      await client.connect();
      for (const channel of this.channels) await client.query(`LISTEN ${client.escapeIdentifier(channel)}`);
      if (!this.#stopped) this.hooks.onConnected();
    } catch {
      onLost();
    }
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    clearTimeout(this.#timer);
    await this.#client?.end().catch(() => undefined);
  }
}
