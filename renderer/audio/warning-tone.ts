import type { Output } from './output';

/** Three short rising notes, louder than the ring: from now on the agent is heard. */
const NOTES_HZ = [784, 988, 1319];
const NOTE_MS = 140;
const GAP_MS = 60;
const GAIN = 0.2;

/** How long the warning takes, to its last note's end. */
export const WARNING_TONE_MS = NOTES_HZ.length * (NOTE_MS + GAP_MS);

/** Sounds in the agent's ear, and resolves when it has been heard out. */
export async function playWarningTone({ deviceId, volume }: Output): Promise<void> {
  const context = new AudioContext();
  try {
    const sink = (context as AudioContext & { setSinkId?: (id: string) => Promise<void> }).setSinkId;
    if (deviceId !== 'default' && sink) await sink.call(context, deviceId).catch(() => undefined);
    const gain = context.createGain();
    gain.gain.value = GAIN * volume;
    gain.connect(context.destination);
    const fromSeconds = context.currentTime;
    const ends = NOTES_HZ.map((frequency, index) => {
      const note = context.createOscillator();
      note.frequency.value = frequency;
      note.connect(gain);
      const startSeconds = fromSeconds + (index * (NOTE_MS + GAP_MS)) / 1000;
      note.start(startSeconds);
      note.stop(startSeconds + NOTE_MS / 1000);
      return new Promise<void>((resolve) => note.addEventListener('ended', () => resolve(), { once: true }));
    });
    // An output that does not run never ends a note: the call is not held up by it for longer than the tone is.
    await Promise.race([Promise.all(ends), new Promise((resolve) => setTimeout(resolve, 2 * WARNING_TONE_MS))]);
  } finally {
    void context.close();
  }
}
