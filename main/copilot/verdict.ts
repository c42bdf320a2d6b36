import { randomUUID } from 'node:crypto';
import type { Keyword, KeywordEvent } from '../../contracts/speech';
import type { Transcript } from './careful-ear';
import type { HeardKeyword, Utterance } from './leg-listener';
import { spokenCharacters } from '../../domain/spoken/pinyin-classes';
import { shareTimes } from '../../domain/spoken/share-times';
import { phraseFinder, unitsFor, writesSoundOf, type TranscriptMatch } from '../../domain/spoken/transcript-match';

/**
 * The fast ear is sure of so many syllables at this score and above. Of two it may be sure and wrong: 微信 scored 1 in
 * recorded talk where nobody said it, of three or more nothing that was not said scored above 0.3.
 */
const SURE = { score: 0.6, syllables: 3 };

/**
 * One syllable off is the careful ear's slip only where the fast one was fairly sure, or all other syllables of a long
 * phrase are there: else 再打给我 would stand for 发给我, and 打八折 for 打折.
 */
const SLIP = { score: 0.55, syllables: 4 };

/**
 * What the careful ear's transcript, its words on the leg's clock, means for the keywords of an utterance. An empty
 * transcript is no verdict: the ear could not tell. Otherwise each keyword that the fast ear heard is
 *
 * - confirmed, when it is written, or misspelt, or nearly so and the fast ear was sure enough;
 * - left as it was heard, when another word of the same sound is written that may be the slip of either ear;
 * - left too, when the fast ear was sure of a longer phrase whose sound is not written anywhere: the slip may be the
 *   careful ear's;
 * - withdrawn, when nothing of it is written, or its sound is, as other words.
 *
 * A keyword that was held back in noise is told when it would be confirmed, and else never was.
 *
 * What is written and the fast ear missed is added. Where an utterance was cut, its neighbour holds the same sound: a
 * word before the cut is not withdrawn, for the utterance after it has all of it and tells, nor is one there of which
 * only the end is heard, and none is added that is among the words of the neighbour. A word is where the recogniser timed it; without times, its place among the characters stands for its place
 * in the utterance. `lastEndMs` tells when a phrase last ended in the utterances before.
 */
export function judge(
  callId: string,
  utterance: Pick<Utterance, 'leg' | 'startMs' | 'endMs' | 'heard' | 'overlapMs'> & Partial<Pick<Utterance, 'held'>>,
  keywords: readonly Keyword[],
  transcript: Transcript,
  lastEndMs: (phrase: string) => number | undefined = () => undefined,
): KeywordEvent[] {
  if (transcript.text.trim() === '') return [];
  const { leg, startMs, endMs, overlapMs, held = [] } = utterance;
  const heardFromMs = startMs - overlapMs.before;
  const cutThrough = (keyword: HeardKeyword) =>
    (overlapMs.after > 0 && keyword.endMs > endMs - overlapMs.after) ||
    (overlapMs.before > 0 && keyword.startMs < heardFromMs);
  const isRepeated = (phrase: string, place: Place) =>
    overlapMs.before > 0 &&
    place.startMs < startMs + overlapMs.before &&
    (lastEndMs(phrase) ?? -Infinity) > startMs - 2 * overlapMs.before;
  const placed = ({ from, to }: TranscriptMatch, phrase: string) => {
    const whenMs = shareTimes(transcript.words ?? [], unitsFor(phrase), { startMs: heardFromMs, endMs });
    return { startMs: whenMs(from), endMs: whenMs(to, 'end') };
  };
  const findPhrase = phraseFinder(transcript.text);
  return keywords.flatMap(({ phrase }) => {
    const heard = [...utterance.heard, ...held].filter((keyword) => keyword.phrase === phrase);
    const written = findPhrase(phrase);
    const places = written.map((match) => ({ match, ...placed(match, phrase) }));
    const { pairs, left } = pair(heard, places);
    const judged = pairs.flatMap(([keyword, place]) => {
      const openQuestion = cutThrough(keyword) || (isSure(keyword) && !writesSoundOf(phrase, transcript.text));
      const verdicts = verdictOn(keyword, place?.match, openQuestion);
      return held.includes(keyword) ? verdicts.flatMap(toldLate) : verdicts;
    });
    const added: KeywordEvent[] = left
      .filter((place) => place.match.verdict === 'found' && !isRepeated(phrase, place))
      .map(({ match, ...times }) => ({
        type: 'keyword',
        callId,
        leg,
        id: randomUUID(),
        phrase,
        ...times,
        score: match.score,
        ear: 'careful',
        confirmed: true,
      }));
    return [...judged, ...added];
  });
}

function mayBeSlip({ score, phrase }: HeardKeyword): boolean {
  return score >= SLIP.score || spokenCharacters(phrase).length >= SLIP.syllables;
}

function isSure({ score, phrase }: HeardKeyword): boolean {
  return score >= SURE.score && spokenCharacters(phrase).length >= SURE.syllables;
}

/** The verdict on a keyword that nobody was told of. */
function toldLate(verdict: KeywordEvent): KeywordEvent[] {
  if (verdict.type !== 'keyword-confirmed') return [];
  return [{ ...verdict, type: 'keyword', ear: 'fast', confirmed: true }];
}

function verdictOn(keyword: HeardKeyword, match: TranscriptMatch | undefined, openQuestion: boolean): KeywordEvent[] {
  const written = match && (!match.syllableOff || mayBeSlip(keyword));
  if (!written && openQuestion) return [];
  if (!written) return [{ type: 'keyword-withdrawn', ...keyword, ear: 'careful' }];
  if (match.verdict === 'unsettled') return [];
  return [{ type: 'keyword-confirmed', ...keyword, ear: 'careful', score: Math.max(keyword.score, match.score) }];
}

interface Place {
  match: TranscriptMatch;
  startMs: number;
  endMs: number;
}

/** Each heard keyword takes the place nearest in time that is still free, settled ones first. */
function pair(heard: readonly HeardKeyword[], places: readonly Place[]) {
  const rank = { found: 0, near: 1, unsettled: 2 };
  const candidates = heard
    .flatMap((keyword) =>
      places.map((place) => ({
        keyword,
        place,
        apartMs: Math.abs(keyword.startMs + keyword.endMs - place.startMs - place.endMs) / 2,
      })),
    )
    .sort((a, b) => rank[a.place.match.verdict] - rank[b.place.match.verdict] || a.apartMs - b.apartMs);
  const placeOf = new Map<HeardKeyword, Place>();
  const taken = new Set<Place>();
  for (const { keyword, place } of candidates) {
    if (placeOf.has(keyword) || taken.has(place)) continue;
    placeOf.set(keyword, place);
    taken.add(place);
  }
  return {
    pairs: heard.map((keyword) => [keyword, placeOf.get(keyword)] as const),
    left: places.filter((place) => !taken.has(place)),
  };
}
