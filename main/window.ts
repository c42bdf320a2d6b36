import path from 'node:path';
import { BrowserWindow, session, type WebContents } from 'electron';
import { APP_ORIGIN } from './app-protocol';
import { permitHeadsets } from './desktop/headset-permission';

/** Grants audio and headset buttons to our own page and denies every other permission. */
export function restrictPermissions(): void {
  const allowed = (permission: string, origin: string, mediaTypes: readonly string[] | undefined): boolean => {
    if (!origin.startsWith(APP_ORIGIN)) return false;
    if (permission === 'media') return (mediaTypes ?? ['audio']).every((type) => type === 'audio');
    return permission === 'speaker-selection' || permission === 'hid';
  };
  session.defaultSession.setPermissionRequestHandler((_contents, permission, callback, details) => {
    const mediaTypes = 'mediaTypes' in details ? details.mediaTypes : undefined;
    callback(allowed(permission, details.requestingUrl, mediaTypes));
  });
  session.defaultSession.setPermissionCheckHandler((_contents, permission, origin, details) =>
    allowed(permission, origin, details.mediaType && details.mediaType !== 'unknown' ? [details.mediaType] : undefined),
  );
  permitHeadsets();
}

/** Applied to every web contents the app ever creates: no navigation, no new window, no webview. */
export function lockDown(contents: WebContents): void {
  contents.on('will-navigate', (event) => {
    if (!event.url.startsWith(`${APP_ORIGIN}/`)) event.preventDefault();
  });
  contents.on('will-attach-webview', (event) => event.preventDefault());
  contents.setWindowOpenHandler(() => ({ action: 'deny' }));
}

export function createMainWindow(folder: string): BrowserWindow {
  const window = new BrowserWindow({
    width: 1280,
    height: 800,
    minWidth: 1024,
    minHeight: 640,
    show: false,
    title: 'Sidetone',
    autoHideMenuBar: true,
    webPreferences: {
      preload: path.join(folder, '../preload/index.cjs'),
      contextIsolation: true,
      sandbox: true,
      nodeIntegration: false,
      webSecurity: true,
      spellcheck: false,
      // A call's timers and meters must be right while the window is hidden.
      backgroundThrottling: false,
      autoplayPolicy: 'no-user-gesture-required',
    },
  });
  window.once('ready-to-show', () => window.show());
  return window;
}
