import type { Leg } from '../../contracts/audio';
import type { FoundIntent, Intent, IntentBook } from '../../contracts/intents';
import type { TranscriptLine } from '../../contracts/transcript';
import type { Denial } from '../cue-rules/denials';
import { polarityOf, readAffirmations, readNegation, type Polarity } from '../spoken/negation';
import { readLaterNegations } from '../spoken/later-negation';
import { placesOf, readPhrases, type Phrase, type Place } from '../spoken/phrases';
import { tokensOf, type Token } from '../spoken/tokens';

interface Candidate extends Place {
  readonly intent: Intent;
  readonly leg: Leg;
  readonly polarity: Polarity;
}

type PolarityAt = (tokens: readonly Token[], place: Place) => Polarity;

const LEGS: readonly Leg[] = ['agent', 'customer'];

/**
 * What was meant, by the phrases of a book. In the order of time.
 *
 * - Words behind a negation are left out, but for opt-outs and complaints, which are kept and marked `denied`.
 * - Where a longer phrase covers a shorter one, the longer one says what was meant: 不要再打 is no mere 不要.
 */
export function findIntents(lines: readonly TranscriptLine[], book: IntentBook): FoundIntent[] {
  const polarityAt = polarityIn(book);
  const said = { agent: tokensOf(lines, 'agent'), customer: tokensOf(lines, 'customer') };
  return LEGS.flatMap((leg) => {
    const candidates = book.intents
      .filter((intent) => intent.leg === leg || intent.leg === 'either')
      .flatMap((intent) => candidatesOf(intent, leg, said, polarityAt));
    return withoutCovered(candidates).map((candidate) => asFound(candidate, said[leg], lines));
  }).sort((a, b) => a.atMs - b.atMs || a.endMs - b.endMs);
}

/** What of a found intent may be concluded of: all but what was denied. */
export function standing(found: readonly FoundIntent[]): FoundIntent[] {
  return found.filter((intent) => !intent.denied);
}

/**
 * Opt-outs and complaints that were named and denied, with the utterance each stands in. What is only asked (要不要投诉)
 * is not denied. A complaint that one of the book's exceptions covers (没有投诉) is.
 */
export function deniedIntents(lines: readonly TranscriptLine[], book: IntentBook): Denial[] {
  const polarityAt = polarityIn(book);
  const said = { agent: tokensOf(lines, 'agent'), customer: tokensOf(lines, 'customer') };
  return LEGS.flatMap((leg) => {
    const tokens = said[leg];
    const denied = book.intents
      .filter((intent) => isKept(intent) && (intent.leg === leg || intent.leg === 'either'))
      .flatMap((intent) => deniedPlaces(intent, leg, said, polarityAt));
    return denied.flatMap(({ intent, start, end }): Denial[] => {
      const line = lines[tokens[end - 1]?.line ?? -1];
      if (!line) return [];
      const words = writtenWords(tokens.slice(start, end), lines);
      const { startMs, endMs } = line;
      return [
        { intentId: intent.id, leg, startMs, endMs, words, otherwise: withoutPlaces(line, lines, tokens, denied) },
      ];
    });
  });
}

function deniedPlaces(
  intent: Intent,
  leg: Leg,
  said: Readonly<Record<Leg, readonly Token[]>>,
  polarityAt: PolarityAt,
): Candidate[] {
  const denied = withoutCovered(candidatesOf(intent, leg, said, polarityAt)).filter(
    ({ polarity }) => polarity === 'denied',
  );
  const excepted = intent.kind === 'complaint' ? all(readPhrases(intent.except ?? []), said[leg]) : [];
  return [...denied, ...excepted.map((place): Candidate => ({ ...place, intent, leg, polarity: 'denied' }))];
}

/** A line's text, what was denied in it cut out. */
function withoutPlaces(
  line: TranscriptLine,
  lines: readonly TranscriptLine[],
  tokens: readonly Token[],
  places: readonly Place[],
): string {
  const index = lines.indexOf(line);
  const denied = places.flatMap(({ start, end }) => tokens.slice(start, end)).filter((token) => token.line === index);
  // Two tokens may stand for one written word: do not, don't.
  return denied.reduce((text, { from, to }) => text.slice(0, from) + ' '.repeat(to - from) + text.slice(to), line.text);
}

