import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Language } from '../../contracts/cues';
import type { SpeechEvent } from '../../contracts/speech';
import { readAudioFile, toEarRate } from '../../main/copilot/audio-file';
import { loadEars } from '../../main/copilot/load-ears';
import { createEarsPipeline } from '../../main/copilot/pipeline';
import { locateModels, modelSearchPath } from '../../models/locate';
import { throughTelephone } from '../../main/copilot/band-repair/telephone-band';

const folder = path.resolve(import.meta.dirname, '../../../shared/audio/telesales');
const list = path.join(folder, 'MANIFEST.tsv');
const located = await locateModels({ searchPath: modelSearchPath() });
const ready = existsSync(list) && located.every(({ state }) => state === 'found');

/** Without VNNI the published weights overflow in English: docs/copilot-results.md. */
const exactBytes = process.platform !== 'linux' || /vnni/.test(readFileSync('/proc/cpuinfo', 'utf8'));

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
      // The voices that may ship: enough lines, and a third less time.
      .filter(([, , , , , , licence = '']) => !licence.startsWith('tests only'))
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

/** The labels name the keywords of interest; a phrase that stands in the text was said too. */
const isSaid = (line: Line, phrase: string) =>
  line.expected.includes(phrase) || line.text.toLowerCase().includes(phrase);

/**
 * By either ear is what the agent is shown at some moment, by both is what the careful ear confirms of what the fast
 * one heard, and what stands was not withdrawn in the end, confirmed or not.
 */
const hearers = ['fast', 'careful', 'either', 'both', 'stands'] as const;
type Hearer = (typeof hearers)[number];
type Heard = Record<Hearer, ReadonlySet<string>>;
type Tallies = Record<Hearer, { found: number; falsely: number }> & { wanted: number; pairs: number };

const bands = {
  '16 kHz': (pcm: Float32Array) => Promise.resolve(pcm),
  telephone: throughTelephone,
};
/** One line is in the fast ear while another is in the careful one, which has a thread of its own. */
const AT_ONCE = 2;
/** On a machine busy with other things it took almost seven times as long as on a quiet one. */
const TIMEOUT_MS = 1_800_000;

function heardIn(events: readonly SpeechEvent[]): Heard {
  const phrasesBy = (test: (event: SpeechEvent) => boolean) =>
    new Set(events.filter(test).flatMap((event) => ('phrase' in event ? [event.phrase] : [])));
  const fast = phrasesBy((event) => event.type === 'keyword' && event.ear === 'fast');
  const careful = phrasesBy(
    (event) => event.type === 'keyword-confirmed' || (event.type === 'keyword' && event.confirmed),
  );
  const withdrawn = new Set(events.flatMap((event) => (event.type === 'keyword-withdrawn' ? [event.id] : [])));
  return {
    fast,
    careful,
    stands: phrasesBy((event) => event.type === 'keyword' && !withdrawn.has(event.id)),
    either: new Set([...fast, ...careful]),
    both: new Set([...fast].filter((phrase) => careful.has(phrase))),
  };
}

