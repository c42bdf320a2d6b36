import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { dispositionSchema } from '../../contracts/calls';
import { SidetoneError, parseOrThrow } from '../../contracts/errors';
import { secretKindSchema } from '../../contracts/transcript';
import { localMoment } from '../../domain/review/review-call';
import type { Analysis } from './analyze-file';

/** What is expected of one recording. What is left out is not judged. */
export const labelSchema = z.strictObject({
  /** Phrases that are said; `endMs` where it is known when. */
  keywords: z
    .array(z.union([z.string(), z.strictObject({ phrase: z.string(), endMs: z.number().nonnegative() })]))
    .optional(),
  /** Ids of the cards that must stand in the end. */
  cues: z.array(z.string()).optional(),
  intents: z.array(z.string()).optional(),
  /** The disposition that the summary drafts. */
  outcome: dispositionSchema.optional(),
  /** Local time that the summary drafts for the call back, `2026-12-02T15:00`. */
  callbackAt: z.string().optional(),
  /** Words that some sentence of the summary must rest on. */
  facts: z.array(z.string()).optional(),
  /** Values of the built-in form by key, all there are: another field that is filled is false. */
  fields: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])).optional(),
  /** Ids of items of the built-in quality form. Items that are not named are not judged. */
  items: z.strictObject({ met: z.array(z.string()), 'not-met': z.array(z.string()) }).optional(),
  /** Whether the quality form fails the call. */
  failed: z.boolean().optional(),
  /** How many secrets of each kind must be taken out, all there are. */
  redacted: z.partialRecord(secretKindSchema, z.number().int().nonnegative()).optional(),
});
export type Label = z.infer<typeof labelSchema>;

const labelsSchema = z.record(z.string(), labelSchema);
/** What is expected of recordings, by the name of the file. */
export type Labels = z.infer<typeof labelsSchema>;

/** @throws SidetoneError `labels-invalid`: what is wrong and where */
export async function readLabels(file: string): Promise<Labels> {
  let json: unknown;
  try {
    json = JSON.parse(await readFile(file, 'utf8'));
  } catch (cause) {
    const message = `The labels ${file} cannot be read as JSON. Write {"call.wav": {"keywords": ["…"]}}.`;
    throw new SidetoneError('labels-invalid', message, { cause });
  }
  return parseOrThrow(labelsSchema, json, 'labels-invalid', `The labels ${file}`);
}

/** How well one kind of thing was found, over all files that are labelled for it. */
export interface Agreement {
  expected: number;
  found: number;
  /** Of what was expected; null where nothing was. */
  recall: number | null;
  false: number;
  falsePerHour: number | null;
  /** Of what was shown; null where nothing was. */
  precision: number | null;
  precisionOf: Record<string, number>;
  missed: { file: string; what: string }[];
}

export interface Comparison {
  files: number;
  hours: number;
  /** Files that are labelled and were not analysed, or the other way round: they count for nothing. */
  unmatched: string[];
  keywords: Agreement;
  cues: Agreement;
  intents: Agreement;
  /** One a file: the drafted disposition. */
  outcome: Agreement;
  callbackAt: Agreement;
  facts: Agreement;
  fields: Agreement;
  /** Item and verdict, and whether the call failed. */
  score: Agreement;
  redacted: Agreement;
  /** Median of heard minus labelled end of a keyword, ms; null where no label says when. */
  keywordOffsetMs: number | null;
}

/** Compares analyses with labels. A thing said twice counts once a file, for labels say what is there, not how often. */
export function compare(analyses: readonly Analysis[], labels: Labels): Comparison {
  const named = analyses.map((analysis) => ({ analysis, name: path.basename(analysis.file) }));
  const judged = named.flatMap(({ analysis, name }) => {
    const label = labels[name];
    return label ? [{ analysis, name, label }] : [];
  });
  const names = new Set(named.map(({ name }) => name));
  const unmatched = [
    ...Object.keys(labels).filter((name) => !names.has(name)),
    ...[...names].filter((name) => !labels[name]),
  ];
  const of = (kind: keyof typeof KINDS) =>
    agreement(
      judged.flatMap(({ analysis, name, label }) => {
        const pair = KINDS[kind](label, analysis);
        return pair ? [{ file: name, hours: analysis.seconds / 3600, ...pair }] : [];
      }),
    );
  return {
    files: judged.length,
    hours: round(judged.reduce((sum, { analysis }) => sum + analysis.seconds, 0) / 3600),
    unmatched,
    keywords: of('keywords'),
    cues: of('cues'),
    intents: of('intents'),
    outcome: of('outcome'),
    callbackAt: of('callbackAt'),
    facts: of('facts'),
    fields: of('fields'),
    score: of('score'),
    redacted: of('redacted'),
    keywordOffsetMs: offsetOf(judged),
  };
}

type Pair = { expected: string[]; found: string[] };

