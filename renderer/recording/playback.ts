import { PEAKS_PER_SECOND, unpackChunk } from '../../domain/recording-file';
import { SidetoneError } from '../../contracts/errors';
import type { RecordingDisk } from './recording-disk';
import { openSealed } from './sealing';

/** A recording in memory, decrypted: it never is on the disk so, unless somebody exports it. */
export interface OpenedRecording {
  ogg: Uint8Array<ArrayBuffer>;
  /** Loudest sample of each tenth of a second, 0 to 1. */
  peaks: { agent: number[]; customer: number[] };
  durationMs: number;
  complete: boolean;
}

/** @throws SidetoneError `recording-missing`, `recording-unreadable`, `recording-damaged` */
export async function openRecording(
  deskKey: Uint8Array,
  disk: RecordingDisk,
  recordId: string,
): Promise<OpenedRecording> {
  const file = await disk.read(recordId);
  if (!file) throw new SidetoneError('recording-missing', 'This desk has no recording of this call.');
  const opened = await openSealed(deskKey, file);
  // A file that was given another's name is somebody else's call.
  if (opened.recordId !== recordId)
    throw new SidetoneError('recording-damaged', 'This is the recording of another call.');
  const chunks = opened.contents.map(unpackChunk);
  const peaks = { agent: [] as number[], customer: [] as number[] };
  for (const chunk of chunks) {
    chunk.peaks.forEach((peak, index) => peaks[index % 2 === 0 ? 'agent' : 'customer'].push(peak / 255));
  }
  const ogg = new Uint8Array(chunks.reduce((sum, chunk) => sum + chunk.ogg.length, 0));
  let at = 0;
  for (const chunk of chunks) {
    ogg.set(chunk.ogg, at);
    at += chunk.ogg.length;
  }
  return { ogg, peaks, durationMs: (peaks.agent.length * 1000) / PEAKS_PER_SECOND, complete: opened.complete };
}
