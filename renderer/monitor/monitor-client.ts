import { monitorMessageSchema, type DeskStatus, type MonitorMessage } from '../../contracts/server-api';
import { LiveSocket } from './live-socket';

export function socketUrl(serverUrl: string, path: string, token: string): string {
  const url = new URL(path, serverUrl.replace(/^http/, 'ws'));
  url.searchParams.set('token', token);
  return url.toString();
}

/** Watches all desks; 'offline' while the server is away, 'refused' where this token may not watch. */
export function watchMonitor(
  serverUrl: string,
  token: string,
  listener: { message(message: MonitorMessage): void; connection(state: 'live' | 'offline' | 'refused'): void },
): LiveSocket {
  return new LiveSocket({
    url: socketUrl(serverUrl, '/v1/monitor-socket', token),
    onOpen: () => listener.connection('live'),
    onMessage: (value) => {
      const parsed = monitorMessageSchema.safeParse(value);
      if (parsed.success) listener.message(parsed.data);
    },
    onClosed: (refused) => listener.connection(refused ? 'refused' : 'offline'),
  });
}

/** Tells the server of this desk; after a break the newest status is sent again. */
export class DeskReporter {
  readonly #socket: LiveSocket;
  #newest: DeskStatus | null = null;

  constructor(serverUrl: string, token: string) {
    this.#socket = new LiveSocket({
      url: socketUrl(serverUrl, '/v1/desk-socket', token),
      onOpen: () => this.#newest && this.#send(this.#newest),
      onMessage: () => undefined,
      onClosed: () => undefined,
    });
  }

  report(status: DeskStatus): void {
    this.#newest = status;
    this.#send(status);
  }

  stop(): void {
    this.#socket.stop();
  }

  #send(status: DeskStatus): void {
    this.#socket.send({ type: 'status', status });
  }
}
