import { EAR_SAMPLE_RATE_HZ, type Leg } from '../../contracts/audio';
import type { Keyword, KeywordEvent, SpeechEvent } from '../../contracts/speech';
import type { SpokenLanguage } from '../../contracts/transcript';
import { countSpokenDigits } from '../../domain/spoken-digits';
import { onLeg, type Transcript } from './careful-ear';
import type { HeardKeyword, OpenUtterance, Utterance } from './leg-listener';
import type { Reading, ReadingQueue, ReadingResult } from './reading-queue';
import { soundOf } from './sound-measure';
import { heardKeyword, isConfirmed, ToldKeywords } from './told-keywords';
import { judge } from './verdict';

/** Less voice than this is a cough or a click, and Whisper would make words of it. */
const SHORTEST_READ_MS = 190;
/** A keyword is read with so much of what is around it: at the very edges of its audio a recogniser guesses. */
const AROUND_KEYWORD_MS = 480;
/** Of a long utterance a draft holds the end: the rest was read before. */
const LONGEST_DRAFT_MS = 8_000;
/** A sentence that goes on is read again after so much more of it. */
const DRAFT_STEP_MS = 1_600;

const SAMPLES_PER_MS = EAR_SAMPLE_RATE_HZ / 1000;

export interface CallReaderOptions {
  callId: string;
  /** What the recogniser is told is spoken. */
  spokenLanguage: SpokenLanguage;
  keywords: readonly Keyword[];
  /** The recogniser, as soon as there is one. */
  queue: () => ReadingQueue | null;
  /** What the recogniser shall get of some audio: the same, or without its noise. */
  cleaned: (pcm: Float32Array) => Promise<Float32Array>;
  /** Whether sentences are wanted before they are over: somebody reads along, or no other ear hears keywords. */
  wantsDrafts: () => boolean;
  emit: (event: SpeechEvent) => void;
  /** The recogniser failed on some audio. */
  failed: (error: unknown) => void;
}

/** What is known of the utterance that is being spoken on a leg. */
interface Spoken {
  startMs: number;
  /** The newest reading, and the end of the voice if it holds all of it up to a pause. */
  reading: (Reading & { lastVoiceMs: number }) | null;
  readUpToMs: number;
  said: ToldKeywords;
  /** Heard by the careful ear alone, so far. */
  added: HeardKeyword[];
  /** Some of it was shown already. */
  shown: boolean;
  over: boolean;
}

type Draft = Pick<Utterance, 'leg' | 'pcmStartMs' | 'startMs' | 'endMs' | 'heard' | 'held' | 'overlapMs'>;

/** Which words a draft may say something of. */
interface Sight {
  /** Those that begin later: the one at the edge of a window was read, or will be, with what is around it. */
  fromMs: number;
  /** And may be taken back if they end before. */
  withdrawnUpToMs: number;
}

/**
 * The careful ear over one call. Every utterance is read when it is over; while it is spoken it is read as far as it has
 * come, where the recogniser has nothing better to do:
 *
 * - at a pause, for it may be the end; if it is, nothing is read twice;
 * - a little after a keyword that only the fast ear has heard, for somebody may be looking at its card;
 * - now and then, where somebody reads along, or where no other ear hears the keywords.
 *
 * What such a draft says of a keyword holds until the utterance is read whole. What it confirms is told as a draft, and
 * again when the utterance has been read: what acts on a word waits for what is said of it in the same breath.
 */
export class CallReader {
  readonly #options: CallReaderOptions;
  readonly #spoken = new Map<Leg, Spoken>();
  readonly #reading = new Set<Promise<void>>();
  /** Leg and phrase → when it last ended, as far as the careful ear has come. */
  readonly #lastEndMs = new Map<string, number>();
  /** Words at a cut that the reading before it confirmed: the one after it has nothing to add. */
  readonly #confirmedAtCut = new Set<string>();

  constructor(options: CallReaderOptions) {
    this.#options = options;
  }

