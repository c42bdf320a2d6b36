/**
 * `npm run survive`: injects the failures of docs/reliability.md into the real app, kills it in the middle of calls,
 * and prints what the user saw.
 *
 *   npm run survive -- [--seed N] [--only NAME,ROW,…] [--kills N] [--full] [--soak N] [--schedule]
 *
 * Exit code 0 only if no record was lost or doubled, nothing on the screen was untrue, every case did as it must, and
 * every row has a case; 2 for a wrong option.
 */
import { randomInt } from 'node:crypto';
import { parseArgs } from 'node:util';
import { ProcessGroup } from '../build/processes.mjs';
import { prepareElectron } from './electron';
import { allKinds, type Listed } from './kinds';
import { inOneLine, say } from './run-cases';
import { scheduleOf } from './schedule';
import { ROWS, holds, table, uncovered, type TableRow } from './table';

const KILLS = 200;
const KILLS_FULL = 1_000;
const SOAK_CALLS = 40;
const SOAK_CALLS_FULL = 1_000;
const all = (kinds: ReturnType<typeof allKinds>): Listed[] => kinds.flatMap(({ cases }) => [...cases]);
const USAGE = `npm run survive -- [options]
  --seed N          repeats the schedule of the run that printed N
  --only A,B,…      cases by name or by the number of their row in docs/reliability.md
  --kills N         how often the app is killed; ${String(KILLS)} unless told
  --soak N          how many short calls are made in one run of the app, 3 or more; ${String(SOAK_CALLS)} unless told
  --full            ${String(KILLS_FULL)} kills, ${String(SOAK_CALLS_FULL)} short calls
  --schedule        prints what chance decides, and runs nothing
Cases: ${all(allKinds({ seed: 0, kills: 0, soak: SOAK_CALLS }))
  .map(({ name }) => name)
  .join(', ')}
`;

interface Options {
  seed: number;
  kills: number;
  soak: number;
  only: readonly string[];
  schedule: boolean;
}

/** Null for a wrong option or `--help`. */
function readOptions(): Options | null {
  try {
    const { values } = parseArgs({
      options: {
        seed: { type: 'string' },
        only: { type: 'string' },
        kills: { type: 'string' },
        soak: { type: 'string' },
        full: { type: 'boolean', default: false },
        schedule: { type: 'boolean', default: false },
        help: { type: 'boolean', default: false },
      },
    });
    const seed = values.seed === undefined ? randomInt(2 ** 32) : Number(values.seed);
    const kills = values.kills === undefined ? (values.full ? KILLS_FULL : KILLS) : Number(values.kills);
    const soak = values.soak === undefined ? (values.full ? SOAK_CALLS_FULL : SOAK_CALLS) : Number(values.soak);
    if (!Number.isInteger(soak) || soak < 3) return null;
    const only = (values.only ?? '').split(',').filter(Boolean);
    const rowNumbers = Array.from({ length: ROWS }, (_, index) => String(index + 1));
    const known = [...rowNumbers, ...all(allKinds({ seed, kills, soak })).map(({ name }) => name)];
    const allKnown = only.every((name) => known.includes(name));
    if (values.help || !Number.isInteger(seed) || !Number.isInteger(kills) || kills < 0 || !allKnown) return null;
    return { seed, kills, soak, only, schedule: values.schedule };
  } catch {
    return null;
  }
}

/** What the table says of cases whose stage broke: the others' rows are not lost with them. */
function brokenOff(cases: readonly Listed[], error: unknown): TableRow[] {
  const failure = inOneLine(error);
  const nothing = { seen: '', silenceS: null, untruths: [], lost: 0, doubled: 0, failure };
  for (const { name } of cases) say(`✗ ${name}: ${failure}`);
  return cases.map(({ name, row, injected }) => ({ case: name, row, injected, ...nothing }));
}

async function main({ seed, kills, soak, only }: Options, group: ProcessGroup): Promise<boolean> {
  say(`seed ${String(seed)}: repeat this run by --seed ${String(seed)}`);
  await prepareElectron(group);
  const wanted = ({ name, row }: Listed) =>
    only.length === 0 || only.some((one) => one === name || one === String(row));
  const rows: TableRow[] = [];
  const missing: string[] = [];
  const kinds = allKinds({ seed, kills, soak });
  for (const kind of kinds) {
    const cases = kind.cases.filter(wanted);
    const reason = cases.length > 0 ? kind.missing() : null;
    if (reason === null) rows.push(...(await kind.run(wanted).catch((error: unknown) => brokenOff(cases, error))));
    else missing.push(`Not run: ${cases.map(({ name }) => name).join(', ')}. ${reason}`);
  }
  const without = uncovered(all(kinds).map(({ row }) => row));
  rows.push(...without.filter(({ row }) => only.length === 0 || only.includes(String(row))));
  say(`\n${table(rows)}\n${missing.map((line) => `\n${line}`).join('')}`);
  const ok = rows.length > 0 && rows.every(holds);
  say(ok ? 'Nothing lost, nothing doubled, nothing untrue.' : 'Not everything held.');
  say(`seed ${String(seed)}`);
  return ok && missing.length === 0;
}

const options = readOptions();
if (options === null) {
  process.stderr.write(USAGE);
  process.exit(2);
}
if (options.schedule) {
  say(`seed ${String(options.seed)}`);
  for (const line of scheduleOf(options)) say(line);
  process.exit(0);
}
const group = new ProcessGroup();
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => void group.stopAll().then(() => process.exit(130)));
}
const ok = await main(options, group).catch((error: unknown) => {
  process.stderr.write(`${inOneLine(error)}\n`);
  return false;
});
await group.stopAll();
process.exit(ok ? 0 : 1);
