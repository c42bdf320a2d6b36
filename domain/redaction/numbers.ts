import type { TranscriptLine } from '../../contracts/transcript';
import { classifyChain, classifyNumber, isDates, type NumberKind } from './classify-number';
import { chainRuns, readRuns, type DigitRun } from './digit-runs';
import { contextReader, type RunContext } from './number-context';

export interface NumberSecret {
  kind: NumberKind;
  run: DigitRun;
}

/** An agent repeats what was just said: so few digits of a secret, so soon, are a part of it. */
const ECHO = { digits: 4, withinMs: 120_000 };
/** …and so many at any time. */
const ECHO_DIGITS = 6;
const LEGS = ['customer', 'agent'] as const;

/** Every number in the call that must not leave the desk, with every repetition of its parts on either leg. */
export function findNumbers(lines: readonly TranscriptLine[], country: string): NumberSecret[] {
  const contextOf = contextReader(lines);
  const found = new Map<DigitRun, NumberKind>();
  const runs = LEGS.flatMap((leg) => readRuns(lines, leg));
  for (const run of runs) {
    const kind = classifyNumber(run, contextOf(run), country);
    if (kind !== undefined) found.set(run, kind);
  }
  const chains = LEGS.flatMap((leg) => chainRuns(runs.filter((run) => run.leg === leg)));
  for (const chain of chains) {
    for (const { kind, members } of secretsOfChain(chain, contextOf)) {
      for (const run of members) if (!found.has(run)) found.set(run, kind);
    }
  }
  for (const run of runs) {
    const echoed = found.has(run) ? undefined : echoOf(run, found);
    if (echoed !== undefined) found.set(run, echoed);
  }
  return [...found].map(([run, kind]) => ({ run, kind }));
}

function secretsOfChain(
  chain: DigitRun[],
  contextOf: (run: DigitRun) => RunContext,
): { kind: NumberKind; members: DigitRun[] }[] {
  // A lone 一 or 两 among the words (等一下) is not part of a number; each reading is tried.
  const readings = [chain, chain.filter((run) => run.digits.length > 1)];
  return readings.flatMap((members) => {
    const [first] = members;
    if (first === undefined || members.length < 2) return [];
    if (members.every((run) => isDates(run.groups))) return [];
    const kind = classifyChain(members.map((run) => run.digits).join(''), contextOf(first));
    return kind === undefined ? [] : [{ kind, members: members.filter((run) => run.digits.length > 1) }];
  });
}

function echoOf(run: DigitRun, found: ReadonlyMap<DigitRun, NumberKind>): NumberKind | undefined {
  for (const [secret, kind] of found) {
    const soon = Math.abs(run.startMs - secret.startMs) <= ECHO.withinMs;
    const least = soon && !isDates(run.groups) ? ECHO.digits : ECHO_DIGITS;
    for (let start = 0; start + least <= run.digits.length; start += 1) {
      if (secret.digits.includes(run.digits.slice(start, start + least))) return kind;
    }
  }
  return undefined;
}
