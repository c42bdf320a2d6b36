import type { AudioFrame } from '../../contracts/audio';
import type { CueBook, ShownCard } from '../../contracts/cues';
import type { SpeechEvent } from '../../contracts/speech';
import {
  allCards,
  confirmedOptOut,
  keywordsOf,
  markCard,
  reduceCues,
  startCues,
  type CueStep,
} from '../../domain/cues';
import { EchoMeter } from '../../domain/echo-measure';
import type { LegsFrame } from '../../domain/hold-back';
import type { ScriptValues } from '../../domain/script-lines';
import { CallAudio } from '../audio/call-audio';
import type { Output } from '../audio/output';
import type { EarsClient } from '../copilot/ears-client';
import type { AppStore, CopilotView, LevelsStore } from '../ui/model';
import { filledScript } from './script';

/** Both legs of a call, heard: {@link CallAudio}, or a test's own. */
export type Taps = Pick<CallAudio, 'attachAgent' | 'attachCustomer' | 'setOutput' | 'start' | 'stop'>;

export interface CallCopilotOptions {
  callId: string;
  book: CueBook;
  ears: Pick<EarsClient, 'startCall' | 'frame' | 'endCall'>;
  store: AppStore;
  levels: LevelsStore;
  output: Output;
  script: ScriptValues;
  speech(event: SpeechEvent): void;
  card(card: ShownCard): void;
  optOut(card: ShownCard): void;
  /** Both legs of one moment. */
  legs?(frame: LegsFrame): void;
  /** After each stretch of the customer's speech: whether it comes back through the microphone. */
  echo(heard: boolean): void;
}

/** The ears and cards of one call: taps both legs, follows speech events and shows cards. */
export class CallCopilot {
  readonly #options: CallCopilotOptions;
  readonly #audio: Taps;
  #cues;
  #optOutTold = false;
  readonly #echo = new EchoMeter();
  #near: Float32Array | null = null;
  #startedAtMs = 0;

  constructor(
    options: CallCopilotOptions,
    openTaps: (...call: ConstructorParameters<typeof CallAudio>) => Taps = (...call) => new CallAudio(...call),
  ) {
    this.#options = options;
    this.#cues = startCues(options.book);
    this.#audio = openTaps(options.callId, options.output, {
      frame: (frame) => this.#onFrame(frame),
      levels: (agent, customer) => options.levels.setState({ agent, customer }),
    });
    this.#show({ cards: [], lostFrames: 0, script: filledScript(options.book, options.script), scriptIndex: 0 });
  }

  get callId(): string {
    return this.#options.callId;
  }

  attachCustomer(stream: MediaStream, playing: HTMLAudioElement | null = null): void {
    this.#audio.attachCustomer(stream, playing);
  }

  async start(microphone: MediaStream): Promise<void> {
    const { callId, book, ears } = this.#options;
    this.#startedAtMs = performance.now();
    ears.startCall({ callId, language: book.language, keywords: keywordsOf(book) });
    await this.#audio.start(microphone);
  }

  /** The call goes on with another microphone. */
  attachAgent(microphone: MediaStream): void {
    this.#audio.attachAgent(microphone);
  }

  setOutput(output: Output): void {
    this.#audio.setOutput(output);
  }

  /** Stops listening; what was already said is still heard out and comes as events. */
  stop(): void {
    this.#audio.stop();
    this.#options.ears.endCall(this.#options.callId);
    this.#options.levels.setState({ agent: 0, customer: 0 });
  }

  handle(event: SpeechEvent): void {
    if (event.callId !== this.#options.callId) return;
    this.#options.speech(event);
    if (event.type === 'gap') {
      const { lostFrames } = event;
      this.#options.store.setState((state) => ({
        copilot: { ...state.copilot, lostFrames: state.copilot.lostFrames + lostFrames },
      }));
    }
    this.#apply(reduceCues(this.#cues, event, performance.now() - this.#startedAtMs));
  }

  mark(cardId: string, mark: 'used' | 'dismissed'): void {
    this.#apply(markCard(this.#cues, cardId, mark));
  }

  /** The agent's frame comes first, the customer's of the same moment right after; the ears take them away. */
  #onFrame(frame: AudioFrame): void {
    if (frame.leg === 'agent') this.#near = frame.pcm.slice();
    else if (this.#near) {
      const echo = this.#echo.add(this.#near, frame.pcm);
      if (echo !== null) this.#options.echo(echo !== 'none');
      const { captureTimeMs, pcm: customer } = frame;
      this.#options.legs?.({ captureTimeMs, agent: this.#near, customer });
    }
    this.#options.ears.frame(frame);
  }

  #apply(step: CueStep): void {
    this.#cues = step.state;
    if (step.changes.length > 0) this.#show({ cards: allCards(step.state) });
    for (const card of step.changes) this.#options.card(card);
    const optOut = confirmedOptOut(step.state);
    if (optOut && !this.#optOutTold) {
      this.#optOutTold = true;
      this.#options.optOut(optOut);
    }
  }

  #show(part: Partial<CopilotView>): void {
    this.#options.store.setState((state) => ({ copilot: { ...state.copilot, ...part } }));
  }
}
