// The least that is an Electron app: one window with the product's own web preferences and an empty page, or the page
// that `--url=` names. What the product costs is measured against it.
import path from 'node:path';
import { BrowserWindow, app, session } from 'electron';

if (!app.commandLine.hasSwitch('no-sandbox')) app.enableSandbox();
app.on('window-all-closed', () => app.quit());
// Not awaited: Electron is ready only after this module has run.
void app.whenReady().then(open);

async function open() {
  // The pages opened here are the benchmark's own and want the (fake) microphone.
  session.defaultSession.setPermissionRequestHandler((_contents, permission, callback) =>
    callback(permission === 'media'),
  );
  const window = new BrowserWindow({
    width: 1280,
    height: 800,
    show: false,
    autoHideMenuBar: true,
    webPreferences: {
      contextIsolation: true,
      sandbox: true,
      nodeIntegration: false,
      spellcheck: false,
      backgroundThrottling: false,
    },
  });
  window.once('ready-to-show', () => window.show());
  const url = process.argv.find((argument) => argument.startsWith('--url='))?.slice('--url='.length);
  if (url) await window.loadURL(url);
  else await window.loadFile(path.join(import.meta.dirname, 'empty.html'));
}
