import { randomUUID } from 'node:crypto';
import { FrameProcessor, Message } from '@ricky0123/vad-node';
import { EAR_SAMPLE_RATE_HZ, FRAME_MS, FRAME_SAMPLES, type Leg } from '../../contracts/audio';
import type { KeywordEvent, Keyword, SpeechEvent } from '../../contracts/speech';
import { isNoisy } from '../../domain/speech-to-noise';
import type { EarHit, FastEar, FastListening, LegMemory } from './fast-ear';
import { joined } from './joined';

export type HeardKeyword = Omit<KeywordEvent, 'type' | 'confirmed'>;

/** A finished utterance, for the careful ear. Times: ms from the start of the leg. */
export interface Utterance {
  leg: Leg;
  /** The voice with a little before and after it. */
  pcm: Float32Array;
  /** Where the first sample of `pcm` is. */
  pcmStartMs: number;
  startMs: number;
  endMs: number;
  /** How much of it the voice detector was sure of. */
  voicedMs: number;
  heard: HeardKeyword[];
  /** What the fast ear heard in noise, and nobody was told: only the careful ear can tell whether it was said. */
  held: HeardKeyword[];
  /** Its first and its last so many ms are also in the utterance before and after it, where a long one was cut. */
  overlapMs: { before: number; after: number };
}

/** An utterance that is still being spoken. Times: ms from the start of the leg. */
export interface OpenUtterance extends Omit<Utterance, 'pcm' | 'endMs'> {
  nowMs: number;
  lastVoiceMs: number;
  /** So much quiet has followed the voice that this may be the end: what is read of it now is what would be then. */
  pauses: boolean;
  /** Its samples so far. */
  pcm(): Float32Array;
}

/** Counted in frames of 32 ms. */
const VOICE = {
  positiveSpeechThreshold: 0.5,
  negativeSpeechThreshold: 0.35,
  /** 480 ms before the voice was sure: soft first consonants, and room for the fast ear's context. */
  preSpeechPadFrames: 15,
  /** An utterance ends after 512 ms of quiet. */
  redemptionFrames: 16,
  minSpeechFrames: 3,
  frameSamples: FRAME_SAMPLES,
  submitUserSpeechOnPause: false,
};
/** Whisper hears 30 s at most and slows down well before: whoever talks on without a pause is cut here. */
const LONGEST_UTTERANCE_FRAMES = Math.floor(20_000 / FRAME_MS);

/** After the voice so much is kept for the careful ear (288 ms): the rest of the quiet would only make it wait. */
const TAIL_FRAMES = 9;

/** What is heard again after a cut. */
const OVERLAP_MS = VOICE.preSpeechPadFrames * FRAME_MS;

interface OpenOfLeg {
  startMs: number;
  voicedFrames: number;
  lastVoiceMs: number;
  /** Since the voice was last sure. */
  quietFrames: number;
  listening: { startMs: number; fast: FastListening | null } | null;
  heard: HeardKeyword[];
  held: HeardKeyword[];
  /** Of each frame, dB below full scale. */
  levelsDb: number[];
  /** It goes on where the one before was cut. */
  continues: boolean;
}

export interface LegListenerOptions {
  callId: string;
  leg: Leg;
  keywords: readonly Keyword[];
  fastEar: FastEar | undefined;
  /** Whether the fast ear shall hear the utterance that begins now. */
  spots: () => boolean;
  /** Whether the careful ear will judge what is heard now. */
  judges: () => boolean;
  emit: (event: SpeechEvent) => void;
  finished: (utterance: Utterance) => void;
  /** With every frame of an utterance that is not over. */
  goesOn?: ((utterance: OpenUtterance) => void) | undefined;
}

