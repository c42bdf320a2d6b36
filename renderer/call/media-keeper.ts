import {
  reduceMediaRecovery,
  startMediaRecovery,
  type IceState,
  type MediaRecoveryEvent,
  type MediaRecoveryState,
} from '../../domain/media-recovery';

const TICK_MS = 250;

export interface MediaKeeperOptions {
  connection(): RTCPeerConnection | null;
  /** Sends an offer with new ICE credentials; its outcome comes back by restartAnswered or restartFailed. */
  restartIce(): void;
  /** Whether audio should be arriving now (no hold in between). */
  audioExpected(): boolean;
  lost(): void;
  restored(): void;
  giveUp(): void;
}

/** Runs the media recovery of one answered call: counts packets, keeps the clock, carries out what is decided. */
export class MediaKeeper {
  readonly #options: MediaKeeperOptions;
  #state: MediaRecoveryState | null = null;
  #timer: ReturnType<typeof setInterval> | null = null;

  constructor(options: MediaKeeperOptions) {
    this.#options = options;
  }

  start(): void {
    if (this.#timer) return;
    this.#state = startMediaRecovery(performance.now());
    this.#timer = setInterval(() => void this.#tick(), TICK_MS);
    const connection = this.#options.connection();
    if (connection) this.ice(connection.iceConnectionState);
  }

  stop(): void {
    if (this.#timer) clearInterval(this.#timer);
    this.#timer = null;
    this.#state = null;
  }

  ice(state: IceState): void {
    this.#take({ type: 'ice', state, atMs: performance.now() });
  }

  signalling(up: boolean): void {
    this.#take({ type: 'signalling', up, atMs: performance.now() });
  }

  networkChanged(): void {
    this.#take({ type: 'network-changed', atMs: performance.now() });
  }

  restartAnswered(): void {
    this.#take({ type: 'restart-answered', atMs: performance.now() });
  }

  /** @param waitMs until the next offer; absent: ever longer by itself. */
  restartFailed(waitMs?: number): void {
    this.#take({ type: 'restart-failed', waitMs, atMs: performance.now() });
  }

  async #tick(): Promise<void> {
    const connection = this.#options.connection();
    // Counting costs a walk over the statistics: only while there is something to prove.
    if (connection && (this.#state?.proof || this.#state?.firstAudioByMs)) {
      let received = 0;
      (await connection.getStats()).forEach((report: RTCStats & { packetsReceived?: number }) => {
        if (report.type === 'inbound-rtp') received += report.packetsReceived ?? 0;
      });
      this.#take({ type: 'packets', received, expected: this.#options.audioExpected(), atMs: performance.now() });
    }
    this.#take({ type: 'tick', atMs: performance.now() });
  }

  #take(event: MediaRecoveryEvent): void {
    if (!this.#state) return;
    const { state, effects } = reduceMediaRecovery(this.#state, event);
    this.#state = state;
    for (const effect of effects) {
      if (effect === 'restart-ice') this.#options.restartIce();
      else if (effect === 'media-lost') this.#options.lost();
      else if (effect === 'media-restored') this.#options.restored();
      else this.#options.giveUp();
    }
  }
}
