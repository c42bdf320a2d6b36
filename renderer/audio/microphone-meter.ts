import { enterAudioRoom, type AudioRoom } from './audio-room';
import { sourceTrack } from './microphone';

const EVERY_MS = 100;

export interface MicrophoneSound {
  /** Of what the device gives, before any mute of ours; 0 to 1. */
  meanSquare: number;
  /** Switched off outside of Sidetone: at the headset, or by the system. */
  mutedOutside: boolean;
}

/** Listens to a microphone beside the call. A clone of the track: muting the call does not mute it. */
export class MicrophoneMeter {
  readonly #onSound: (sound: MicrophoneSound) => void;
  #room: AudioRoom | null = null;
  #context: AudioContext | null = null;
  #track: MediaStreamTrack | null = null;
  #timer: ReturnType<typeof setInterval> | null = null;

  constructor(onSound: (sound: MicrophoneSound) => void) {
    this.#onSound = onSound;
  }

  start(microphone: MediaStream): void {
    this.stop();
    const source = sourceTrack(microphone);
    if (!source) return;
    const track = source.clone();
    track.enabled = true;
    const room = enterAudioRoom();
    this.#room = room;
    const context = new room.window.AudioContext();
    const analyser = context.createAnalyser();
    // Four fifths of the time between two looks.
    analyser.fftSize = 4096;
    context.createMediaStreamSource(new room.window.MediaStream([track])).connect(analyser);
    const samples = new Float32Array(analyser.fftSize);
    this.#timer = setInterval(() => {
      if (context.state !== 'running' || track.readyState === 'ended') return;
      analyser.getFloatTimeDomainData(samples);
      this.#onSound({ meanSquare: meanSquareOf(samples), mutedOutside: source.muted });
    }, EVERY_MS);
    this.#context = context;
    this.#track = track;
  }

  stop(): void {
    if (this.#timer) clearInterval(this.#timer);
    this.#timer = null;
    this.#track?.stop();
    this.#track = null;
    void this.#context?.close();
    this.#context = null;
    this.#room?.leave();
    this.#room = null;
  }
}

function meanSquareOf(samples: Float32Array): number {
  let sum = 0;
  for (const sample of samples) sum += sample * sample;
  return sum / samples.length;
}
