import { readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { _electron, type ElectronApplication, type Page } from 'playwright-core';
import type { ConfigFile } from '../../contracts/settings';
import { ensureBuilt } from '../../build/app-build.mjs';
import { electronEnvironment, electronFlags, hasDisplay, startXvfb } from '../../build/display.mjs';
import { findElectron } from '../../build/electron-runtime.mjs';
import { ensureLinuxLibraries } from '../../build/linux-libraries.mjs';
import type { ProcessGroup } from '../../build/processes.mjs';
import { NotMeasured } from '../measure';

const repository = path.resolve(import.meta.dirname, '../..');
const emptyWindow = path.resolve(import.meta.dirname, '../empty-window');

export interface OpenWindow {
  app: ElectronApplication;
  page: Page;
  /** Of the main process; the others are its descendants. */
  processId: number;
  close(): Promise<void>;
}

/** Starts windows of the same Electron with the same flags, so that they can be compared. */
export interface DeskBench {
  group: ProcessGroup;
  /** The product, with this configuration written into `folder`. */
  openApp(folder: string, config: ConfigFile): Promise<OpenWindow>;
  /** A window with nothing in it, or with the page at `url`; `flags` are Chromium's. */
  openEmpty(folder: string, options?: { url?: string; flags?: readonly string[] }): Promise<OpenWindow>;
}

/** Finds Electron and a display and builds the app. @throws NotMeasured where this machine lacks one of them */
export async function prepareDesk(group: ProcessGroup): Promise<DeskBench> {
  const underXvfb = process.platform === 'linux';
  const electron = await findElectron().catch((error: unknown) => {
    throw new NotMeasured(error instanceof Error ? error.message : 'There is no Electron here.');
  });
  const libraries = await ensureLinuxLibraries({ executable: electron.path, needsDisplay: underXvfb });
  if (!libraries.ok) throw new NotMeasured(`Electron cannot run here: ${libraries.missing.join(', ')} missing.`);
  const environment: NodeJS.ProcessEnv = {
    ...process.env,
    ...electronEnvironment({ underXvfb }),
    NODE_ENV: 'production',
  };
  if (underXvfb) {
    environment.DISPLAY = await startXvfb(group).catch((error: unknown) => {
      throw new NotMeasured(error instanceof Error ? error.message : 'There is no display here.');
    });
  } else if (!hasDisplay()) throw new NotMeasured('There is no display here.');
  await ensureBuilt();
  const flags = electronFlags({ underXvfb });

  async function open(args: readonly string[]): Promise<OpenWindow> {
    const app = await _electron.launch({
      executablePath: electron.path,
      args: [...flags, ...args],
      env: environment as Record<string, string>,
    });
    const page = await app.firstWindow();
    return { app, page, processId: app.process().pid ?? 0, close: () => app.close() };
  }
  return {
    group,
    async openApp(folder, config) {
      const file = path.join(folder, 'config.json');
      await writeFile(file, JSON.stringify(config), { mode: 0o600 });
      return open([repository, `--config=${file}`]);
    },
    openEmpty: (folder, { url, flags: more = [] } = {}) =>
      open([...more, emptyWindow, `--user-data-dir=${folder}`, ...(url === undefined ? [] : [`--url=${url}`])]),
  };
}

/** A process and all its descendants. Linux only. */
export async function treeProcesses(root: number): Promise<number[]> {
  const children = new Map<number, number[]>();
  for (const name of await readdir('/proc')) {
    if (!/^\d+$/.test(name)) continue;
    const text = await readFile(`/proc/${name}/stat`, 'utf8').catch(() => '');
    // The second field is the program's name in brackets and may hold anything; the parent is the fourth.
    const parent = Number(text.slice(text.lastIndexOf(')') + 2).split(' ')[1]);
    children.set(parent, [...(children.get(parent) ?? []), Number(name)]);
  }
  const tree: number[] = [];
  for (const waiting = [root]; waiting.length > 0;) {
    const id = waiting.pop() ?? 0;
    tree.push(id);
    waiting.push(...(children.get(id) ?? []));
  }
  return tree;
}

/** Memory in MB of a process and its descendants by what they are ("renderer", "utility", …), as {@link treePssMb}. */
export async function treePssMbByKind(root: number): Promise<Record<string, number>> {
  const kinds: Record<string, number> = {};
  for (const id of await treeProcesses(root)) {
    const rollup = await readFile(`/proc/${id}/smaps_rollup`, 'utf8').catch(() => '');
    const command = await readFile(`/proc/${id}/cmdline`, 'utf8').catch(() => '');
    const kind =
      /--utility-sub-type=([^\0\s]+)/.exec(command)?.[1] ??
      (id === root ? 'main' : /--type=([^\0\s]+)/.exec(command)?.[1]);
    const megabytes = Number(/^Pss:\s+(\d+) kB/m.exec(rollup)?.[1] ?? 0) / 1024;
    kinds[kind ?? 'other'] = (kinds[kind ?? 'other'] ?? 0) + megabytes;
  }
  return kinds;
}

/** Memory of a process and all its descendants in MB, pages that they share counted once (PSS). Linux only. */
export async function treePssMb(root: number): Promise<number> {
  return Object.values(await treePssMbByKind(root)).reduce((sum, megabytes) => sum + megabytes, 0);
}
