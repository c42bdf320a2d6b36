import { writeFile } from 'node:fs/promises';
import type { Language } from '../contracts/cues';
import { openVoices, type VoiceLibrary } from './voice-library';

/** What Chromium's fake microphone plays best. */
const MICROPHONE_RATE_HZ = 48_000;
const LEAD_IN_MS = 1500;
/** Room for the customer to answer between two lines of the agent. */
const PAUSE_MS = 4000;
const TOTAL_MS = 40_000;

/** A polite call: greeting, product, risk, next step, thanks. */
const LINES: Readonly<Record<Language, readonly string[]>> = {
  zh: [
    'zh/a02_zm_yunxi',
    'zh/a01_zm_yunxi',
    'zh/a04_zm_yunxi',
    'zh/a05_zm_yunxi',
    'zh/a11_zm_yunxi',
    'zh/a08_zm_yunxi',
  ],
  en: [
    'en/a02_af_heart',
    'en/a01_af_heart',
    'en/a04_af_heart',
    'en/a05_af_heart',
    'en/a11_af_heart',
    'en/a08_af_heart',
  ],
};

export interface AgentMicrophoneOptions {
  readonly language: Language;
  readonly voices?: VoiceLibrary;
}

/**
 * Writes an agent's side of a call as a 16-bit mono WAV at 48 kHz, about 40 s: a line, about 4 s of silence, the next
 * line, and so on. For `--use-file-for-fake-audio-capture`, which plays it over and over.
 * @throws SidetoneError `voices-missing`, `voice-missing`, `voice-broken`
 */
export async function composeAgentWav(path: string, options: AgentMicrophoneOptions): Promise<void> {
  const voices = options.voices ?? (await openVoices());
  const track = new Int16Array((TOTAL_MS * MICROPHONE_RATE_HZ) / 1000);
  let offset = (LEAD_IN_MS * MICROPHONE_RATE_HZ) / 1000;
  for (const id of LINES[options.language]) {
    const line = await voices.samples(id, MICROPHONE_RATE_HZ);
    if (offset + line.length > track.length) break;
    track.set(line, offset);
    offset += line.length + (PAUSE_MS * MICROPHONE_RATE_HZ) / 1000;
  }
  await writeFile(path, encodeWav(track, MICROPHONE_RATE_HZ));
}

/** A RIFF file with one 16-bit mono PCM chunk. */
function encodeWav(samples: Int16Array, sampleRateHz: number): Buffer {
  const header = Buffer.alloc(44);
  const dataBytes = samples.length * 2;
  header.write('RIFF', 0, 'ascii');
  header.writeUInt32LE(36 + dataBytes, 4);
  header.write('WAVEfmt ', 8, 'ascii');
  header.writeUInt32LE(16, 16);
  header.writeUInt16LE(1, 20);
  header.writeUInt16LE(1, 22);
  header.writeUInt32LE(sampleRateHz, 24);
  header.writeUInt32LE(sampleRateHz * 2, 28);
  header.writeUInt16LE(2, 32);
  header.writeUInt16LE(16, 34);
  header.write('data', 36, 'ascii');
  header.writeUInt32LE(dataBytes, 40);
  const data = Buffer.alloc(dataBytes);
  samples.forEach((sample, index) => data.writeInt16LE(sample, index * 2));
  return Buffer.concat([header, data]);
}
