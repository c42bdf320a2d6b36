import type { Leg } from '../../contracts/audio';
import type { CueCondition } from '../../contracts/cue-rules';
import type { TranscriptLine } from '../../contracts/transcript';
import type { CueFacts } from './facts';
import { formHolds } from './form-facts';

/** Why a condition holds: words and when they ended; without words it is a matter of time or of the customer card. */
export interface Evidence {
  readonly leg: Leg;
  readonly words: string;
  readonly endMs: number;
}

/** `heard`: it rests on something the careful ear has not confirmed yet. */
export interface Verdict {
  readonly truth: 'no' | 'heard' | 'certain';
  readonly evidence: Evidence | null;
}

const NO: Verdict = { truth: 'no', evidence: null };
/** Fewer words make no share. */
const SHARE_AFTER_MS = 20_000;
const RANK = { no: 0, heard: 1, certain: 2 } as const;

/** Counted things that a number of thousands may belong to instead of money. */
const COUNTED = '(?!里|公里|人|次|米|字|个|天|年|步|辆|家|名|位|户)';
/** 3980元, 三千九百八, 100 yuan, $20, 多少钱, how much. Dates, ages and percentages are none. */
const PRICE = new RegExp(
  [
    String.raw`[¥￥$€£]\s?\d`,
    String.raw`\d[\d,.]*\s?(?:元|块|yuan|rmb|dollars?|euros?|pounds?)`,
    String.raw`\d[\d,.]*\s?[万千]${COUNTED}`,
    '[一二两三四五六七八九十百千万零]+(?:元|块)',
    `[一二两三四五六七八九十百千零]+(?:万[一二三四五六七八九]?千?|千[一二三四五六七八九]?百?[一二三四五六七八九]?)${COUNTED}`,
    '多少钱|什么价|how much|\\bprice|\\bcosts?\\b',
  ].join('|'),
  'i',
);

