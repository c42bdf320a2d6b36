import { writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { toFailure, SidetoneError } from '../../contracts/errors';
import { modelSearchPath } from '../../models/locate';
import { readKeywords } from './keywords-file';
import { loadEars } from './load-ears';
import { recordingsIn } from './recordings';
import { tuneKeywords, type Tuning } from './tuning';

const USAGE =
  'npm run tune-keywords -- --keywords FILE --negatives DIR [--fa-per-hour 0.1] [--lowest 0.15] [--out FILE] [--models DIR]\n' +
  '--keywords: a text file, a phrase a line, or a cue book (JSON). The fast ear hears Mandarin phrases only.\n' +
  '--negatives: wav and FLAC files of speech in which none of the phrases is said; each of two channels is a leg.\n' +
  '--fa-per-hour: false alarms allowed for each phrase in an hour of one leg.\n' +
  '--lowest: no threshold below this is looked at.\n' +
  '--out: JSON, with "thresholds" to put into the cue book.\n';

/** A wrong command line: what is wrong, how it goes, exit code 2. */
function refuse(sentence: string): never {
  process.stderr.write(`${sentence}\n${USAGE}`);
  process.exit(2);
}

function readArguments() {
  try {
    return parseArgs({
      options: {
        keywords: { type: 'string' },
        negatives: { type: 'string' },
        'fa-per-hour': { type: 'string', default: '0.1' },
        lowest: { type: 'string', default: '0.15' },
        out: { type: 'string' },
        models: { type: 'string', multiple: true },
        help: { type: 'boolean', short: 'h', default: false },
      },
    }).values;
  } catch (error) {
    return refuse(error instanceof Error ? error.message : String(error));
  }
}

function fail(file: string | null, error: unknown): void {
  const { code, message } = toFailure(error);
  process.stderr.write(`${JSON.stringify({ ...(file === null ? {} : { file }), code, message })}\n`);
  process.exitCode = 1;
}

/** For a person: a line a phrase, those that ring most first, and what the hours are worth. */
function inWords({ hours, speechHours, hoursToVouch, faPerHour, lowest, phrases, notHeard, together }: Tuning): string {
  const rate = (value: number) => value.toFixed(value < 1 ? 2 : 1);
  const lines = phrases.map(
    ({ phrase, threshold, falseAlarms, perHourAtMost, keepsBudget, heardFalsely }) =>
      `${phrase}\t${threshold.toFixed(3)}\t${String(heardFalsely)} at ${String(lowest)}, ${String(falseAlarms)} left, at most ${rate(perHourAtMost)}/h` +
      (keepsBudget
        ? ''
        : '\tNO THRESHOLD KEEPS THE BUDGET: is it said in these recordings? If not, choose a longer wording'),
  );
  const silent = notHeard.map(({ phrase, why }) => `${phrase}\t-\t${why}`);
  const worth =
    hours < hoursToVouch
      ? `TOO LITTLE AUDIO: ${rate(hours)} h cannot vouch for ${String(faPerHour)} an hour. A phrase that never rang may still ring ` +
        `${rate(3 / hours)} times an hour (95 %, rule of three); ${rate(hoursToVouch)} h without a false alarm would vouch for it.`
      : `${rate(hours)} h are enough to vouch for ${String(faPerHour)} an hour where nothing rang (95 %, rule of three).`;
  return [
    ...lines,
    ...silent,
    '',
    `${rate(hours)} h of audio heard, ${rate(speechHours)} h of it speech. All phrases together at these thresholds, heard ` +
      `again: ${String(together)} false alarms.`,
    worth,
  ].join('\n');
}

async function main(): Promise<void> {
  const { keywords: file, negatives, 'fa-per-hour': budget, lowest: given, out, models, help } = readArguments();
  if (help) return void process.stdout.write(USAGE);
  if (!file) return refuse('--keywords is missing.');
  if (!negatives) return refuse('--negatives is missing.');
  const faPerHour = Number(budget);
  if (!(faPerHour > 0)) return refuse('--fa-per-hour is a number above 0.');
  const lowest = Number(given);
  if (!(lowest > 0 && lowest < 1)) return refuse('--lowest is a number between 0 and 1.');
  const { keywords } = await readKeywords(file);
  const files = await recordingsIn(negatives);
  const { vad, fastEar } = await loadEars(modelSearchPath({ folders: models ?? [] }));
  if (!vad || !fastEar) {
    throw new SidetoneError(
      'model-missing',
      'The fast ear or the voice detector is not at hand. Run "npm run models".',
    );
  }
  const tuning = await tuneKeywords({ vad, fastEar, keywords, files, faPerHour, lowest, skipped: fail });
  if (out) await writeFile(out, `${JSON.stringify(tuning, null, 2)}\n`);
  process.stdout.write(`${inWords(tuning)}\n`);
}

main().catch((error: unknown) => fail(null, error));
