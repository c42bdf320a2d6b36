import type { Leg } from '../../contracts/audio';
import type { CueBook } from '../../contracts/cues';
import { SidetoneError, toFailure } from '../../contracts/errors';
import type { Settings } from '../../contracts/settings';
import type { SpeechEvent } from '../../contracts/speech';
import { keywordsOf } from '../../domain/cues';
import { CallAudio } from '../audio/call-audio';
import { closeMicrophone, openMicrophone } from '../audio/microphone';
import type { EarsClient } from '../copilot/ears-client';
import type { AppModel, AppStore, SayingView } from '../ui/model';
import { hearingOf, microphoneOptions, outputOf } from './audio-choices';

/** The microphone, heard frame by frame until it is let go. */
export type Listen = (
  audio: Settings['audio'],
  frame: (pcm: Float32Array, sequence: number, captureTimeMs: number) => void,
) => Promise<() => void>;

export interface SayFlowOptions {
  store: AppStore;
  ears: Pick<EarsClient, 'startCall' | 'frame' | 'endCall'>;
  settings: () => Settings;
}

/** The tester of a cue book by voice: what is said into the microphone is heard by the ears as in a call. */
export class SayFlow {
  readonly #options: SayFlowOptions;
  readonly #listen: Listen;
  #count = 0;
  #stop: (() => void) | null = null;

  constructor(options: SayFlowOptions, listen: Listen = toMicrophone) {
    this.#options = options;
    this.#listen = listen;
    // A call has the ears to itself.
    options.store.subscribe((now, before) => {
      if (inCall(now) && !inCall(before)) this.stop();
    });
  }

  async start(book: CueBook, leg: Leg): Promise<void> {
    const { store, ears, settings } = this.#options;
    this.stop();
    this.#count += 1;
    const callId = `${SAID} ${String(this.#count)}`;
    this.#show({ leg, heard: [], sentence: '', trouble: null });
    // It may be stopped, and another begun, before the microphone is there.
    const microphone = { over: false, letGo: () => undefined as void };
    const stop = () => {
      microphone.over = true;
      microphone.letGo();
      ears.endCall(callId);
    };
    try {
      if (inCall(store.getState()))
        throw new SidetoneError('ears-in-call', 'The ears hear a call.', { retryable: true });
      this.#stop = stop;
      const { audio, copilot } = settings();
      ears.startCall({ callId, language: book.language, keywords: keywordsOf(book), ...hearingOf(copilot) });
      const letGo = await this.#listen(audio, (pcm, sequence, captureTimeMs) =>
        ears.frame({ type: 'frame', callId, leg, sequence, captureTimeMs, pcm }),
      );
      if (microphone.over) letGo();
      else microphone.letGo = letGo;
    } catch (error) {
      if (microphone.over) return;
      const { code, message } = toFailure(error);
      this.#stop?.();
      this.#stop = null;
      this.#show({ leg, heard: [], sentence: '', trouble: { code, message } });
    }
  }

  /** What was said is still heard out. */
  stop(): void {
    this.#stop?.();
    this.#stop = null;
    if (this.#options.store.getState().cueBook.saying) this.#show(null);
  }

  handle(event: SpeechEvent): void {
    if (!event.callId.startsWith(SAID)) return;
    const { saying, said } = this.#options.store.getState().cueBook;
    if (event.type === 'transcript') {
      const { leg, text } = event;
      this.#options.store.setState(({ cueBook }) => ({ cueBook: { ...cueBook, said: [...said, { leg, text }] } }));
    }
    if (!saying) return;
    if (event.type === 'transcript' || event.type === 'transcript-partial')
      this.#show({ ...saying, sentence: event.type === 'transcript' ? '' : event.text });
    if (event.type === 'keyword' || event.type === 'keyword-confirmed' || event.type === 'keyword-withdrawn') {
      const { id, phrase, score, ear } = event;
      const confirmed = event.type === 'keyword' ? event.confirmed : event.type === 'keyword-confirmed';
      const state = event.type === 'keyword-withdrawn' ? 'withdrawn' : confirmed ? 'confirmed' : 'heard';
      const known = saying.heard.find((word) => word.id === id);
      const word = { id, phrase, score: known?.score ?? score, ear: known?.ear ?? ear, state } as const;
      this.#show({ ...saying, heard: [...saying.heard.filter((other) => other.id !== id), word] });
    }
  }

  #show(saying: SayingView | null): void {
    this.#options.store.setState(({ cueBook }) => ({ cueBook: { ...cueBook, saying } }));
  }
}

function inCall({ call, incoming }: Pick<AppModel, 'call' | 'incoming'>): boolean {
  return (call ?? incoming) !== null;
}

/** What the ears know such a listening by. */
const SAID = 'said to the tester';

async function toMicrophone(...[audio, frame]: Parameters<Listen>): Promise<() => void> {
  const microphone = await openMicrophone(microphoneOptions(audio));
  const taps = new CallAudio(SAID, outputOf(audio, 'output'), {
    frame: ({ leg, pcm, sequence, captureTimeMs }) => {
      if (leg === 'agent') frame(pcm, sequence, captureTimeMs);
    },
    levels: () => undefined,
  });
  try {
    await taps.start(microphone);
  } catch (error) {
    closeMicrophone(microphone);
    throw error;
  }
  return () => {
    taps.stop();
    closeMicrophone(microphone);
  };
}
