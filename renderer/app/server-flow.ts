import { toFailure } from '../../contracts/errors';
import type { Bootstrap } from '../../contracts/ipc';
import type { CueBook } from '../../contracts/cues';
import { DeskReporter } from '../monitor/monitor-client';
import type { LiveSocket } from '../monitor/live-socket';
import type { AppStore } from '../ui/model';
import { deskStatusOf, type DeskIdentity, type LastCue } from './desk-status';
import { followMonitor } from './monitor-flow';
import { ServerClient } from './server-client';

const RETRY_MS = 10_000;
const REPORT_AFTER_MS = 150;

export interface ServerFlowOptions {
  store: AppStore;
  bootstrap: Bootstrap;
  url: string;
  identity: DeskIdentity;
  /** The desk has a token: the outbox may send. */
  enrolled(token: string): void;
  cueBook(book: CueBook): void;
}

/** The ways to the server and to what keeps the token; a test has its own. */
export interface ServerConnections {
  client: Pick<ServerClient, 'enrol' | 'customers' | 'cueBook'>;
  saveToken(token: string): Promise<unknown>;
  reporter(token: string): Pick<DeskReporter, 'report' | 'stop'>;
  monitor(token: string): Pick<LiveSocket, 'stop'>;
}

function realConnections({ url, store }: ServerFlowOptions): ServerConnections {
  return {
    client: new ServerClient(url, (address, init) => fetch(address, init)),
    saveToken: (token) => window.sidetone.saveDeviceToken({ token }),
    reporter: (token) => new DeskReporter(url, token),
    monitor: (token) => followMonitor(store, url, token),
  };
}

/** The desk's side of the central server: enrolment, customers, cue books, its own status, the monitor. */
export class ServerFlow {
  readonly #options: ServerFlowOptions;
  readonly #connections: ServerConnections;
  #reporter: ReturnType<ServerConnections['reporter']> | null = null;
  #monitor: ReturnType<ServerConnections['monitor']> | null = null;
  #lastCue: LastCue = null;
  #reportTimer: ReturnType<typeof setTimeout> | null = null;

  constructor(options: ServerFlowOptions, connections = realConnections(options)) {
    this.#options = options;
    this.#connections = connections;
    void this.#begin(options.bootstrap.deviceToken);
    options.store.subscribe(() => this.#reportSoon());
  }

  set lastCue(cue: LastCue) {
    this.#lastCue = cue;
    this.#reportSoon();
  }

  /** Tries until it works: a desk starts without its server, and finds it later. */
  async #begin(stored: string | null): Promise<void> {
    const { store, bootstrap } = this.#options;
    try {
      const token = stored ?? (await this.#enrol());
      if (token === null) {
        this.#show('offline', 'not-enrolled', '');
        return;
      }
      const customers = await this.#connections.client.customers(token);
      store.setState({ customers });
      for (const language of ['zh', 'en'] as const) {
        this.#options.cueBook(await this.#connections.client.cueBook(token, language));
      }
      this.#show('online');
      this.#options.enrolled(token);
      this.#reporter = this.#connections.reporter(token);
      this.#reportSoon();
      if (bootstrap.settings.role === 'supervisor') this.#monitor = this.#connections.monitor(token);
    } catch (error) {
      const { code, message, retryable } = toFailure(error);
      this.#show('offline', code, message);
      // A token the server does not know (its data was replaced, or it is another desk's): enrol again.
      const again = !retryable && stored !== null && bootstrap.enrolmentToken !== null ? null : stored;
      if (retryable || again !== stored) setTimeout(() => void this.#begin(again), retryable ? RETRY_MS : 0);
    }
  }

  async #enrol(): Promise<string | null> {
    const { bootstrap, identity } = this.#options;
    if (bootstrap.enrolmentToken === null) return null;
    const token = await this.#connections.client.enrol(bootstrap.enrolmentToken, identity.deskId, identity.name);
    await this.#connections.saveToken(token);
    return token;
  }

  #reportSoon(): void {
    if (this.#reportTimer || !this.#reporter) return;
    this.#reportTimer = setTimeout(() => {
      this.#reportTimer = null;
      const { store, identity } = this.#options;
      this.#reporter?.report(deskStatusOf(store.getState(), identity, this.#lastCue));
    }, REPORT_AFTER_MS);
  }

  #show(serverState: 'online' | 'offline', code?: string, message = ''): void {
    this.#options.store.setState((model) => ({
      sync: { ...model.sync, serverState, trouble: code ? { code, message } : null },
    }));
  }

  stop(): void {
    this.#reporter?.stop();
    this.#monitor?.stop();
  }
}
