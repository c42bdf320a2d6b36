import { ourTelephone, plainTelephone, type BenchAccount, type BenchCall, type Side } from './telephones';

const LIMIT_MS = 20_000;

/** A call that is up, and what is asked of it from outside of the window. */
export interface UpCall {
  ended(): boolean;
  hangUp(): void;
}

/** Opens a telephone of that side and calls; resolves when sound comes back. */
export async function openCall(side: Side, account: BenchAccount, number: string): Promise<UpCall> {
  const microphone = await navigator.mediaDevices.getUserMedia({ audio: true });
  const telephone = await (side === 'ours' ? ourTelephone : plainTelephone)(account);
  const deadlineMs = performance.now() + LIMIT_MS;
  const call: BenchCall = telephone.call(number, microphone);
  while ((await call.packetsReceived().catch(() => 0)) === 0) {
    if (call.ended || performance.now() > deadlineMs) throw new Error('The call did not come about.');
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  return {
    ended: () => call.ended,
    hangUp: () => {
      if (!call.ended) call.terminate();
      telephone.stop();
      for (const track of microphone.getTracks()) track.stop();
    },
  };
}
