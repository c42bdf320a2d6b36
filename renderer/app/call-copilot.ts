import type { AudioFrame } from '../../contracts/audio';
import type { CueBook, ShownCard } from '../../contracts/cues';
import type { VoiceLine } from '../../contracts/emotion';
import type { KeywordEvent, NoiseFilterUse, SpeechEvent } from '../../contracts/speech';
import type { SpokenLanguage } from '../../contracts/transcript';
import {
  admit,
  holdOutChance,
  trialOf,
  usefulness,
  type BudgetOptions,
  type BudgetState,
} from '../../domain/card-budget';
import {
  admitCard,
  allCards,
  confirmedOptOut,
  keywordsOf,
  markCard,
  reduceCues,
  startCues,
  type CueState,
  type CueStep,
} from '../../domain/cues';
import { nextLineId, tickSaid } from '../../domain/script-graph';
import { EchoMeter } from '../../domain/echo-measure';
import { formFacts } from '../../domain/cue-rules/form-facts';
import { emotionSignals } from '../../domain/emotion/emotion-signals';
import { intentSignals } from '../../domain/intents/intent-signals';
import { heardLater } from '../../domain/heard-later';
import type { LegsFrame } from '../../domain/hold-back';
import type { ScriptValues } from '../../domain/script-lines';
import { CallAudio } from '../audio/call-audio';
import type { Output } from '../audio/output';
import type { EarsClient } from '../copilot/ears-client';
import type { AppStore, CopilotView, LevelsStore } from '../ui/model';
import { ListenedOut } from './listened-out';
import { LiveCaptions } from './live-captions';
import { filledCards, filledScript } from './script';
import type { Learning } from './team-learning';

/** How often rules that wait for time to pass are asked. */
const TICK_MS = 1_000;

/** Both legs of a call, heard: {@link CallAudio}, or a test's own. */
export type Taps = Pick<CallAudio, 'attachAgent' | 'attachCustomer' | 'rest' | 'setOutput' | 'start' | 'stop'>;

export interface CallCopilotOptions {
  callId: string;
  book: CueBook;
  ears: Pick<EarsClient, 'startCall' | 'frame' | 'endCall'>;
  store: AppStore;
  levels: LevelsStore;
  output: Output;
  script: ScriptValues;
  /** Of the script's version in this call; null: the script has one alone. */
  scriptLabel?: string | null;
  /** What the customer card says, for rules that ask. */
  customer?: readonly { label: string; value: string }[];
  /** What the careful ear is told is spoken; absent: the book's language. */
  spokenLanguage?: SpokenLanguage | undefined;
  budget: BudgetOptions;
  noiseFilter?: NoiseFilterUse;
  learning: Learning;
  speech(event: SpeechEvent): void;
  card(card: ShownCard): void;
  /** Null: what was told before was denied by what was said. */
  optOut(card: ShownCard | null): void;
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
  #optOutTold: ShownCard | null = null;
  readonly #echo = new EchoMeter();
  #near: Float32Array | null = null;
  #startedAtMs = 0;
  /** The ears know a call by one name for each time it was listened to, and count from the start of each. */
  readonly #listenings = new Map<string, number>();
  #listening: string | null = null;
  /** By the names of its listenings. */
  readonly listenedOut = new ListenedOut();
  #left = false;
  #resting = false;
  #stopped = false;
  #scriptIndex = 0;
  #nextTickMs = TICK_MS;
  #budget: BudgetState = { shownAtMs: [] };
  readonly #asked = new Set<string>();
  #ticked: readonly string[] = [];
  readonly #forget: () => void;
  readonly #captions = new LiveCaptions();
  readonly #voices: VoiceLine[] = [];
  /** Words that a draft confirmed and the whole sentence has not yet. */
  readonly #drafted = new Map<string, KeywordEvent>();

