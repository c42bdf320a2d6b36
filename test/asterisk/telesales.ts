import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { readAudioFile, toEarRate } from '../../main/copilot/audio-file';
import { throughTelephone } from '../../main/copilot/band-repair/telephone-band';
import { joined, wavOf } from './wav';

const folder = path.resolve(import.meta.dirname, '../../../shared/audio/telesales');
const RATE_HZ = 16_000;
/** As long as a customer waits between two sentences. */
const PAUSE_SAMPLES = 1.5 * RATE_HZ;

/** Why the recorded customers cannot be had, or null. */
export const telesalesMissing: string | null = existsSync(folder) ? null : 'the shared telesales lines are absent';

/** Two customers of the shared lines, four sentences each, and the words that their labels expect. */
const LINES = ['zh/l02_zf_xiaobei.wav', 'zh/l10_zm_yunxi.wav'] as const;

/** Writes the lines one after the other as a 16 kHz WAV, in the telephone's band if asked; answers the words in them. */
export async function writeTelesales(file: string, band: 'wide' | 'telephone'): Promise<string[]> {
  const manifest = (await readFile(path.join(folder, 'MANIFEST.tsv'), 'utf8')).split('\n');
  const words: string[] = [];
  const parts: Float32Array[] = [];
  for (const line of LINES) {
    const row = manifest.find((text) => text.startsWith(`${line}\t`));
    words.push(...(row?.split('\t')[5] ?? '').split('|').filter(Boolean));
    const { channels, sampleRateHz } = await readAudioFile(path.join(folder, line));
    const spoken = await toEarRate(channels[0] ?? new Float32Array(0), sampleRateHz);
    parts.push(band === 'wide' ? spoken : await throughTelephone(spoken), new Float32Array(PAUSE_SAMPLES));
  }
  await writeFile(file, wavOf(joined(parts), RATE_HZ));
  return words;
}
