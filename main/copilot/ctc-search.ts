import type { Keyword } from '../../contracts/speech';
import { accentVariants } from '../../domain/spoken/accents';
import { syllablesOf, type PinyinClasses } from '../../domain/spoken/pinyin-classes';
import type { ScoredChunk } from './acoustic-stream';
import type { HitTiming } from './fast-ear';

const BLANK = 0;
/** After the best frame of a hit, so many exact frames (30 ms each) without a better one make it final. */
const SETTLE_FRAMES = 3;
/** A syllable of running speech is shorter than this; a slower match is words that only happen to come in order. */
const LONGEST_SYLLABLE_FRAMES = 20;

/**
 * What a word must score at least while the frame of its end has seen but one frame after it. On the telesales lines two
 * frames heard what eight do, word for word; one heard a word more and four false ones, all of which scored less.
 */
const AT_ONCE_THRESHOLD = 0.4;

/**
 * A phrase of three syllables or more is taken for other words far less often than one of two at the same score. So that
 * a threshold asks as much of both, the cost of a long one is shared among so many times its syllables: what scored 0.09
 * scores 0.15. Of long phrases in telesales lines, recorded clips and the lines of the band repair that finds 221 instead
 * of 210 of 238 through the telephone (falsely 21, was 12, beside 81 of two syllables), 230 instead of 221 at 16 kHz
 * (12, was 7, beside 51).
 */
const LONG_PHRASE = { syllables: 3, factor: 1.27 };

/** A token this far (in nats) below the best of its frame adds nothing to its class. */
const NEGLIGIBLE = -27;

export interface PhraseHit {
  phrase: string;
  /** Numbers of the frames, from the start of the utterance. */
  startFrame: number;
  endFrame: number;
  /**
   * exp((best path through the phrase − best path of all) / syllables): 1 when nothing fits better. Long phrases have
   * their cost shared among more.
   */
  score: number;
  /** It was told before, with a lower score. */
  again?: boolean;
}

interface PhraseState {
  phrase: string;
  threshold: number;
  syllables: Syllable[];
  /** What its cost is divided by. */
  sharers: number;
  /**
   * Log scores relative to the best path, one for each CTC state: syllable 1, blank, syllable 2, … Entering and leaving
   * cost nothing, so each is the exponent of the score of its own best alignment.
   */
  scores: Float64Array;
  starts: Int32Array;
  /** Scores and starts while frames are looked at that will come again. */
  kept: { scores: Float64Array; starts: Int32Array };
  best: PhraseHit | null;
  /** The last reported hit: one beginning before its end is the same words again. */
  told: PhraseHit | null;
  /** Its score has risen since. */
  rose: boolean;
}

interface Syllable {
  /** Of its readings. */
  classes: number[];
  /** Equal neighbours need the blank between them, or they would be one syllable held long. */
  needsBlankBefore: boolean;
}

/** Streaming CTC Viterbi of every phrase against the best path, over pinyin classes. One for each utterance. */
export class CtcSearch {
  readonly #phrases: PhraseState[];
  readonly #classScores: Float64Array;
  #frame = 0;

