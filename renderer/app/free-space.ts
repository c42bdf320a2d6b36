/**
 * With less than this the local records are neither opened nor written: Chromium's database sets up files of some
 * megabytes, and one that runs out of room in the middle of that may be thrown away at its next start.
 */
const LEAST_FREE_BYTES = 16 * 1024 * 1024;

/** Whether the disk has room for the local records; where it cannot be asked, yes. */
export async function hasRoom(): Promise<boolean> {
  const answer = await window.sidetone.freeSpace();
  return !answer.ok || answer.value.freeBytes >= LEAST_FREE_BYTES;
}
