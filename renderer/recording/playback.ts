import { PEAKS_PER_SECOND, unpackChunk, type RecordingChunk } from '../../domain/recording-file';
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
  const chunks: RecordingChunk[] = [];
  let complete = true;
  let part = 0;
  // Parts one after the other: a chained Ogg stream (RFC 3533 section 4), as the call went on after a crash.
  for (let file = await disk.read(recordId, part); file; file = await disk.read(recordId, part)) {
    const opened = await openSealed(deskKey, file);
    // A file that was given another's name is somebody else's call.
    if (opened.recordId !== recordId) {
      throw new SidetoneError('recording-damaged', 'This is the recording of another call.');
    }
    chunks.push(...opened.contents.map(unpackChunk));
    complete &&= opened.complete;
    part += 1;
  }
  if (part === 0) throw new SidetoneError('recording-missing', 'This desk has no recording of this call.');
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
  return { ogg, peaks, durationMs: (peaks.agent.length * 1000) / PEAKS_PER_SECOND, complete };
}
