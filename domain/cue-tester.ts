import type { Leg } from '../contracts/audio';
import type { Cue, CueBook, ShownCard } from '../contracts/cues';
import type { Keyword } from '../contracts/speech';
import type { TranscriptLine } from '../contracts/transcript';
import { intentsOf } from './cue-rules/denials';
import { explain, metShare, type RuleNote } from './cue-rules/explain';
import type { CueSignal } from './cue-rules/facts';
import { formFacts } from './cue-rules/form-facts';
import { deniedPhrase, nearPhrase, type NearPhrase } from './cue-tester-near';
import { allCards, keywordsOf, leadingCard, reduceCues, ruleSupport, startCues, type CueState } from './cues';
import { emotionSignals } from './emotion/emotion-signals';
import { proposeFields } from './form-fill/propose-fields';
import { intentSignals } from './intents/intent-signals';
import { formOf } from './review/built-in';
import { tryScript, type TriedScript } from './script-path';
import { phraseFinder } from './spoken/transcript-match';

export interface TriedLine {
  leg: Leg;
  text: string;
}

/** What a call is like beside the words that are tried. */
export interface TrySituation {
  /** Where the script stands; null: at its first line. */
  stageId: string | null;
  /** So long nobody speaks after the last line. */
  silenceSeconds: number;
  /** The agent's share of the talk before the first line; null: nothing was said before. */
  agentShare: number | null;
  customer: readonly { label: string; value: string }[];
}

export const PLAIN_SITUATION: TrySituation = { stageId: null, silenceSeconds: 0, agentShare: null, customer: [] };

export interface TriedCard {
  readonly shown: ShownCard;
  readonly cue: Cue;
  /** The line that brought it up; null where it was the time that passed, or how the call began. */
  readonly line: number | null;
  /** Null where a phrase was heard; else the rule as it stands now. */
  readonly rule: RuleNote | null;
  /** Of all these cards the one put before the agent. */
  readonly leads: boolean;
}

export interface NearCard {
  readonly cue: Cue;
  /** From 0 to 1. */
  readonly nearness: number;
  readonly phrase: NearPhrase | null;
  readonly rule: RuleNote | null;
}

export interface Tried {
  readonly popped: readonly TriedCard[];
  /** Nearest first. */
  readonly near: readonly NearCard[];
  /** Where the script stands, and what it goes on with; null where there is none. */
  readonly script: TriedScript | null;
}

/** Half of it is too little for a share to be told, so that it is told once, when both have spoken. */
const TALK_BEFORE_MS = 38_000;
/** Which day it is does not matter: rules ask only whether there is a date. */
const TRIED_AT = '2026-01-05T10:00';
const PAUSE_MS = 300;
/** About as people speak. */
const MS_PER_CHARACTER = 220;
const MS_PER_LETTER = 70;
const MOST_NEAR = 8;
/** Less than half of what a rule asks for is not near. */
const NEAR_SHARE = 0.5;

/**
 * What a book would show in a call in which these lines are said. It is the call's own code that answers: the finder of
 * phrases that the careful ear has, the reader of intents, the reducer of cards. What only an ear can know, how clearly
 * it was said, it cannot tell; nor how many cards this agent wants to see.
 */
export function tryBook(book: CueBook, lines: readonly TriedLine[], situation: TrySituation = PLAIN_SITUATION): Tried {
  const keywords = keywordsOf(book);
  let state = startCues(book, situation.customer);
  const lineOf = new Map<string, number | null>();
  const send = (signal: CueSignal, nowMs: number, line: number | null) => {
    const step = reduceCues(state, signal, nowMs);
    state = step.state;
    for (const { cardId } of step.changes) if (!lineOf.has(cardId)) lineOf.set(cardId, line);
  };
  let nowMs = 0;
  if (situation.stageId !== null) send({ type: 'stage', stageId: situation.stageId }, nowMs, null);
  for (const signal of talkBefore(situation.agentShare)) send(signal, (nowMs = TALK_BEFORE_MS), null);
  send({ type: 'time', atMs: nowMs }, nowMs, null);
  const said: TranscriptLine[] = [];
  lines.forEach(({ leg, text }, index) => {
    if (text.trim() === '') return;
    const startMs = nowMs + PAUSE_MS;
    const line = { leg, text, startMs, endMs: startMs + durationOf(text) };
    nowMs = line.endMs;
    said.push(line);
    for (const signal of heardOf(line, said, keywords, book, index)) send(signal, nowMs, index);
  });
  nowMs += situation.silenceSeconds * 1_000;
  send({ type: 'time', atMs: nowMs }, nowMs, null);
  const cards = allCards(state);
  const leading = leadingCard(cards);
  const cueOf = new Map(book.cues.map((cue) => [cue.id, cue]));
  const popped = cards.flatMap((shown) => {
    const cue = cueOf.get(shown.cueId);
    if (!cue || shown.state === 'withdrawn') return [];
    const byRule = shown.keywordId === ruleSupport(cue);
    const rule = byRule && cue.when ? explain(cue.when, state.facts) : null;
    return [{ shown, cue, line: lineOf.get(shown.cardId) ?? null, rule, leads: shown === leading }];
  });
  const script = tryScript(book.script, situation.stageId, state.facts, said);
  return { popped, near: nearCards(state, said), script };
}

