import type { Leg } from '../../contracts/audio';
import type { Emotion } from '../../contracts/emotion';
import type { SpeechEvent } from '../../contracts/speech';
import type { TranscriptLine } from '../../contracts/transcript';
import type { Denial } from './denials';
import type { FormFact } from './form-facts';

/** What the rules of a call may ask about, beside what the ears tell. */
export type CueSignal =
  | SpeechEvent
  | { type: 'intent'; intentId: string; leg: Leg; endMs: number; words: string }
  | { type: 'emotion'; emotion: Emotion; leg: Leg; endMs: number; words: string }
  | ({ type: 'intent-denied' } & Denial)
  | { type: 'stage'; stageId: string }
  /** Every field that holds something. */
  | { type: 'form'; fields: readonly FormFact[] }
  | { type: 'time'; atMs: number };

export interface HeardFact {
  readonly id: string;
  readonly leg: Leg;
  readonly words: string;
  readonly endMs: number;
  readonly certain: boolean;
}

/** What happened in a call so far, as its rules see it. */
export interface CueFacts {
  /** The call's own clock, as far as it is known. */
  readonly nowMs: number;
  readonly keywords: readonly HeardFact[];
  readonly lines: readonly TranscriptLine[];
  readonly intents: readonly HeardFact[];
  /** By the name of the emotion. */
  readonly emotions: readonly HeardFact[];
  readonly speaking: Readonly<Record<Leg, boolean>>;
  readonly spokenMs: Readonly<Record<Leg, number>>;
  /** Since when nobody speaks; null while somebody does. */
  readonly quietSinceMs: number | null;
  readonly stageId: string | null;
  readonly customer: readonly { label: string; value: string }[];
  readonly form: readonly FormFact[];
}

/** More than any window of a rule asks for, and no more than a long call can hold. */
const MOST_FACTS = 2_000;

export function startFacts(customer: CueFacts['customer'] = [], stageId: string | null = null): CueFacts {
  return {
    nowMs: 0,
    keywords: [],
    lines: [],
    intents: [],
    emotions: [],
    speaking: { agent: false, customer: false },
    spokenMs: { agent: 0, customer: 0 },
    quietSinceMs: 0,
    stageId,
    customer,
    form: [],
  };
}

/** Takes note of one event. Time never runs back, whatever order events come in. */
export function noteFact(facts: CueFacts, signal: CueSignal): CueFacts {
  switch (signal.type) {
    case 'keyword':
      return keyword(facts, signal, signal.confirmed && !signal.draft);
    case 'keyword-confirmed':
      return keyword(facts, signal, !signal.draft);
    case 'keyword-withdrawn':
      return { ...facts, keywords: facts.keywords.filter(({ id }) => id !== signal.id) };
    case 'transcript': {
      const { leg, startMs, endMs, text } = signal;
      return at({ ...facts, lines: [...facts.lines, { leg, startMs, endMs, text }].slice(-MOST_FACTS) }, endMs);
    }
    case 'intent':
      return at({ ...facts, intents: withFact(facts.intents, signal.intentId, signal) }, signal.endMs);
    case 'emotion':
      return at({ ...facts, emotions: withFact(facts.emotions, signal.emotion, signal) }, signal.endMs);
    case 'speech-start': {
      const speaking = { ...facts.speaking, [signal.leg]: true };
      return at({ ...facts, speaking, quietSinceMs: null }, signal.startMs);
    }
    case 'speech-end': {
      const speaking = { ...facts.speaking, [signal.leg]: false };
      const spoken = facts.spokenMs[signal.leg] + Math.max(0, signal.endMs - signal.startMs);
      const quietSinceMs = speaking.agent || speaking.customer ? null : Math.max(facts.quietSinceMs ?? 0, signal.endMs);
      return at(
        { ...facts, speaking, quietSinceMs, spokenMs: { ...facts.spokenMs, [signal.leg]: spoken } },
        signal.endMs,
      );
    }
    case 'stage':
      return { ...facts, stageId: signal.stageId };
    case 'form':
      return { ...facts, form: signal.fields };
    case 'time':
      return at(facts, signal.atMs);
    default:
      return facts;
  }
}

/** What is told again, with the line after it, is one fact. */
function withFact(
  known: readonly HeardFact[],
  id: string,
  { leg, words, endMs }: Pick<HeardFact, 'leg' | 'words' | 'endMs'>,
): readonly HeardFact[] {
  if (known.some((fact) => fact.id === id && fact.endMs === endMs)) return known;
  return [...known, { id, leg, words, endMs, certain: true }].slice(-MOST_FACTS);
}

function keyword(facts: CueFacts, event: HeardFactOf, certain: boolean): CueFacts {
  const { id, leg, phrase, endMs } = event;
  const others = facts.keywords.filter((known) => known.id !== id);
  return at({ ...facts, keywords: [...others, { id, leg, words: phrase, endMs, certain }].slice(-MOST_FACTS) }, endMs);
}

type HeardFactOf = Pick<Extract<SpeechEvent, { type: 'keyword' }>, 'id' | 'leg' | 'phrase' | 'endMs'>;

function at(facts: CueFacts, atMs: number): CueFacts {
  return atMs > facts.nowMs ? { ...facts, nowMs: atMs } : facts;
}