/** What a label expects of a kind and what an analysis found, as words to compare; null where the label is silent. */
const KINDS = {
  keywords: ({ keywords: expected }, { keywords }) =>
    expected && {
      expected: expected.map((each) => (typeof each === 'string' ? each : each.phrase)),
      found: keywords.map(({ phrase }) => phrase),
    },
  cues: ({ cues: expected }, { cues }) => expected && { expected, found: cues.map(({ id }) => id) },
  intents: ({ intents: expected }, { intents }) =>
    expected && { expected, found: intents.filter(({ denied }) => !denied).map(({ id }) => id) },
  outcome: ({ outcome }, { summary }) =>
    outcome && { expected: [outcome], found: summary.disposition ? [summary.disposition] : [] },
  callbackAt: ({ callbackAt }, { summary }) =>
    callbackAt && {
      expected: [callbackAt],
      found: summary.callbackAt ? [localMoment(new Date(summary.callbackAt))] : [],
    },
  facts: ({ facts }, { summary, transcript }) =>
    // A sentence more is not false: what else is worth telling is not labelled.
    facts && { expected: facts, found: facts.filter((words) => summary.sentences.some(restsOn(words, transcript))) },
  fields: ({ fields }, { form }) =>
    fields && {
      expected: Object.entries(fields).map(([key, value]) => `${key}: ${String(value)}`),
      found: form.flatMap(({ key, value }) => (value ? [`${key}: ${String(value.value)}`] : [])),
    },
  score: ({ items, failed }, { score }) =>
    (items ?? failed !== undefined) && {
      expected: expectedScore(items, failed),
      found: foundScore(items, failed, score),
    },
  redacted: ({ redacted: expected }, { redacted }) =>
    expected && { expected: counted(expected), found: counted(redacted) },
} satisfies Record<string, (label: Label, analysis: Analysis) => Pair | undefined | false | ''>;

function restsOn(words: string, transcript: Analysis['transcript']) {
  const plain = (text: string) => text.toLowerCase().replace(/[\s\p{P}]/gu, '');
  return ({ cites }: Analysis['summary']['sentences'][number]) =>
    // A cite may be cut to the decisive words: the whole line that it points to counts.
    cites.some((cite) =>
      [
        cite.words,
        ...transcript.filter((line) => line.leg === cite.leg && overlaps(line, cite)).map(({ text }) => text),
      ].some((text) => plain(text).includes(plain(words))),
    );
}

function overlaps(a: { startMs: number; endMs: number }, b: { startMs: number; endMs: number }): boolean {
  return a.startMs < b.endMs && b.startMs < a.endMs;
}

function expectedScore(items: Label['items'], failed: boolean | undefined): string[] {
  const verdicts = (['met', 'not-met'] as const).flatMap((outcome) =>
    (items?.[outcome] ?? []).map((id) => `${id}: ${outcome}`),
  );
  return [...verdicts, ...(failed === undefined ? [] : [`failed: ${String(failed)}`])];
}

function foundScore(items: Label['items'], failed: boolean | undefined, score: Analysis['score']): string[] {
  const judged = new Set(Object.values(items ?? {}).flat());
  const verdicts = (score?.items ?? [])
    .filter(({ itemId }) => judged.has(itemId))
    .map(({ itemId, outcome }) => `${itemId}: ${outcome}`);
  return [...verdicts, ...(failed === undefined || !score ? [] : [`failed: ${String(score.failed)}`])];
}

function counted(counts: Partial<Record<string, number>>): string[] {
  return Object.entries(counts).flatMap(([kind, count = 0]) =>
    Array.from({ length: count }, (_, index) => `${kind} ${String(index + 1)}`),
  );
}

function agreement(files: readonly { file: string; hours: number; expected: string[]; found: string[] }[]): Agreement {
  const missed: Agreement['missed'] = [];
  const shown = new Map<string, { right: number; wrong: number }>();
  let [expectedCount, foundCount, falseCount, hours] = [0, 0, 0, 0];
  for (const each of files) {
    const [expected, found] = [new Set(each.expected), new Set(each.found)];
    hours += each.hours;
    expectedCount += expected.size;
    for (const what of expected) {
      if (found.has(what)) foundCount += 1;
      else missed.push({ file: each.file, what });
    }
    for (const what of found) {
      const counts = shown.get(what) ?? { right: 0, wrong: 0 };
      if (expected.has(what)) counts.right += 1;
      else {
        counts.wrong += 1;
        falseCount += 1;
      }
      shown.set(what, counts);
    }
  }
  return {
    expected: expectedCount,
    found: foundCount,
    recall: expectedCount === 0 ? null : round(foundCount / expectedCount),
    false: falseCount,
    falsePerHour: hours === 0 ? null : round(falseCount / hours),
    precision: foundCount + falseCount === 0 ? null : round(foundCount / (foundCount + falseCount)),
    precisionOf: Object.fromEntries(
      [...shown].map(([what, { right, wrong }]) => [what, round(right / (right + wrong))]),
    ),
    missed,
  };
}

function offsetOf(judged: readonly { analysis: Analysis; label: Labels[string] }[]): number | null {
  const offsets = judged
    .flatMap(({ analysis, label }) =>
      (label.keywords ?? []).flatMap((wanted) => {
        if (typeof wanted === 'string') return [];
        const heard = analysis.keywords
          .filter(({ phrase }) => phrase === wanted.phrase)
          .map(({ endMs }) => endMs - wanted.endMs)
          .sort((a, b) => Math.abs(a) - Math.abs(b));
        return heard.slice(0, 1);
      }),
    )
    .sort((a, b) => a - b);
  const middle = offsets[Math.floor((offsets.length - 1) / 2)];
  return middle ?? null;
}

function round(value: number): number {
  return Number(value.toFixed(4));
}
