import type { Leg } from '../../contracts/audio';
import type { FoundEmotion, VoiceLine } from '../../contracts/emotion';
import type { FoundIntent, IntentBook } from '../../contracts/intents';
import { standing } from '../intents/find-intents';
import { median } from '../median';

/**
 * A voice that is raised grows louder and higher together (Liénard and Di Benedetto, "Effect of vocal effort on
 * spectral properties of vowels", JASA 106, 1999); one alone is a microphone moved, or a question asked.
 */
const LOUDER_DB = 6;
const HIGHER_SEMITONES = 2.5;
/** So many utterances are somebody's usual voice; before that nobody can be said to raise it. */
const USUAL_AFTER = 3;
const AGAIN_AFTER_MS = 5_000;

interface Raised extends VoiceLine {
  readonly louderDb: number;
  readonly higherSemitones: number;
}

/**
 * What feelings show, by words and by the voice, each with its evidence, in the order of time: negative words in a raised
 * voice are `angry`, in a usual one `annoyed` where they say so; friendly words are `pleased`; a raised voice without such
 * words is only that. An utterance is held against those before it by the same speaker, so that a call tells the same
 * while it lasts and afterwards.
 */
export function findEmotions(
  voices: readonly VoiceLine[],
  intents: readonly FoundIntent[],
  book: IntentBook,
): FoundEmotion[] {
  const raised = (['agent', 'customer'] as const).flatMap((leg) => raisedOf(voices, leg));
  const known = new Map(book.intents.map((intent) => [intent.id, intent]));
  const loud = new Set<Raised>();
  const worded = standing(intents).flatMap(({ id, leg, atMs, endMs, words }): FoundEmotion[] => {
    const voice = raised.find((each) => each.leg === leg && each.startMs <= endMs && each.endMs >= atMs);
    const found = { leg, atMs, endMs, words };
    if (voice && (known.get(id)?.mood ?? 0) < 0) {
      loud.add(voice);
      return [{ emotion: 'angry', ...found, voice: evidenceOf(voice) }];
    }
    const feeling = known.get(id)?.feeling;
    return feeling ? [{ emotion: feeling, ...found, voice: null }] : [];
  });
  const unworded = raised
    .filter((voice) => !loud.has(voice))
    .map((voice): FoundEmotion => {
      const { leg, startMs, endMs } = voice;
      return { emotion: 'raised-voice', leg, atMs: startMs, endMs, words: null, voice: evidenceOf(voice) };
    });
  return onceEach([...worded, ...unworded].sort((a, b) => a.atMs - b.atMs));
}

function raisedOf(voices: readonly VoiceLine[], leg: Leg): Raised[] {
  const own = voices.filter((voice) => voice.leg === leg).sort((a, b) => a.startMs - b.startMs);
  return own.flatMap((voice, index) => {
    const before = own.slice(0, index);
    const pitches = before.flatMap(({ pitchHz }) => (pitchHz === null ? [] : [pitchHz]));
    if (voice.pitchHz === null || pitches.length < USUAL_AFTER) return [];
    const louderDb = voice.levelDb - median(before.map(({ levelDb }) => levelDb));
    const higherSemitones = 12 * Math.log2(voice.pitchHz / median(pitches));
    return louderDb >= LOUDER_DB && higherSemitones >= HIGHER_SEMITONES
      ? [{ ...voice, louderDb, higherSemitones }]
      : [];
  });
}

/** A feeling shows in many words: told once, and again only after a while without it. */
function onceEach(emotions: readonly FoundEmotion[]): FoundEmotion[] {
  const told: FoundEmotion[] = [];
  for (const one of emotions) {
    const last = told.findLast(({ emotion, leg }) => emotion === one.emotion && leg === one.leg);
    if (!last || one.atMs - last.endMs > AGAIN_AFTER_MS) told.push(one);
  }
  return told;
}

function evidenceOf({ louderDb, higherSemitones }: Raised) {
  return { louderDb: Math.round(louderDb), higherSemitones: Math.round(higherSemitones * 10) / 10 };
}
