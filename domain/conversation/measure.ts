import type { Leg } from '../../contracts/audio';
import type { Language } from '../../contracts/cues';
import type { TranscriptLine } from '../../contracts/transcript';
import { countSpoken } from '../spoken/tokens';
import { gapsOf, intersection, totalMs, union, type SpokenSpan, type TimeSpan } from './spans';

export interface ConversationOptions {
  /** Nobody speaks for longer than this: dead air. */
  readonly deadAirMs: number;
  /** Who cuts in sooner began at the same time. */
  readonly interruptAfterMs: number;
  /** Both must go on for as long as this: a cough or the last syllable of a sentence is no interruption. */
  readonly interruptOverlapMs: number;
  /** What is shorter is a sign of listening (嗯, right), no interruption. */
  readonly backchannelMs: number;
  /** A pause of one speaker shorter than this is no new beginning. */
  readonly breathMs: number;
  /** Speech of a leg, at the least, before its rate says anything. */
  readonly rateFromMs: number;
}

export const CONVERSATION_DEFAULTS: ConversationOptions = {
  deadAirMs: 5000,
  interruptAfterMs: 300,
  interruptOverlapMs: 300,
  backchannelMs: 700,
  breathMs: 200,
  rateFromMs: 3000,
};

export interface Heard {
  readonly spans: readonly SpokenSpan[];
  readonly lines: readonly TranscriptLine[];
  readonly language: Language;
  /** From when to when the parties could hear each other. Without it silence before the first and after the last word is not counted. */
  readonly connected?: TimeSpan;
  /** On hold: no dead air, for nobody can speak. */
  readonly held?: readonly TimeSpan[];
}

export interface Turn extends SpokenSpan {
  /** Time spoken in the turn, its pauses left out. */
  readonly spokenMs: number;
}

/** Who cut in, and how long both spoke. */
export interface Interruption extends TimeSpan {
  readonly by: Leg;
}

export interface ConversationFigures {
  readonly spokenMs: Readonly<Record<Leg, number>>;
  /** The agent's share of all that was spoken, 0 to 1; null when nobody spoke. */
  readonly talkRatio: number | null;
  readonly overlapMs: number;
  readonly deadAir: readonly TimeSpan[];
  readonly interruptions: readonly Interruption[];
  readonly turns: readonly Turn[];
  /** Characters (zh) or words (en) a minute of the leg's own speech; null where there is too little. */
  readonly rate: Readonly<Record<Leg, number | null>>;
}

/** How a call went, by when each leg spoke. Neither the order of the input nor when the clock began makes a difference. */
export function measureConversation(heard: Heard, options: Partial<ConversationOptions> = {}): ConversationFigures {
  const chosen = { ...CONVERSATION_DEFAULTS, ...options };
  // A call whose utterances are not known is measured by its lines.
  const spans: readonly SpokenSpan[] = heard.spans.length > 0 ? heard.spans : heard.lines;
  const agent = union(spans.filter(({ leg }) => leg === 'agent'));
  const customer = union(spans.filter(({ leg }) => leg === 'customer'));
  const spokenMs = { agent: totalMs(agent), customer: totalMs(customer) };
  const total = spokenMs.agent + spokenMs.customer;
  return {
    spokenMs,
    talkRatio: total === 0 ? null : spokenMs.agent / total,
    overlapMs: totalMs(intersection(agent, customer)),
    deadAir: deadAir(union([...agent, ...customer]), heard, chosen.deadAirMs),
    interruptions: [
      ...interruptions('agent', agent, customer, chosen),
      ...interruptions('customer', customer, agent, chosen),
    ].sort((a, b) => a.startMs - b.startMs || a.by.localeCompare(b.by)),
    turns: turnsOf([...withLeg(agent, 'agent'), ...withLeg(customer, 'customer')]),
    rate: { agent: rate('agent', heard, chosen), customer: rate('customer', heard, chosen) },
  };
}

/** The longest dead air, ms; 0 where there is none. */
export function longestDeadAirMs(figures: ConversationFigures): number {
  return figures.deadAir.reduce((longest, { startMs, endMs }) => Math.max(longest, endMs - startMs), 0);
}

function deadAir(spoken: readonly TimeSpan[], heard: Heard, longerThanMs: number): TimeSpan[] {
  const silent = gapsOf(spoken, heard.connected ?? null);
  const held = union(heard.held ?? []);
  // A hold in the midst of a silence cuts it in two: the agent said something before it, or should have.
  const audible = silent.flatMap((gap) => gapsOf(intersection(held, [gap]), gap));
  return audible.filter(({ startMs, endMs }) => endMs - startMs > longerThanMs);
}

/** `by` begins while the other has been speaking for a while; both go on. */
function interruptions(
  by: Leg,
  own: readonly TimeSpan[],
  others: readonly TimeSpan[],
  options: ConversationOptions,
): Interruption[] {
  const mine = breathless(own, options.breathMs);
  const theirs = breathless(others, options.breathMs);
  let at = 0;
  return mine.flatMap((span) => {
    while ((theirs[at]?.endMs ?? Number.POSITIVE_INFINITY) <= span.startMs) at += 1;
    const other = theirs[at];
    if (!other || span.endMs - span.startMs < options.backchannelMs) return [];
    if (span.startMs - other.startMs <= options.interruptAfterMs) return [];
    const endMs = Math.min(span.endMs, other.endMs);
    return endMs - span.startMs >= options.interruptOverlapMs ? [{ by, startMs: span.startMs, endMs }] : [];
  });
}

function breathless(spans: readonly TimeSpan[], breathMs: number): TimeSpan[] {
  return union(spans.map(({ startMs, endMs }) => ({ startMs, endMs: endMs + breathMs }))).map(({ startMs, endMs }) => ({
    startMs,
    endMs: endMs - breathMs,
  }));
}

function withLeg(spans: readonly TimeSpan[], leg: Leg): SpokenSpan[] {
  return spans.map((span) => ({ ...span, leg }));
}

/** A turn lasts until the other leg begins, its own pauses within. */
function turnsOf(spans: readonly SpokenSpan[]): Turn[] {
  const sorted = [...spans].sort((a, b) => a.startMs - b.startMs || a.leg.localeCompare(b.leg));
  const turns: Turn[] = [];
  for (const span of sorted) {
    const last = turns.at(-1);
    const spokenMs = span.endMs - span.startMs;
    if (last?.leg === span.leg) {
      turns[turns.length - 1] = {
        ...last,
        endMs: Math.max(last.endMs, span.endMs),
        spokenMs: last.spokenMs + spokenMs,
      };
    } else {
      turns.push({ ...span, spokenMs });
    }
  }
  return turns;
}

function rate(leg: Leg, { lines, language }: Heard, { rateFromMs }: ConversationOptions): number | null {
  const own = lines.filter((line) => line.leg === leg && line.endMs > line.startMs);
  const ms = own.reduce((sum, { startMs, endMs }) => sum + endMs - startMs, 0);
  if (ms < rateFromMs) return null;
  return own.reduce((sum, { text }) => sum + countSpoken(text, language), 0) / (ms / 60_000);
}
