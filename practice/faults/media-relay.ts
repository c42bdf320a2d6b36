import { createSocket, type Socket } from 'node:dgram';
import { networkInterfaces } from 'node:os';

/** `from-desk`: what the agent says on its way to the PBX. `to-desk`: what the agent hears. */
export type MediaDirection = 'from-desk' | 'to-desk';

export interface MediaFaults {
  /** 0-1, decided per packet by the seeded generator. */
  loss: Record<MediaDirection, number>;
  delayMs: Record<MediaDirection, number>;
}

interface Address {
  host: string;
  port: number;
}

/** Where one side of one path is reached: what its SDP offered until its first packet says it for certain. */
interface Face {
  socket: Socket;
  port: number;
  /** Candidates of the SDP; checks go to all of them until a packet came from one. */
  offered: Address[];
  learned: Address | null;
}

/** One path between a desk and the PBX: two faces, packets in at one leave at the other. */
interface Path {
  desk: Face;
  pbx: Face;
  alive: boolean;
}

/**
 * A UDP relay between desk and PBX that both take for the other one: every SDP that passes has its candidates replaced
 * by the relay's (ICE, RFC 8445, does not mind: its checks carry their own credentials), so that media can be lost,
 * delayed, cut one way, or have its path die as when a laptop changes networks. No root, no firewall.
 */
export class MediaRelay {
  readonly faults: MediaFaults = { loss: { 'from-desk': 0, 'to-desk': 0 }, delayMs: { 'from-desk': 0, 'to-desk': 0 } };
  /** RTP packets that came through, per direction. */
  readonly passed: Record<MediaDirection, number> = { 'from-desk': 0, 'to-desk': 0 };
  readonly #random: () => number;
  readonly #address: string;
  readonly #paths = new Map<string, Path>();

  /** @param random 0-1, seeded by the caller so that a run can be repeated. */
  constructor(random: () => number = Math.random) {
    this.#random = random;
    this.#address = reachableAddress();
  }

  /** The present paths die for good; a call gets a new one with its next offer and answer. */
  killPaths(): void {
    for (const path of this.#paths.values()) path.alive = false;
  }

  /** @returns the SDP with the relay's address in place of every candidate of `side`. */
  async rewrite(sdp: string, callId: string, side: 'desk' | 'pbx'): Promise<string> {
    let path = this.#paths.get(callId);
    if (!path?.alive) {
      if (path) close(path);
      path = await this.#open();
      this.#paths.set(callId, path);
    }
    const own = side === 'desk' ? path.desk : path.pbx;
    const shown = side === 'desk' ? path.pbx : path.desk;
    own.offered = candidatesOf(sdp);
    own.learned = null;
    return withCandidate(sdp, this.#address, shown.port);
  }

  stop(): void {
    for (const path of this.#paths.values()) close(path);
    this.#paths.clear();
  }

  async #open(): Promise<Path> {
    const path: Path = { desk: await openFace(), pbx: await openFace(), alive: true };
    this.#join(path, path.desk, path.pbx, 'from-desk');
    this.#join(path, path.pbx, path.desk, 'to-desk');
    return path;
  }

  #join(path: Path, from: Face, to: Face, direction: MediaDirection): void {
    from.socket.on('message', (packet, source) => {
      if (!path.alive || this.#random() < this.faults.loss[direction]) return;
      from.learned = { host: source.address, port: source.port };
      const send = () => {
        if (!path.alive) return;
        if (isRtp(packet)) this.passed[direction] += 1;
        for (const { host, port } of to.learned ? [to.learned] : to.offered) {
          // A candidate of an interface that is gone is refused by the kernel: lost, as on a network.
          to.socket.send(packet, port, host, () => undefined);
        }
      };
      const delayMs = this.faults.delayMs[direction];
      if (delayMs > 0) setTimeout(send, delayMs);
      else send();
    });
  }
}

/** RFC 7983 section 7: first byte 128 to 191; RFC 5761 section 4: no RTCP packet type in the second. */
function isRtp([first = 0, second = 0]: Buffer): boolean {
  return first >= 128 && first <= 191 && (second < 192 || second > 223);
}

function close(path: Path): void {
  path.alive = false;
  path.desk.socket.close();
  path.pbx.socket.close();
}

async function openFace(): Promise<Face> {
  const socket = createSocket('udp4');
  // Errors of a single packet (unreachable host) must not end the relay.
  socket.on('error', () => undefined);
  await new Promise<void>((resolve) => socket.bind(0, '0.0.0.0', resolve));
  return { socket, port: socket.address().port, offered: [], learned: null };
}

function candidatesOf(sdp: string): Address[] {
  const addresses: Address[] = [];
  for (const line of sdp.split(/\r?\n/)) {
    const match = /^a=candidate:\S+ 1 udp \d+ (\d+\.\d+\.\d+\.\d+) (\d+) /i.exec(line);
    if (match?.[1] && match[2]) addresses.push({ host: match[1], port: Number(match[2]) });
  }
  const host = /^c=IN IP4 (\d+\.\d+\.\d+\.\d+)/m.exec(sdp)?.[1];
  const port = /^m=audio (\d+) /m.exec(sdp)?.[1];
  if (addresses.length === 0 && host && host !== '0.0.0.0' && port) addresses.push({ host, port: Number(port) });
  return addresses;
}

function withCandidate(sdp: string, host: string, port: number): string {
  const lines = sdp
    .split(/\r?\n/)
    .filter((line) => line !== '' && !/^a=(candidate:|rtcp:|end-of-candidates)/.test(line));
  const candidate = `a=candidate:relay 1 udp 2130706431 ${host} ${String(port)} typ host`;
  const media = lines.findIndex((line) => line.startsWith('m=audio'));
  if (media < 0) return sdp;
  const rewritten = lines.map((line) => {
    if (line.startsWith('c=IN ')) return `c=IN IP4 ${host}`;
    // A rejected stream (port 0, RFC 3264 section 6) stays rejected.
    return line.replace(/^m=audio [1-9]\d* /, `m=audio ${String(port)} `);
  });
  return [...rewritten, candidate, 'a=end-of-candidates', ''].join('\r\n');
}

/** The window's sockets are bound to a real interface where there is one: the relay is shown on that. */
export function reachableAddress(): string {
  for (const list of Object.values(networkInterfaces())) {
    for (const { family, internal, address } of list ?? []) if (family === 'IPv4' && !internal) return address;
  }
  return '127.0.0.1';
}