  constructor(
    private readonly classes: PinyinClasses,
    keywords: readonly Keyword[],
    private readonly timing: HitTiming = 'early',
  ) {
    this.#classScores = new Float64Array(classes.size);
    this.#phrases = keywords.flatMap(({ phrase, threshold, accents = [] }) => {
      const classesOf = syllablesOf(phrase).map((readings) => {
        const variants = new Set(readings.flatMap((reading) => accentVariants(reading, accents)));
        return [...variants].map((reading) => classes.classOf(reading)).filter((id) => id !== undefined);
      });
      if (classesOf.length === 0 || classesOf.some((ids) => ids.length === 0)) return [];
      const syllables = classesOf.map((ids, index) => ({
        classes: ids,
        needsBlankBefore: ids.some((id) => classesOf[index - 1]?.includes(id)),
      }));
      const states = 2 * syllables.length - 1;
      return [
        {
          phrase,
          threshold,
          syllables,
          sharers: syllables.length * (syllables.length >= LONG_PHRASE.syllables ? LONG_PHRASE.factor : 1),
          scores: new Float64Array(states).fill(-Infinity),
          starts: new Int32Array(states),
          kept: { scores: new Float64Array(states), starts: new Int32Array(states) },
          best: null,
          told: null,
          rose: false,
        },
      ];
    });
  }

  /**
   * Takes the logits of the next frames, and of those after them as far as they can be told; returns the hits that
   * became certain with them.
   */
  push({ exact, ahead }: ScoredChunk): PhraseHit[] {
    const hits: PhraseHit[] = [];
    for (const logits of exact) {
      this.#hear(logits, 0);
      hits.push(...this.#certain(({ endFrame }) => this.#frame - endFrame > SETTLE_FRAMES));
    }
    this.#lookAhead(ahead);
    return this.timing === 'early' ? [...hits, ...this.#certain(() => true)] : hits;
  }

  finish(): PhraseHit[] {
    return this.#certain(() => true);
  }

  #hear(logits: Float32Array, threshold: number): void {
    const blankCost = this.#scoreClasses(logits);
    for (const state of this.#phrases) {
      this.#advance(state, blankCost);
      this.#consider(state, Math.max(threshold, state.threshold));
    }
    this.#frame += 1;
  }

  /** What stands already stays found; the frames themselves come again. */
  #lookAhead(rows: readonly Float32Array[]): void {
    if (rows.length === 0) return;
    const frame = this.#frame;
    for (const { scores, starts, kept } of this.#phrases) {
      kept.scores.set(scores);
      kept.starts.set(starts);
    }
    rows.forEach((logits, index) => this.#hear(logits, index === rows.length - 1 ? AT_ONCE_THRESHOLD : 0));
    for (const { scores, starts, kept } of this.#phrases) {
      scores.set(kept.scores);
      starts.set(kept.starts);
    }
    this.#frame = frame;
  }

  #certain(test: (hit: PhraseHit) => boolean): PhraseHit[] {
    return this.#phrases.flatMap((state) => {
      const { best, told, rose } = state;
      state.rose = false;
      const again = rose && told ? [{ ...told, again: true }] : [];
      if (!best || !test(best)) return again;
      state.best = null;
      state.told = best;
      return [...again, best];
    });
  }

  /** Log score of each class (its tokens summed) below the best of all; returns that of blank. */
  #scoreClasses(logits: Float32Array): number {
    let highest = -Infinity;
    for (const value of logits) if (value > highest) highest = value;
    const sums = this.#classScores.fill(0);
    let unclassed = 0;
    for (let token = 1; token < logits.length; token += 1) {
      const distance = (logits[token] ?? -Infinity) - highest;
      if (distance < NEGLIGIBLE) continue;
      const weight = Math.exp(distance);
      const ids = this.classes.classesOfToken(token);
      for (const id of ids) sums[id] = (sums[id] ?? 0) + weight;
      if (ids.length === 0 && weight > unclassed) unclassed = weight;
    }
    const blank = (logits[BLANK] ?? -Infinity) - highest;
    let best = Math.max(blank, Math.log(unclassed));
    for (let id = 0; id < sums.length; id += 1) {
      const score = Math.log(sums[id] ?? 0);
      sums[id] = score;
      if (score > best) best = score;
    }
    for (let id = 0; id < sums.length; id += 1) sums[id] = (sums[id] ?? -Infinity) - best;
    return blank - best;
  }

  #advance(state: PhraseState, blankCost: number): void {
    const { syllables, scores, starts } = state;
    // From the last state to the first, so that each reads its predecessors as they were one frame ago.
    for (let index = scores.length - 1; index >= 0; index -= 1) {
      const syllable = index % 2 === 0 ? syllables[index / 2] : undefined;
      let from = index;
      let score = scores[index] ?? -Infinity;
      const before = index > 0 ? (scores[index - 1] ?? -Infinity) : -Infinity;
      if (before > score) {
        score = before;
        from = index - 1;
      }
      const twoBefore =
        syllable && index > 1 && !syllable.needsBlankBefore ? (scores[index - 2] ?? -Infinity) : -Infinity;
      if (twoBefore > score) {
        score = twoBefore;
        from = index - 2;
      }
      let start = starts[from] ?? 0;
      if (index === 0 && score <= 0) {
        score = 0;
        start = this.#frame;
      }
      let cost = blankCost;
      if (syllable) {
        cost = -Infinity;
        for (const id of syllable.classes) cost = Math.max(cost, this.#classScores[id] ?? -Infinity);
      }
      scores[index] = score + cost;
      starts[index] = start;
    }
  }

  #consider(state: PhraseState, threshold: number): void {
    const final = state.scores.length - 1;
    const startFrame = state.starts[final] ?? 0;
    const score = Math.min(1, Math.exp((state.scores[final] ?? -Infinity) / state.sharers));
    const slow = this.#frame - startFrame > LONGEST_SYLLABLE_FRAMES * state.syllables.length;
    if (!(score >= threshold) || slow) return;
    const { told } = state;
    if (told && startFrame <= told.endFrame) {
      if (score <= told.score || this.timing === 'settled') return;
      state.told = { ...told, score };
      state.rose = true;
      return;
    }
    if (state.best && score <= state.best.score) return;
    state.best = { phrase: state.phrase, startFrame, endFrame: this.#frame, score };
  }
}
