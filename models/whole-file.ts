import { mkdir, open, rename, rm, stat } from 'node:fs/promises';
import path from 'node:path';

/** Writes a file so that a crash leaves either the old or the new content, never half of one. */
export async function writeWhole(file: string, content: string): Promise<void> {
  await mkdir(path.dirname(file), { recursive: true });
  const temporary = `${file}.${String(process.pid)}.tmp`;
  const handle = await open(temporary, 'w', 0o600);
  try {
    await handle.writeFile(content);
    await handle.sync();
  } finally {
    await handle.close();
  }
  await rename(temporary, file);
}

/** Puts the finished folder `staging` where `target` is; what was there goes only when the new one stands. */
export async function putFolder(staging: string, target: string): Promise<void> {
  const old = `${target}.old`;
  await rm(old, { recursive: true, force: true });
  const had = (await stat(target).catch(() => null)) !== null;
  if (had) await rename(target, old);
  try {
    await rename(staging, target);
  } catch (error) {
    if (had) await rename(old, target);
    throw error;
  }
  await rm(old, { recursive: true, force: true });
}
