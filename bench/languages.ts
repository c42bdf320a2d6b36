/**
 * `npm run languages`: what the careful ear in use makes of Mandarin and English when it is told the language, and when it
 * must find out by itself: whole lines through the live pipeline, and the first moments of them alone. Prints two tables;
 * docs/copilot-results.md has what they said.
 *
 *   npm run languages -- [--only lines|beginnings] [--clips DIR] [--models DIR]
 */
import path from 'node:path';
import { parseArgs } from 'node:util';
import type { Language } from '../contracts/cues';
import { toFailure } from '../contracts/errors';
import type { SpeechEvent } from '../contracts/speech';
import type { SpokenLanguage } from '../contracts/transcript';
import { readAudioFile, toEarRate } from '../main/copilot/audio-file';
import { throughTelephone } from '../main/copilot/band-repair/telephone-band';
import type { CarefulEar } from '../main/copilot/careful-ear';
import type { FastEar } from '../main/copilot/fast-ear';
import { unitsOf } from '../main/copilot/heard-share';
import { loadEars } from '../main/copilot/load-ears';
import { createEarsPipeline } from '../main/copilot/pipeline';
import { playSource, type PlayOptions } from '../main/copilot/play-file';
import type { VoiceDetector } from '../main/copilot/voice-detector';
import { modelSearchPath } from '../models/locate';
import { manifestRows } from './manifest';

const RATE_HZ = 16_000;
/** Silence before and after a clip, as on a call. */
const SILENCE_SAMPLES = RATE_HZ / 2;
/** What stands before and after the first moments, as on a call. */
const LEAD_SAMPLES = 0.3 * RATE_HZ;
/** Louder than this is voice in these clips. */
const VOICE = 0.02;
const LANGUAGES = ['zh', 'en'] as const;
/** Nothing is written down of a call without phrases. */
const ANY_PHRASE = { zh: ['优惠'], en: ['discount'] } as const;
const bands = { '16 kHz': (pcm: Float32Array) => Promise.resolve(pcm), telephone: throughTelephone };

interface Ears {
  vad: VoiceDetector;
  fastEar: FastEar | undefined;
  carefulEar: CarefulEar;
}

interface Clip {
  file: string;
  language: Language;
  text: string;
  phrases: string[];
  recorded: boolean;
}

interface Tally {
  clips: number;
  units: number;
  wrongUnits: number;
  wanted: number;
  found: number;
  falsely: number;
  /** Utterances taken for another language. */
  otherLanguage: number;
  utterances: number;
}
const nothing = (): Tally => ({
  ...{ clips: 0, units: 0, wrongUnits: 0, wanted: 0, found: 0, falsely: 0, otherLanguage: 0, utterances: 0 },
});

