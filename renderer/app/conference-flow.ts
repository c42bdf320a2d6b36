import { toFailure, type Failure } from '../../contracts/errors';
import { DeskMixer } from '../audio/desk-mixer';
import type { CallFlow } from './call-flow';

/** The mixer, or a test's own. */
type Mixer = Pick<DeskMixer, 'running' | 'start' | 'stop' | 'setMuted'>;

/** A call, as far as a conference must know it. */
type Party = Pick<CallFlow, 'mix' | 'note' | 'request' | 'sound' | 'state' | 'view'>;
type Pair = readonly [Party, Party];

/** A conference mixed at the desk: who is in it, what goes to whom, and what the records say. */
export class ConferenceFlow {
  readonly #trouble: (failure: Failure) => void;
  readonly #mixer: Mixer;
  #pair: Pair | null = null;

  constructor(trouble: (failure: Failure) => void, mixer: Mixer = new DeskMixer()) {
    this.#trouble = trouble;
    this.#mixer = mixer;
  }

  /** The first of the pair is the front call: its microphone speaks to both, and its mute is both's. */
  async mix(pair: Pair): Promise<void> {
    const [front, other] = pair;
    this.#pair = pair;
    if (other.state.muted !== front.state.muted) other.request({ type: front.state.muted ? 'mute' : 'unmute' });
    this.#note(pair, true);
    await this.#start(pair);
  }

  async unmix(): Promise<void> {
    const pair = this.#pair;
    this.#pair = null;
    if (pair) this.#note(pair, false);
    await this.#mixer.stop();
  }

  mute(muted: boolean): void {
    this.#mixer.setMuted(muted);
  }

  /** A path was made anew, or the microphone changed: what is mixed is mixed anew. */
  soundChanged(call: Party): void {
    const pair = this.#pair;
    if (!pair || !this.#mixer.running || !pair.includes(call)) return;
    void this.#mixer.stop().then(() => (this.#pair === pair ? this.#start(pair) : undefined));
  }

  async #start([front, other]: Pair): Promise<void> {
    const [first, second] = [front.sound, other.sound];
    try {
      if (!first || !second) throw new Error('A party of the conference has no sound yet.');
      const parties = [
        { far: first.far, send: (track: MediaStreamTrack | null) => front.mix(track) },
        { far: second.far, send: (track: MediaStreamTrack | null) => other.mix(track) },
      ] as const;
      await this.#mixer.start(first.microphone, parties, front.state.muted);
    } catch (error) {
      this.#trouble({ ...toFailure(error), code: 'conference-media' });
    }
  }

  #note([front, other]: Pair, joined: boolean): void {
    front.note({ type: 'conference', joined, with: other.view?.number ?? '' });
    other.note({ type: 'conference', joined, with: front.view?.number ?? '' });
  }
}
