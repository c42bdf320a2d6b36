import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { _electron, type ElectronApplication } from 'playwright-core';
import type { ConfigFile } from '../../contracts/settings';

const repository = path.resolve(import.meta.dirname, '../..');

/** The arguments that start the real app with a configuration file. */
export function appArguments(configFile: string): string[] {
  const flags = (process.env.SIDETONE_ELECTRON_FLAGS ?? '').split(' ').filter(Boolean);
  return [...flags, repository, `--config=${configFile}`];
}

/** Starts the real app alone, without PBX and server, with this configuration, written into `folder`. */
export async function launchApp(
  folder: string,
  config: ConfigFile,
  chromiumFlags: readonly string[] = [],
): Promise<ElectronApplication> {
  const configFile = path.join(folder, 'config.json');
  await writeFile(configFile, JSON.stringify(config), { mode: 0o600 });
  return _electron.launch({
    executablePath: process.env.SIDETONE_ELECTRON ?? '',
    args: [...chromiumFlags, ...appArguments(configFile)],
    env: { ...process.env, NODE_ENV: 'production' } as Record<string, string>,
  });
}
