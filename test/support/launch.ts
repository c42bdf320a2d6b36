import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { _electron, type ElectronApplication, type Page } from 'playwright-core';
import type { ConfigFile } from '../../contracts/settings';

const repository = path.resolve(import.meta.dirname, '../..');

/** The arguments that start the real app with a configuration file. */
export function appArguments(configFile: string): string[] {
  const flags = (process.env.SIDETONE_ELECTRON_FLAGS ?? '').split(' ').filter(Boolean);
  return [...flags, repository, `--config=${configFile}`];
}

/** tsx keeps the names of functions by a helper of esbuild's; functions that run in a page need it there too. */
const NAME_HELPER = 'globalThis.__name ??= (named) => named';

/** The app's first window, ready for functions of this program. */
export async function firstPage(app: ElectronApplication): Promise<Page> {
  await app.context().addInitScript({ content: NAME_HELPER });
  const page = await app.firstWindow();
  await page.evaluate(NAME_HELPER);
  return page;
}

/** SIGKILL to every process of the app at once, as the kernel does when memory is out; resolves when it is gone. */
export async function killApp(app: ElectronApplication): Promise<void> {
  const child = app.process();
  const ended = new Promise((resolve) => child.once('exit', resolve));
  // Playwright starts it as the leader of a group of its own, which its helpers belong to.
  if (child.pid !== undefined) process.kill(process.platform === 'win32' ? child.pid : -child.pid, 'SIGKILL');
  await ended;
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
