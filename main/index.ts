import { mkdirSync } from 'node:fs';
import { statfs } from 'node:fs/promises';
import { release } from 'node:os';
import path from 'node:path';
import tls from 'node:tls';
import { app, dialog, protocol, net, safeStorage, BrowserWindow } from 'electron';
import { toFailure } from '../contracts/errors';
import { MAIN_ACCOUNT_ID, type ConfigFile } from '../contracts/settings';
import { modelSearchPath } from '../models/locate';
import { APP_ORIGIN, APP_SCHEME, contentSecurityPolicy, serveApp } from './app-protocol';
import { readConfigArgument } from './command-line';
import { testConnection } from './connection-test';
import { CueBookStore } from './cue-book-store';
import { loadCueBooks } from './cue-books';
import { ownCueBooks, serveCueBooks } from './cue-books-ipc';
import { Desktop } from './desktop/desktop';
import { EarsHost } from './ears-host';
import { handleInvoke, sendEvent } from './ipc';
import { AccountSecrets } from './account-secrets';
import { serveModels } from './models-ipc';
import { serveRecordings } from './recordings-ipc';
import { revive } from './revive';
import { Secrets, passwordOf } from './secrets';
import { SettingsStore, writeFileAtomically } from './settings-store';
import { serveSummaries } from './summaries-ipc';
import { SummaryRewriter } from './summary-rewriter';
import { createMainWindow, lockDown, restrictPermissions } from './window';

const here = import.meta.dirname;

function configOrExit(): ConfigFile {
  try {
    return readConfigArgument(process.argv);
  } catch (error) {
    const { code, message } = toFailure(error);
    process.stderr.write(`${JSON.stringify({ event: 'refused', code, message })}\n`);
    if (process.env.CI === undefined && process.platform !== 'linux') dialog.showErrorBox('Sidetone', message);
    process.exit(2);
  }
}

function applyFakeMicrophone(wav: string | undefined): void {
  if (!wav) return;
  app.commandLine.appendSwitch('use-fake-device-for-media-stream');
  app.commandLine.appendSwitch('use-fake-ui-for-media-stream');
  app.commandLine.appendSwitch('use-file-for-fake-audio-capture', wav);
}

const config = configOrExit();
if (config.dataFolder) app.setPath('userData', config.dataFolder);
const settings = new SettingsStore(app.getPath('userData'), config);
// Chromium's own parts, such as the field for a date, speak the language of the start.
app.commandLine.appendSwitch('lang', settings.settings.language === 'zh' ? 'zh-CN' : 'en-US');
applyFakeMicrophone(config.fakeMicrophoneWav);
// Root in a container runs Electron with --no-sandbox, which a forced sandbox contradicts: no process would start.
if (!app.commandLine.hasSwitch('no-sandbox')) app.enableSandbox();
protocol.registerSchemesAsPrivileged([
  { scheme: APP_SCHEME, privileges: { standard: true, secure: true, supportFetchAPI: true, stream: true } },
]);

if (!app.requestSingleInstanceLock()) {
  process.stderr.write(`${JSON.stringify({ event: 'refused', code: 'already-running' })}\n`);
  app.quit();
} else {
  const desktop = new Desktop(() => settings.settings.desktop);
  app.on('web-contents-created', (_event, contents) => lockDown(contents));
  app.on('window-all-closed', () => app.quit());
  void app.whenReady().then(() => start(desktop));
}

