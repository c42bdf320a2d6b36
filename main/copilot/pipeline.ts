import { FRAME_MS, FRAME_SAMPLES, type AudioFrame, type Leg } from '../../contracts/audio';
import type { Language } from '../../contracts/cues';
import { toFailure, type Failure } from '../../contracts/errors';
import type { Keyword, NoiseFilterUse, SpeechEvent } from '../../contracts/speech';
import type { SpokenLanguage } from '../../contracts/transcript';
import { FULL_WORK, reduceEarsLoad, type EarsLoad } from '../../domain/ears-load';
import { CallReader } from './call-reader';
import type { CarefulEar } from './careful-ear';
import type { FastEar } from './fast-ear';
import { LegListener, type Utterance } from './leg-listener';
import { dispensable, LegNoise, UNFILTERED, withoutNoise, type NoiseFilter } from './noise-filter';
import { ReadingQueue } from './reading-queue';
import { soundOf } from './sound-measure';
import { measureVoice } from './voice-measure';
import type { VoiceDetector, VoiceState } from './voice-detector';

/** Beyond this, frames are dropped (and counted as a gap) rather than memory filled. */
const LONGEST_BACKLOG_FRAMES = Math.floor(30_000 / FRAME_MS);
/** A gap up to this is filled with silence, so that the voice detector's memory runs on; a longer one is skipped. */
const LONGEST_FILLED_GAP_FRAMES = Math.floor(1000 / FRAME_MS);
/** On a call, what waited so long for the recogniser is not read any more: what is said now is more to the point. */
const READING_DEADLINE_MS = 10_000;

export interface EarsPipelineOptions {
  vad: VoiceDetector;
  /** Without it, keywords come from the careful ear alone. */
  fastEar?: FastEar | undefined;
  /** Without it, keywords of the fast ear stay unconfirmed. */
  carefulEar?: CarefulEar | undefined;
  /** Loaded with the first call that wants it; without it, or should it fail, none does. */
  noiseFilter?: (() => Promise<NoiseFilter>) | undefined;
  emit: (event: SpeechEvent) => void;
  /**
   * Audio comes as fast as it is spoken: some of it waiting means that this desk does not keep up, and an utterance is
   * read before it is over, where there is time. Default: false.
   */
  live?: boolean;
  /** Monotonic, ms. */
  now?: () => number;
  /** An ear failed on some audio; the call goes on. */
  trouble?: (failure: Failure) => void;
}

export interface ListenTo {
  callId: string;
  /** Of the keywords. */
  language: Language;
  /** What the careful ear is told is spoken; default: the language of the keywords. */
  spokenLanguage?: SpokenLanguage | undefined;
  keywords: readonly Keyword[];
  /** Default: off. */
  noiseFilter?: NoiseFilterUse | undefined;
}

export interface EarsPipeline {
  startCall(call: ListenTo): void;
  /** Takes a frame and returns at once. Frames of unknown calls, and frames older than the last, are ignored. */
  frame(frame: AudioFrame): void;
  /** Hears the call out, both ears; no event of it follows once this resolves. */
  endCall(callId: string): Promise<void>;
  /** Resolves when every frame given so far went through the voice detector and the fast ear. */
  drained(): Promise<void>;
  /** As `drained`, and the careful ear has judged every utterance of the call that is finished. */
  judged(callId: string): Promise<void>;
  /** The careful ear loads last: it joins from the next utterance on. */
  useCarefulEar(ear: CarefulEar): void;
  /** Whether somebody reads along with the call. */
  wantCaptions(callId: string, wanted: boolean): void;
}

interface LegState {
  voice: VoiceState;
  listener: LegListener;
  noise: LegNoise;
  nextSequence: number;
  queue: (Float32Array | { skipFrames: number })[];
}

interface CallState extends ListenTo {
  legs: Map<Leg, LegState>;
  reader: CallReader;
  captions: boolean;
  load: EarsLoad;
}

/**
 * The hearing river: frames → voice detector (all legs in one batch) → utterances → fast ear while they are spoken →
 * careful ear when they are finished (on a call now and then before) → speech events, in the order they become known.
 */
