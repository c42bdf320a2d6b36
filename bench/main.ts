/**
 * `npm run bench`: what this product's own ways bring, each against the simple way, in the same run. Prints a table of
 * ratios and writes bench-results.json. docs/bench.md explains each measure.
 *
 *   npm run bench -- [--only vad,keywords,…]
 *
 * Exit code 0 only if every measure that was asked for was taken.
 */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { parseArgs, stripVTControlCharacters } from 'node:util';
import { ProcessGroup } from '../build/processes.mjs';
import { answer } from './desk/answer';
import { app } from './desk/app';
import { card } from './desk/card';
import { withdrawn } from './desk/withdrawn';
import { prepareDesk, type DeskBench } from './desk/electron';
import { invite } from './desk/invite';
import { load } from './desk/load';
import { outbox } from './desk/outbox';
import { recovery } from './desk/recovery';
import { calls } from './ears/calls';
import { keywords } from './ears/keywords';
import { recogniser } from './ears/recogniser';
import { vad } from './ears/vad';
import { NotMeasured, resultRow, type Bench, type Measure, type ResultRow } from './measure';
import { ingest } from './central/ingest';
import { summary } from './summary/summary';
import { resultTable } from './table';

const MEASURES: readonly Measure[] = [
  vad,
  keywords,
  calls,
  recogniser,
  card,
  withdrawn,
  outbox,
  ingest,
  app,
  invite,
  answer,
  recovery,
  load,
  summary,
];
const RESULTS_FILE = path.resolve(import.meta.dirname, '..', 'bench-results.json');
const USAGE = `npm run bench -- [--only NAME,NAME…]\n${MEASURES.map(({ name, title }) => `  ${name.padEnd(10)}${title}`).join('\n')}\n`;

type Outcome = { state: 'measured'; rows: ResultRow[] } | { state: 'not measured' | 'failed'; reason: string };

function chosen(): Measure[] | null {
  try {
    const { values } = parseArgs({ options: { only: { type: 'string' }, help: { type: 'boolean' } } });
    if (values.help) return null;
    const names = (values.only ?? '').split(',').filter(Boolean);
    if (names.some((name) => !MEASURES.some((measure) => measure.name === name))) return null;
    return MEASURES.filter(({ name }) => names.length === 0 || names.includes(name));
  } catch {
    return null;
  }
}

async function take(measure: Measure, group: ProcessGroup, desk: () => Promise<DeskBench>): Promise<Outcome> {
  const cleanUps: (() => Promise<unknown>)[] = [];
  const bench: Bench = {
    desk,
    async folder() {
      const folder = await mkdtemp(path.join(os.tmpdir(), 'sidetone-bench-'));
      cleanUps.push(() => rm(folder, { recursive: true, force: true }));
      return folder;
    },
    atEnd: (cleanUp) => void cleanUps.push(cleanUp),
    progress: (done, of) => void process.stdout.write(`${String(done)}/${String(of)} … `),
  };
  try {
    const comparisons = await measure.run(bench);
    return { state: 'measured', rows: comparisons.map((comparison) => resultRow(measure.name, comparison)) };
  } catch (error) {
    // Playwright says what it waited for in the lines after the first.
    const reason = stripVTControlCharacters(String(error))
      .split('\n')
      .slice(0, 4)
      .join(' ')
      .replace(/^Error: /, '')
      .trim();
    return { state: error instanceof NotMeasured ? 'not measured' : 'failed', reason };
  } finally {
    for (const cleanUp of cleanUps.toReversed()) await cleanUp().catch(() => undefined);
  }
}

async function main(measures: readonly Measure[]): Promise<boolean> {
  const group = new ProcessGroup();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => void group.stopAll().then(() => process.exit(130)));
  }
  let prepared: Promise<DeskBench> | null = null;
  const desk = () => (prepared ??= prepareDesk(group));
  const outcomes: Record<string, Outcome & { seconds: number }> = {};
  for (const measure of measures) {
    process.stdout.write(`${measure.name}: ${measure.title} … `);
    const startedAtMs = performance.now();
    const outcome = await take(measure, group, desk);
    const seconds = Math.round((performance.now() - startedAtMs) / 100) / 10;
    outcomes[measure.name] = { ...outcome, seconds };
    process.stdout.write(
      outcome.state === 'measured' ? `${seconds} s\n` : `${outcome.state.toUpperCase()}: ${outcome.reason}\n`,
    );
  }
  await group.stopAll();
  const rows = Object.values(outcomes).flatMap((outcome) => (outcome.state === 'measured' ? outcome.rows : []));
  if (rows.length > 0) process.stdout.write(`\n${resultTable(rows)}\n\n`);
  for (const [name, outcome] of Object.entries(outcomes)) {
    if (outcome.state !== 'measured') process.stdout.write(`${name}: ${outcome.state}: ${outcome.reason}\n`);
  }
  const machine = {
    processor: os.cpus()[0]?.model ?? 'unknown',
    cores: os.cpus().length,
    memoryMb: Math.round(os.totalmem() / 2 ** 20),
    platform: `${process.platform} ${process.arch}`,
    node: process.version,
  };
  const results = { takenAt: new Date().toISOString(), machine, measures: outcomes };
  await writeFile(RESULTS_FILE, `${JSON.stringify(results, null, 2)}\n`);
  process.stdout.write(`Written: ${path.basename(RESULTS_FILE)}\n`);
  return Object.values(outcomes).every(({ state }) => state === 'measured');
}

const measures = chosen();
if (measures === null) {
  process.stderr.write(USAGE);
  process.exit(2);
}
process.exit((await main(measures)) ? 0 : 1);