async function start(desktop: Desktop): Promise<void> {
  const dataFolder = app.getPath('userData');
  mkdirSync(dataFolder, { recursive: true });
  const secrets = new Secrets(dataFolder, {
    backend: () =>
      safeStorage.isEncryptionAvailable()
        ? process.platform === 'linux'
          ? safeStorage.getSelectedStorageBackend()
          : process.platform
        : 'none',
    encrypt: (text) => safeStorage.encryptString(text),
    decrypt: (data) => safeStorage.decryptString(data),
  });
  if (config.password !== undefined) secrets.set('pbx-password', config.password, { memoryOnly: true });
  const accountSecrets = new AccountSecrets(secrets, config.accountPasswords);
  const rewriter = new SummaryRewriter({
    settings: () => settings.settings.rewrite,
    secrets,
    fetch: (address, how) => net.fetch(address instanceof URL ? address.href : address, how),
  });
  if (config.rewriteKey !== undefined) rewriter.keepKey(config.rewriteKey, { memoryOnly: true });
  const { cueBooks, notices } = loadCueBooks(config.cueBookFile);
  const cueBookStore = new CueBookStore(path.join(dataFolder, 'cue-books'), () => {
    const { agentName, pbx } = settings.settings;
    return agentName || pbx?.displayName || pbx?.extension || '';
  });
  const searchPath = config.modelsFolder
    ? [config.modelsFolder]
    : modelSearchPath({
        dataFolder,
        ...(app.isPackaged ? { resources: process.resourcesPath } : { checkout: app.getAppPath() }),
      });
  const ears = new EarsHost(path.join(here, 'copilot-worker.js'), searchPath);

  restrictPermissions();
  serveApp(protocol, path.join(here, '../renderer'), () => settings.settings);

  handleInvoke('app:bootstrap', () => {
    const own = ownCueBooks(cueBookStore, settings.settings.copilot.editCueBook);
    return {
      version: app.getVersion(),
      settings: settings.settings,
      password: secrets.get('pbx-password'),
      accountPasswords: accountSecrets.of(settings.settings),
      rewriteKeyStored: rewriter.keyStored,
      deviceToken: secrets.get('device-token'),
      enrolmentToken: config.enrolmentToken ?? null,
      deskKey: secrets.deskKey(),
      secretStorage: secrets.storage,
      cueBooks,
      ownCueBooks: own.ownCueBooks,
      notices: [...settings.notices, ...notices, ...own.notices],
    };
  });
  handleInvoke('settings:save', ({ settings: next, password, accountPasswords, rewriteKey }) => {
    const before = settings.settings;
    settings.save(next);
    if (password !== null) secrets.set('pbx-password', password);
    accountSecrets.saved(before, next, accountPasswords);
    if (rewriteKey !== undefined) rewriter.keepKey(rewriteKey);
    const reloadNeeded = contentSecurityPolicy(before) !== contentSecurityPolicy(next);
    return { settings: next, reloadNeeded, rewriteKeyStored: rewriter.keyStored, shortcutTroubles: desktop.apply() };
  });
  handleInvoke('settings:test-connection', async (request, sender) => {
    const { accountId = MAIN_ACCOUNT_ID } = request;
    const password = request.password ?? secrets.get(passwordOf(accountId)) ?? '';
    const steps = await testConnection(
      { ...request, password },
      (step) => sendEvent(sender, 'settings:test-step', { ...step, accountId }),
      () => tls.getCACertificates('system'),
    );
    return { steps };
  });
  handleInvoke('secrets:save-device-token', ({ token }) => {
    secrets.set('device-token', token);
    return null;
  });
  handleInvoke('storage:free-space', async () => {
    const { bavail, bsize } = await statfs(dataFolder);
    return { freeBytes: bavail * bsize };
  });
  handleInvoke('diagnostics:save', ({ text }) => {
    const name = `sidetone-diagnostics-${new Date().toISOString().replace(/[:.]/g, '-')}.json`;
    // Beside the data where that was chosen by hand, for then the user's own folders may not be there.
    const file = path.join(config.dataFolder ?? app.getPath('downloads'), name);
    const system = {
      os: `${process.platform} ${release()}`,
      versions: process.versions,
      memory: process.memoryUsage(),
    };
    writeFileAtomically(file, `${JSON.stringify({ system, desk: JSON.parse(text) as unknown }, null, 2)}\n`);
    return { file };
  });
  serveCueBooks(cueBookStore, () => settings.settings.copilot.editCueBook);
  serveRecordings(dataFolder, () => settings.settings.recording);
  serveSummaries(rewriter);
  serveModels({
    searchPath,
    mirror: config.modelsUrl,
    clips: app.isPackaged ? path.join(process.resourcesPath, 'voices') : path.join(app.getAppPath(), 'practice/voices'),
    jobEntry: path.join(here, 'model-job.js'),
  });
  handleInvoke('ears:connect', (_request, sender) => {
    ears.connect(sender);
    return null;
  });
  ears.on('state', (state) => {
    for (const open of BrowserWindow.getAllWindows()) sendEvent(open.webContents, 'ears:state', state);
  });
  app.on('before-quit', () => ears.stop());

  const window = createMainWindow(here);
  desktop.attach(window);
  revive(window.webContents, () => performance.now());
  await window.loadURL(`${APP_ORIGIN}/index.html`);
  process.stdout.write(`${JSON.stringify({ event: 'window-open' })}\n`);
}
