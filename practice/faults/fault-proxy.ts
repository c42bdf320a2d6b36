import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { WebSocket, WebSocketServer } from 'ws';
import { MediaRelay } from './media-relay';

export type SipDirection = 'from-desk' | 'to-desk';

/** A SIP message (or a keep-alive) that came by. */
export interface PassedMessage {
  atMs: number;
  direction: SipDirection;
  /** Which connection it came by: 1 is the first that the desk made. */
  link: number;
  /** As on the wire. */
  text: string;
  /** `INVITE`, `BYE`, … or `200` for a response; `keep-alive` for CRLF. */
  kind: string;
  /** The method of the CSeq header: what a response answers. */
  method: string;
  callId: string;
}

/** What becomes of a message: passed on, passed as another, lost, or the connection cut before or after it. */
export type Verdict = 'pass' | 'lose' | 'cut-before' | 'cut-after' | { replaceBy: string };

export interface FaultProxyOptions {
  /** The PBX: ws:// or wss:// (its certificate is not checked: the proxy is for faults, not for trust). */
  target: string;
  /** 0 takes a free one. */
  port?: number;
  /** Also relay the media, so that it can be hurt. */
  media?: boolean;
  random?: () => number;
}

interface Link {
  readonly number: number;
  desk: WebSocket;
  pbx: WebSocket;
  waiting: string[];
  /** Open, and nothing comes through any more. */
  stranded: boolean;
}

/** A WebSocket in the way of the desk's signalling that can do to it what bad networks do. */
export class FaultProxy {
  readonly url: string;
  readonly media: MediaRelay | null;
  /** Everything that came by, oldest first; also what was lost. */
  readonly seen: PassedMessage[] = [];
  /** Decides about each message; the last one set counts. */
  judge: (message: PassedMessage) => Verdict = () => 'pass';
  delayMs = 0;
  /** What goes to the desk goes in binary frames (RFC 7118 section 5.2 allows both). */
  binary = false;
  readonly #server: Server;
  readonly #sockets: WebSocketServer;
  readonly #target: string;
  readonly #links = new Set<Link>();
  readonly #listeners = new Set<(message: PassedMessage) => void>();
  #count = 0;
  #away = false;
  #stalled = false;
  /** Messages of both directions go one after another, although rewriting one takes a moment. */
  #queue: Promise<void> = Promise.resolve();