async function clipsIn(folder: string): Promise<Clip[]> {
  const recorded = (await manifestRows(path.join(folder, 'MANIFEST.tsv')))
    .filter(([file = '']) => /^(zh|en)\//.test(file))
    .map(([file = '', language = '', text = '']) => ({ file, language, text, phrases: [], recorded: true }));
  const lines = (await manifestRows(path.join(folder, 'telesales/MANIFEST.tsv')))
    .filter((row) => !(row[6] ?? '').startsWith('tests only'))
    .map(([file = '', language = '', , , text = '', phrases = '']) => ({
      file: path.join('telesales', file),
      language,
      text,
      phrases: phrases.split('|').filter(Boolean),
      recorded: false,
    }));
  return [...recorded, ...lines].flatMap(({ language, ...clip }) =>
    language === 'zh' || language === 'en' ? [{ ...clip, language }] : [],
  );
}

/** Characters or words to change, leave out or put in (Levenshtein). */
function wrongUnits(wanted: readonly string[], got: readonly string[]): number {
  let row = Array.from({ length: got.length + 1 }, (_, index) => index);
  wanted.forEach((unit, index) => {
    const next = [index + 1];
    got.forEach((other, at) => {
      next.push(Math.min((row[at] ?? 0) + (unit === other ? 0 : 1), (row[at + 1] ?? 0) + 1, (next[at] ?? 0) + 1));
    });
    row = next;
  });
  return row.at(-1) ?? 0;
}

function note(tally: Tally, clip: Clip, events: readonly SpeechEvent[], phrases: readonly string[]): void {
  const lines = events.flatMap((event) => (event.type === 'transcript' ? [event] : []));
  const units = unitsOf(clip.text, clip.language);
  tally.clips += 1;
  const isTranscribed = !clip.text.startsWith('(');
  if (isTranscribed) {
    tally.units += units.length;
    tally.wrongUnits += wrongUnits(units, unitsOf(lines.map(({ text }) => text).join(' '), clip.language));
  }
  tally.utterances += lines.length;
  tally.otherLanguage += lines.filter(({ language }) => language !== undefined && language !== clip.language).length;
  const sure = events.filter(
    (event) => event.type === 'keyword-confirmed' || (event.type === 'keyword' && event.confirmed),
  );
  const heard = new Set(sure.flatMap((event) => ('phrase' in event ? [event.phrase] : [])));
  const isSaid = (phrase: string) => clip.phrases.includes(phrase) || clip.text.toLowerCase().includes(phrase);
  tally.wanted += clip.phrases.length;
  tally.found += clip.phrases.filter((phrase) => heard.has(phrase)).length;
  tally.falsely += phrases.filter((phrase) => heard.has(phrase) && !isSaid(phrase)).length;
}

/** One clip with silence around it, through a band, in samples of the ears' rate. */
async function samplesOf(file: string, band: (pcm: Float32Array) => Promise<Float32Array>): Promise<Float32Array> {
  const { channels, sampleRateHz } = await readAudioFile(file);
  const wide = await toEarRate(channels[0] ?? new Float32Array(0), sampleRateHz);
  const padded = new Float32Array(wide.length + 2 * SILENCE_SAMPLES);
  padded.set(wide, SILENCE_SAMPLES);
  return band(padded);
}

/** What a pipeline over the ears says of a clip. */
function hearingOf({ vad, fastEar, carefulEar }: Ears) {
  let events: SpeechEvent[] = [];
  const pipeline = createEarsPipeline({
    ...{ vad, fastEar, carefulEar },
    emit: (event) => events.push(event),
    trouble: ({ message }) => process.stderr.write(`${message}\n`),
  });
  return async (name: string, pcm: Float32Array, options: PlayOptions) => {
    events = [];
    const source = {
      sampleRateHz: RATE_HZ,
      channelCount: 1,
      async *blocks() {
        yield await Promise.resolve([pcm]);
      },
    };
    await playSource(pipeline, name, source, options);
    return events;
  };
}

function row(title: string, told: SpokenLanguage, tally: Tally, startedMs: number): string {
  const { clips, units, wrongUnits: wrong, wanted, found, falsely, otherLanguage, utterances } = tally;
  const cells = [
    title,
    told,
    String(clips),
    `${((100 * wrong) / Math.max(1, units)).toFixed(1)} % of ${String(units)}`,
    `${String(found)}/${String(wanted)}`,
    String(falsely),
    `${String(otherLanguage)} of ${String(utterances)}`,
    ((performance.now() - startedMs) / 1000).toFixed(0),
  ];
  return `| ${cells.join(' | ')} |\n`;
}

async function wholeLines(ears: Ears, folder: string, clips: readonly Clip[]): Promise<void> {
  const hear = hearingOf(ears);
  const titles = 'clips, band | told | clips | wrong characters or words | keywords | false | other language | seconds';
  process.stdout.write(`| ${titles} |\n`);
  const groups = [false, true].flatMap((recorded) => LANGUAGES.map((language) => ({ recorded, language })));
  for (const { recorded, language } of groups) {
    const group = clips.filter((clip) => clip.recorded === recorded && clip.language === language);
    const phrases = [...new Set(group.flatMap((clip) => clip.phrases))];
    const keywords = (phrases.length > 0 ? phrases : ANY_PHRASE[language]).map((phrase) => ({
      ...{ phrase, threshold: 0.15 },
    }));
    for (const [band, apply] of Object.entries(bands)) {
      for (const spokenLanguage of [language, 'auto'] satisfies SpokenLanguage[]) {
        const tally = nothing();
        const startedMs = performance.now();
        for (const clip of group) {
          const pcm = await samplesOf(path.join(folder, clip.file), apply);
          const options = { customerChannel: 1, language, spokenLanguage, keywords } as const;
          const events = await hear(`${clip.file} ${band} ${spokenLanguage}`, pcm, options);
          note(tally, clip, events, phrases);
        }
        const title = `${recorded ? 'recorded' : 'telesales'} ${language}, ${band}`;
        process.stdout.write(row(title, spokenLanguage, tally, startedMs));
      }
    }
  }
}

/** How often the first moments of a line are taken for another language: short answers are no longer. */
async function beginnings({ carefulEar }: Ears, folder: string, clips: readonly Clip[]): Promise<void> {
  process.stdout.write('| first, through the telephone | lines | other language | of these, words written |\n');
  for (const language of LANGUAGES) {
    const group = clips.filter((clip) => !clip.recorded && clip.language === language);
    for (const seconds of [0.5, 1, 2]) {
      let [other, written] = [0, 0];
      for (const clip of group) {
        const pcm = await samplesOf(path.join(folder, clip.file), throughTelephone);
        const from = Math.max(0, pcm.findIndex((sample) => Math.abs(sample) > VOICE) - LEAD_SAMPLES);
        const beginning = new Float32Array(Math.round(seconds * RATE_HZ) + 2 * LEAD_SAMPLES);
        beginning.set(pcm.subarray(from, from + LEAD_SAMPLES + Math.round(seconds * RATE_HZ)));
        const heard = await carefulEar.transcribe(beginning, 'auto');
        if (heard.language === undefined || heard.language === language) continue;
        other += 1;
        if (heard.text !== '') written += 1;
      }
      const cells = [`${String(seconds)} s, ${language}`, String(group.length), String(other), String(written)];
      process.stdout.write(`| ${cells.join(' | ')} |\n`);
    }
  }
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: { only: { type: 'string' }, clips: { type: 'string' }, models: { type: 'string', multiple: true } },
  });
  const folder = path.resolve(values.clips ?? path.join(import.meta.dirname, '../../shared/audio'));
  const clips = await clipsIn(folder);
  const loaded = await loadEars(modelSearchPath({ folders: values.models ?? [] }));
  const [vad, carefulEar] = [loaded.vad, await loaded.carefulEar];
  if (!vad || !carefulEar) throw new Error('The voice detector or the careful ear is missing. Run "npm run models".');
  const ears = { vad, carefulEar, fastEar: loaded.fastEar ?? undefined };
  if (values.only !== 'beginnings') await wholeLines(ears, folder, clips);
  if (values.only !== 'lines') await beginnings(ears, folder, clips);
}

main().catch((error: unknown) => {
  process.stderr.write(`${toFailure(error).message}\n`);
  process.exitCode = 1;
});
