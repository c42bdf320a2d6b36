import { ensureBuilt } from '../build/app-build.mjs';
import { electronEnvironment, electronFlags, hasDisplay, startXvfb } from '../build/display.mjs';
import { findElectron } from '../build/electron-runtime.mjs';
import { ensureLinuxLibraries } from '../build/linux-libraries.mjs';
import type { ProcessGroup } from '../build/processes.mjs';

/**
 * Builds the app and finds Electron and a display for it, in this process's environment, where a run of the tests has
 * them too. Does nothing where that is so already. @throws Error in a sentence when this machine lacks something
 */
export async function prepareElectron(group: ProcessGroup): Promise<void> {
  await ensureBuilt();
  if (process.env.SIDETONE_ELECTRON) return;
  const underXvfb = process.platform === 'linux';
  const electron = await findElectron();
  const libraries = await ensureLinuxLibraries({ executable: electron.path, needsDisplay: underXvfb });
  if (!libraries.ok) throw new Error(`Electron cannot run here: ${libraries.missing.join(', ')} missing.`);
  Object.assign(process.env, electronEnvironment({ underXvfb }), {
    SIDETONE_ELECTRON: electron.path,
    SIDETONE_ELECTRON_FLAGS: electronFlags({ underXvfb }).join(' '),
  });
  if (underXvfb) process.env.DISPLAY = await startXvfb(group);
  else if (!hasDisplay()) throw new Error('There is no display here.');
}