/** What the ears say of a sentence, in their order. */
function heardOf(
  line: TranscriptLine,
  said: readonly TranscriptLine[],
  keywords: readonly Keyword[],
  book: CueBook,
  index: number,
): CueSignal[] {
  const { leg, startMs, endMs, text } = line;
  const base = { callId: 'tried', leg };
  const find = phraseFinder(text);
  const heard = keywords.flatMap(({ phrase }): CueSignal[] =>
    find(phrase)
      .filter(({ verdict }) => verdict === 'found')
      .map(({ from, to, score }, at) => ({
        type: 'keyword',
        ...base,
        phrase,
        score,
        ear: 'careful',
        confirmed: true,
        id: `${String(index)} ${phrase} ${String(at)}`,
        startMs: startMs + from * (endMs - startMs),
        endMs: startMs + to * (endMs - startMs),
      })),
  );
  const proposals = [...proposeFields(formOf(book), said, { callAt: TRIED_AT }).values()];
  return [
    // As though the agent confirmed each value that is proposed.
    { type: 'form', fields: formFacts(proposals.map((one) => ({ ...one, status: 'confirmed' }))) },
    { type: 'speech-start', ...base, startMs },
    { type: 'speech-end', ...base, startMs, endMs },
    ...intentSignals(said, book.language),
    ...heard,
    // Typed words have no voice: of feelings only those that show in words.
    ...emotionSignals([], said, book.language),
    { type: 'transcript', callId: base.callId, ...line },
  ];
}

function talkBefore(agentShare: number | null): CueSignal[] {
  if (agentShare === null) return [];
  const turn = (leg: Leg, share: number): CueSignal => ({
    type: 'speech-end',
    callId: 'tried',
    leg,
    startMs: 0,
    endMs: share * TALK_BEFORE_MS,
  });
  const turns = [turn('agent', agentShare), turn('customer', 1 - agentShare)];
  return agentShare > 0.5 ? turns.reverse() : turns;
}

function nearCards({ book, cards, facts, denials }: CueState, said: readonly TranscriptLine[]): NearCard[] {
  const shown = new Set(cards.map((card) => card.shown.cueId));
  const near = said.map(nearPhrase);
  const found = book.cues.flatMap((cue): NearCard[] => {
    if (shown.has(cue.id)) return [];
    const denied = denials.filter(({ intentId }) => intentsOf(cue).has(intentId)).map(deniedPhrase);
    const phrase = [
      ...denied,
      ...near.flatMap((ask) => cue.phrases.flatMap((own) => ask(own, cue.leg) ?? [])),
    ].reduce<NearPhrase | null>((a, b) => (a && a.nearness >= b.nearness ? a : b), null);
    const rule = cue.when ? explain(cue.when, facts) : null;
    const share = rule ? metShare(rule) : 0;
    const ruleCounts = share >= NEAR_SHARE;
    if (!phrase && !ruleCounts) return [];
    const nearness = Math.max(phrase?.nearness ?? 0, ruleCounts ? share : 0);
    return [{ cue, nearness, phrase, rule: ruleCounts ? rule : null }];
  });
  return found.sort((a, b) => b.nearness - a.nearness || a.cue.priority - b.cue.priority).slice(0, MOST_NEAR);
}

function durationOf(text: string): number {
  const han = text.match(/\p{Script=Han}/gu)?.length ?? 0;
  return 500 + han * MS_PER_CHARACTER + (text.length - han) * MS_PER_LETTER;
}
