import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Language } from '../../contracts/cues';
import type { SpeechEvent } from '../../contracts/speech';
import { readAudioFile, toEarRate } from '../../main/copilot/audio-file';
import { loadEars } from '../../main/copilot/load-ears';
import { createEarsPipeline } from '../../main/copilot/pipeline';
import { locateModels, modelSearchPath } from '../../models/locate';
import { throughTelephone } from './telephone-band';

const folder = path.resolve(import.meta.dirname, '../../../shared/audio/telesales');
const list = path.join(folder, 'MANIFEST.tsv');
const located = await locateModels({ searchPath: modelSearchPath() });
const ready = existsSync(list) && located.every(({ state }) => state === 'found');

interface Line {
  file: string;
  language: Language;
  text: string;
  expected: string[];
}
const lines: Line[] = ready
  ? readFileSync(list, 'utf8')
      .trim()
      .split('\n')
      .slice(1)
      .map((row) => row.split('\t'))
      .map(([file = '', language, , , text = '', expected = '']) => ({
        file,
        language: language === 'en' ? 'en' : 'zh',
        text,
        expected: expected.split('|').filter(Boolean),
      }))
  : [];
const phrasesOf = (language: Language) => [
  ...new Set(lines.filter((line) => line.language === language).flatMap(({ expected }) => expected)),
];

/** Silence around a line, as on a call: the voice detector needs a little to start and to end. */
function padded(pcm: Float32Array): Float32Array {
  const whole = new Float32Array(pcm.length + 24_000);
  whole.set(pcm, 8000);
  return whole;
}

interface Tally {
  wanted: number;
  found: number;
  falsely: number;
}
const ears = ['fast', 'careful', 'either', 'both'] as const;
type Tallies = Record<(typeof ears)[number], Tally>;

describe.skipIf(!ready)('keywords of the telesales lines (needs the models and the shared clips)', () => {
  let listen: (line: Line, pcm: Float32Array) => Promise<SpeechEvent[]>;

  beforeAll(async () => {
    const { vad, fastEar, carefulEar } = await loadEars(modelSearchPath());
    const careful = await carefulEar;
    if (!vad || !fastEar || !careful) throw new Error('an ear did not load');
    listen = async (line, pcm) => {
      const events: SpeechEvent[] = [];
      const pipeline = createEarsPipeline({ vad, fastEar, carefulEar: careful, emit: (event) => events.push(event) });
      const keywords = phrasesOf(line.language).map((phrase) => ({ phrase, threshold: 0.15 }));
      pipeline.startCall({ callId: line.file, language: line.language, keywords });
      for (let sequence = 0; (sequence + 1) * 512 <= pcm.length; sequence += 1) {
        pipeline.frame({
          type: 'frame',
          callId: line.file,
          leg: 'customer',
          sequence,
          captureTimeMs: sequence * 32,
          pcm: pcm.slice(sequence * 512, (sequence + 1) * 512),
        });
      }
      await pipeline.endCall(line.file);
      return events;
    };
  });

  async function tally(language: Language, shape: (pcm: Float32Array) => Promise<Float32Array>): Promise<Tallies> {
    const tallies: Tallies = {
      fast: { wanted: 0, found: 0, falsely: 0 },
      careful: { wanted: 0, found: 0, falsely: 0 },
      either: { wanted: 0, found: 0, falsely: 0 },
      both: { wanted: 0, found: 0, falsely: 0 },
    };
    for (const line of lines.filter((candidate) => candidate.language === language)) {
      const { channels, sampleRateHz } = await readAudioFile(path.join(folder, line.file));
      const pcm = await shape(padded(await toEarRate(channels[0] ?? new Float32Array(0), sampleRateHz)));
      const events = await listen(line, pcm);
      const heardBy = (test: (event: SpeechEvent) => boolean) =>
        new Set(events.filter(test).flatMap((event) => ('phrase' in event ? [event.phrase] : [])));
      const fast = heardBy((event) => event.type === 'keyword' && event.ear === 'fast');
      const careful = heardBy(
        (event) => event.type === 'keyword-confirmed' || (event.type === 'keyword' && event.confirmed),
      );
      const heard = {
        fast,
        careful,
        either: new Set([...fast, ...careful]),
        both: new Set([...fast].filter((phrase) => careful.has(phrase))),
      };
      for (const ear of ears) {
        tallies[ear].wanted += line.expected.length;
        tallies[ear].found += line.expected.filter((phrase) => heard[ear].has(phrase)).length;
        tallies[ear].falsely += [...heard[ear]].filter((phrase) => !isSaid(line, phrase)).length;
      }
    }
    return tallies;
  }

  /** The labels name the keywords of interest; a phrase that stands in the text was said too. */
  const isSaid = (line: Line, phrase: string) =>
    line.expected.includes(phrase) || line.text.toLowerCase().includes(phrase);

  function report(title: string, tallies: Tallies): void {
    const parts = ears.map((ear) => {
      const { found, wanted, falsely } = tallies[ear];
      return `${ear} ${String(found)}/${String(wanted)}, false ${String(falsely)}`;
    });
    console.log(`${title}: ${parts.join(' · ')}`);
  }
  const recall = ({ found, wanted }: Tally) => found / wanted;

  it('are found in Mandarin at 16 kHz', { timeout: 400_000 }, async () => {
    const tallies = await tally('zh', async (pcm) => pcm);
    report('Mandarin, 16 kHz', tallies);
    expect(recall(tallies.fast)).toBeGreaterThanOrEqual(0.9);
    expect(recall(tallies.careful)).toBeGreaterThanOrEqual(0.85);
    expect(recall(tallies.either)).toBeGreaterThanOrEqual(0.95);
    expect(tallies.careful.falsely).toBeLessThanOrEqual(3);
  });

  it('are found in Mandarin through the telephone band and G.711', { timeout: 400_000 }, async () => {
    const tallies = await tally('zh', throughTelephone);
    report('Mandarin, telephone', tallies);
    expect(recall(tallies.fast)).toBeGreaterThanOrEqual(0.75);
    expect(recall(tallies.either)).toBeGreaterThanOrEqual(0.9);
    expect(tallies.careful.falsely).toBeLessThanOrEqual(4);
  });

  it('are found in English, by the careful ear alone', { timeout: 400_000 }, async () => {
    const wide = await tally('en', async (pcm) => pcm);
    report('English, 16 kHz', wide);
    const narrow = await tally('en', throughTelephone);
    report('English, telephone', narrow);
    expect(wide.fast.found).toBe(0);
    expect(recall(wide.careful)).toBeGreaterThanOrEqual(0.85);
    expect(recall(narrow.careful)).toBeGreaterThanOrEqual(0.75);
  });
});
