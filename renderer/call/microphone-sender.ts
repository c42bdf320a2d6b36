import type { MuteRemedy } from '../../domain/screen-truth';

/** The one audio sender of a connection: what it sends, and how to be sure that it sends nothing. */
export class MicrophoneSender {
  readonly #connection: () => RTCPeerConnection | null;
  /** The track that was taken away, until the agent unmutes. */
  #removed: MediaStreamTrack | null = null;
  /** The microphone's track while a mix is sent in its place. */
  #mixedOut: MediaStreamTrack | null = null;
  /** The microphone's, while something else is sent. */
  #aside: MediaStreamTrack | null = null;

  constructor(connection: () => RTCPeerConnection | null) {
    this.#connection = connection;
  }

  /** Not through JsSIP: what it believes of the mute is what turned out to be wrong. */
  enforce(remedy: Exclude<MuteRemedy, 'none'>): void {
    for (const sender of this.#senders()) {
      const { track } = sender;
      if (!track) continue;
      track.enabled = false;
      if (remedy === 'silence-track') continue;
      this.#removed = this.#aside ?? track;
      this.#aside = null;
      void sender.replaceTrack(null);
    }
  }

  /** Gives back a track that was taken away; it is still to be enabled. */
  async restore(): Promise<void> {
    const track = this.#removed;
    this.#removed = null;
    if (track) await this.#senders()[0]?.replaceTrack(track);
  }

  async replace(microphone: MediaStream): Promise<void> {
    const [track] = microphone.getAudioTracks();
    if (!track) return;
    if (this.#mixedOut) {
      this.#mixedOut = track;
      return;
    }
    if (this.#removed) {
      this.#removed = track;
      return;
    }
    if (this.#aside) {
      this.#aside = track;
      return;
    }
    const [sender] = this.#senders();
    // Silent until hold and mute were looked at: not a syllable gets out in between.
    track.enabled = false;
    await sender?.replaceTrack(track);
  }

  /** Sends a mix in the microphone's place; null: the microphone again, silent until hold and mute were looked at. */
  async mix(track: MediaStreamTrack | null): Promise<void> {
    const [sender] = this.#senders();
    if (track) {
      this.#mixedOut ??= this.#aside ?? this.#removed ?? sender?.track ?? null;
      this.#aside = null;
      this.#removed = null;
      await sender?.replaceTrack(track);
      return;
    }
    const own = this.#mixedOut;
    this.#mixedOut = null;
    if (!own) return;
    own.enabled = false;
    await sender?.replaceTrack(own);
  }

  /** An announcement, say; null: the microphone again. Silent until hold and mute were looked at, both times. */
  async sendInstead(track: MediaStreamTrack | null): Promise<void> {
    const [sender] = this.#senders();
    if (track) {
      if (!sender?.track || this.#mixedOut || this.#aside || this.#removed) return;
      this.#aside = sender.track;
      track.enabled = false;
      await sender.replaceTrack(track);
      return;
    }
    const microphone = this.#aside;
    this.#aside = null;
    if (!microphone) return;
    microphone.enabled = false;
    await sender?.replaceTrack(microphone);
  }

  #senders(): RTCRtpSender[] {
    const connection = this.#connection();
    if (!connection) return [];
    return connection
      .getTransceivers()
      .filter(({ receiver }) => receiver.track.kind === 'audio')
      .map(({ sender }) => sender);
  }
}
