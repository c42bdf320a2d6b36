import type { SpeechEvent } from '../../contracts/speech';
import { readAudioFile, toEarRate } from '../../main/copilot/audio-file';
import { throughTelephone } from '../../main/copilot/band-repair/telephone-band';
import type { CarefulEar } from '../../main/copilot/careful-ear';
import type { FastEar } from '../../main/copilot/fast-ear';
import { createEarsPipeline } from '../../main/copilot/pipeline';
import type { VoiceDetector } from '../../main/copilot/voice-detector';
import { isSaid, type RecallLine, type RecallSet } from './recall-lines';

/**
 * By either ear is what the agent is shown at some moment, by both is what the careful ear confirms of what the fast
 * one heard, and what stands was not withdrawn in the end, confirmed or not.
 */
export const hearers = ['fast', 'careful', 'either', 'both', 'stands'] as const;
export type Hearer = (typeof hearers)[number];
export type Heard = Record<Hearer, ReadonlySet<string>>;
export type Tallies = Record<Hearer, { found: number; falsely: number }> & {
  lines: number;
  /** Phrases to be found. */
  wanted: number;
  /** Of a line and a phrase. */
  pairs: number;
  falseAlarms: string[];
};

export const recallBands = {
  '16 kHz': (pcm: Float32Array) => Promise.resolve(pcm),
  telephone: throughTelephone,
};
export type RecallBand = keyof typeof recallBands;

export interface RecallEars {
  vad: VoiceDetector;
  fastEar: FastEar;
  carefulEar: CarefulEar;
}

const THRESHOLD = 0.15;
const FRAME_SAMPLES = 512;
/** Silence before and after a line, as on a call: the voice detector needs a little to start and to end. */
const LEAD_SAMPLES = 8_000;
/** One line is in the fast ear while another is in the careful one, which has a thread of its own. */
const AT_ONCE = 2;

async function samplesOf(file: string, band: RecallBand): Promise<Float32Array> {
  const { channels, sampleRateHz } = await readAudioFile(file);
  const wide = await toEarRate(channels[0] ?? new Float32Array(0), sampleRateHz);
  const whole = new Float32Array(wide.length + 3 * LEAD_SAMPLES);
  whole.set(wide, LEAD_SAMPLES);
  return recallBands[band](whole);
}

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

/** What the live pipeline hears of one line. @throws Error on any trouble of an ear */
export async function hearLine(
  ears: RecallEars,
  line: RecallLine,
  phrases: readonly string[],
  band: RecallBand,
): Promise<Heard> {
  const { file, language } = line;
  const events: SpeechEvent[] = [];
  const troubles: string[] = [];
  const pipeline = createEarsPipeline({
    ...ears,
    emit: (event) => events.push(event),
    trouble: ({ message }) => troubles.push(`${file}: ${message}`),
  });
  pipeline.startCall({
    callId: file,
    language,
    keywords: phrases.map((phrase) => ({ phrase, threshold: THRESHOLD })),
  });
  const pcm = await samplesOf(file, band);
  for (let sequence = 0; (sequence + 1) * FRAME_SAMPLES <= pcm.length; sequence += 1) {
    pipeline.frame({
      type: 'frame',
      callId: file,
      leg: 'customer',
      sequence,
      captureTimeMs: sequence * 32,
      pcm: pcm.slice(sequence * FRAME_SAMPLES, (sequence + 1) * FRAME_SAMPLES),
    });
  }
  await pipeline.endCall(file);
  if (troubles.length > 0) throw new Error(troubles.join('\n'));
  return heardIn(events);
}

/** How much of a set is heard over a line of one band, and what is heard that was not said. */
export async function tallyRecall(ears: RecallEars, set: RecallSet, band: RecallBand): Promise<Tallies> {
  const none = () => ({ found: 0, falsely: 0 });
  const tallies: Tallies = {
    ...{ fast: none(), careful: none(), either: none(), both: none(), stands: none() },
    lines: set.lines.length,
    wanted: set.lines.flatMap(({ expected }) => expected).length,
    pairs: set.lines.length * set.phrases.length,
    falseAlarms: [],
  };
  const waiting = [...set.lines];
  async function hearOut(): Promise<void> {
    for (let line = waiting.shift(); line; line = waiting.shift()) {
      const { expected, text } = line;
      const heard = await hearLine(ears, line, set.phrases, band);
      for (const hearer of hearers) {
        const falsely = [...heard[hearer]].filter((phrase) => line && !isSaid(line, phrase));
        tallies[hearer].found += expected.filter((phrase) => heard[hearer].has(phrase)).length;
        tallies[hearer].falsely += falsely.length;
        if (falsely.length > 0) tallies.falseAlarms.push(`${hearer}, ${band}: ${falsely.join(' ')} in ${text}`);
      }
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, hearOut));
  return tallies;
}

export const RECALL_TITLES = ['lines', 'phrases and lines', ...hearers.map((hearer) => `${hearer} (false)`)];

/** The cells of a row of the table, in the order of `RECALL_TITLES`. */
export function recallCells(tallies: Tallies): string[] {
  const { lines, wanted, pairs } = tallies;
  const counts = hearers.map((hearer) => {
    const { found, falsely } = tallies[hearer];
    return `${String(found)}/${String(wanted)} (${String(falsely)})`;
  });
  return [String(lines), String(pairs), ...counts];
}
