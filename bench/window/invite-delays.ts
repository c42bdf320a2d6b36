import type { Paired } from '../statistics';
import { ourTelephone, plainTelephone, watchSent } from './telephones';

export interface InviteOrder {
  webSocketUrl: string;
  domain: string;
  /** STUN or TURN servers that both sides are told of. */
  iceServers: RTCIceServer[];
  repetitions: number;
  /** A call that has sent no INVITE by then counts as failed. */
  limitMs: number;
}

/** Resolves with the moment at which each number's INVITE goes out on a WebSocket of this page. */
function watchInvites(): (number: string, limitMs: number) => Promise<number> {
  const waiting = new Map<string, (atMs: number) => void>();
  watchSent((text) => {
    const number = /^INVITE sip:(\d+)@/.exec(text)?.[1];
    if (number !== undefined) waiting.get(number)?.(performance.now());
  });
  return (number, limitMs) =>
    new Promise((resolve, reject) => {
      const timer = setTimeout(() => reject(new Error(`No INVITE within ${limitMs} ms.`)), limitMs);
      waiting.set(number, (atMs) => {
        clearTimeout(timer);
        waiting.delete(number);
        resolve(atMs);
      });
    });
}

/**
 * Milliseconds from dialling to the INVITE on the wire: our telephone and JsSIP's own default, in turn, with the same
 * microphone and the same servers. JsSIP's calls wait for seconds without using the processor, so they overlap.
 */
export async function inviteDelays(order: InviteOrder): Promise<Paired> {
  const nextInvite = watchInvites();
  const microphone = await navigator.mediaDevices.getUserMedia({ audio: true });
  const telephone = await ourTelephone({ ...order, extension: '1001' });
  const plain = await plainTelephone({ ...order, extension: '1002' });
  const timed = async (number: string, dial: () => void) => {
    const sent = nextInvite(number, order.limitMs);
    const startedAtMs = performance.now();
    dial();
    return (await sent) - startedAtMs;
  };
  const ours = (call: number) => timed(`7${call}`, () => void telephone.call(`7${call}`, microphone));
  const alternative = (call: number) => timed(`8${call}`, () => void plain.call(`8${call}`, microphone));
  // Not counted: the first call of a page loads what the others find loaded.
  await ours(9999);
  const waiting: Promise<number>[] = [];
  const samples: Paired = { ours: [], alternative: [] };
  for (let repetition = 0; repetition < order.repetitions; repetition += 1) {
    waiting.push(alternative(1000 + repetition));
    samples.ours.push(await ours(1000 + repetition));
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
  samples.alternative.push(...(await Promise.all(waiting)));
  telephone.stop();
  plain.stop();
  return samples;
}
