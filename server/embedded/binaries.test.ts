import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { hydrateSymlinks } from './binaries';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sidetone-binaries-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

describe('the symbolic links of the PostgreSQL package', () => {
  it('are made when missing, and left alone when there', async () => {
    await mkdir(join(folder, 'native', 'lib'), { recursive: true });
    await writeFile(join(folder, 'native', 'lib', 'libpq.so.5.18'), 'library');
    await writeFile(join(folder, 'native', 'lib', 'libother.so'), 'a copy');
    const links = [
      { source: 'native/lib/libpq.so.5.18', target: 'native/lib/libpq.so.5' },
      { source: 'native/lib/libpq.so.5.18', target: 'native/lib/libother.so' },
    ];
    await writeFile(join(folder, 'native', 'pg-symlinks.json'), JSON.stringify(links));
    await Promise.all([hydrateSymlinks(folder), hydrateSymlinks(folder)]);
    expect(await readFile(join(folder, 'native', 'lib', 'libpq.so.5'), 'utf8')).toBe('library');
    expect(await readFile(join(folder, 'native', 'lib', 'libother.so'), 'utf8')).toBe('a copy');
  });

  it('are no concern of a package that has none', async () => {
    await expect(hydrateSymlinks(folder)).resolves.toBeUndefined();
  });
});
