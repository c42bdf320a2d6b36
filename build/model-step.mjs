import { existsSync } from 'node:fs';
import path from 'node:path';
import { readFile } from 'node:fs/promises';
import { fileDigest, writeWhole } from './file-checks.mjs';
import { repositoryFolder } from './folders.mjs';
import { streamCommand } from './run-command.mjs';

/**
 * Lets models/main.ts bring the copilot's models into `folder`, unless it has done so for this very manifest.
 * Never throws: the phone works without models.
 * @param {string} folder
 * @param {(line: string) => void} log progress
 * @returns {Promise<{ ok: boolean, reason: string }>}
 */
export async function fetchModels(folder, log) {
  const manifest = path.join(repositoryFolder, 'models', 'manifest.json');
  const fetcher = path.join(repositoryFolder, 'models', 'main.ts');
  if (!existsSync(manifest) || !existsSync(fetcher)) return { ok: false, reason: 'This tree has no model manifest.' };
  const stamp = path.join(folder, '.complete');
  const sum = await fileDigest(manifest, 'sha256', 'hex');
  if ((await readFile(stamp, 'utf8').catch(() => '')) === sum) return { ok: true, reason: '' };
  /** @type {string[]} */
  const lines = [];
  const code = await streamCommand(process.execPath, ['--import', 'tsx', fetcher, '--to', folder], {
    cwd: repositoryFolder,
    onLine: (line) => {
      lines.push(line);
      log(line);
    },
  });
  if (code !== 0)
    return { ok: false, reason: lines.length > 0 ? 'See above for what is missing.' : 'The fetch failed.' };
  await writeWhole(stamp, sum);
  return { ok: true, reason: '' };
}