  /** Called with every frame of an utterance that goes on. */
  follow(open: OpenUtterance): void {
    const queue = this.#options.queue();
    if (!queue || this.#options.keywords.length === 0 || open.voicedMs < SHORTEST_READ_MS) return;
    const spoken = this.#of(open.leg, open.startMs);
    if (open.pauses) {
      if (spoken.reading?.lastVoiceMs === open.lastVoiceMs) return;
      spoken.reading?.cancel();
      this.#draft(queue, spoken, open);
    } else if (queue.idle && this.#isWorthADraft(queue, spoken, open)) this.#draft(queue, spoken, open);
  }

  /** The utterance is over. */
  finished(utterance: Utterance): void {
    const queue = this.#options.queue();
    const spoken = this.#end(utterance);
    if (!queue || this.#options.keywords.length === 0 || utterance.voicedMs < SHORTEST_READ_MS)
      return spoken.said.settle();
    const { reading } = spoken;
    const isWhole = reading?.lastVoiceMs === utterance.endMs;
    if (!isWhole) reading?.cancel();
    const { result } = isWhole && reading ? reading : this.#read(queue, utterance.pcm, utterance.pcmStartMs);
    const { leg, startMs, endMs } = utterance;
    this.#follow(result, {
      read: (transcript) => this.#judge(utterance, spoken, transcript),
      late: () => {
        this.#leave(utterance, spoken);
        this.#options.emit({ type: 'unread', callId: this.#options.callId, leg, startMs, endMs });
      },
      failed: (error) => {
        this.#leave(utterance, spoken);
        this.#options.failed(error);
      },
    });
  }

  /** The utterance is over, and the desk has no time to read it. */
  passedOver(utterance: Utterance): void {
    const spoken = this.#end(utterance);
    spoken.reading?.cancel();
    this.#leave(utterance, spoken);
  }

  /** It was a tone or music, of which a recogniser makes words: nothing that was heard in it stands. */
  noSpeech(utterance: Utterance): void {
    const spoken = this.#end(utterance);
    spoken.reading?.cancel();
    const withdrawn = [...utterance.heard, ...spoken.added]
      // Said before the cut, and read there.
      .filter(({ id }) => !this.#confirmedAtCut.has(id))
      .map((keyword): KeywordEvent => ({ type: 'keyword-withdrawn', ...keyword, ear: 'careful' }));
    spoken.said.tell(withdrawn);
    this.#unshow(utterance, spoken);
  }

  /** Resolves when every utterance that is over has been read. */
  async settled(): Promise<void> {
    await Promise.all(this.#reading);
  }

  #of(leg: Leg, startMs: number): Spoken {
    const known = this.#spoken.get(leg);
    if (known?.startMs === startMs) return known;
    const spoken = {
      startMs,
      reading: null,
      readUpToMs: startMs,
      said: new ToldKeywords(this.#options.emit),
      added: [],
      shown: false,
      over: false,
    };
    this.#spoken.set(leg, spoken);
    return spoken;
  }

  #end({ leg, startMs }: Utterance): Spoken {
    const spoken = this.#of(leg, startMs);
    this.#spoken.delete(leg);
    spoken.over = true;
    return spoken;
  }

  /** Nobody will judge it: what was held back until then is told as the fast ear heard it. */
  #leave(utterance: Utterance, spoken: Spoken): void {
    const held = utterance.held.filter(({ id }) => !spoken.said.has(id) && !this.#confirmedAtCut.has(id));
    spoken.said.tell(held.map((keyword) => ({ type: 'keyword', ...keyword, confirmed: false })));
    spoken.said.settle();
    this.#unshow(utterance, spoken);
  }

  #unshow({ leg, startMs, endMs }: Utterance, { shown }: Spoken): void {
    const { callId, emit } = this.#options;
    if (shown) emit({ type: 'transcript-partial', callId, leg, startMs, endMs, text: '' });
  }

  #isWorthADraft(queue: ReadingQueue, spoken: Spoken, open: OpenUtterance): boolean {
    const isReadable = ({ endMs }: HeardKeyword) => endMs + AROUND_KEYWORD_MS <= open.nowMs;
    if (
      [...open.heard, ...open.held].some(
        (keyword) => isReadable(keyword) && keyword.endMs + AROUND_KEYWORD_MS > spoken.readUpToMs,
      )
    )
      return true;
    return this.#options.wantsDrafts() && queue.rested && open.nowMs - spoken.readUpToMs >= DRAFT_STEP_MS;
  }

