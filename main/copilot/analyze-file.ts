import { FRAME_MS, FRAME_SAMPLES, EAR_SAMPLE_RATE_HZ, type Leg } from '../../contracts/audio';
import type { CueBook, Language } from '../../contracts/cues';
import type { Keyword, SpeechEvent } from '../../contracts/speech';
import { allCards, reduceCues, startCues } from '../../domain/cues';
import { readAudioFile, toEarRate } from './audio-file';
import type { EarsPipeline } from './pipeline';

export interface AnalysisOptions {
  customerChannel: 0 | 1;
  language: Language;
  keywords: readonly Keyword[];
  /** Cards are drawn from it; null when only phrases were given. */
  book: CueBook | null;
}

export interface Analysis {
  file: string;
  seconds: number;
  speech: { leg: Leg; startMs: number; endMs: number }[];
  keywords: {
    leg: Leg;
    phrase: string;
    startMs: number;
    endMs: number;
    score: number;
    ear: 'fast' | 'careful';
    confirmed: boolean;
  }[];
  cues: { id: string; atMs: number }[];
  /** Time taken / length of the audio: below 1 is faster than real time. */
  realTimeFactor: number;
}

/** How many frames are given before waiting for the ears: files come faster than calls. */
const FRAMES_AHEAD = 16;

/** Puts recordings through the live pipeline in frames of 32 ms. Its events must come to `onEvent`. */
export class FileAnalyzer {
  readonly #pipeline: EarsPipeline;
  #events: SpeechEvent[] = [];

  constructor(makePipeline: (emit: (event: SpeechEvent) => void) => EarsPipeline) {
    this.#pipeline = makePipeline((event) => this.#events.push(event));
  }

  /** One file after another. Throws SidetoneError `not-audio` or `file-unreadable`. */
  async analyze(file: string, options: AnalysisOptions): Promise<Analysis> {
    const startedAtMs = performance.now();
    const { channels, sampleRateHz } = await readAudioFile(file);
    const legs = await Promise.all(
      channels.slice(0, 2).map(async (channel, index) => ({
        // A recording of one channel is taken to be the customer.
        leg: channels.length === 1 || index === options.customerChannel ? ('customer' as const) : ('agent' as const),
        pcm: await toEarRate(channel, sampleRateHz),
      })),
    );
    this.#events = [];
    await this.#play(file, legs, options);
    const seconds = (channels[0]?.length ?? 0) / sampleRateHz;
    const summary = summarize(this.#events, options.book);
    const realTimeFactor = (performance.now() - startedAtMs) / 1000 / Math.max(seconds, 1 / EAR_SAMPLE_RATE_HZ);
    return { file, seconds: round(seconds, 3), ...summary, realTimeFactor: round(realTimeFactor, 4) };
  }

  async #play(callId: string, legs: readonly { leg: Leg; pcm: Float32Array }[], options: AnalysisOptions) {
    this.#pipeline.startCall({ callId, language: options.language, keywords: options.keywords });
    const frames = Math.max(...legs.map(({ pcm }) => Math.ceil(pcm.length / FRAME_SAMPLES)));
    for (let sequence = 0; sequence < frames; sequence += 1) {
      for (const { leg, pcm } of legs) {
        const frame = new Float32Array(FRAME_SAMPLES);
        frame.set(pcm.subarray(sequence * FRAME_SAMPLES, (sequence + 1) * FRAME_SAMPLES));
        this.#pipeline.frame({ type: 'frame', callId, leg, sequence, captureTimeMs: sequence * FRAME_MS, pcm: frame });
      }
      if (sequence % FRAMES_AHEAD === FRAMES_AHEAD - 1) await this.#pipeline.drained();
    }
    await this.#pipeline.endCall(callId);
  }
}

/** The final word on each keyword: withdrawn ones are gone, confirmed ones say so. */
function summarize(events: readonly SpeechEvent[], book: CueBook | null) {
  const speech: Analysis['speech'] = [];
  const keywords = new Map<string, Analysis['keywords'][number]>();
  let cues = book && startCues(book);
  for (const event of events) {
    if (event.type === 'speech-end') speech.push({ leg: event.leg, startMs: event.startMs, endMs: event.endMs });
    if (event.type === 'keyword-withdrawn') keywords.delete(event.id);
    if (event.type === 'keyword' || event.type === 'keyword-confirmed') {
      const { id, leg, phrase, ear } = event;
      const confirmed = event.type === 'keyword-confirmed' || event.confirmed;
      const [startMs, endMs] = [Math.round(event.startMs), Math.round(event.endMs)];
      // Who heard it first; the careful ear's word is in `confirmed`.
      const firstEar = keywords.get(id)?.ear ?? ear;
      keywords.set(id, { leg, phrase, startMs, endMs, score: round(event.score, 3), ear: firstEar, confirmed });
    }
    if (cues && 'endMs' in event) cues = reduceCues(cues, event, event.endMs).state;
  }
  return {
    speech: speech.sort((a, b) => a.startMs - b.startMs),
    keywords: [...keywords.values()].sort((a, b) => a.startMs - b.startMs),
    cues: (cues ? allCards(cues) : [])
      .filter(({ state }) => state !== 'withdrawn')
      .map(({ cueId, heardAtMs }) => ({ id: cueId, atMs: Math.round(heardAtMs) }))
      .sort((a, b) => a.atMs - b.atMs),
  };
}

function round(value: number, digits: number): number {
  return Number(value.toFixed(digits));
}