describe.skipIf(!ready)('keywords of the telesales lines (needs the models and the shared clips)', () => {
  let listen: (line: Line, pcm: Float32Array) => Promise<Heard>;
  const table = [
    `| Language, band | Lines | ${hearers.map((hearer) => `${hearer} found | ${hearer} false`).join(' | ')} | Pairs | Seconds |`,
  ];

  beforeAll(async () => {
    const { vad, fastEar, carefulEar } = await loadEars(modelSearchPath());
    const careful = await carefulEar;
    if (!vad || !fastEar || !careful) throw new Error('an ear did not load');
    listen = async (line, pcm) => {
      const events: SpeechEvent[] = [];
      const troubles: string[] = [];
      const pipeline = createEarsPipeline({
        vad,
        fastEar,
        carefulEar: careful,
        emit: (event) => events.push(event),
        trouble: ({ message }) => troubles.push(`${line.file}: ${message}`),
      });
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
      expect(troubles).toEqual([]);
      return heardIn(events);
    };
  }, TIMEOUT_MS);

  const falseAlarms: string[] = [];

  afterAll(() => {
    console.log([...table, 'False alarms:', ...falseAlarms].join('\n'));
  });

  async function tally(language: Language, band: keyof typeof bands): Promise<Tallies> {
    const startedMs = performance.now();
    const spoken = lines.filter((line) => line.language === language);
    const tallies: Tallies = {
      fast: { found: 0, falsely: 0 },
      careful: { found: 0, falsely: 0 },
      either: { found: 0, falsely: 0 },
      both: { found: 0, falsely: 0 },
      stands: { found: 0, falsely: 0 },
      wanted: spoken.flatMap(({ expected }) => expected).length,
      pairs: spoken.length * phrasesOf(language).length,
    };
    const waiting = [...spoken];
    async function hearOut(): Promise<void> {
      for (let line = waiting.shift(); line; line = waiting.shift()) {
        const { expected, file } = line;
        const { channels, sampleRateHz } = await readAudioFile(path.join(folder, file));
        const wide = await toEarRate(channels[0] ?? new Float32Array(0), sampleRateHz);
        const heard = await listen(line, await bands[band](padded(wide)));
        for (const hearer of hearers) {
          const falsely = [...heard[hearer]].filter((phrase) => !isSaid(line, phrase));
          tallies[hearer].found += expected.filter((phrase) => heard[hearer].has(phrase)).length;
          tallies[hearer].falsely += falsely.length;
          if (falsely.length > 0) falseAlarms.push(`${hearer}, ${band}: ${falsely.join(' ')} in ${file} ${line.text}`);
        }
      }
    }
    await Promise.all(Array.from({ length: AT_ONCE }, hearOut));
    const { wanted, pairs } = tallies;
    const counts = hearers.map((hearer) => {
      const { found, falsely } = tallies[hearer];
      return `${String(found)}/${String(wanted)} | ${String(falsely)}`;
    });
    const seconds = Math.round((performance.now() - startedMs) / 1000);
    table.push(
      `| ${language}, ${band} | ${String(spoken.length)} | ${counts.join(' | ')} | ${String(pairs)} | ${String(seconds)} |`,
    );
    return tallies;
  }

  // Floors and ceilings lie slightly beyond what was measured: docs/copilot-results.md.
  it('are found in Mandarin at 16 kHz', { timeout: TIMEOUT_MS }, async () => {
    const { wanted, fast, careful, either, both, stands } = await tally('zh', '16 kHz');
    expect(fast.found / wanted).toBeGreaterThanOrEqual(0.95);
    expect(careful.found / wanted).toBeGreaterThanOrEqual(0.93);
    expect(either.found / wanted).toBeGreaterThanOrEqual(0.96);
    expect(both.found / wanted).toBeGreaterThanOrEqual(0.92);
    expect(stands.found / wanted).toBeGreaterThanOrEqual(0.96);
    expect(fast.falsely).toBeLessThanOrEqual(8);
    expect(careful.falsely).toBe(0);
    expect(stands.falsely).toBe(0);
  });

  it('are found in Mandarin through the telephone band and G.711', { timeout: TIMEOUT_MS }, async () => {
    const { wanted, fast, careful, either, both, stands } = await tally('zh', 'telephone');
    // Three or four words below what was measured, for two or three words of a telephone figure are chance.
    expect(fast.found / wanted).toBeGreaterThanOrEqual(0.9);
    expect(careful.found / wanted).toBeGreaterThanOrEqual(exactBytes ? 0.88 : 0.82);
    expect(either.found / wanted).toBeGreaterThanOrEqual(0.96);
    expect(both.found / wanted).toBeGreaterThanOrEqual(exactBytes ? 0.83 : 0.78);
    // What stands is what the agent and the record have: two words below.
    expect(stands.found / wanted).toBeGreaterThanOrEqual(exactBytes ? 0.97 : 0.89);
    expect(fast.falsely).toBeLessThanOrEqual(8);
    expect(careful.falsely).toBe(0);
    expect(stands.falsely).toBe(0);
  });

  it('are found in English at 16 kHz, by the careful ear alone', { timeout: TIMEOUT_MS }, async () => {
    const { wanted, fast, careful, stands } = await tally('en', '16 kHz');
    expect(fast.found).toBe(0);
    expect(careful.found / wanted).toBeGreaterThanOrEqual(exactBytes ? 0.93 : 0.76);
    expect(stands.found / wanted).toBeGreaterThanOrEqual(exactBytes ? 0.93 : 0.76);
    expect(careful.falsely).toBeLessThanOrEqual(1);
    expect(stands.falsely).toBeLessThanOrEqual(1);
  });

  it('are found in English through the telephone band and G.711', { timeout: TIMEOUT_MS }, async () => {
    const { wanted, careful, stands } = await tally('en', 'telephone');
    expect(careful.found / wanted).toBeGreaterThanOrEqual(exactBytes ? 0.9 : 0.69);
    expect(stands.found / wanted).toBeGreaterThanOrEqual(exactBytes ? 0.93 : 0.69);
    expect(careful.falsely).toBeLessThanOrEqual(1);
    expect(stands.falsely).toBeLessThanOrEqual(1);
  });
});