/** Follows one leg: utterances out of frames and their voice probabilities, and the fast ear over each of them. */
export class LegListener {
  readonly #options: LegListenerOptions;
  readonly #processor: FrameProcessor;
  readonly #lastHitEndMs = new Map<string, number>();
  #probability = 0;
  #frames: number;
  #open: OpenOfLeg | null = null;
  #lastCutMs = -Infinity;
  #earMemory: LegMemory | null = null;

  /** `firstFrame`: sequence number of the leg's first frame; the leg's clock starts from it. */
  constructor(options: LegListenerOptions, firstFrame: number) {
    this.#options = options;
    this.#frames = firstFrame;
    this.#processor = new FrameProcessor(
      async () => ({ isSpeech: this.#probability, notSpeech: 1 - this.#probability }),
      () => undefined,
      VOICE,
    );
    this.#processor.resume();
  }

  /** One frame and the probability that it is speech. Calls must not overlap. */
  async hear(pcm: Float32Array, probability: number): Promise<void> {
    const frameStartMs = this.#nowMs;
    this.#frames += 1;
    this.#probability = probability;
    const { msg, audio } = await this.#processor.process(pcm);
    if (msg === Message.SpeechStart) {
      this.#open = {
        startMs: frameStartMs,
        voicedFrames: 0,
        lastVoiceMs: this.#nowMs,
        quietFrames: 0,
        listening: null,
        heard: [],
        held: [],
        levelsDb: [],
        continues: frameStartMs - this.#lastCutMs < OVERLAP_MS,
      };
    }
    const open = this.#open;
    if (!open) return;
    if (probability >= VOICE.positiveSpeechThreshold) {
      open.voicedFrames += 1;
      open.lastVoiceMs = this.#nowMs;
      open.quietFrames = 0;
    } else open.quietFrames += 1;
    open.levelsDb.push(levelDb(pcm));
    if (open.listening) await this.#listen(open, pcm);
    else if (open.voicedFrames >= VOICE.minSpeechFrames) await this.#announce(open);
    if (msg === Message.SpeechEnd) await this.#close(open, audio);
    else if (msg === Message.VADMisfire) this.#open = null;
    else if (this.#processor.audioBuffer.length >= LONGEST_UTTERANCE_FRAMES) await this.#cut();
    else if (open.listening) this.#options.goesOn?.(this.#soFar(open));
  }

  #soFar(open: OpenOfLeg): OpenUtterance {
    const { startMs, lastVoiceMs, quietFrames, heard, held } = open;
    return {
      leg: this.#options.leg,
      startMs,
      pcmStartMs: Math.max(0, open.listening?.startMs ?? 0),
      lastVoiceMs,
      nowMs: this.#nowMs,
      voicedMs: voicedMs(open),
      heard,
      held,
      overlapMs: { before: open.continues ? OVERLAP_MS : 0, after: 0 },
      pauses: quietFrames === TAIL_FRAMES,
      pcm: () => joined(this.#processor.audioBuffer.map(({ frame }) => frame)),
    };
  }

  /** Time that was lost for good: what was being said ends here, and the clock moves on. */
  async skip(frames: number): Promise<void> {
    await this.finish();
    this.#processor.audioBuffer = [];
    this.#frames += frames;
  }

  /** The leg ends: what was being said is heard out. */
  async finish(): Promise<void> {
    const open = this.#open;
    const { msg, audio } = this.#processor.endSegment();
    if (open && msg === Message.SpeechEnd) await this.#close(open, audio);
    this.#open = null;
  }

  get #nowMs(): number {
    return this.#frames * FRAME_MS;
  }

