import { FRAME_MS, FRAME_SAMPLES, type AudioFrame, type Leg } from '../../contracts/audio';
import type { Language } from '../../contracts/cues';
import { toFailure, type Failure } from '../../contracts/errors';
import type { Keyword, SpeechEvent } from '../../contracts/speech';
import type { SpokenLanguage } from '../../contracts/transcript';
import { FULL_WORK, reduceEarsLoad, type EarsLoad } from '../../domain/ears-load';
import { countSpokenDigits } from '../../domain/spoken-digits';
import { onLeg, type CarefulEar } from './careful-ear';
import type { FastEar } from './fast-ear';
import { LegListener, type Utterance } from './leg-listener';
import { judge } from './verdict';
import { measureVoice } from './voice-measure';
import type { VoiceDetector, VoiceState } from './voice-detector';

/** Beyond this, frames are dropped (and counted as a gap) rather than memory filled. */
const LONGEST_BACKLOG_FRAMES = Math.floor(30_000 / FRAME_MS);
/** A gap up to this is filled with silence, so that the voice detector's memory runs on; a longer one is skipped. */
const LONGEST_FILLED_GAP_FRAMES = Math.floor(1000 / FRAME_MS);
/** Less voice than this is a cough or a click, and Whisper would make words of it. */
const SHORTEST_TRANSCRIBED_MS = 190;

export interface EarsPipelineOptions {
  vad: VoiceDetector;
  /** Without it, keywords come from the careful ear alone. */
  fastEar?: FastEar | undefined;
  /** Without it, keywords of the fast ear stay unconfirmed. */
  carefulEar?: CarefulEar | undefined;
  emit: (event: SpeechEvent) => void;
  /** Audio comes as fast as it is spoken, so that some of it waiting means this desk does not keep up. Default: false. */
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
}

interface LegState {
  voice: VoiceState;
  listener: LegListener;
  nextSequence: number;
  queue: (Float32Array | { skipFrames: number })[];
}

interface CallState extends ListenTo {
  legs: Map<Leg, LegState>;
  /** Utterances that the careful ear has not yet judged. */
  judging: Set<Promise<void>>;
  /** Leg and phrase → when it last ended, as far as the careful ear has come. */
  lastEndMs: Map<string, number>;
  load: EarsLoad;
}

/**
 * The hearing river: frames → voice detector (all legs in one batch) → utterances → fast ear while they are spoken →
 * careful ear when they are finished → speech events, in the order they become known.
 */
export function createEarsPipeline(options: EarsPipelineOptions): EarsPipeline {
  const { vad, fastEar, emit, now = () => performance.now() } = options;
  let carefulEar = options.carefulEar;
  const calls = new Map<string, CallState>();
  /** Everything that touches recurrent state runs on this one chain. */
  let chain: Promise<void> = Promise.resolve();
  let pumping = false;

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
          emit,
          finished: (utterance) => {
            tellVoice(call, utterance);
            if (call.load.work === 'everything') judgeLater(call, utterance);
          },
        },
        frame.sequence,
      );
      leg = { voice: vad.createState(), listener, nextSequence: frame.sequence, queue: [] };
      call.legs.set(frame.leg, leg);
    }
    return leg;
  }

  function tellVoice({ callId, load }: CallState, { leg, pcm, startMs, endMs }: Utterance): void {
    if (load.work === 'voice') return;
    emit({ type: 'voice', callId, leg, startMs, endMs, ...measureVoice(pcm) });
  }

  function judgeLater(call: CallState, utterance: Utterance): void {
    if (!carefulEar || call.keywords.length === 0 || utterance.voicedMs < SHORTEST_TRANSCRIBED_MS) return;
    const judging: Promise<void> = carefulEar
      .transcribe(utterance.pcm, call.spokenLanguage ?? call.language)
      .then((heardBy) => {
        const transcript = onLeg(heardBy, utterance.pcmStartMs);
        const { text } = transcript;
        const { leg, heard } = utterance;
        const lastEndMs = (phrase: string) => call.lastEndMs.get(`${leg} ${phrase}`);
        const verdicts = judge(call.callId, utterance, call.keywords, transcript, lastEndMs);
        const withdrawn = new Set(verdicts.filter(({ type }) => type === 'keyword-withdrawn').map(({ id }) => id));
        for (const { id, phrase, endMs } of [...heard, ...verdicts]) {
          if (!withdrawn.has(id)) call.lastEndMs.set(`${leg} ${phrase}`, endMs);
        }
        verdicts.forEach(emit);
        const { startMs, endMs } = utterance;
        if (text !== '') emit({ type: 'transcript', callId: call.callId, leg, startMs, endMs, ...transcript });
        const count = countSpokenDigits(text);
        if (count > 0) emit({ type: 'digits', callId: call.callId, leg, startMs, endMs, count });
      })
      .catch((error: unknown) => options.trouble?.(toFailure(error)))
      .finally(() => call.judging.delete(judging));
    call.judging.add(judging);
  }

  /** Both legs of a call wait in the same line, so the longer wait is the call's. */
  function noteLag(call: CallState): void {
    if (!options.live) return;
    const lagMs = Math.max(...[...call.legs.values()].map(({ queue }) => queue.length)) * FRAME_MS;
    const before = call.load.work;
    call.load = reduceEarsLoad(call.load, { lagMs, atMs: now() });
    const { work } = call.load;
    if (work !== before) emit({ type: 'load', callId: call.callId, work, lagMs });
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
        if (item instanceof Float32Array) step.push({ leg, pcm: item });
        else {
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
      calls.set(call.callId, { ...call, legs: new Map(), judging: new Set(), lastEndMs: new Map(), load: FULL_WORK });
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
        for (const { listener } of call.legs.values()) await listener.finish();
      });
      await Promise.all(call.judging);
    },

    async drained() {
      startPump();
      await chain;
    },

    async judged(callId) {
      await this.drained();
      await Promise.all(calls.get(callId)?.judging ?? []);
    },

    useCarefulEar(ear) {
      carefulEar = ear;
    },
  };
}

/** A sample that is no number would stay in the voice detector's memory for the rest of the call. */
function finite(pcm: Float32Array): Float32Array {
  return pcm.every(Number.isFinite) ? pcm : pcm.map((sample) => (Number.isFinite(sample) ? sample : 0));
}
