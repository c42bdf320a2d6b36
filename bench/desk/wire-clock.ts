import { TELEPHONE_FRAME_SAMPLES, type MediaFactory } from '../../practice/media';
import { weriftMedia } from '../../practice/media-werift';

/** When a line's sample went out, wall clock in ms. NaN where it never did. */
export type SentAt = (sample: number) => number;

/** The practice PBX's own media, with a note of when each frame of each line was sent. */
export class WireClock {
  #lines: number[][] = [];

  readonly media: MediaFactory = (listener) => {
    const real = weriftMedia();
    let current: number[] | null = null;
    const session = real({
      onConnected: () => listener.onConnected(),
      onDisconnected: (final) => listener.onDisconnected(final),
      onReconnected: () => listener.onReconnected(),
      onDtmf: (digit) => listener.onDtmf(digit),
      // Comes right after the frame of this beat was sent.
      onFrame: (heard) => {
        current?.push(Date.now());
        listener.onFrame(heard);
      },
      onPlayed: () => {
        current = null;
        listener.onPlayed();
      },
    });
    return {
      answer: (offer) => session.answer(offer),
      offer: () => session.offer(),
      acceptAnswer: (answer) => session.acceptAnswer(answer),
      play: (samples) => {
        current = [];
        this.#lines.push(current);
        session.play(samples);
      },
      setEcho: (on) => session.setEcho(on),
      sendDtmf: (digit) => session.sendDtmf(digit),
      setHeld: (held) => session.setHeld(held),
      close: () => session.close(),
    };
  };

  /** The lines sent since the last time this was asked, in their order. */
  take(): SentAt[] {
    const lines = this.#lines;
    this.#lines = [];
    return lines.map((frames) => (sample) => frames[Math.floor(sample / TELEPHONE_FRAME_SAMPLES)] ?? NaN);
  }
}
