import { readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { SidetoneError } from '../../contracts/errors';

/** The wav and FLAC files of a folder and those within it, by name. Throws SidetoneError `file-unreadable` or `not-audio`. */
export async function recordingsIn(folder: string): Promise<string[]> {
  const names = await readdir(folder, { recursive: true }).catch((error: unknown) => {
    throw new SidetoneError('file-unreadable', `${folder} cannot be read as a folder.`, { cause: error });
  });
  const recordings = names.filter((name) => /\.(wav|flac)$/i.test(name) && !path.basename(name).startsWith('.'));
  if (recordings.length === 0) throw new SidetoneError('not-audio', `${folder} holds no wav or FLAC file.`);
  return recordings.sort().map((name) => path.join(folder, name));
}

/** As given, a folder as every recording in it. */
export async function expandRecordings(given: string): Promise<string[]> {
  const facts = await stat(given).catch(() => null);
  return facts?.isDirectory() ? recordingsIn(given) : [given];
}
