import type { WebSocket } from 'ws';
import type { DeskStatus, MonitorMessage } from '../../contracts/server-api';
import type { Database } from '../store/database';
import type { SocketCounts } from '../http/metrics';
import { feedOf, newestFeed, todayCounts } from './feed';

const FEED_LENGTH = 50;
/** A monitor that reads slower than this much behind is dropped; it connects again and gets a new snapshot. */
const MAX_BUFFERED_BYTES = 4 * 1024 * 1024;

/** Knows which desks are connected and tells every monitor what changes. One per server process. */
export class MonitorHub {
  readonly #desks = new Map<string, { socket: WebSocket; status: DeskStatus | null }>();
  readonly #monitors = new Set<WebSocket>();

  constructor(private readonly database: Database) {}

  /** A desk connected; an older connection of the same desk (a network that broke silently) is replaced. */
  deskConnected(deskId: string, socket: WebSocket): void {
    const older = this.#desks.get(deskId);
    this.#desks.set(deskId, { socket, status: older?.status ?? null });
    older?.socket.close(4409, 'replaced');
    socket.on('close', () => {
      if (this.#desks.get(deskId)?.socket !== socket) return;
      this.#desks.delete(deskId);
      this.#tellAll({ type: 'desk-gone', deskId });
    });
  }

  deskStatus(socket: WebSocket, status: DeskStatus): void {
    const desk = this.#desks.get(status.deskId);
    if (desk?.socket !== socket) return;
    desk.status = status;
    this.#tellAll({ type: 'desk', status });
  }

  /** Sends the snapshot, then every change. Rejects when the database is away. */
  async monitorConnected(socket: WebSocket): Promise<void> {
    const snapshot = await this.#snapshot();
    if (socket.readyState !== socket.OPEN) return;
    // From here on without a pause, so that no change falls between snapshot and subscription.
    this.#monitors.add(socket);
    socket.on('close', () => this.#monitors.delete(socket));
    this.#send(socket, JSON.stringify(snapshot()));
  }

  /** Records became visible in the store. */
  async recordsStored(recordIds: string[]): Promise<void> {
    if (this.#monitors.size === 0) return;
    const [today, items] = await Promise.all([todayCounts(this.database), feedOf(this.database, recordIds)]);
    for (const item of items) this.#tellAll({ type: 'record', item, today });
  }

  /** After an outage some notices were missed: every monitor starts again from a snapshot. */
  async resynchronise(): Promise<void> {
    const snapshot = await this.#snapshot();
    this.#tellAll(snapshot());
  }

  /** What comes from the database is read first; the desks are as they are when the answer is called. */
  async #snapshot(): Promise<() => MonitorMessage> {
    const [today, feed] = await Promise.all([todayCounts(this.database), newestFeed(this.database, FEED_LENGTH)]);
    return () => {
      const desks = [...this.#desks.values()].flatMap(({ status }) => (status ? [status] : []));
      return { type: 'snapshot', desks, today, feed };
    };
  }

  counts(): SocketCounts {
    return { desks: this.#desks.size, monitors: this.#monitors.size };
  }

  #tellAll(message: MonitorMessage): void {
    const text = JSON.stringify(message);
    for (const socket of this.#monitors) this.#send(socket, text);
  }

  #send(socket: WebSocket, text: string): void {
    if (socket.readyState !== socket.OPEN) return;
    if (socket.bufferedAmount > MAX_BUFFERED_BYTES) socket.terminate();
    else socket.send(text);
  }
}
