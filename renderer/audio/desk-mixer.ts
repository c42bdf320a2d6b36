/** One party of a conference at the desk: its sound, and what is sent to it. */
export interface MixedParty {
  readonly far: MediaStream;
  /** null: the microphone alone again. */
  send(track: MediaStreamTrack | null): Promise<void>;
}

/**
 * A conference without the PBX: each of two parties is sent the agent's voice and the other party's. The agent hears
 * both anyway, each from its own call. Muting silences the agent's voice for both, never a party for the other.
 */
export class DeskMixer {
  #context: AudioContext | null = null;
  #voice: GainNode | null = null;
  #source: MediaStreamAudioSourceNode | null = null;
  #track: MediaStreamTrack | null = null;
  #parties: readonly MixedParty[] = [];

  get running(): boolean {
    return this.#context !== null;
  }

  async start(microphone: MediaStream, parties: readonly [MixedParty, MixedParty], muted: boolean): Promise<void> {
    const context = new AudioContext({ latencyHint: 'interactive' });
    this.#context = context;
    this.#parties = parties;
    this.#voice = context.createGain();
    this.#voice.gain.value = muted ? 0 : 1;
    this.setMicrophone(microphone);
    const [first, second] = parties;
    const sends = [
      { to: first, other: second },
      { to: second, other: first },
    ].map(({ to, other }) => {
      const out = context.createMediaStreamDestination();
      out.channelCount = 1;
      this.#voice?.connect(out);
      context.createMediaStreamSource(other.far).connect(out);
      return to.send(out.stream.getAudioTracks()[0] ?? null);
    });
    await context.resume();
    await Promise.all(sends);
  }

  /** The conference goes on with another microphone. */
  setMicrophone(microphone: MediaStream): void {
    const [track] = microphone.getAudioTracks();
    if (!this.#context || !this.#voice || !track) return;
    this.#source?.disconnect();
    this.#track?.stop();
    // A clone: no mute of the single calls reaches it.
    this.#track = track.clone();
    this.#track.enabled = true;
    this.#source = this.#context.createMediaStreamSource(new MediaStream([this.#track]));
    this.#source.connect(this.#voice);
  }

  setMuted(muted: boolean): void {
    if (this.#voice) this.#voice.gain.value = muted ? 0 : 1;
  }

  /** Each party is sent the microphone alone again. */
  async stop(): Promise<void> {
    const context = this.#context;
    this.#context = null;
    this.#voice = null;
    this.#source = null;
    const parties = this.#parties;
    this.#parties = [];
    await Promise.all(parties.map(({ send }) => send(null).catch(() => undefined)));
    this.#track?.stop();
    this.#track = null;
    await context?.close();
  }
}
