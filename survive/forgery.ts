import type { FaultProxy, PassedMessage, Verdict } from '../practice/faults/fault-proxy';
import { FORGED_BRANCH, answerTo, header } from '../test/support/sip-forgery';

export const branchOf = (text: string) => /branch=([^;\r\n]+)/.exec(text)?.[1] ?? '';

export const fromDesk = (kind: string) => (message: PassedMessage) =>
  message.kind === kind && message.direction === 'from-desk';

export const answerFromPbx = (method: string) => (message: PassedMessage) =>
  message.kind === '200' && message.method === method && message.direction === 'to-desk';

/** Speaks in the PBX's place at a proxy, so that the PBX hears of none of it. */
export class Forgery {
  readonly #proxy: FaultProxy;
  /** Requests of the desk that were answered here: their ACKs go no further. */
  readonly #answered = new Set<string>();

  constructor(proxy: FaultProxy) {
    this.#proxy = proxy;
    this.judge(() => 'pass');
  }

  /** Decides about what is not forged. What answers to a forged message, a ping included, does not reach the PBX. */
  judge(rule: (message: PassedMessage) => Verdict): void {
    this.#proxy.judge = (message) => {
      if (message.kind === 'keep-alive') return 'lose';
      const forged = message.direction === 'from-desk' && message.text.includes(FORGED_BRANCH);
      if (forged || (message.kind === 'ACK' && this.#answered.has(branchOf(message.text)))) return 'lose';
      return rule(message);
    };
  }

  /** For a judge: this request is answered so, and never reaches the PBX. `status`: code and reason. */
  refuse(message: PassedMessage, status: string, headers: readonly string[] = []): Verdict {
    setImmediate(() => this.answer(message, status, headers));
    return 'lose';
  }

  /** Answers a request that was lost on its way. */
  answer({ text }: PassedMessage, status: string, headers: readonly string[] = []): void {
    this.#answered.add(branchOf(text));
    this.#proxy.inject(answerTo(text, status, headers));
  }

  /** Puts a request to the desk and gives its final answer. */
  ask(request: string): Promise<PassedMessage> {
    const answer = this.#proxy.message(
      ({ kind, text, direction }) =>
        direction === 'from-desk' && Number(kind) >= 200 && header(text, 'Via') === header(request, 'Via'),
    );
    this.#proxy.inject(request);
    return answer;
  }
}
