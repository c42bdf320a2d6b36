/**
 * `npm run survive`: injects the failures of docs/reliability.md into the real app, kills it in the middle of calls,
 * and prints what the user saw.
 *
 *   npm run survive -- [--seed N] [--only NAME,ROW,…] [--kills N] [--full]
 *
 * Exit code 0 only if no record was lost or doubled, nothing on the screen was untrue, and every case did as it must;
 * 2 for a wrong option.
 */
import { randomInt } from 'node:crypto';
import { parseArgs } from 'node:util';
import { ProcessGroup } from '../build/processes.mjs';
import { asteriskUnavailable } from '../test/asterisk/install';
import { AsteriskStage } from './asterisk-stage';
import type { SurviveCase } from './case';
import { networkCases } from './cases/network';
import { takeBackCases } from './cases/take-back';
import { tortureCases } from './cases/torture';
import { prepareElectron } from './electron';
import { inOneLine, runCases, say } from './run-cases';
import { killCampaign } from './kill-campaign';
import { PracticeStage } from './practice-stage';
import { seededRandom, type Random } from './random';
import { holds, table, type TableRow } from './table';

const KILLS = 200;
const KILLS_FULL = 1_000;
const KILL_CAMPAIGN = 'kills';
const asteriskCases: readonly SurviveCase<AsteriskStage>[] = [...networkCases, ...takeBackCases];
const USAGE = `npm run survive -- [options]
  --seed N          repeats the schedule of the run that printed N
  --only A,B,…      cases by name or by the number of their row in docs/reliability.md
  --kills N         how often the app is killed; ${String(KILLS)} unless told
  --full            ${String(KILLS_FULL)} kills
Cases: ${[...[...asteriskCases, ...tortureCases(0)].map(({ name }) => name), KILL_CAMPAIGN].join(', ')}
`;

interface Options {
  seed: number;
  kills: number;
  wanted(name: string, row: number | null): boolean;
}

/** Null for a wrong option or `--help`. */
function readOptions(): Options | null {
  try {
    const { values } = parseArgs({
      options: {
        seed: { type: 'string' },
        only: { type: 'string' },
        kills: { type: 'string' },
        full: { type: 'boolean', default: false },
        help: { type: 'boolean', default: false },
      },
    });
    const seed = values.seed === undefined ? randomInt(2 ** 32) : Number(values.seed);
    const kills = values.kills === undefined ? (values.full ? KILLS_FULL : KILLS) : Number(values.kills);
    const only = (values.only ?? '').split(',').filter(Boolean);
    const known = [
      ...[...asteriskCases, ...tortureCases(seed)].flatMap(({ name, row }) => [name, String(row)]),
      KILL_CAMPAIGN,
    ];
    const allKnown = only.every((name) => known.includes(name));
    if (values.help || !Number.isInteger(seed) || !Number.isInteger(kills) || kills < 0 || !allKnown) return null;
    return {
      seed,
      kills,
      wanted: (name, row) => only.length === 0 || only.some((one) => [name, String(row)].includes(one)),
    };
  } catch {
    return null;
  }
}

async function openPracticeStage(seed: number): Promise<PracticeStage> {
  const stage = await PracticeStage.start({ faults: seededRandom(seed) });
  await stage.open();
  return stage;
}

async function runKills(kills: number, random: Random): Promise<TableRow> {
  const stage = await PracticeStage.start();
  try {
    const told = (done: number) => void (done % 10 === 0 && say(`  ${String(done)} of ${String(kills)} kills`));
    const report = await killCampaign(stage, { kills, random, told });
    const moments = Object.entries(report.perMoment).map(([moment, count]) => `${moment} ${String(count)}`);
    say(`  ${moments.join(', ')}; ${report.secondsPerKill.toFixed(1)} s a kill`);
    return {
      case: KILL_CAMPAIGN,
      row: 25,
      injected: `${String(kills)} SIGKILLs in the middle of calls`,
      seen: `${String(report.calls)} calls, ${String(report.records)} records, ${String(report.balance.attempts)} of calls that never left`,
      silenceS: null,
      untruths: [],
      lost: report.balance.lost.length,
      doubled: report.balance.doubled.length,
      failure: report.chainWhole ? null : 'the chain of records is not whole',
    };
  } finally {
    await stage.stop();
  }
}

async function main({ seed, kills, wanted }: Options, group: ProcessGroup): Promise<boolean> {
  say(`seed ${String(seed)}: repeat this run by --seed ${String(seed)}`);
  await prepareElectron(group);
  const rows: TableRow[] = [];
  const missing: string[] = [];
  const cases = asteriskCases.filter(({ name, row }) => wanted(name, row));
  const unavailable = cases.length > 0 ? asteriskUnavailable() : null;
  if (unavailable) missing.push(`Not run, ${String(cases.length)} cases against Asterisk: ${unavailable}`);
  else rows.push(...(await runCases(cases, () => AsteriskStage.start(seededRandom(seed)))));
  const practiceCases = tortureCases(seed).filter(({ name, row }) => wanted(name, row));
  rows.push(...(await runCases(practiceCases, () => openPracticeStage(seed))));
  if (kills > 0 && wanted(KILL_CAMPAIGN, 25)) rows.push(await runKills(kills, seededRandom(seed)));
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
