import type { MediaFactory, MediaListener, MediaSession } from './media';
import { FRAME_INTERVAL_MS, TELEPHONE_FRAME_SAMPLES } from './media';
import { SidetoneError } from '../contracts/errors';

/** An SDP that the fake understands: only the direction matters. */
export function fakeSdp(direction: 'sendrecv' | 'sendonly' | 'recvonly' | 'inactive' = 'sendrecv'): string {
  return [
    'v=0',
    'o=- 1 1 IN IP4 127.0.0.1',
    's=-',
    't=0 0',
    'm=audio 9 UDP/TLS/RTP/SAVPF 0',
    `a=${direction}`,
    '',
  ].join('\r\n');
}

/** A media session without a network: a test lets time pass with {@link FakeMediaSession.pass}. */
export class FakeMediaSession implements MediaSession {
  readonly digitsSent: string[] = [];
  echo = false;
  held = false;
  closed = false;
  playedSamples = 0;
  private queuedSamples = 0;

  constructor(readonly listener: MediaListener) {}

  answer(offerSdp: string): Promise<string> {
    if (!offerSdp.includes('m=audio')) return Promise.reject(new SidetoneError('sdp-refused', 'No audio is offered.'));
    const direction = /a=(sendonly|inactive|recvonly)/.exec(offerSdp)?.[1];
    const mirrored = { sendonly: 'recvonly', recvonly: 'sendonly', inactive: 'inactive' } as const;
    return Promise.resolve(fakeSdp(mirrored[direction as keyof typeof mirrored] ?? 'sendrecv'));
  }

  offer(): Promise<string> {
    return Promise.resolve(fakeSdp());
  }

  acceptAnswer(): Promise<void> {
    return Promise.resolve();
  }

  play(samples: Int16Array): void {
    this.queuedSamples += samples.length;
  }

  setEcho(on: boolean): void {
    this.echo = on;
  }

  sendDtmf(digit: string): void {
    this.digitsSent.push(digit);
  }

  setHeld(held: boolean): void {
    this.held = held;
  }

  close(): Promise<void> {
    this.closed = true;
    return Promise.resolve();
  }

  /** Lets `durationMs` of call time pass; the agent says `heard` in each frame. */
  pass(durationMs: number, heard: Int16Array | null = null): void {
    for (let elapsedMs = 0; elapsedMs < durationMs && !this.closed; elapsedMs += FRAME_INTERVAL_MS) {
      if (this.held) return;
      this.listener.onFrame(heard);
      if (this.queuedSamples === 0) continue;
      const sent = Math.min(TELEPHONE_FRAME_SAMPLES, this.queuedSamples);
      this.queuedSamples -= sent;
      this.playedSamples += sent;
      if (this.queuedSamples === 0) this.listener.onPlayed();
    }
  }
}

/** A factory that remembers every session it made; `connected` at once where `autoConnect`. */
export function fakeMedia(): { factory: MediaFactory; sessions: FakeMediaSession[] } {
  const sessions: FakeMediaSession[] = [];
  const factory: MediaFactory = (listener) => {
    const session = new FakeMediaSession(listener);
    sessions.push(session);
    return session;
  };
  return { factory, sessions };
}
