import type { FaultProxy, PassedMessage } from '../../practice/faults/fault-proxy';
import { header } from './sip-forgery';

const isRegister = ({ direction, kind }: PassedMessage) => direction === 'from-desk' && kind === 'REGISTER';

function contactOf({ text }: PassedMessage): string {
  return /<([^>]+)>/.exec(header(text, 'Contact'))?.[1] ?? '';
}

/** Counts the REGISTERs by which a desk keeps its registration, at a proxy: how many ran at once, and what was granted. */
export class RegisterWatch {
  /** The most that were unanswered at one time on one connection. */
  mostAtOnce = 0;
  /** Answers that granted a binding, oldest first: seconds. */
  readonly granted: number[] = [];
  #open = new Set<string>();
  #link = 0;
  /** Of the desk's own registration; the connection test registers another one for a moment. */
  readonly #contact: string;
  readonly #othersLinks = new Set<number>();
  #settled: (() => void)[] = [];
  readonly #forget: () => void;

  /** The first who registered through the proxy is the desk; it keeps its contact when the window loads anew. */
  constructor(proxy: FaultProxy) {
    const first = proxy.seen.find(isRegister);
    if (!first) throw new Error('Nobody has registered through the proxy yet.');
    this.#contact = contactOf(first);
    this.#forget = proxy.onMessage((message) => this.#note(message));
  }

  /** Resolves when nothing that the desk asked is unanswered. */
  async settled(): Promise<void> {
    if (this.#open.size === 0) return;
    await new Promise<void>((resolve) => this.#settled.push(resolve));
  }

  stop(): void {
    this.#forget();
  }

  #note(message: PassedMessage): void {
    const { direction, kind, method, link } = message;
    if (isRegister(message) && contactOf(message) !== this.#contact) this.#othersLinks.add(link);
    if (this.#othersLinks.has(link)) return;
    // With a connection goes what was asked over it.
    if (link > this.#link) this.#open.clear();
    if (link < this.#link) return;
    this.#link = link;
    if (method !== 'REGISTER' && method !== 'OPTIONS') return;
    const question = `${method} ${message.callId}`;
    if (direction === 'from-desk' && kind === method) {
      const asked = `${question} ${header(message.text, 'CSeq')}`;
      // A challenge is no answer yet: what follows it belongs to the same question.
      for (const open of this.#open)
        if (open.endsWith('challenged') && open.startsWith(question)) this.#open.delete(open);
      this.#open.add(asked);
      const registers = [...this.#open].filter((open) => open.startsWith('REGISTER')).length;
      this.mostAtOnce = Math.max(this.mostAtOnce, registers);
      return;
    }
    if (direction !== 'to-desk' || Number(kind) < 200) return;
    this.#open.delete(`${question} ${header(message.text, 'CSeq')}`);
    if (kind === '401') this.#open.add(`${question} challenged`);
    if (kind === '200' && method === 'REGISTER') {
      this.granted.push(Number(/;expires=(\d+)/i.exec(header(message.text, 'Contact'))?.[1] ?? 0));
    }
    if (this.#open.size === 0) for (const resolve of this.#settled.splice(0)) resolve();
  }
}
