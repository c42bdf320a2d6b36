import { BrowserWindow, dialog, utilityProcess, type WebContents } from 'electron';
import type { ModelWork } from '../contracts/models';
import type { StartJob } from '../models/load-test';
import { ModelManager, type ModelManagerOptions } from '../models/model-manager';
import { handleInvoke, sendEvent } from './ipc';

/** A job in a utility process: an installed app cannot be run as Node, and a bad model may end what loads it. */
function utilityJob(entry: string): StartJob {
  return (job) => {
    const child = utilityProcess.fork(entry, [], { serviceName: 'Sidetone model test', stdio: 'ignore' });
    child.once('spawn', () => child.postMessage(job));
    return {
      onMessage: (listener) => child.on('message', listener),
      onExit: (listener) => child.on('exit', (code) => listener(code)),
      kill: () => void child.kill(),
    };
  };
}

/** Tells of work as often as its picture changes: at every percent. */
function isNews(now: ModelWork | null, before: ModelWork | null): boolean {
  if (!now || !before || now.kind !== before.kind || now.name !== before.name) return true;
  const percent = ({ doneBytes, totalBytes }: ModelWork) =>
    totalBytes === 0 ? -1 : Math.floor((100 * doneBytes) / totalBytes);
  return percent(now) !== percent(before);
}

async function chooseFolder(sender: WebContents): Promise<string | null> {
  const window = BrowserWindow.fromWebContents(sender);
  const options = { properties: ['openDirectory' as const] };
  const chosen = await (window ? dialog.showOpenDialog(window, options) : dialog.showOpenDialog(options));
  return chosen.canceled ? null : (chosen.filePaths[0] ?? null);
}

/** The window's way to the models of this desk. */
export function serveModels(options: Omit<ModelManagerOptions, 'startJob'> & { jobEntry: string }): void {
  const manager = new ModelManager({ ...options, startJob: utilityJob(options.jobEntry) });
  let told: ModelWork | null = null;
  manager.on('work', (work) => {
    const isToldOf = !isNews(work, told);
    told = work;
    if (isToldOf) return;
    for (const { webContents } of BrowserWindow.getAllWindows()) sendEvent(webContents, 'models:work', work);
  });
  handleInvoke('models:view', () => manager.view());
  handleInvoke('models:fetch', async ({ name }) => {
    await manager.fetch(name);
    return manager.view();
  });
  handleInvoke('models:test', async ({ name }) => {
    await manager.test(name);
    return manager.view();
  });
  handleInvoke('models:use', async ({ name }) => {
    await manager.use(name);
    return manager.view();
  });
  handleInvoke('models:roll-back', async ({ role }) => {
    await manager.rollBack(role);
    return manager.view();
  });
  handleInvoke('models:verify', async () => {
    await manager.verify();
    return manager.view();
  });
  handleInvoke('models:import', async (_request, sender) => {
    const folder = await chooseFolder(sender);
    const outcomes = folder === null ? [] : await manager.import(folder);
    return { view: await manager.view(), outcomes };
  });
  handleInvoke('models:cancel', () => {
    manager.cancel();
    return null;
  });
}