function polarityIn(book: IntentBook): PolarityAt {
  const rules = book.negations.map(readNegation);
  const affirmations = readAffirmations(book.affirmations);
  const later = readLaterNegations(book.laterNegations);
  return (tokens, place) => polarityOf(tokens, place, rules, affirmations, later);
}

function candidatesOf(
  intent: Intent,
  leg: Leg,
  said: Readonly<Record<Leg, readonly Token[]>>,
  polarityAt: PolarityAt,
): Candidate[] {
  const tokens = said[leg];
  const exceptions = all(readPhrases(intent.except ?? []), tokens);
  const answers = answersTo(intent.after, tokens, said[other(leg)]);
  const answersElse = answersTo(intent.notAfter, tokens, said[other(leg)]);
  return all(readPhrases(intent.phrases), tokens).flatMap((place) => {
    if (exceptions.some((exception) => covers(exception, place))) return [];
    if ((intent.after && !answers(place)) || answersElse(place)) return [];
    const polarity = polarityAt(tokens, place);
    if (polarity !== 'stands' && !isKept(intent)) return [];
    return [{ ...place, intent, leg, polarity }];
  });
}

/** Whether words come soon after one of the questions of the other leg. */
function answersTo(question: Intent['after'], tokens: readonly Token[], asked: readonly Token[]) {
  const endsMs = all(readPhrases(question?.phrases ?? []), asked).map(({ end }) => asked[end - 1]?.endMs ?? 0);
  const withinMs = (question?.withinSeconds ?? 0) * 1000;
  return (place: Place): boolean => {
    const atMs = tokens[place.start]?.startMs ?? 0;
    // The answer may come before the last word of the question has died away.
    return endsMs.some((askedMs) => atMs >= askedMs - 1000 && atMs - askedMs <= withinMs);
  };
}

function all(phrases: readonly Phrase[], tokens: readonly Token[]): Place[] {
  return phrases.flatMap((phrase) => placesOf(phrase, tokens));
}

function withoutCovered(candidates: readonly Candidate[]): Candidate[] {
  const byLength = [...candidates].sort((a, b) => b.end - b.start - (a.end - a.start) || a.start - b.start);
  const kept: Candidate[] = [];
  for (const candidate of byLength) {
    const hidden = kept.some(
      (longer) =>
        (longer.intent === candidate.intent && overlap(longer, candidate)) ||
        (covers(longer, candidate) && length(longer) > length(candidate) && !isKept(candidate.intent)),
    );
    if (!hidden) kept.push(candidate);
  }
  return kept;
}

function asFound(candidate: Candidate, tokens: readonly Token[], lines: readonly TranscriptLine[]): FoundIntent {
  const part = tokens.slice(candidate.start, candidate.end);
  return {
    id: candidate.intent.id,
    kind: candidate.intent.kind,
    leg: candidate.leg,
    atMs: part[0]?.startMs ?? 0,
    endMs: part.at(-1)?.endMs ?? 0,
    words: writtenWords(part, lines),
    denied: candidate.polarity !== 'stands',
  };
}

/** The words of tokens as the line has them, its punctuation and all. */
function writtenWords(tokens: readonly Token[], lines: readonly TranscriptLine[]): string {
  const words: string[] = [];
  for (const index of new Set(tokens.map((token) => token.line))) {
    const here = tokens.filter((token) => token.line === index);
    words.push(lines[index]?.text.slice(here[0]?.from, here.at(-1)?.to) ?? '');
  }
  return words.join(' ');
}

function isKept(intent: Intent): boolean {
  return intent.kind === 'opt-out' || intent.kind === 'complaint';
}

function covers(a: Place, b: Place): boolean {
  return a.start <= b.start && a.end >= b.end;
}

function overlap(a: Place, b: Place): boolean {
  return a.start < b.end && b.start < a.end;
}

function length(place: Place): number {
  return place.end - place.start;
}

function other(leg: Leg): Leg {
  return leg === 'agent' ? 'customer' : 'agent';
}