/** Text as phrases are compared: width, case, and blanks between Chinese characters do not matter. */
export function normaliseWords(text: string): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .replaceAll('’', "'")
    .replace(/[^\p{L}\p{N}']+/gu, ' ')
    .replace(/(?<=\p{Script=Han}) | (?=\p{Script=Han})/gu, '')
    .trim();
}

/** Whether the phrase stands in the text; English words only whole. */
export function saidIn(text: string, phrase: string): boolean {
  return standsIn(normaliseWords(text), normaliseWords(phrase));
}

function standsIn(all: string, wanted: string): boolean {
  if (wanted === '') return false;
  return /\p{Script=Han}/u.test(wanted) ? all.includes(wanted) : ` ${all} `.includes(` ${wanted} `);
}

/**
 * Whether a condition holds by these facts. Pure: the same facts give the same verdict.
 *
 * @param sinceMs what happened before counts as not having happened
 */
export function evaluate(condition: CueCondition, facts: CueFacts, sinceMs = -Infinity): Verdict {
  if ('heard' in condition) return heard(condition, facts, sinceMs);
  if ('intent' in condition) {
    const found = facts.intents.findLast(({ id, endMs }) => id === condition.intent && endMs >= sinceMs);
    return found ? { truth: 'certain', evidence: found } : NO;
  }
  if ('emotion' in condition) {
    const { emotion, leg = 'customer' } = condition;
    const found = facts.emotions.findLast(
      (fact) => fact.id === emotion && ofLeg(leg, fact.leg) && fact.endMs >= sinceMs,
    );
    return found ? { truth: 'certain', evidence: found } : NO;
  }
  if ('price' in condition) {
    const line = facts.lines.findLast(
      ({ leg, text, endMs }) => ofLeg(condition.price, leg) && endMs >= sinceMs && PRICE.test(text),
    );
    return line ? certain(line.leg, PRICE.exec(line.text)?.[0] ?? '', line.endMs) : NO;
  }
  if ('silenceSeconds' in condition) {
    const { quietSinceMs, nowMs } = facts;
    const quiet = quietSinceMs !== null && nowMs - quietSinceMs >= condition.silenceSeconds * 1_000;
    return quiet ? { truth: 'certain', evidence: null } : NO;
  }
  if ('agentShareAbove' in condition) return yes(shareOf(facts) > condition.agentShareAbove);
  if ('agentShareBelow' in condition) return yes(shareOf(facts) < condition.agentShareBelow);
  if ('stage' in condition) return yes(facts.stageId === condition.stage);
  if ('customer' in condition) {
    const { label, is, contains } = condition.customer;
    return yes(
      facts.customer.some(
        (fact) => fact.label === label && (is === undefined ? fact.value.includes(contains ?? '') : fact.value === is),
      ),
    );
  }
  // Without words: a name or number must not get into the timeline by way of its card.
  if ('form' in condition) return { truth: formHolds(condition, facts.form), evidence: null };
  if ('not' in condition) {
    const { truth } = evaluate(condition.not, facts, sinceMs);
    // What may yet be withdrawn may yet not have been said.
    return truth === 'certain' ? NO : { truth: truth === 'no' ? 'certain' : 'no', evidence: null };
  }
  if ('any' in condition) return best(condition.any.map((part) => evaluate(part, facts, sinceMs)));
  const from =
    'withinSeconds' in condition ? Math.max(sinceMs, facts.nowMs - condition.withinSeconds * 1_000) : sinceMs;
  return worst(condition.all.map((part) => evaluate(part, facts, from)));
}

/** Every phrase that a condition listens for. */
export function phrasesOf(condition: CueCondition): string[] {
  if ('heard' in condition) return condition.heard;
  if ('not' in condition) return phrasesOf(condition.not);
  if ('any' in condition) return condition.any.flatMap(phrasesOf);
  if ('all' in condition) return condition.all.flatMap(phrasesOf);
  return [];
}

/** Books have thousands of phrases and calls hundreds of lines: each is put into its comparable form once. */
const phraseForms = new WeakMap<readonly string[], readonly string[]>();
const lineForms = new WeakMap<TranscriptLine, string>();

function formsOf(phrases: readonly string[]): readonly string[] {
  const known = phraseForms.get(phrases) ?? phrases.map(normaliseWords);
  phraseForms.set(phrases, known);
  return known;
}

function formOf(line: TranscriptLine): string {
  const known = lineForms.get(line) ?? normaliseWords(line.text);
  lineForms.set(line, known);
  return known;
}

function heard(
  { heard: phrases, leg = 'either' }: { heard: string[]; leg?: Leg | 'either' },
  facts: CueFacts,
  sinceMs: number,
): Verdict {
  const wanted = formsOf(phrases);
  const found = facts.keywords.filter(
    (fact) => ofLeg(leg, fact.leg) && fact.endMs >= sinceMs && wanted.includes(normaliseWords(fact.words)),
  );
  const sure = found.findLast((fact) => fact.certain);
  if (sure) return { truth: 'certain', evidence: sure };
  const inLine = (line: TranscriptLine) => wanted.findIndex((phrase) => standsIn(formOf(line), phrase));
  const line = facts.lines.findLast((one) => ofLeg(leg, one.leg) && one.endMs >= sinceMs && inLine(one) >= 0);
  if (line) return certain(line.leg, phrases[inLine(line)] ?? '', line.endMs);
  const last = found.at(-1);
  return last ? { truth: 'heard', evidence: last } : NO;
}

function shareOf({ spokenMs }: CueFacts): number {
  const all = spokenMs.agent + spokenMs.customer;
  return all < SHARE_AFTER_MS ? NaN : spokenMs.agent / all;
}

function ofLeg(wanted: Leg | 'either', leg: Leg): boolean {
  return wanted === 'either' || wanted === leg;
}

function yes(holds: boolean): Verdict {
  return holds ? { truth: 'certain', evidence: null } : NO;
}

function certain(leg: Leg, words: string, endMs: number): Verdict {
  return { truth: 'certain', evidence: { leg, words, endMs } };
}

function best(verdicts: readonly Verdict[]): Verdict {
  return verdicts.reduce((a, b) => (RANK[b.truth] > RANK[a.truth] ? b : a), NO);
}

/** All of them: as true as the least, with the latest words as evidence. */
function worst(verdicts: readonly Verdict[]): Verdict {
  const least = verdicts.reduce<Verdict['truth']>(
    (truth, next) => (RANK[next.truth] < RANK[truth] ? next.truth : truth),
    'certain',
  );
  if (least === 'no') return NO;
  const latest = verdicts
    .flatMap(({ evidence }) => (evidence ? [evidence] : []))
    .reduce<Evidence | null>((a, b) => (a === null || b.endMs > a.endMs ? b : a), null);
  return { truth: least, evidence: latest };
}
