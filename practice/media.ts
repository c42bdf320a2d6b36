/** Telephone audio: mono int16 samples at this rate, in frames of 20 ms. */
export const TELEPHONE_RATE_HZ = 8000;
export const FRAME_INTERVAL_MS = 20;
export const TELEPHONE_FRAME_SAMPLES = 160;

/** What a media session tells its call. Calls never come after `close`. */
export interface MediaListener {
  /** ICE and DTLS are up: audio can flow from now on. Comes once. */
  onConnected(): void;
  /** The path to the agent broke. `final` where it will not come back by itself. */
  onDisconnected(final: boolean): void;
  /** The path to the agent is back after `onDisconnected(false)`. */
  onReconnected(): void;
  /**
   * The session's heart beat, every 20 ms once connected, not while on hold. `heard`: the agent's newest frame, null
   * where none arrived.
   */
  onFrame(heard: Int16Array | null): void;
  /** A digit came as an RFC 4733 telephone event. */
  onDtmf(digit: string): void;
  /** The last queued sample was sent. */
  onPlayed(): void;
}

/** One agent's audio path: offer/answer, sending, hearing. Implemented by werift, and by a fake for tests. */
export interface MediaSession {
  /**
   * Answers the agent's offer, the first one or a re-INVITE's.
   * @throws SidetoneError `no-common-codec` or `sdp-refused`
   */
  answer(offerSdp: string): Promise<string>;
  /** Makes the first offer of a call to the agent. */
  offer(): Promise<string>;
  /** @throws SidetoneError `no-common-codec` or `sdp-refused` */
  acceptAnswer(answerSdp: string): Promise<void>;
  /** Queues samples behind those still to be sent. */
  play(samples: Int16Array): void;
  /** Sends each of the agent's frames straight back instead of silence. */
  setEcho(on: boolean): void;
  /** Sends a digit as RFC 4733 telephone events, after those under way. */
  sendDtmf(digit: string): void;
  /** On hold nothing is sent, nothing is heard, and queued samples wait. */
  setHeld(held: boolean): void;
  /** Ends the session; safe to call twice. */
  close(): Promise<void>;
}

export type MediaFactory = (listener: MediaListener) => MediaSession;
