/** What a recording has come to, as the disk acknowledged it. */
export interface RecordingReading {
  atMs: number;
  /** Of the whole file: a chunk a second is written even while sound is held back. */
  bytes: number;
  /** Sound that is in the file. */
  audioMs: number;
  /** False while the call waits behind another one, whose sound alone is heard. */
  soundDue: boolean;
}

export interface RecordingWatch {
  readonly bytes: number;
  readonly bytesGrewAtMs: number;
  readonly audioMs: number;
  readonly audioGrewAtMs: number;
  readonly stalled: boolean;
}

/** Two chunks may be late on a busy disk; the third is missed. */
const BYTES_GROW_WITHIN_MS = 4_000;

export function startRecordingWatch(atMs: number): RecordingWatch {
  return { bytes: 0, bytesGrewAtMs: atMs, audioMs: 0, audioGrewAtMs: atMs, stalled: false };
}

/**
 * Whether the recording is what the screen says: its bytes must grow, and the sound in them. The second sees an encoder
 * or an ear of the desk that stopped while the disk is well; the first sound may come as late as it is held back.
 */
export function watchRecording(watch: RecordingWatch, reading: RecordingReading, holdBackMs: number): RecordingWatch {
  const { atMs, bytes, audioMs, soundDue } = reading;
  const bytesGrewAtMs = bytes > watch.bytes ? atMs : watch.bytesGrewAtMs;
  const audioGrewAtMs = audioMs > watch.audioMs || !soundDue ? atMs : watch.audioGrewAtMs;
  const audioDueMs = BYTES_GROW_WITHIN_MS + (audioMs === 0 ? holdBackMs : 0);
  const stalled = atMs - bytesGrewAtMs > BYTES_GROW_WITHIN_MS || atMs - audioGrewAtMs > audioDueMs;
  return { bytes, bytesGrewAtMs, audioMs, audioGrewAtMs, stalled };
}
