import { stripVTControlCharacters } from 'node:util';
import type { CaseStage, SurviveCase } from './case';
import { holds, type TableRow } from './table';
import { Watch } from './watch';

const CASE_LIMIT_MS = 10 * 60_000;

export const say = (text: string) => void process.stdout.write(`${text}\n`);

/** Playwright says what it waited for in the lines after the first. */
export function inOneLine(error: unknown): string {
  const text = stripVTControlCharacters(error instanceof Error ? error.message : String(error));
  return text.split('\n').slice(0, 4).join(' ').trim().slice(0, 200);
}

/** What never comes must not hold up the cases after it. */
function late(): Promise<never> {
  return new Promise((_resolve, reject) =>
    setTimeout(() => reject(new Error('It took too long.')), CASE_LIMIT_MS).unref(),
  );
}

async function runCase<Stage extends CaseStage>(known: SurviveCase<Stage>, stage: Stage): Promise<TableRow> {
  const startedAtMs = Date.now();
  const watch = new Watch(stage);
  stage.calm();
  const play = async () => {
    const { seen, figure } = await Promise.race([known.run(stage), late()]);
    stage.calm();
    await Promise.race([stage.tidy(), late()]);
    return { seen: figure ? `${seen}; ${figure}` : seen, failure: null };
  };
  const outcome = await play().catch((error: unknown) => ({ seen: '', failure: inOneLine(error) }));
  const { silenceS, untruths } = await watch.end();
  stage.calm();
  const { lost, doubled } = await stage.settle(startedAtMs);
  const { name, row, injected } = known;
  return { case: name, row, injected, ...outcome, silenceS, untruths, lost: lost.length, doubled: doubled.length };
}

/** A case that failed may have left a call behind: the next ones get a fresh floor. */
export async function runCases<Stage extends CaseStage>(
  cases: readonly SurviveCase<Stage>[],
  start: () => Promise<Stage>,
): Promise<TableRow[]> {
  const rows: TableRow[] = [];
  let stage: Stage | null = null;
  try {
    for (const known of cases) {
      stage ??= await start();
      const row = await runCase(known, stage);
      rows.push(row);
      const untrue = row.untruths.map((claim) => `; untrue: ${claim}`).join('');
      say(`${holds(row) ? '✓' : '✗'} ${row.case}: ${row.failure ?? row.seen}${untrue}`);
      if (holds(row)) continue;
      await stage.stop();
      stage = null;
    }
  } finally {
    await stage?.stop();
  }
  return rows;
}
