import type { Keyword } from '../../contracts/speech';
import { accentVariants } from '../../domain/spoken/accents';
import { syllablesOf, type PinyinClasses } from '../../domain/spoken/pinyin-classes';

const BLANK = 0;
/** After the best frame of a hit, so many frames (30 ms each) without a better one make it final. */
const SETTLE_FRAMES = 3;
/** A syllable of running speech is shorter than this; a slower match is words that only happen to come in order. */
const LONGEST_SYLLABLE_FRAMES = 20;

/** A token this far (in nats) below the best of its frame adds nothing to its class. */
const NEGLIGIBLE = -27;

export interface PhraseHit {
  phrase: string;
  /** Numbers of the frames, from the start of the utterance. */
  startFrame: number;
  endFrame: number;
  /** exp((best path through the phrase − best path of all) / syllables): 1 when nothing fits better. */
  score: number;
}

interface PhraseState {
  phrase: string;
  threshold: number;
  /** For each syllable the classes of its readings. */
  syllables: number[][];
  /**
   * Log scores relative to the best path, one for each CTC state: syllable 1, blank, syllable 2, … Entering and leaving
   * cost nothing, so each is the exponent of the score of its own best alignment.
   */
  scores: Float64Array;
  starts: Int32Array;
  best: PhraseHit | null;
  /** Frame of the last reported hit's end: a hit beginning before it is the same words again. */
  lastEndFrame: number;
}

/** Streaming CTC Viterbi of every phrase against the best path, over pinyin classes. One for each utterance. */
export class CtcSearch {
  readonly #phrases: PhraseState[];
  readonly #classScores: Float64Array;
  #frame = 0;

  constructor(
    private readonly classes: PinyinClasses,
    keywords: readonly Keyword[],
  ) {
    this.#classScores = new Float64Array(classes.size);
    this.#phrases = keywords.flatMap(({ phrase, threshold, accents = [] }) => {
      const syllables = syllablesOf(phrase).map((readings) => {
        const variants = new Set(readings.flatMap((reading) => accentVariants(reading, accents)));
        return [...variants].map((reading) => classes.classOf(reading)).filter((id) => id !== undefined);
      });
      if (syllables.length === 0 || syllables.some((ids) => ids.length === 0)) return [];
      const states = 2 * syllables.length - 1;
      return [
        {
          phrase,
          threshold,
          syllables,
          scores: new Float64Array(states).fill(-Infinity),
          starts: new Int32Array(states),
          best: null,
          lastEndFrame: -1,
        },
      ];
    });
  }

  /** Takes the logits of the next frame; returns the hits that became final with it. */
  push(logits: Float32Array): PhraseHit[] {
    const { blank, best } = this.#scoreClasses(logits);
    const hits: PhraseHit[] = [];
    for (const state of this.#phrases) {
      this.#advance(state, blank - best, best);
      if (state.best && this.#frame - state.best.endFrame >= SETTLE_FRAMES) hits.push(this.#report(state, state.best));
    }
    this.#frame += 1;
    return hits;
  }

  finish(): PhraseHit[] {
    return this.#phrases.flatMap((state) => (state.best ? [this.#report(state, state.best)] : []));
  }

  /** Log probabilities up to a constant: of each class (its tokens summed), of blank, and of the best of all. */
  #scoreClasses(logits: Float32Array): { blank: number; best: number } {
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
    return { blank, best };
  }

  #advance(state: PhraseState, blankCost: number, best: number): void {
    const { syllables, scores, starts } = state;
    // From the last state to the first, so that each reads its predecessors as they were one frame ago.
    for (let index = scores.length - 1; index >= 0; index -= 1) {
      let from = index;
      let score = scores[index] ?? -Infinity;
      const consider = (candidate: number) => {
        const value = scores[candidate] ?? -Infinity;
        if (value > score) {
          score = value;
          from = candidate;
        }
      };
      if (index > 0) consider(index - 1);
      const isSyllable = index % 2 === 0;
      const ids = syllables[index / 2] ?? [];
      // Equal neighbours need the blank between them, or they would be one syllable held long.
      if (isSyllable && index > 1 && !sharesClass(ids, syllables[index / 2 - 1] ?? [])) consider(index - 2);
      let start = starts[from] ?? 0;
      if (index === 0 && score <= 0) {
        score = 0;
        start = this.#frame;
      }
      let cost = blankCost;
      if (isSyllable) {
        cost = -Infinity;
        for (const id of ids) cost = Math.max(cost, (this.#classScores[id] ?? -Infinity) - best);
      }
      scores[index] = score + cost;
      starts[index] = start;
    }
    this.#consider(state);
  }

  #consider(state: PhraseState): void {
    const final = state.scores.length - 1;
    const startFrame = state.starts[final] ?? 0;
    const score = Math.min(1, Math.exp((state.scores[final] ?? -Infinity) / state.syllables.length));
    const slow = this.#frame - startFrame > LONGEST_SYLLABLE_FRAMES * state.syllables.length;
    if (!(score >= state.threshold) || slow || startFrame <= state.lastEndFrame) return;
    if (state.best && score <= state.best.score) return;
    state.best = { phrase: state.phrase, startFrame, endFrame: this.#frame, score };
  }

  #report(state: PhraseState, hit: PhraseHit): PhraseHit {
    state.best = null;
    state.lastEndFrame = hit.endFrame;
    state.scores.fill(-Infinity);
    return hit;
  }
}

function sharesClass(left: readonly number[], right: readonly number[]): boolean {
  return left.some((id) => right.includes(id));
}