  private constructor(options: FaultProxyOptions, server: Server) {
    this.#target = options.target;
    this.#server = server;
    this.url = `ws://127.0.0.1:${String((server.address() as AddressInfo).port)}${new URL(options.target).pathname}`;
    this.media = options.media ? new MediaRelay(options.random) : null;
    this.#sockets = new WebSocketServer({ noServer: true, handleProtocols: () => 'sip' });
    server.on('upgrade', (request, socket, head) => {
      if (this.#away) socket.destroy();
      else this.#sockets.handleUpgrade(request, socket, head, (desk) => this.#link(desk));
    });
  }

  static async start(options: FaultProxyOptions): Promise<FaultProxy> {
    const server = createServer((_request, response) => response.writeHead(426).end());
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject).listen(options.port ?? 0, '127.0.0.1', resolve);
    });
    return new FaultProxy(options, server);
  }

  /** Every connection ends as when a cable is cut: no close frame. New ones come through unless {@link away} is set. */
  drop(): void {
    for (const { desk, pbx } of this.#links) {
      desk.terminate();
      pbx.terminate();
    }
  }

  /** While true no connection is made. */
  set away(away: boolean) {
    this.#away = away;
    if (away) this.drop();
  }

  /** Nothing the PBX says reaches the desk, and the other way round. */
  get outOfReach(): boolean {
    return this.#away || this.#stalled;
  }

  /** While true connections stay open and nothing comes through: a half-open socket. */
  set stalled(stalled: boolean) {
    this.#stalled = stalled;
  }

  /** The connections of now stay open and carry nothing any more, as after a sleep; new ones come through. */
  strand(): void {
    for (const link of this.#links) link.stranded = true;
  }

  /** No fault from now on. */
  calm(): void {
    this.judge = () => 'pass';
    this.away = false;
    this.stalled = false;
    this.delayMs = 0;
    this.binary = false;
    if (!this.media) return;
    this.media.faults.loss = { 'from-desk': 0, 'to-desk': 0 };
    this.media.faults.delayMs = { 'from-desk': 0, 'to-desk': 0 };
  }

  /** Says something to the desk in the PBX's name; a Buffer goes as a binary frame. */
  inject(message: string | Buffer): void {
    for (const { desk } of this.#links) desk.send(message);
  }

  /** How many connections of desks are open. */
  get connections(): number {
    return this.#links.size;
  }

  onMessage(listener: (message: PassedMessage) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** The next message, or one already seen since `sinceMs`, for which `wanted` holds. */
  message(wanted: (message: PassedMessage) => boolean, sinceMs = Date.now()): Promise<PassedMessage> {
    const past = this.seen.find((message) => message.atMs >= sinceMs && wanted(message));
    if (past) return Promise.resolve(past);
    return new Promise((resolve) => {
      const forget = this.onMessage((message) => {
        if (!wanted(message)) return;
        forget();
        resolve(message);
      });
    });
  }

  async stop(): Promise<void> {
    this.drop();
    this.media?.stop();
    this.#sockets.close();
    await new Promise<void>((resolve) => this.#server.close(() => resolve()));
  }

  #link(desk: WebSocket): void {
    const pbx = new WebSocket(this.#target, 'sip', { rejectUnauthorized: false });
    this.#count += 1;
    const link: Link = { number: this.#count, desk, pbx, waiting: [], stranded: false };
    this.#links.add(link);
    pbx.on('open', () => {
      for (const text of link.waiting.splice(0)) pbx.send(text);
    });
    desk.on('message', (data) => this.#pass(link, 'from-desk', String(data)));
    pbx.on('message', (data) => this.#pass(link, 'to-desk', String(data)));
    const end = () => {
      this.#links.delete(link);
      desk.terminate();
      pbx.terminate();
    };
    for (const socket of [desk, pbx]) {
      // The close event follows an error and says the same.
      socket.on('error', () => undefined);
      socket.on('close', end);
    }
  }

  #pass(link: Link, direction: SipDirection, text: string): void {
    const message = { ...describe(direction, text), link: link.number };
    this.seen.push(message);
    const verdict = this.#stalled || link.stranded ? 'lose' : this.judge(message);
    for (const listener of this.#listeners) listener(message);
    if (verdict === 'lose') return;
    if (verdict === 'cut-before') return this.drop();
    const onward = typeof verdict === 'object' ? verdict.replaceBy : text;
    this.#queue = this.#queue.then(async () => {
      const rewritten = await this.#withRelay(message, onward);
      const send = () => this.#send(link, direction, rewritten);
      if (this.delayMs > 0) setTimeout(send, this.delayMs);
      else send();
      if (verdict === 'cut-after') setImmediate(() => this.drop());
    });
  }

  #send(link: Link, direction: SipDirection, text: string): void {
    if (this.#stalled || link.stranded) return;
    if (direction === 'to-desk') link.desk.send(this.binary ? Buffer.from(text) : text);
    else if (link.pbx.readyState === WebSocket.OPEN) link.pbx.send(text);
    else link.waiting.push(text);
  }

  async #withRelay(message: PassedMessage, text: string): Promise<string> {
    const split = text.indexOf('\r\n\r\n');
    if (!this.media || split < 0 || !/\r\nContent-Type:\s*application\/sdp/i.test(text.slice(0, split))) return text;
    const side = message.direction === 'from-desk' ? 'desk' : 'pbx';
    const body = await this.media.rewrite(text.slice(split + 4), message.callId, side);
    const head = text.slice(0, split).replace(/(\r\nContent-Length:\s*)\d+/i, `$1${String(Buffer.byteLength(body))}`);
    return `${head}\r\n\r\n${body}`;
  }
}

function describe(direction: SipDirection, text: string): Omit<PassedMessage, 'link'> {
  const atMs = Date.now();
  if (text.trim() === '') return { atMs, direction, text, kind: 'keep-alive', method: '', callId: '' };
  const [first = ''] = text.split(/\r?\n/, 1);
  const kind = first.startsWith('SIP/2.0 ') ? first.slice(8, 11) : (first.split(' ', 1)[0] ?? '');
  const method = /^CSeq:\s*\d+\s+(\S+)/im.exec(text)?.[1] ?? '';
  const callId = /^(?:Call-ID|i):\s*(\S+)/im.exec(text)?.[1] ?? '';
  return { atMs, direction, text, kind, method, callId };
}
