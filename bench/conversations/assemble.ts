import path from 'node:path';
import { EAR_SAMPLE_RATE_HZ, type Leg } from '../../contracts/audio';
import { SidetoneError } from '../../contracts/errors';
import { readAudioFile, toEarRate } from '../../main/copilot/audio-file';
import { openVoices } from '../../practice/voice-library';
import type { Conversation } from './script';

/** Between two turns, and at both ends. */
const GAP_MS = 700;
const BABBLE_SECONDS = 20;
const BABBLE_VOICES = 6;

const samplesOf = (durationMs: number) => Math.round((durationMs * EAR_SAMPLE_RATE_HZ) / 1000);

/** The lines that conversations are spoken with. */
export class Lines {
  readonly #libraries: readonly Awaited<ReturnType<typeof openVoices>>[];
  readonly #recorded: string | null;

  private constructor(libraries: readonly Awaited<ReturnType<typeof openVoices>>[], recorded: string | null) {
    this.#libraries = libraries;
    this.#recorded = recorded;
  }

  /** @param recorded the folder that `clip` is relative to; null where there is none */
  static async open(recorded: string | null): Promise<Lines> {
    return new Lines([await openVoices(path.join(import.meta.dirname, 'voices')), await openVoices()], recorded);
  }

  /** A line at 16 kHz. @throws SidetoneError `voice-missing` */
  async said(line: string | { clip: string }, voice: string): Promise<Float32Array> {
    if (typeof line !== 'string') return this.#clip(line.clip);
    for (const library of this.#libraries) {
      const clip = [...library.clips.values()].find((each) => each.voice === voice && each.text === line);
      if (clip) return toFloat(await library.samples(clip.id, EAR_SAMPLE_RATE_HZ));
    }
    throw new SidetoneError('voice-missing', `${voice} has no "${line}". Run bench/conversations/make-voices.ts.`);
  }

  /**
   * The murmur of an office: several voices at once, played backwards, so that it has the spectrum and the rhythm of
   * speech and not a word in it.
   */
  async babble(): Promise<Float32Array> {
    const sum = new Float32Array(BABBLE_SECONDS * EAR_SAMPLE_RATE_HZ);
    const library = this.#libraries.at(-1);
    const ids = [...(library?.clips.keys() ?? [])];
    for (let voice = 0; voice < BABBLE_VOICES; voice += 1) {
      let at = 0;
      for (let index = voice; at < sum.length && ids.length > 0; index += BABBLE_VOICES) {
        const line = toFloat(
          (await library?.samples(ids[index % ids.length] ?? '', EAR_SAMPLE_RATE_HZ)) ?? new Int16Array(1),
        ).reverse();
        for (let sample = 0; sample < line.length && at < sum.length; sample += 1, at += 1) {
          sum[at] = (sum[at] ?? 0) + (line[sample] ?? 0);
        }
      }
    }
    return sum.map((sample) => sample / BABBLE_VOICES);
  }

  async #clip(name: string): Promise<Float32Array> {
    if (this.#recorded === null) throw new SidetoneError('voice-missing', 'The recorded clips are not at hand.');
    const { sampleRateHz, channels } = await readAudioFile(path.join(this.#recorded, name));
    return toEarRate(channels[0] ?? new Float32Array(0), sampleRateHz);
  }
}

/** Both legs of a call, equally long: while one speaks, the other is silent, unless a turn begins early. */
export async function assemble(
  conversation: Conversation,
  lines: Pick<Lines, 'said'>,
): Promise<Record<Leg, Float32Array>> {
  const placed: { leg: Leg; at: number; pcm: Float32Array }[] = [];
  let end = 0;
  for (const [leg, line, gapMs = GAP_MS] of conversation.turns) {
    const pcm = await lines.said(line, conversation.voices[leg]);
    const at = Math.max(0, end + samplesOf(gapMs));
    placed.push({ leg, at, pcm });
    end = Math.max(end, at + pcm.length);
  }
  const length = end + samplesOf(GAP_MS);
  const legs = { agent: new Float32Array(length), customer: new Float32Array(length) };
  for (const { leg, at, pcm } of placed) legs[leg].set(pcm, at);
  return legs;
}

function toFloat(samples: Int16Array): Float32Array {
  return Float32Array.from(samples, (sample) => sample / 32_768);
}
