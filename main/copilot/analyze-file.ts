import type { Leg } from '../../contracts/audio';
import type { CueBook, Language } from '../../contracts/cues';
import type { FoundEmotion, VoiceLine } from '../../contracts/emotion';
import type { Form } from '../../contracts/forms';
import type { FoundIntent } from '../../contracts/intents';
import type { QualityScore } from '../../contracts/quality-form';
import type { CallSummary } from '../../contracts/summary';
import type { SecretKind, TranscriptLine } from '../../contracts/transcript';
import type { ConversationFigures } from '../../domain/conversation/measure';
import type { EarName, KeywordEvent, SpeechEvent } from '../../contracts/speech';
import type { CueSignal } from '../../domain/cue-rules/facts';
import { formFacts } from '../../domain/cue-rules/form-facts';
import { allCards, reduceCues, startCues } from '../../domain/cues';
import { proposeFields, type FieldProposal, type LineReadings } from '../../domain/form-fill/propose-fields';
import { redact } from '../../domain/redaction';
import { emotionSignals } from '../../domain/emotion/emotion-signals';
import { intentSignals } from '../../domain/intents/intent-signals';
import { builtInFields, formOf } from '../../domain/review/built-in';
import { localMoment, reviewCall } from '../../domain/review/review-call';
import type { EarsPipeline } from './pipeline';
import { playSource, type PlayOptions } from './play-file';
import { withAudioFile } from './audio-file';
import type { AudioSource } from './wav-reader';

export interface AnalysisOptions extends PlayOptions {
  /** Cards are drawn from it; null when only phrases were given. */
  book: CueBook | null;
  /** When the call was made: "tomorrow" counts from it. Default: now. */
  madeAt?: Date | undefined;
}

export interface Analysis {
  file: string;
  seconds: number;
  speech: { leg: Leg; startMs: number; endMs: number }[];
  keywords: {
    leg: Leg;
    phrase: string;
    startMs: number;
    endMs: number;
    score: number;
    ear: EarName;
    confirmed: boolean;
  }[];
  cues: { id: string; atMs: number }[];
  /** What was said, by when it began; empty without the careful ear. */
  transcript: TranscriptLine[];
  conversation: Pick<ConversationFigures, 'talkRatio' | 'overlapMs' | 'deadAir' | 'interruptions' | 'rate'>;
  intents: readonly FoundIntent[];
  /** What the customer said for the fields of the built-in form. */
  form: readonly FieldProposal[];
  /** What feelings show, with the words and the voice they show in. */
  emotions: readonly FoundEmotion[];
  /** 1 to 5; null when nothing that was said supports an estimate. */
  satisfaction: number | null;
  summary: CallSummary;
  /** By the built-in form; null for a recording of one leg, in which nobody can be scored. */
  score: Pick<QualityScore, 'total' | 'failed' | 'items'> | null;
  /** What would be taken out before anything leaves the desk. */
  redacted: Record<SecretKind, number>;
  /** Time taken / length of the audio: below 1 is faster than real time. */
  realTimeFactor: number;
}

/** Puts recordings through the live pipeline in frames of 32 ms. Its events must come to `onEvent`. */
export class FileAnalyzer {
  readonly #pipeline: EarsPipeline;
  #events: SpeechEvent[] = [];

  constructor(makePipeline: (emit: (event: SpeechEvent) => void) => EarsPipeline) {
    this.#pipeline = makePipeline((event) => this.#events.push(event));
  }

  /** One file after another. Throws SidetoneError `not-audio` or `file-unreadable`. */
  async analyze(file: string, options: AnalysisOptions): Promise<Analysis> {
    return withAudioFile(file, (source) => this.analyzeSource(file, source, options));
  }

