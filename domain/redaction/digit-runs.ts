import type { TranscriptLine } from '../../contracts/transcript';
import { readDigitGroups, type DigitGroup } from './digit-groups';

/** A part of one line. */
export interface LineSpan {
  /** Index into the transcript. */
  line: number;
  start: number;
  end: number;
}

/** Digit groups of one leg with nothing but separators and fillers between, over as many lines as it took to say them. */
export interface DigitRun {
  leg: TranscriptLine['leg'];
  digits: string;
  groups: string[];
  spans: LineSpan[];
  startMs: number;
  endMs: number;
  /** Letters of other words since the run before it on its leg. */
  gapLetters: number;
}

/** A customer reads a number with pauses in which the agent repeats; longer and it is another matter. */
const LONGEST_PAUSE_MS = 60_000;
/** "然后后面那四位是" */
const LONGEST_GAP_LETTERS = 10;
const LONGEST_AMOUNT_DIGITS = 10;

/** All runs of one leg in the order they were said. Amounts, dates and counts with their unit are left out. */
export function readRuns(lines: readonly TranscriptLine[], leg: TranscriptLine['leg']): DigitRun[] {
  const order = lines
    .map((line, index) => ({ line, index }))
    .filter(({ line }) => line.leg === leg)
    .sort((a, b) => a.line.startMs - b.line.startMs);
  const runs: DigitRun[] = [];
  let letters = 0;
  for (const { line, index } of order) {
    const { groups, tailLetters } = readDigitGroups(line.text);
    for (const group of groups) {
      letters += group.gapLetters;
      if (isAmount(group)) {
        letters += group.digits.length;
        continue;
      }
      const span = { line: index, start: group.start, end: group.end };
      const last = runs.at(-1);
      if (last !== undefined && letters === 0 && line.startMs - last.endMs <= LONGEST_PAUSE_MS) {
        last.digits += group.digits;
        last.groups.push(group.digits);
        last.spans.push(span);
        last.endMs = line.endMs;
      } else {
        runs.push({
          ...{ leg, digits: group.digits, groups: [group.digits], spans: [span], gapLetters: letters },
          ...{ startMs: line.startMs, endMs: line.endMs },
        });
      }
      letters = 0;
    }
    letters += tailLetters;
  }
  return runs;
}

/** Runs that may be one number said with words between: short gaps, the same leg, no long pause. */
export function chainRuns(runs: readonly DigitRun[]): DigitRun[][] {
  const chains: DigitRun[][] = [];
  for (const run of runs) {
    const last = chains.at(-1)?.at(-1);
    const joins =
      last !== undefined && run.gapLetters <= LONGEST_GAP_LETTERS && run.startMs - last.endMs <= LONGEST_PAUSE_MS;
    if (joins) chains.at(-1)?.push(run);
    else chains.push([run]);
  }
  return chains;
}

function isAmount(group: DigitGroup): boolean {
  return group.unit && (group.thousands || group.digits.length <= LONGEST_AMOUNT_DIGITS);
}
