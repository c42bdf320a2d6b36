import type { Output } from './output';

/** Sounds of the desk itself: the ring of an inbound call, the one that waits behind a call, the ringback of an outbound one. */
type ToneKind = 'ring' | 'waiting' | 'ringback';

interface Cadence {
  frequenciesHz: number[];
  /** On and off times, repeated. */
  patternMs: number[];
  gain: number;
}

const cadences: Record<ToneKind, Cadence> = {
  // Two soft chords, unlike any tone of the line.
  ring: { frequenciesHz: [659.25, 987.77], patternMs: [400, 200, 400, 2000], gain: 0.12 },
  // A short breath in the ear, far apart: the customer is still talking.
  waiting: { frequenciesHz: [440], patternMs: [180, 5820], gain: 0.03 },
  // GF 002-9002: 450 Hz, 1 s on, 4 s off.
  ringback: { frequenciesHz: [450], patternMs: [1000, 4000], gain: 0.08 },
};

/** Plays one tone at a time; ring goes to the ringing device, ringback to the talking device. */
export class TonePlayer {
  #context: AudioContext | null = null;

  start(kind: ToneKind, { deviceId, volume: loudness }: Output): void {
    this.stop();
    const context = new AudioContext();
    this.#context = context;
    const sink = (context as AudioContext & { setSinkId?: (id: string) => Promise<void> }).setSinkId;
    if (deviceId !== 'default' && sink) void sink.call(context, deviceId).catch(() => undefined);
    const { frequenciesHz, patternMs, gain } = cadences[kind];
    const volume = context.createGain();
    volume.gain.value = 0;
    volume.connect(context.destination);
    for (const frequency of frequenciesHz) {
      const oscillator = context.createOscillator();
      oscillator.frequency.value = frequency;
      oscillator.connect(volume);
      oscillator.start();
    }
    // Two minutes ahead: longer than any call rings.
    for (let atMs = 0, index = 0; atMs < 120_000; index += 1) {
      volume.gain.setTargetAtTime(index % 2 === 0 ? gain * loudness : 0, context.currentTime + atMs / 1000, 0.01);
      atMs += patternMs[index % patternMs.length] ?? 1000;
    }
  }

  stop(): void {
    void this.#context?.close();
    this.#context = null;
  }
}
