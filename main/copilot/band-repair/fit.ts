import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { EAR_SAMPLE_RATE_HZ } from '../../../contracts/audio';
import { toFailure } from '../../../contracts/errors';
import { readAudioFile, toEarRate } from '../audio-file';
import { Fbank, MEL_BINS, SHIFT_SAMPLES, WINDOW_SAMPLES } from '../fbank';
import { recordingsIn } from '../recordings';
import { CONTEXT_FRAMES, LOWEST_LOG_ENERGY, packRepair, WINDOW_VALUES } from './band-repair';
import { RidgeSums } from './ridge';
import { throughMuLaw, throughTelephone, type TelephoneFilter } from './telephone-band';

const USAGE =
  'npm run fit-band-repair -- --audio DIR --out FILE [--lambda 3000]\n' +
  'DIR: clean speech, wav or FLAC at 16 kHz or more, the voice after the first "_" of a name (s001_anna.wav).\n' +
  'FILE: the weights of the band repair, JSON. See main/copilot/band-repair/README.md.\n';

/** No two telephone lines cut alike: a map fitted to one filter did harm behind another. Each recording gets the next. */
const FILTERS: readonly TelephoneFilter[] = [
  { lowHz: 300, highHz: 3400, taps: 401 },
  { lowHz: 300, highHz: 3400, taps: 101 },
  { lowHz: 250, highHz: 3400, taps: 151 },
  { lowHz: 220, highHz: 3500, taps: 81 },
  { lowHz: 330, highHz: 3300, taps: 201 },
];

/** What a line does to clean audio at 16 kHz; `turn` counts the recordings. */
const LINES = {
  telephone: (pcm: Float32Array, turn: number) => throughTelephone(pcm, FILTERS[turn % FILTERS.length]),
  narrow: (pcm: Float32Array) => throughMuLaw(pcm),
};
type LineName = keyof typeof LINES;
const LINE_NAMES: readonly LineName[] = ['telephone', 'narrow'];

const fbank = new Fbank();

function melOf(pcm: Float32Array): Float32Array[] {
  const frames: Float32Array[] = [];
  for (let start = 0; start + WINDOW_SAMPLES <= pcm.length; start += SHIFT_SAMPLES) {
    const frame = new Float32Array(MEL_BINS);
    fbank.compute(pcm, start, frame, 0);
    frames.push(frame.map((value) => Math.max(LOWEST_LOG_ENERGY, value)));
  }
  return frames;
}

function addPairs(sums: RidgeSums, heard: readonly Float32Array[], clean: readonly Float32Array[]): void {
  const last = Math.min(heard.length, clean.length) - 1;
  sums.add(
    last + 1,
    (row, input) => {
      if (input === WINDOW_VALUES) return 1;
      const place = row + Math.floor(input / MEL_BINS) - CONTEXT_FRAMES;
      return heard[Math.min(last, Math.max(0, place))]?.[input % MEL_BINS] ?? 0;
    },
    (row, target) => (clean[row]?.[target] ?? 0) - (heard[row]?.[target] ?? 0),
  );
}

const newSums = () => new RidgeSums(WINDOW_VALUES + 1, MEL_BINS);
const sumOf = (parts: readonly RidgeSums[]) => parts.reduce((sum, part) => sum.plus(part), newSums());
const round = (value: number) => Number(value.toFixed(3));

function refuse(sentence: string): never {
  process.stderr.write(`${sentence}\n${USAGE}`);
  process.exit(2);
}

function readArguments() {
  try {
    return parseArgs({
      options: {
        audio: { type: 'string' },
        out: { type: 'string' },
        lambda: { type: 'string', default: '3000' },
        help: { type: 'boolean', short: 'h', default: false },
      },
    }).values;
  } catch (error) {
    return refuse(error instanceof Error ? error.message : String(error));
  }
}

async function main(): Promise<void> {
  const { audio, out, lambda: given, help } = readArguments();
  if (help) return void process.stdout.write(USAGE);
  const lambda = Number(given);
  if (!audio) return refuse('--audio is missing.');
  if (!out) return refuse('--out is missing.');
  if (!(lambda > 0)) return refuse('--lambda is a number above 0.');
  const byVoice = new Map<string, Record<LineName, RidgeSums>>();
  let seconds = 0;
  for (const [turn, file] of (await recordingsIn(audio)).entries()) {
    const voice = path.parse(file).name.split('_').slice(1).join('_') || 'unnamed';
    const sums = byVoice.get(voice) ?? { telephone: newSums(), narrow: newSums() };
    byVoice.set(voice, sums);
    const { channels, sampleRateHz } = await readAudioFile(file);
    if (sampleRateHz < EAR_SAMPLE_RATE_HZ) return refuse(`${file} has ${sampleRateHz} Hz: its high band is missing.`);
    const pcm = await toEarRate(channels[0] ?? new Float32Array(0), sampleRateHz);
    seconds += pcm.length / EAR_SAMPLE_RATE_HZ;
    const clean = melOf(pcm);
    for (const line of LINE_NAMES) addPairs(sums[line], melOf(await LINES[line](pcm, turn)), clean);
  }
  const voices = [...byVoice.keys()];
  process.stdout.write(`${JSON.stringify({ seconds: round(seconds), voices, lambda })}\n`);
  const packed: Partial<Record<LineName, ReturnType<typeof packRepair>>> = {};
  for (const line of LINE_NAMES) {
    const partOf = (voice: string) => byVoice.get(voice)?.[line] ?? newSums();
    for (const left of voices.length > 1 ? voices : []) {
      const weights = sumOf(voices.filter((voice) => voice !== left).map(partOf)).fit(lambda);
      const [before, after] = [partOf(left).error(null), partOf(left).error(weights)];
      process.stdout.write(
        `${JSON.stringify({ line, unseenVoice: left, before: round(before), after: round(after) })}\n`,
      );
    }
    const all = sumOf(voices.map(partOf));
    const weights = all.fit(lambda);
    process.stdout.write(
      `${JSON.stringify({ line, before: round(all.error(null)), after: round(all.error(weights)) })}\n`,
    );
    packed[line] = packRepair(weights);
  }
  await writeFile(out, `${JSON.stringify(packed)}\n`);
}

main().catch((error: unknown) => {
  const { code, message } = toFailure(error);
  process.stderr.write(`${JSON.stringify({ code, message })}\n`);
  process.exitCode = 1;
});