  constructor(
    options: CallCopilotOptions,
    openTaps: (...call: ConstructorParameters<typeof CallAudio>) => Taps = (...call) => new CallAudio(...call),
  ) {
    this.#options = options;
    this.#listenings.set(options.callId, 0);
    this.#cues = startCues(filledCards(options.book, options.script), options.customer);
    this.#audio = openTaps(options.callId, options.output, {
      frame: (frame) => this.#onFrame(frame),
      levels: (agent, customer) => options.levels.setState({ agent, customer }),
    });
    this.#show({
      recordId: options.callId,
      language: options.book.language,
      cards: [],
      ...this.#captions.view,
      lostFrames: 0,
      earsWork: 'everything',
      script: filledScript(options.book, options.script),
      scriptLabel: options.scriptLabel ?? null,
      scriptIndex: 0,
    });
    this.#forget = options.store.subscribe(({ copilot, form }, before) => {
      if (copilot.scriptIndex !== before.copilot.scriptIndex) this.#followScript();
      if (form !== before.form) this.#noteForm();
    });
    this.#followScript();
    this.#noteForm();
  }

  get callId(): string {
    return this.#options.callId;
  }

  attachCustomer(stream: MediaStream, playing: HTMLAudioElement | null = null): void {
    this.#audio.attachCustomer(stream, playing);
  }

  async start(microphone: MediaStream): Promise<void> {
    this.#startedAtMs = performance.now();
    await this.#listen(microphone);
  }

  /** Another line comes to the front: this call is still played, but neither heard nor shown. */
  rest(): void {
    if (this.#resting) return;
    this.#scriptIndex = this.#options.store.getState().copilot.scriptIndex;
    this.#audio.rest();
    this.#silence();
    this.#resting = true;
  }

  /** This call is in front again, with the cards it had. */
  async wake(microphone: MediaStream): Promise<void> {
    if (!this.#resting) return;
    this.#resting = false;
    const { book, script, scriptLabel } = this.#options;
    const cards = allCards(this.#cues);
    this.#show({
      recordId: this.callId,
      language: book.language,
      cards,
      ...this.#captions.view,
      lostFrames: 0,
      earsWork: 'everything',
      script: filledScript(book, script),
      scriptLabel: scriptLabel ?? null,
      scriptIndex: this.#scriptIndex,
    });
    this.#followScript();
    await this.#listen(microphone);
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
    this.#stopped = true;
    this.#forget();
    this.#audio.stop();
    if (!this.#resting) this.#silence();
  }

  /** Its wrap-up is over: what is still said goes into the record alone. */
  leaveScreen(): void {
    this.#left = true;
  }

  handle(heard: SpeechEvent): void {
    const sinceMs = this.#listenings.get(heard.callId);
    if (sinceMs === undefined) return;
    const event = heardLater(heard, this.#options.callId, sinceMs);
    this.#options.speech(event);
    if (event.type === 'gap')
      this.#show({ lostFrames: this.#options.store.getState().copilot.lostFrames + event.lostFrames });
    if (event.type === 'load' && !this.#resting) this.#show({ earsWork: event.work });
    if (event.type === 'voice') {
      this.#voices.push(event);
      this.#noteMeaning();
    }
    if (this.#captions.handle(event)) this.#show(this.#captions.view);
    if (event.type === 'transcript') {
      this.#ticked = tickSaid(this.#options.book.script, this.#ticked, event);
      this.#noteMeaning();
    }
    this.#apply(reduceCues(this.#cues, event, performance.now() - this.#startedAtMs));
    if ('phrase' in event && event.draft) this.#drafted.set(event.id, event);
    else if ('phrase' in event) this.#drafted.delete(event.id);
    // The ears may have stopped in the middle of the sentence.
    if (event.type === 'gap') this.settle();
  }

  /** The sentence is not read to its end any more: what a draft confirmed is confirmed. */
  settle(): void {
    const drafted = [...this.#drafted.values()];
    this.#drafted.clear();
    for (const { callId, leg, id, phrase, startMs, endMs, score, ear } of drafted)
      this.handle({ type: 'keyword-confirmed', callId, leg, id, phrase, startMs, endMs, score, ear });
  }

  mark(cardId: string, mark: 'used' | 'dismissed'): void {
    const before = allCards(this.#cues).find((card) => card.cardId === cardId);
    if (before && before.state !== mark) this.#options.learning.note(before, mark);
    this.#apply(markCard(this.#cues, cardId, mark));
  }

  /** The agent's frame comes first, the customer's of the same moment right after; the ears take them away. */
  #onFrame(frame: AudioFrame): void {
    if (frame.leg === 'agent') this.#near = frame.pcm.slice();
    else if (this.#near) {
      const echo = this.#echo.add(this.#near, frame.pcm);
      if (echo !== null) this.#options.echo(echo !== 'none');
      const { captureTimeMs, pcm: customer } = frame;
      // Each listening has a clock from its own start; the legs' is the call's.
      const sinceMs = this.#listenings.get(this.#listening ?? '') ?? 0;
      this.#options.legs?.({ captureTimeMs: sinceMs + captureTimeMs, agent: this.#near, customer });
      if (sinceMs + captureTimeMs >= this.#nextTickMs) this.#tick(sinceMs + captureTimeMs);
    }
    this.#options.ears.frame({ ...frame, callId: this.#listening ?? frame.callId });
  }

  /** Rules that wait for silence, or for a place in the script, hear of no event. The frames are their clock. */
  #tick(atMs: number): void {
    this.#nextTickMs = atMs + TICK_MS;
    const { script, scriptIndex } = this.#options.store.getState().copilot;
    const stageId = script[scriptIndex]?.id;
    const nowMs = performance.now() - this.#startedAtMs;
    if (stageId !== undefined && !this.#resting) this.#apply(reduceCues(this.#cues, { type: 'stage', stageId }, nowMs));
    this.#apply(reduceCues(this.#cues, { type: 'time', atMs }, nowMs));
  }

  async #listen(microphone: MediaStream): Promise<void> {
    const { callId, book, ears, spokenLanguage, noiseFilter } = this.#options;
    const first = this.#listening === null;
    const name = first ? callId : `${callId}#${String(this.#listenings.size + 1)}`;
    this.#listening = name;
    this.#listenings.set(name, first ? 0 : performance.now() - this.#startedAtMs);
    const { language } = book;
    ears.startCall({ callId: name, language, spokenLanguage, keywords: keywordsOf(book), noiseFilter });
    await this.#audio.start(microphone);
  }

  #silence(): void {
    const name = this.#listening ?? this.#options.callId;
    this.listenedOut.over(name);
    this.#options.ears.endCall(name);
    this.#options.levels.setState({ agent: 0, customer: 0 });
  }

  #apply(step: CueStep): void {
    this.#cues = step.changes.reduce((state, card) => this.#admit(state, card), step.state);
    const cards = allCards(this.#cues);
    if (step.changes.length > 0) this.#show({ cards });
    for (const { cardId } of step.changes) {
      const card = cards.find((each) => each.cardId === cardId);
      if (card) this.#options.card(card);
    }
    this.#followScript();
    const optOut = confirmedOptOut(step.state);
    if ((optOut === null) === (this.#optOutTold === null)) return;
    this.#optOutTold = optOut;
    this.#options.optOut(optOut);
  }

  /** The next line by what was said so far, and what the agent has said of what must be said. */
  #followScript(): void {
    const { script, scriptIndex, scriptNext, scriptTicked } = this.#options.store.getState().copilot;
    const here = script[scriptIndex];
    if (this.#resting || !here) return;
    const nextId = nextLineId(this.#options.book.script, here.id, this.#cues.facts);
    const found = script.findIndex(({ id }) => id === nextId);
    const next = found < 0 ? null : found;
    if (next !== scriptNext || scriptTicked !== this.#ticked)
      this.#show({ scriptNext: next, scriptTicked: this.#ticked });
  }

  /** What the agent has confirmed of the form, and what is proposed for it: rules and branches may wait for it. */
  #noteForm(): void {
    const { form } = this.#options.store.getState();
    if (form?.recordId !== this.callId) return;
    const fields = formFacts(form.fields);
    this.#apply(reduceCues(this.#cues, { type: 'form', fields }, performance.now() - this.#startedAtMs));
  }

  /** Intents, and the feelings that show. */
  #noteMeaning(): void {
    const nowMs = performance.now() - this.#startedAtMs;
    for (const intent of intentSignals(this.#captions.lines, this.#options.book.language))
      this.#apply(reduceCues(this.#cues, intent, nowMs));
    for (const emotion of emotionSignals(this.#voices, this.#captions.lines, this.#options.book.language))
      this.#apply(reduceCues(this.#cues, emotion, nowMs));
  }

  /** A card that pops asks once whether it may lead. */
  #admit(state: CueState, card: ShownCard): CueState {
    if (this.#asked.has(card.cardId)) return state;
    this.#asked.add(card.cardId);
    const { callId, budget, learning } = this.#options;
    const worth = usefulness(learning.counts(card.cueId), learning.team(card.cueId));
    const { state: next, withheld } = admit(this.#budget, card, worth, holdOutChance(callId, card.cueId), budget);
    this.#budget = next;
    const trial = trialOf(card, withheld, budget);
    return admitCard(state, card.cardId, { ...(withheld && { withheld }), ...(trial && { trial }) });
  }

  #show(part: Partial<CopilotView>): void {
    const { store } = this.#options;
    // Its last words may come when the next call is up.
    const passed = this.#stopped && store.getState().copilot.recordId !== this.callId;
    if (this.#resting || passed || this.#left) return;
    store.setState((state) => ({ copilot: { ...state.copilot, ...part } }));
  }
}
