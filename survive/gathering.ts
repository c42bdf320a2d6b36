import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import type { Page } from 'playwright-core';
import { reachableAddress } from '../practice/faults/media-relay';

/** An offer or an answer, at the moment when it left the window. */
export interface Departure {
  /** The first word of it: `INVITE`, or `SIP/2.0` for an answer. */
  readonly what: string;
  /** After the first candidate that media can pass by; null when there was none yet. */
  readonly afterFirstUsableMs: number | null;
  readonly gathering: RTCIceGatheringState;
}

interface Gathering {
  readonly departures: Departure[];
  readonly connections: { connection: RTCPeerConnection; firstUsableAtMs: number | null }[];
}

/** From now on the page notes when candidates come and when offers and answers leave. */
export async function watchGathering(page: Page): Promise<{
  departures(): Promise<Departure[]>;
  /** What the newest connection was told of the other side. */
  remoteDescription(): Promise<string>;
}> {
  await page.evaluate(() => {
    const gathering: Gathering = { departures: [], connections: [] };
    Object.assign(window, { gathering });
    const Connection = window.RTCPeerConnection;
    window.RTCPeerConnection = class extends Connection {
      constructor(configuration?: RTCConfiguration) {
        super(configuration);
        const known: (typeof gathering.connections)[number] = { connection: this, firstUsableAtMs: null };
        gathering.connections.push(known);
        this.addEventListener('icecandidate', ({ candidate }) => {
          if (candidate?.protocol === 'udp') known.firstUsableAtMs ??= performance.now();
        });
      }
    };
    const send = WebSocket.prototype.send;
    WebSocket.prototype.send = function (data) {
      const known = gathering.connections.at(-1);
      if (known && typeof data === 'string' && /^(INVITE|SIP\/2\.0 200) /.test(data) && data.includes('m=audio')) {
        const { connection, firstUsableAtMs } = known;
        gathering.departures.push({
          what: data.split(' ', 1)[0] ?? '',
          afterFirstUsableMs: firstUsableAtMs === null ? null : performance.now() - firstUsableAtMs,
          gathering: connection.iceGatheringState,
        });
      }
      send.call(this, data);
    };
  });
  return {
    departures: () => page.evaluate(() => (window as unknown as { gathering: Gathering }).gathering.departures),
    remoteDescription: () =>
      page.evaluate(() => {
        const { connections } = (window as unknown as { gathering: Gathering }).gathering;
        return connections.at(-1)?.connection.remoteDescription?.sdp ?? '';
      }),
  };
}

/** A STUN server that takes every question and answers none. */
export async function startDeadStun(): Promise<{ url: string; asked(): number; stop(): void }> {
  const socket = createSocket('udp4');
  let count = 0;
  socket.on('message', () => void (count += 1));
  socket.bind(0, '0.0.0.0');
  await once(socket, 'listening');
  return {
    url: `stun:${reachableAddress()}:${String(socket.address().port)}`,
    asked: () => count,
    stop: () => void socket.close(),
  };
}
