import type { FoundIntent, IntentBook, Satisfaction } from '../../contracts/intents';
import { standing } from './find-intents';

/** In the middle: where something was said for and as much against. */
const NEUTRAL = 3;

/**
 * How pleased the customer seems, by their words alone: 3, and what each intent of the book adds or takes, every intent
 * once however often it was said. What a customer says last weighs no more than the rest: an estimate, not a verdict.
 */
export function estimateSatisfaction(found: readonly FoundIntent[], book: IntentBook): Satisfaction {
  const moods = new Map(book.intents.map((intent) => [intent.id, intent.mood]));
  const evidence = standing(found)
    .filter((intent, index, all) => all.findIndex(({ id }) => id === intent.id) === index)
    .filter((intent) => intent.leg === 'customer')
    .map(({ id, leg, atMs, endMs, words }) => ({ id, leg, atMs, endMs, words, mood: moods.get(id) ?? 0 }))
    .filter(({ mood }) => mood !== 0);
  if (evidence.length === 0) return { score: null, evidence: [] };
  const sum = evidence.reduce((total, { mood }) => total + mood, 0);
  return { score: Math.min(5, Math.max(1, NEUTRAL + sum)), evidence };
}
