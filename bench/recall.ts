/**
 * `npm run recall`: how many phrases each ear, and both together, hear in lines of which it is known what is said, through
 * the live pipeline, and how many that are not said; by set and band. docs/copilot-results.md has what it printed.
 *
 *   npm run recall -- [--only NAME] [--clips DIR] [--models DIR]
 *
 * `--only` takes the sets whose name begins so.
 */
import path from 'node:path';
import { parseArgs } from 'node:util';
import { toFailure } from '../contracts/errors';
import { loadEars } from '../main/copilot/load-ears';
import { modelSearchPath } from '../models/locate';
import { RECALL_TITLES, recallBands, recallCells, tallyRecall, type RecallBand } from './ears/recall';
import { recallSets } from './ears/recall-lines';

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      only: { type: 'string', default: '' },
      clips: { type: 'string' },
      models: { type: 'string', multiple: true },
    },
  });
  const { vad, fastEar, carefulEar } = await loadEars(modelSearchPath({ folders: values.models ?? [] }));
  const careful = await carefulEar;
  if (!vad || !fastEar || !careful) throw new Error('An ear did not load. Run "npm run models -- list".');
  const clips = path.resolve(values.clips ?? path.join(import.meta.dirname, '../../shared/audio'));
  const sets = (await recallSets(clips)).filter(({ name }) => name.startsWith(values.only));
  if (sets.length === 0) throw new Error(`There is no set whose name begins with "${values.only}" under ${clips}.`);
  process.stdout.write(`| ${['set, band', ...RECALL_TITLES].join(' | ')} |\n`);
  for (const set of sets) {
    for (const band of Object.keys(recallBands) as RecallBand[]) {
      const tallies = await tallyRecall({ vad, fastEar, carefulEar: careful }, set, band);
      process.stdout.write(`| ${[`${set.name}, ${band}`, ...recallCells(tallies)].join(' | ')} |\n`);
      for (const alarm of tallies.falseAlarms) process.stderr.write(`false: ${alarm}\n`);
    }
  }
}

try {
  await main();
} catch (error) {
  const { code, message } = toFailure(error);
  process.stderr.write(`${code}: ${message}\n`);
  process.exitCode = 1;
}