  async #announce(open: OpenOfLeg): Promise<void> {
    const { callId, leg, keywords, fastEar, spots, emit } = this.#options;
    const frames = this.#processor.audioBuffer.map(({ frame }) => frame);
    open.levelsDb = frames.map(levelDb);
    if (fastEar) this.#earMemory ??= fastEar.createMemory();
    open.listening = {
      startMs: this.#nowMs - frames.length * FRAME_MS,
      fast:
        fastEar && this.#earMemory && keywords.length > 0 && spots() ? fastEar.listen(keywords, this.#earMemory) : null,
    };
    emit({ type: 'speech-start', callId, leg, startMs: open.startMs });
    for (const frame of frames) await this.#listen(open, frame);
  }

  async #listen(open: OpenOfLeg, pcm: Float32Array): Promise<void> {
    // Given up in the middle too: what it would still say comes too late to show.
    if (this.#options.spots()) this.#report(open, (await open.listening?.fast?.push(pcm)) ?? []);
    else if (open.listening) open.listening.fast = null;
  }

  #report(open: OpenOfLeg, hits: readonly EarHit[]): void {
    const { callId, leg, judges, emit } = this.#options;
    const holds = hits.length > 0 && judges() && isNoisy(open.levelsDb);
    const offsetMs = open.listening?.startMs ?? 0;
    for (const { phrase, score, again, ...times } of hits) {
      if (again) {
        this.#raise(open, phrase, score);
        continue;
      }
      const startMs = Math.max(0, offsetMs + times.startMs);
      const endMs = offsetMs + times.endMs;
      // After a cut the last half second is heard again: the same words must not count twice.
      if (startMs < (this.#lastHitEndMs.get(phrase) ?? -1)) continue;
      this.#lastHitEndMs.set(phrase, endMs);
      const heard: HeardKeyword = { callId, leg, id: randomUUID(), phrase, startMs, endMs, score, ear: 'fast' };
      (holds ? open.held : open.heard).push(heard);
      if (!holds) emit({ type: 'keyword', ...heard, confirmed: false });
    }
  }

  /** Nobody is told: only the verdict asks how sure the fast ear was in the end. */
  #raise({ heard, held }: OpenOfLeg, phrase: string, score: number): void {
    for (const words of [heard, held]) {
      const at = words.findLastIndex((word) => word.phrase === phrase);
      const word = words[at];
      if (word) words[at] = { ...word, score: Math.max(word.score, score) };
    }
  }

  /** Ends an utterance that is too long, keeping its last half second for the next one. */
  async #cut(): Promise<void> {
    const open = this.#open;
    const overlap = this.#processor.audioBuffer.slice(-VOICE.preSpeechPadFrames);
    const { msg, audio } = this.#processor.endSegment();
    if (open && msg === Message.SpeechEnd) await this.#close(open, audio, OVERLAP_MS);
    this.#open = null;
    this.#lastCutMs = this.#nowMs;
    this.#processor.audioBuffer = overlap.map(({ frame }) => ({ frame, isSpeech: false }));
  }

  async #close(open: OpenOfLeg, pcm: Float32Array | undefined, overlapAfterMs = 0): Promise<void> {
    this.#open = null;
    if (!open.listening || !pcm) return;
    const { callId, leg, emit, finished } = this.#options;
    this.#report(open, (await open.listening.fast?.finish()) ?? []);
    emit({ type: 'speech-end', callId, leg, startMs: open.startMs, endMs: open.lastVoiceMs });
    finished({
      leg,
      pcm: pcm.subarray(0, pcm.length - Math.max(0, open.quietFrames - TAIL_FRAMES) * FRAME_SAMPLES),
      pcmStartMs: Math.max(0, open.listening.startMs),
      startMs: open.startMs,
      endMs: open.lastVoiceMs,
      voicedMs: voicedMs(open),
      heard: open.heard,
      held: open.held,
      overlapMs: { before: open.continues ? OVERLAP_MS : 0, after: overlapAfterMs },
    });
  }
}

function voicedMs({ voicedFrames }: OpenOfLeg): number {
  return (1000 * voicedFrames * FRAME_SAMPLES) / EAR_SAMPLE_RATE_HZ;
}

function levelDb(pcm: Float32Array): number {
  return 10 * Math.log10(pcm.reduce((sum, sample) => sum + sample * sample, 0) / pcm.length + 1e-10);
}
