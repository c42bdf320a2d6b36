import type { TranscriptLine } from '../../contracts/transcript';
import { classifyChain, classifyNumber, isDates, type NumberKind } from './classify-number';
import { chainRuns, readRuns, type DigitRun } from './digit-runs';
import { contextReader, type RunContext } from './number-context';

export interface NumberSecret {
  kind: NumberKind;
  run: DigitRun;
}

interface Told {
  digits: string;
  kind: NumberKind;
  /** Null: known before the call, and as near as ever throughout. */
  startMs: number | null;
}

/** An agent repeats what was just said: so few digits of a secret, so soon, are a part of it. */
const ECHO = { digits: 4, withinMs: 120_000 };
/** …and so many at any time. */
const ECHO_DIGITS = 6;
/** Keeps a call in which numbers are said all the time from costing the square of its length. */
const LONGEST_CHAIN = 60;
const LEGS = ['customer', 'agent'] as const;

/** Every number in the call that must not leave the desk, with every repetition of its parts on either leg. */
export function findNumbers(
  lines: readonly TranscriptLine[],
  country: string,
  known: readonly string[] = [],
): NumberSecret[] {
  const contextOf = contextReader(lines);
  const found = new Map<DigitRun, NumberKind>();
  const told: Told[] = known.map((number) => ({
    digits: number.replace(/\D/g, ''),
    kind: 'phone-number',
    startMs: null,
  }));
  const tell = (members: readonly DigitRun[], kind: NumberKind) => {
    const digits = members.map((run) => run.digits).join('');
    told.push({ digits, kind, startMs: members[0]?.startMs ?? 0 });
    for (const run of members) if (!found.has(run)) found.set(run, kind);
  };
  const runs = LEGS.flatMap((leg) => readRuns(lines, leg));
  for (const run of runs) {
    const kind = classifyNumber(run, contextOf(run), country);
    if (kind !== undefined) tell([run], kind);
  }
  for (const leg of LEGS) {
    for (const chain of chainRuns(runs.filter((run) => run.leg === leg))) {
      for (const { kind, members } of secretsOfChain(chain, contextOf)) tell(members, kind);
    }
  }
  for (const run of runs) {
    const kind = found.has(run) ? undefined : echoOf(run, told);
    if (kind !== undefined) found.set(run, kind);
  }
  return [...found].map(([run, kind]) => ({ run, kind }));
}

function secretsOfChain(
  chain: DigitRun[],
  contextOf: (run: DigitRun) => RunContext,
): { kind: NumberKind; members: DigitRun[] }[] {
  // A lone 一 or 两 among the words is not part of a number; each reading is tried.
  const readings = [chain, chain.filter((run) => run.digits.length > 1)].map((runs) => runs.slice(0, LONGEST_CHAIN));
  return readings.flatMap((runs) =>
    runs.flatMap((first, from) =>
      runs.slice(from + 1).flatMap((_, offset) => {
        const members = runs.slice(from, from + offset + 2);
        if (members.every((run) => isDates(run.groups))) return [];
        const kind = classifyChain(members.map((run) => run.digits).join(''), contextOf(first));
        return kind === undefined ? [] : [{ kind, members }];
      }),
    ),
  );
}

function echoOf(run: DigitRun, told: readonly Told[]): NumberKind | undefined {
  return told.find((secret) => {
    const soon = secret.startMs === null || Math.abs(run.startMs - secret.startMs) <= ECHO.withinMs;
    const least = soon && !isDates(run.groups) ? ECHO.digits : ECHO_DIGITS;
    for (let start = 0; start + least <= run.digits.length; start += 1) {
      if (secret.digits.includes(run.digits.slice(start, start + least))) return true;
    }
    return false;
  })?.kind;
}