  /** Audio that is no file; `name` stands for it. */
  async analyzeSource(name: string, source: AudioSource, options: AnalysisOptions): Promise<Analysis> {
    const startedAtMs = performance.now();
    this.#events = [];
    const { seconds } = await playSource(this.#pipeline, name, source, options);
    const summary = summarize(this.#events, options, seconds * 1000);
    const realTimeFactor = seconds === 0 ? 0 : (performance.now() - startedAtMs) / 1000 / seconds;
    return { file: name, seconds: round(seconds, 3), ...summary, realTimeFactor: round(realTimeFactor, 4) };
  }
}

/** The final word on each keyword: withdrawn ones are gone, confirmed ones say so. */
function summarize(
  events: readonly SpeechEvent[],
  { book, language, madeAt = new Date() }: AnalysisOptions,
  lengthMs: number,
) {
  // The last frame is filled up with silence, so that an end may lie beyond the recording's.
  const atMs = (timeMs: number) => Math.round(Math.min(timeMs, lengthMs));
  const speech: Analysis['speech'] = [];
  const transcript: TranscriptLine[] = [];
  const voices: VoiceLine[] = [];
  const stands = new Map<string, KeywordEvent>();
  /** Who heard it first; the careful ear's word on it is in `confirmed`. */
  const firstEar = new Map<string, EarName>();
  for (const event of events) {
    if (event.type === 'speech-end')
      speech.push({ leg: event.leg, startMs: atMs(event.startMs), endMs: atMs(event.endMs) });
    if (event.type === 'transcript')
      transcript.push({ leg: event.leg, startMs: atMs(event.startMs), endMs: atMs(event.endMs), text: event.text });
    if (event.type === 'voice') voices.push({ ...event, startMs: atMs(event.startMs), endMs: atMs(event.endMs) });
    if (event.type === 'keyword-withdrawn') stands.delete(event.id);
    if (event.type === 'keyword' || event.type === 'keyword-confirmed') {
      stands.set(event.id, event);
      if (!firstEar.has(event.id)) firstEar.set(event.id, event.ear);
    }
  }
  const keywords = [...stands.values()].sort((a, b) => a.startMs - b.startMs || a.endMs - b.endMs);
  transcript.sort((a, b) => a.startMs - b.startMs);
  return {
    speech: speech.sort((a, b) => a.startMs - b.startMs),
    keywords: keywords.map((event) => ({
      leg: event.leg,
      phrase: event.phrase,
      startMs: atMs(event.startMs),
      endMs: atMs(event.endMs),
      score: round(event.score, 3),
      ear: firstEar.get(event.id) ?? event.ear,
      confirmed: event.type === 'keyword-confirmed' || (event.type === 'keyword' && event.confirmed),
    })),
    cues: book === null ? [] : cuesOf(events, keywords, book, { lengthMs, madeAt }),
    transcript,
    ...review(
      { speech, transcript, voices },
      { language, form: book ? formOf(book) : builtInFields(language), madeAt, lengthMs },
    ),
  };
}

function review(
  {
    speech: spans,
    transcript: lines,
    voices,
  }: Pick<Analysis, 'speech' | 'transcript'> & { voices: readonly VoiceLine[] },
  { language, form, madeAt, lengthMs }: { language: Language; form: Form; madeAt: Date; lengthMs: number },
): Pick<
  Analysis,
  'conversation' | 'intents' | 'form' | 'emotions' | 'satisfaction' | 'summary' | 'score' | 'redacted'
> {
  const connected = { startMs: 0, endMs: lengthMs };
  // A recording does not say how the call ended.
  const unknown = { cause: 'customer-hangup', audioStartedAt: madeAt, noticePlayedAtMs: null } as const;
  const call = { language, lines, spans, voices, answered: true, connected, ...unknown };
  const { figures, intents, emotions, satisfaction, score, summary } = reviewCall(call);
  const { talkRatio, overlapMs, deadAir, interruptions, rate } = figures;
  const { total, failed, items } = score;
  return {
    conversation: { talkRatio, overlapMs, deadAir, interruptions, rate },
    intents,
    form: [...proposeFields(form, lines, { callAt: localMoment(madeAt) }).values()],
    emotions,
    satisfaction: satisfaction.score,
    summary,
    score: spans.some(({ leg }) => leg === 'agent') ? { total, failed, items } : null,
    redacted: redact(lines).counts,
  };
}

const TICK_MS = 1_000;

/** The cards that stand in the end, as if each keyword had been certain the moment it was said. */
function cuesOf(
  events: readonly SpeechEvent[],
  keywords: readonly KeywordEvent[],
  book: CueBook,
  { lengthMs, madeAt }: { lengthMs: number; madeAt: Date },
): Analysis['cues'] {
  const told = ['speech-start', 'speech-end', 'voice', 'transcript'];
  const others = events.filter(({ type }) => told.includes(type));
  const ticks = Array.from({ length: Math.floor(lengthMs / TICK_MS) }, (_, index) => ({
    type: 'time' as const,
    atMs: (index + 1) * TICK_MS,
  }));
  const whenMs = (signal: CueSignal) =>
    'endMs' in signal ? signal.endMs : 'atMs' in signal ? signal.atMs : 'startMs' in signal ? signal.startMs : 0;
  const lines: TranscriptLine[] = [];
  const remembered: LineReadings = new WeakMap();
  const voices: VoiceLine[] = [];
  const cues = [...others, ...keywords, ...ticks]
    .sort((a, b) => whenMs(a) - whenMs(b))
    .flatMap((signal): CueSignal[] => {
      if (signal.type === 'voice') voices.push(signal);
      if (signal.type !== 'transcript') return [signal];
      lines.push(signal);
      const fields = formFacts(
        [...proposeFields(formOf(book), lines, { callAt: localMoment(madeAt), remembered }).values()].map((one) => ({
          ...one,
          status: 'proposed',
        })),
      );
      const [intents, emotions] = [intentSignals(lines, book.language), emotionSignals(voices, lines, book.language)];
      return [signal, { type: 'form', fields }, ...intents, ...emotions];
    })
    .reduce((state, signal) => reduceCues(state, signal, whenMs(signal)).state, startCues(book));
  return allCards(cues)
    .filter(({ state }) => state !== 'withdrawn')
    .map(({ cueId, heardAtMs }) => ({ id: cueId, atMs: Math.round(Math.min(heardAtMs, lengthMs)) }));
}

function round(value: number, digits: number): number {
  return Number(value.toFixed(digits));
}