  #draft(queue: ReadingQueue, spoken: Spoken, open: OpenUtterance): void {
    const { leg, lastVoiceMs, nowMs, pauses } = open;
    const whole = open.pcm();
    spoken.readUpToMs = nowMs;
    if (soundOf({ pcm: whole, voicedMs: open.voicedMs }) !== 'speech') return;
    // At a pause the whole of it, for that may be all there will be.
    const pcm = pauses ? whole : whole.subarray(-LONGEST_DRAFT_MS * SAMPLES_PER_MS);
    const isWhole = pcm.length === whole.length;
    const startMs = isWhole ? open.startMs : nowMs - LONGEST_DRAFT_MS;
    // A word may begin before the voice was sure of itself.
    const pcmStartMs = isWhole ? open.pcmStartMs : startMs;
    const draft: Draft = {
      leg,
      pcmStartMs,
      startMs,
      endMs: lastVoiceMs,
      heard: open.heard.filter((keyword) => keyword.endMs > pcmStartMs),
      held: open.held.filter((keyword) => keyword.endMs > pcmStartMs),
      overlapMs: isWhole ? open.overlapMs : { before: 0, after: 0 },
    };
    const sight: Sight = {
      fromMs: isWhole ? -Infinity : startMs + AROUND_KEYWORD_MS,
      withdrawnUpToMs: nowMs - AROUND_KEYWORD_MS,
    };
    const reading = this.#read(queue, pcm, pcmStartMs);
    const kept = { ...reading, lastVoiceMs: pauses ? lastVoiceMs : NaN };
    spoken.reading = kept;
    this.#follow(reading.result, {
      read: (transcript) => {
        if (!spoken.over) this.#judgeSoFar(draft, spoken, transcript, sight);
      },
      failed: (error) => {
        // Who reads the whole of it tells; until then it may be read anew.
        if (spoken.over) return;
        if (spoken.reading === kept) spoken.reading = null;
        this.#options.failed(error);
      },
    });
  }

  #read(queue: ReadingQueue, pcm: Float32Array, pcmStartMs: number): Reading {
    const { spokenLanguage, cleaned } = this.#options;
    return queue.read(async (ear) => onLeg(await ear.transcribe(await cleaned(pcm), spokenLanguage), pcmStartMs));
  }

  #follow(
    result: Promise<ReadingResult>,
    use: { read(transcript: Transcript): void; late?(): void; failed(error: unknown): void },
  ): void {
    const following: Promise<void> = result
      .then((read) => {
        if (read === 'late') use.late?.();
        else if (read !== 'cancelled') use.read(read);
      })
      .catch((error: unknown) => use.failed(error))
      .finally(() => this.#reading.delete(following));
    this.#reading.add(following);
  }

  #judgeSoFar(draft: Draft, spoken: Spoken, transcript: Transcript, sight: Sight): void {
    const { text } = transcript;
    const { callId, emit } = this.#options;
    const { leg, startMs, endMs } = draft;
    const verdicts = this.#verdicts(draft, spoken, transcript).filter(
      (word) =>
        word.startMs >= sight.fromMs && (word.type !== 'keyword-withdrawn' || word.endMs <= sight.withdrawnUpToMs),
    );
    spoken.added.push(...verdicts.filter(({ type }) => type === 'keyword').map(heardKeyword));
    spoken.said.tellDraft(verdicts);
    if (text === '' && !spoken.shown) return;
    spoken.shown = text !== '';
    emit({ type: 'transcript-partial', callId, leg, startMs, endMs, text });
  }

  #judge(utterance: Utterance, spoken: Spoken, transcript: Transcript): void {
    const { text } = transcript;
    const { callId, emit } = this.#options;
    const { leg, startMs, endMs, heard } = utterance;
    const verdicts = this.#verdicts(utterance, spoken, transcript);
    if (utterance.overlapMs.after > 0)
      for (const verdict of verdicts) if (isConfirmed(verdict)) this.#confirmedAtCut.add(verdict.id);
    const withdrawn = new Set(verdicts.filter(({ type }) => type === 'keyword-withdrawn').map(({ id }) => id));
    for (const keyword of [...heard, ...spoken.added, ...verdicts])
      if (!withdrawn.has(keyword.id)) this.#lastEndMs.set(`${leg} ${keyword.phrase}`, keyword.endMs);
    // What was meant comes first: a word that was denied is then confirmed to no card.
    if (text !== '') emit({ type: 'transcript', callId, leg, startMs, endMs, ...transcript });
    else if (spoken.shown) emit({ type: 'transcript-partial', callId, leg, startMs, endMs, text });
    spoken.said.tell(verdicts);
    spoken.said.settle();
    const count = countSpokenDigits(text);
    if (count > 0) emit({ type: 'digits', callId, leg, startMs, endMs, count });
  }

  #verdicts(draft: Draft, spoken: Spoken, transcript: Transcript): KeywordEvent[] {
    const heard = [...draft.heard, ...spoken.added.filter((keyword) => keyword.endMs > draft.pcmStartMs)];
    // What was held back and has been told since is among what was added.
    const held = draft.held.filter(({ id }) => !spoken.said.has(id));
    const lastEndMs = (phrase: string) => this.#lastEndMs.get(`${draft.leg} ${phrase}`);
    const { callId, keywords } = this.#options;
    const verdicts = judge(callId, { ...draft, heard, held }, keywords, transcript, lastEndMs);
    return verdicts.filter(({ id }) => !this.#confirmedAtCut.has(id));
  }
}
