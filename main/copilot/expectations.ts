import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { SidetoneError, parseOrThrow } from '../../contracts/errors';
import type { Analysis } from './analyze-file';

const labelsSchema = z.record(
  z.string(),
  z.strictObject({
    /** Phrases that are said; `endMs` where it is known when. */
    keywords: z
      .array(z.union([z.string(), z.strictObject({ phrase: z.string(), endMs: z.number().nonnegative() })]))
      .optional(),
    /** Ids of the cards that must stand in the end. */
    cues: z.array(z.string()).optional(),
    intents: z.array(z.string()).optional(),
  }),
);
/** What is expected of recordings, by the name of the file. What is left out of an entry is not judged. */
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
  const of = (wanted: 'keywords' | 'cues' | 'intents') =>
    agreement(
      judged.flatMap(({ analysis, name, label }) => {
        const expected = label[wanted];
        if (!expected) return [];
        return [
          {
            file: name,
            hours: analysis.seconds / 3600,
            expected: expected.map((each) => (typeof each === 'string' ? each : each.phrase)),
            found: foundIn(analysis, wanted),
          },
        ];
      }),
    );
  return {
    files: judged.length,
    hours: round(judged.reduce((sum, { analysis }) => sum + analysis.seconds, 0) / 3600),
    unmatched,
    keywords: of('keywords'),
    cues: of('cues'),
    intents: of('intents'),
    keywordOffsetMs: offsetOf(judged),
  };
}

function foundIn({ keywords, cues, intents }: Analysis, wanted: 'keywords' | 'cues' | 'intents'): string[] {
  if (wanted === 'keywords') return keywords.map(({ phrase }) => phrase);
  if (wanted === 'cues') return cues.map(({ id }) => id);
  return intents.filter(({ denied }) => !denied).map(({ id }) => id);
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
