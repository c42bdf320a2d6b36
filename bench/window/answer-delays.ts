import { ourTelephone, plainTelephone, watchSent, type BenchCall, type BenchAccount, type Side } from './telephones';

/** How long an agent takes to press the button is no part of it; the INVITE's own work is over by then. */
const RINGS_MS = 300;
const POLL_MS = 5;

export interface AnswerDelay {
  /** From the press to the 200 on the wire, and to the first packet of the customer's sound. */
  okMs: number;
  audioMs: number;
}

export interface Answerers {
  /** Answers the next call that rings there. Either figure is `limitMs` where it did not come by then. */
  next(side: Side, limitMs: number): Promise<AnswerDelay>;
  stop(): void;
}

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/** It may have rung before it is asked for. */
async function firstOf(calls: BenchCall[], limitMs: number): Promise<BenchCall> {
  for (const askedMs = performance.now(); performance.now() - askedMs < limitMs; await pause(POLL_MS)) {
    const call = calls.shift();
    if (call) return call;
  }
  throw new Error('Nobody rings.');
}

/** Two telephones that answer: ours as 1001, JsSIP as it comes as 1002. */
export async function openAnswerers(account: Omit<BenchAccount, 'extension'>): Promise<Answerers> {
  const microphone = await navigator.mediaDevices.getUserMedia({ audio: true });
  const accepted = new Map<string, number>();
  watchSent((text) => {
    if (!text.startsWith('SIP/2.0 200') || !/^CSeq: \d+ INVITE/im.test(text)) return;
    const callId = /^Call-ID: (\S+)/im.exec(text)?.[1] ?? '';
    if (!accepted.has(callId)) accepted.set(callId, performance.now());
  });
  const ringing: Record<Side, BenchCall[]> = { ours: [], alternative: [] };
  const telephones = [
    await ourTelephone({ ...account, extension: '1001' }, (call) => ringing.ours.push(call)),
    await plainTelephone({ ...account, extension: '1002' }, (call) => ringing.alternative.push(call)),
  ];
  return {
    async next(side, limitMs) {
      const call = await firstOf(ringing[side], limitMs);
      await pause(RINGS_MS);
      const pressedMs = performance.now();
      call.answer(microphone);
      const after = async (reached: () => Promise<boolean> | boolean) => {
        while (!(await reached())) {
          if (call.ended || performance.now() - pressedMs > limitMs) return limitMs;
          await pause(POLL_MS);
        }
        return performance.now() - pressedMs;
      };
      await after(() => accepted.has(call.sipCallId));
      const audioMs = await after(async () => (await call.packetsReceived()) > 0);
      const okMs = (accepted.get(call.sipCallId) ?? pressedMs + limitMs) - pressedMs;
      if (!call.ended) call.terminate();
      return { okMs, audioMs };
    },
    stop: () => {
      for (const telephone of telephones) telephone.stop();
      for (const track of microphone.getTracks()) track.stop();
    },
  };
}
