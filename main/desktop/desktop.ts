import { app, globalShortcut, Notification, powerMonitor, powerSaveBlocker, type BrowserWindow } from 'electron';
import type { DesktopCommand, DesktopView, ShortcutTrouble } from '../../contracts/desktop';
import type { DesktopSettings } from '../../contracts/settings';
import { handleInvoke, sendEvent } from '../ipc';
import { LINK_SCHEMES, LinkInbox, linksOf } from './links';
import { applyShortcuts } from './shortcuts';
import { DeskTray } from './tray';

/**
 * Sidetone in the operating system: one running instance, links that ask for a call, tray, shortcuts of the whole
 * system, notifications, sleep and waking. It knows nothing of calls: the window tells it what to show.
 */
export class Desktop {
  readonly #settings: () => DesktopSettings;
  readonly #inbox = new LinkInbox();
  #window: BrowserWindow | null = null;
  #tray: DeskTray | null = null;
  #quitting = false;
  #opensLinks = false;
  #shortcutTroubles: ShortcutTrouble[] = [];
  #ring: { key: string; notification: Notification } | null = null;
  #awake: number | null = null;

  /** Before the app is ready: macOS hands over a link as early as that. */
  constructor(settings: () => DesktopSettings) {
    this.#settings = settings;
    this.#inbox.put(linksOf(process.argv));
    app.on('open-url', (event, link) => {
      event.preventDefault();
      this.#open([link]);
    });
    app.on('second-instance', (_event, argv) => this.#open(linksOf(argv)));
    app.on('activate', () => this.show());
    app.on('before-quit', () => (this.#quitting = true));
    app.on('will-quit', () => globalShortcut.unregisterAll());
  }

  /** After the app is ready. */
  attach(window: BrowserWindow): void {
    this.#window = window;
    this.#tray = new DeskTray({
      show: () => this.show(),
      quit: () => app.quit(),
      run: (command) => this.#run(command),
    });
    window.on('close', (event) => {
      if (this.#quitting || this.#settings().closeTo === 'quit') return;
      event.preventDefault();
      window.hide();
    });
    window.on('focus', () => this.#endRing());
    // A frame of the page loads too, and is no reason to wait.
    window.webContents.on('did-start-loading', () => {
      if (window.webContents.isLoadingMainFrame()) this.#inbox.pause();
    });
    window.webContents.on('did-start-navigation', ({ isMainFrame, isSameDocument }) => {
      if (isMainFrame && !isSameDocument) sendEvent(window.webContents, 'desktop:reloading', null);
    });
    powerMonitor.on('resume', () => sendEvent(window.webContents, 'desktop:resumed', null));
    handleInvoke('desktop:show', (view) => {
      this.#render(view);
      return null;
    });
    handleInvoke('desktop:listen', (_request, sender) => ({
      links: this.#inbox.listen((link) => sendEvent(sender, 'desktop:link', link)),
      shortcutTroubles: this.#shortcutTroubles,
    }));
    this.apply();
  }

  show(): void {
    if (!this.#window) return;
    if (this.#window.isMinimized()) this.#window.restore();
    this.#window.show();
    this.#window.focus();
  }

  /** Puts the settings into force; answers the shortcuts that could not be had. */
  apply(): ShortcutTrouble[] {
    const { openLinks, shortcuts } = this.#settings();
    if (openLinks !== this.#opensLinks) this.#registerLinks(openLinks);
    this.#shortcutTroubles = applyShortcuts(globalShortcut, shortcuts, (command) => this.#run(command));
    return this.#shortcutTroubles;
  }

  #registerLinks(openLinks: boolean): void {
    this.#opensLinks = openLinks;
    // Out of a checkout the program is Electron, and the app an argument of it.
    const [program, args] = app.isPackaged ? [] : [process.execPath, [app.getAppPath()]];
    for (const scheme of LINK_SCHEMES) {
      if (openLinks) app.setAsDefaultProtocolClient(scheme, program, args);
      else app.removeAsDefaultProtocolClient(scheme, program, args);
    }
  }

  #open(links: readonly string[]): void {
    this.show();
    this.#inbox.put(links);
  }

  #run(command: DesktopCommand): void {
    if (this.#window) sendEvent(this.#window.webContents, 'desktop:command', command);
  }

  #render(view: DesktopView): void {
    this.#tray?.show(view);
    this.#keepAwake(view.inCall);
    if (view.ring === null) this.#endRing();
    else this.#announce(view.ring);
  }

  /** Once for each ring, and only for a person who does not look at the window. */
  #announce({ title, body }: { title: string; body: string }): void {
    const key = `${title}\n${body}`;
    if (this.#ring?.key === key || this.#window?.isFocused() || !Notification.isSupported()) return;
    this.#endRing();
    const notification = new Notification({ title, body, urgency: 'critical', silent: true });
    notification.on('click', () => this.show());
    notification.show();
    this.#ring = { key, notification };
  }

  #endRing(): void {
    this.#ring?.notification.close();
    this.#ring = null;
  }

  #keepAwake(inCall: boolean): void {
    if (inCall && this.#awake === null) this.#awake = powerSaveBlocker.start('prevent-app-suspension');
    else if (!inCall && this.#awake !== null) {
      powerSaveBlocker.stop(this.#awake);
      this.#awake = null;
    }
  }
}