export function createEarsPipeline(options: EarsPipelineOptions): EarsPipeline {
  const { vad, fastEar, emit, now = () => performance.now() } = options;
  const live = options.live ?? false;
  const queueOf = (ear: CarefulEar) => new ReadingQueue(ear, { now, deadlineMs: live ? READING_DEADLINE_MS : null });
  let queue = options.carefulEar ? queueOf(options.carefulEar) : null;
  const calls = new Map<string, CallState>();
  /** Everything that touches recurrent state runs on this one chain. */
  let chain: Promise<void> = Promise.resolve();
  let pumping = false;
  let filter: Promise<NoiseFilter> | null = null;
  const filterFor = async (call: ListenTo, use: NoiseFilterUse): Promise<NoiseFilter> => {
    if (call.noiseFilter !== use || !options.noiseFilter) return UNFILTERED;
    filter ??= dispensable(options.noiseFilter, (error) => options.trouble?.(toFailure(error)));
    return filter;
  };

  function inTurn(work: () => Promise<void>): Promise<void> {
    chain = chain.then(work).catch((error: unknown) => options.trouble?.(toFailure(error)));
    return chain;
  }

  function legOf(call: CallState, frame: AudioFrame): LegState {
    let leg = call.legs.get(frame.leg);
    if (!leg) {
      // The first frame sets the leg's clock: after a restart of the ears a call goes on in the middle.
      const listener = new LegListener(
        {
          callId: call.callId,
          leg: frame.leg,
          keywords: call.keywords,
          fastEar,
          spots: () => call.load.work !== 'voice',
          judges: () => queue !== null && call.load.work === 'everything',
          emit,
          finished: (utterance) => {
            // Whisper makes words of tones and music.
            if (soundOf(utterance) !== 'speech') return call.reader.noSpeech(utterance);
            tellVoice(call, utterance);
            if (call.load.work === 'everything') call.reader.finished(utterance);
            else call.reader.passedOver(utterance);
          },
          goesOn: live
            ? (utterance) => {
                if (call.load.work === 'everything') call.reader.follow(utterance);
              }
            : undefined,
        },
        frame.sequence,
      );
      const noise = new LegNoise(() => filterFor(call, 'both'));
      leg = { voice: vad.createState(), listener, noise, nextSequence: frame.sequence, queue: [] };
      call.legs.set(frame.leg, leg);
    }
    return leg;
  }

  function tellVoice({ callId, load }: CallState, { leg, pcm, startMs, endMs }: Utterance): void {
    if (load.work === 'voice') return;
    emit({ type: 'voice', callId, leg, startMs, endMs, ...measureVoice(pcm) });
  }

  /** Both legs of a call wait in the same line, so the longer wait is the call's. */
  function noteLag(call: CallState): void {
    if (!live) return;
    const lagMs = Math.max(...[...call.legs.values()].map(({ queue }) => queue.length)) * FRAME_MS;
    const before = call.load.work;
    call.load = reduceEarsLoad(call.load, { lagMs, atMs: now() });
    const { work } = call.load;
    if (work !== before) emit({ type: 'load', callId: call.callId, work, lagMs });
  }

  /** What the noise filter still keeps. */
  async function hearOut({ noise, voice, listener }: LegState): Promise<void> {
    for (const pcm of await noise.finish()) {
      const [probability = 0] = await vad.detect([{ state: voice, pcm }]);
      await listener.hear(pcm, probability);
    }
  }

  async function pump(): Promise<void> {
    for (;;) {
      const legs = [...calls.values()].flatMap((call) => [...call.legs.values()]);
      const step: { leg: LegState; pcm: Float32Array }[] = [];
      let moved = false;
      for (const leg of legs) {
        const item = leg.queue.shift();
        if (item === undefined) continue;
        moved = true;
        if (item instanceof Float32Array) {
          const pcm = await leg.noise.push(item);
          if (pcm) step.push({ leg, pcm });
        } else {
          await hearOut(leg);
          await leg.listener.skip(item.skipFrames);
          leg.voice = vad.createState();
        }
      }
      if (!moved) return;
      if (step.length === 0) continue;
      const probabilities = await vad.detect(step.map(({ leg, pcm }) => ({ state: leg.voice, pcm })));
      for (const [index, { leg, pcm }] of step.entries()) await leg.listener.hear(pcm, probabilities[index] ?? 0);
    }
  }

  function startPump(): void {
    if (pumping) return;
    pumping = true;
    void inTurn(async () => {
      try {
        await pump();
      } finally {
        pumping = false;
      }
    });
  }

  return {
    startCall(call) {
      const isAlone = call.keywords.every(({ phrase }) => (fastEar ? fastEar.deafTo(phrase) !== null : true));
      const state: CallState = {
        ...call,
        legs: new Map(),
        reader: new CallReader({
          ...call,
          spokenLanguage: call.spokenLanguage ?? call.language,
          queue: () => queue,
          cleaned: async (pcm) =>
            call.noiseFilter === 'recogniser' ? withoutNoise(await filterFor(call, 'recogniser'), pcm) : pcm,
          wantsDrafts: () => state.captions || isAlone,
          emit,
          failed: (error) => options.trouble?.(toFailure(error)),
        }),
        captions: false,
        load: FULL_WORK,
      };
      calls.set(call.callId, state);
    },

    frame(frame) {
      const call = calls.get(frame.callId);
      if (!call || frame.pcm.length !== FRAME_SAMPLES) return;
      const leg = legOf(call, frame);
      if (frame.sequence < leg.nextSequence || leg.queue.length >= LONGEST_BACKLOG_FRAMES) return;
      const lostFrames = frame.sequence - leg.nextSequence;
      if (lostFrames > 0) {
        const atMs = leg.nextSequence * FRAME_MS;
        emit({ type: 'gap', callId: call.callId, leg: frame.leg, lostFrames, atMs });
        if (lostFrames > LONGEST_FILLED_GAP_FRAMES) leg.queue.push({ skipFrames: lostFrames });
        else for (let lost = 0; lost < lostFrames; lost += 1) leg.queue.push(new Float32Array(FRAME_SAMPLES));
      }
      leg.nextSequence = frame.sequence + 1;
      leg.queue.push(finite(frame.pcm));
      noteLag(call);
      startPump();
    },

    async endCall(callId) {
      const call = calls.get(callId);
      if (!call) return;
      await this.drained();
      calls.delete(callId);
      await inTurn(async () => {
        for (const leg of call.legs.values()) {
          await hearOut(leg);
          await leg.listener.finish();
        }
      });
      await call.reader.settled();
    },

    async drained() {
      startPump();
      await chain;
    },

    async judged(callId) {
      await this.drained();
      await calls.get(callId)?.reader.settled();
    },

    useCarefulEar(ear) {
      queue = queueOf(ear);
    },

    wantCaptions(callId, wanted) {
      const call = calls.get(callId);
      if (call) call.captions = wanted;
    },
  };
}

/** A sample that is no number would stay in the voice detector's memory for the rest of the call. */
function finite(pcm: Float32Array): Float32Array {
  return pcm.every(Number.isFinite) ? pcm : pcm.map((sample) => (Number.isFinite(sample) ? sample : 0));
}
