import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import type { ElectronApplication, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { appMissing } from '../support/desk-app';
import { launchApp } from '../support/launch';

/** Every function that the page is given, in order. */
const THE_BRIDGE = [
  'bootstrap saveSettings testConnection saveDeviceToken freeSpace saveDiagnostics connectEars',
  'models.view models.fetch models.test models.use models.rollBack models.verify models.importFolder',
  'models.cancel models.onWork rewriteSummary cancelRewrite testRewrite',
  'beginRecording appendRecording endRecording readRecording',
  'exportRecording cueVersions readCueVersion saveCueBook rollBackCueBook exportCueBook setTextSize',
  'onEarsState onTestStep showDesktop listenToDesktop onDesktopCommand onLink onResumed onReloading',
];

// Electron's security checklist, point by point, on the running app: https://www.electronjs.org/docs/latest/tutorial/security
describe.skipIf(appMissing)(`the locks of the running app${appMissing ? ` (${appMissing})` : ''}`, () => {
  let folder: string;
  let app: ElectronApplication;
  let page: Page;
  /** A server that the app was told nothing about, and what it was asked for. */
  let foreign: Server;
  let foreignOrigin: string;
  const askedFor: string[] = [];

  beforeAll(async () => {
    folder = await mkdtemp(path.join(os.tmpdir(), 'sidetone-locks-'));
    foreign = createServer((request, response) => {
      askedFor.push(request.url ?? '');
      response.setHeader('access-control-allow-origin', '*').end('foreign');
    });
    await new Promise<void>((resolve) => foreign.listen(0, '127.0.0.1', resolve));
    foreignOrigin = `http://127.0.0.1:${(foreign.address() as AddressInfo).port}`;
    // Chromium's own test devices, a microphone and a camera: who may have them stays the app's decision.
    app = await launchApp(folder, { language: 'zh', dataFolder: path.join(folder, 'desk') }, [
      '--use-fake-device-for-media-stream',
    ]);
    page = await app.firstWindow();
    await page.getByRole('banner').waitFor();
  });

  afterAll(async () => {
    await app?.close();
    await new Promise((resolve) => foreign.close(resolve));
    await rm(folder, { recursive: true, force: true });
  });

  it('shows its own files and nothing remote', async () => {
    expect(page.url()).toBe('sidetone://app/index.html');
    const requested: string[] = [];
    page.on('request', (request) => requested.push(request.url()));
    await page.reload();
    await page.getByRole('banner').waitFor();
    expect(requested.some((address) => address.endsWith('.js'))).toBe(true);
    expect(requested.filter((address) => !address.startsWith('sidetone://app/'))).toEqual([]);
  });

  it('isolates the page from Node, in the preferences and in fact', async () => {
    const preferences = await app.evaluate(({ BrowserWindow }) => {
      const contents = BrowserWindow.getAllWindows()[0]?.webContents as unknown as {
        getLastWebPreferences(): Record<string, unknown>;
      };
      const all = contents.getLastWebPreferences();
      const names = ['contextIsolation', 'sandbox', 'nodeIntegration', 'nodeIntegrationInWorker', 'webSecurity'];
      return Object.fromEntries(
        [...names, 'webviewTag', 'allowRunningInsecureContent'].map((name) => [name, all[name]]),
      );
    });
    expect(preferences).toMatchObject({
      contextIsolation: true,
      sandbox: true,
      nodeIntegration: false,
      webSecurity: true,
    });
    expect(preferences.nodeIntegrationInWorker ?? false).toBe(false);
    expect(preferences.webviewTag ?? false).toBe(false);
    expect(preferences.allowRunningInsecureContent ?? false).toBe(false);
    const found = await page.evaluate(() =>
      ['require', 'process', 'module', 'Buffer', 'ipcRenderer', 'electron'].filter((name) => name in globalThis),
    );
    expect(found).toEqual([]);
  });

  it('gives the page the named functions and no way to name a channel', async () => {
    const bridge = await page.evaluate(() => {
      const within = (part: object, path: string): [string, string][] =>
        Object.entries(part).flatMap(([name, value]: [string, unknown]) =>
          typeof value === 'object' && value !== null
            ? within(value, `${path}${name}.`)
            : [[`${path}${name}`, typeof value]],
        );
      return within((globalThis as unknown as { sidetone: object }).sidetone, '');
    });
    expect(bridge.map(([name]) => name)).toEqual(THE_BRIDGE.join(' ').split(' '));
    expect(new Set(bridge.map(([, type]) => type))).toEqual(new Set(['function']));
  });

  it('sends a strict content security policy with the page', async () => {
    const header = await page.evaluate(async () =>
      (await fetch('sidetone://app/index.html')).headers.get('content-security-policy'),
    );
    const policy = new Map((header ?? '').split('; ').map((part) => [part.split(' ')[0], part.split(' ').slice(1)]));
    expect(policy.get('default-src')).toEqual(["'none'"]);
    expect(policy.get('script-src')).toEqual(["'self'"]);
    // No PBX and no server is set up: the window may talk to nobody.
    expect(policy.get('connect-src')).toEqual(["'self'"]);
    expect(policy.get('object-src')).toEqual(["'none'"]);
    expect(policy.get('base-uri')).toEqual(["'none'"]);
    expect(policy.get('frame-ancestors')).toEqual(["'none'"]);
  });

  it('runs no inline script and no text as code', async () => {
    const blocked = await page.evaluate(
      () =>
        new Promise<{ directive: string; ran: boolean }>((resolve) => {
          const marks = globalThis as unknown as { inlineRan?: boolean };
          document.addEventListener('securitypolicyviolation', ({ effectiveDirective }) =>
            resolve({ directive: effectiveDirective, ran: marks.inlineRan === true }),
          );
          const script = document.createElement('script');
          script.textContent = 'globalThis.inlineRan = true';
          document.body.append(script);
          if (marks.inlineRan) resolve({ directive: '', ran: true });
        }),
    );
    expect(blocked).toEqual({ directive: 'script-src-elem', ran: false });
    // Through a listener of the page itself: what the test evaluates is exempt from the policy.
    const evaluated = await page.evaluate(
      () =>
        new Promise<string>((resolve) => {
          document.addEventListener(
            'securitypolicyviolation',
            ({ effectiveDirective }) => resolve(effectiveDirective),
            {
              once: true,
            },
          );
          const button = document.createElement('button');
          button.setAttribute('onclick', 'globalThis.inlineRan = true');
          button.click();
          if ((globalThis as unknown as { inlineRan?: boolean }).inlineRan) resolve('ran');
        }),
    );
    expect(evaluated).toBe('script-src-attr');
  });

  it('reaches no foreign origin by fetch, image, frame or socket', async () => {
    const directives = await page.evaluate(async (origin) => {
      const violation = (attempt: () => unknown) =>
        new Promise<string>((resolve) => {
          const note = (event: SecurityPolicyViolationEvent) => {
            // An attempt may be reported more than once; what counts is that this one is.
            if (seen.has(event.blockedURI)) return;
            seen.add(event.blockedURI);
            document.removeEventListener('securitypolicyviolation', note);
            resolve(event.effectiveDirective);
          };
          document.addEventListener('securitypolicyviolation', note);
          void attempt();
        });
      const seen = new Set<string>();
      const element = (name: 'img' | 'iframe' | 'script') => () => {
        const child = document.createElement(name);
        child.src = `${origin}/${name}`;
        document.body.append(child);
      };
      return [
        await violation(() => fetch(`${origin}/fetch`).catch(() => undefined)),
        await violation(() => new WebSocket(origin.replace('http', 'ws'))),
        await violation(element('img')),
        await violation(element('script')),
        await violation(element('iframe')),
      ];
    }, foreignOrigin);
    expect(directives).toEqual(['connect-src', 'connect-src', 'img-src', 'script-src-elem', 'frame-src']);
    expect(askedFor).toEqual([]);
    // The server was there all along: without the policy the attempts would have reached it.
    expect(await (await fetch(`${foreignOrigin}/control`)).text()).toBe('foreign');
  });

  it('opens no second window', async () => {
    expect(await page.evaluate(() => window.open('https://example.invalid/') === null)).toBe(true);
    expect(await page.evaluate(() => window.open('sidetone://app/index.html') === null)).toBe(true);
    expect(await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length)).toBe(1);
  });

  it('does not leave its page', async () => {
    const prevented = await app.evaluate(({ BrowserWindow }, address) => {
      const contents = BrowserWindow.getAllWindows()[0]?.webContents;
      return new Promise<{ url: string; prevented: boolean }>((resolve) => {
        // Our listener was added last: what it sees is what the app's own decided.
        contents?.once('will-navigate', (event) =>
          resolve({ url: event.url, prevented: (event as unknown as { defaultPrevented: boolean }).defaultPrevented }),
        );
        void contents?.executeJavaScript(`location.href = ${JSON.stringify(address)}; undefined`);
      });
    }, `${foreignOrigin}/navigation`);
    expect(prevented).toEqual({ url: `${foreignOrigin}/navigation`, prevented: true });
    expect(page.url()).toBe('sidetone://app/index.html');
    expect(askedFor).not.toContain('/navigation');
  });

  it('attaches no webview', async () => {
    const isPlain = await page.evaluate((origin) => {
      const view: HTMLElement = document.createElement('webview');
      view.setAttribute('src', `${origin}/webview`);
      document.body.append(view);
      const hasMethods = Reflect.has(view, 'getWebContentsId');
      return !hasMethods && view.shadowRoot === null;
    }, foreignOrigin);
    expect(isPlain).toBe(true);
    expect(
      await app.evaluate(({ webContents }) => webContents.getAllWebContents().map((one) => one.getType())),
    ).toEqual(['window']);
  });

  it('grants the microphone and no other permission', async () => {
    const states = await page.evaluate(async () => {
      const names = ['microphone', 'camera', 'geolocation', 'notifications', 'midi', 'clipboard-read'];
      const answers = await Promise.all(
        names.map(async (name) => (await navigator.permissions.query({ name: name as PermissionName })).state),
      );
      return Object.fromEntries(names.map((name, index) => [name, answers[index]]));
    });
    expect(states).toEqual({
      microphone: 'granted',
      camera: 'denied',
      geolocation: 'denied',
      notifications: 'denied',
      midi: 'denied',
      'clipboard-read': 'denied',
    });
    const geolocation = await page.evaluate(
      () =>
        new Promise<number>((resolve) => {
          navigator.geolocation.getCurrentPosition(
            () => resolve(0),
            ({ code }) => resolve(code),
          );
        }),
    );
    expect(geolocation, 'PERMISSION_DENIED').toBe(1);
  });

  it('gives the page the buttons of a headset and no other device', async () => {
    const chosen = await app.evaluate(async ({ session, BrowserWindow }) => {
      const keyboard = { deviceId: 'keyboard', collections: [{ usagePage: 1, usage: 6 }] };
      const headset = { deviceId: 'headset', collections: [{ usagePage: 12 }, { usagePage: 11, usage: 5 }] };
      const frame = BrowserWindow.getAllWindows()[0]?.webContents.mainFrame;
      const choice = (deviceList: unknown[], asker: unknown) =>
        new Promise((resolve) => {
          const event = { preventDefault: () => undefined };
          session.defaultSession.emit('select-hid-device', event, { deviceList, frame: asker }, resolve);
        });
      const foreignFrame = { url: 'https://example.invalid/' };
      return [
        await choice([keyboard, headset], frame),
        await choice([keyboard], frame),
        await choice([headset], foreignFrame),
        await choice([headset], null),
      ];
    });
    expect(chosen).toEqual(['headset', null, null, null]);
    const hid = await page.evaluate(async () => {
      const { hid: devices } = navigator as unknown as { hid: { getDevices(): Promise<unknown[]> } };
      return (await devices.getDevices()).length;
    });
    expect(hid).toBe(0);
    const others = await page.evaluate(async () => {
      const attempt = (ask: Promise<unknown>) =>
        ask.then(
          () => 'granted',
          (error: unknown) => (error instanceof DOMException ? error.name : String(error)),
        );
      const { usb, serial } = navigator as unknown as Record<
        'usb' | 'serial',
        { requestDevice?(options: object): Promise<unknown>; requestPort?(): Promise<unknown> } | undefined
      >;
      return [
        await attempt(usb?.requestDevice?.({ filters: [] }) ?? Promise.reject(new Error('none'))),
        await attempt(serial?.requestPort?.() ?? Promise.reject(new Error('none'))),
      ];
    });
    expect(others).not.toContain('granted');
  });

  it('opens the microphone, and refuses the camera even together with it', async () => {
    const outcomes = await page.evaluate(async () => {
      const attempt = async (constraints: MediaStreamConstraints) => {
        try {
          const stream = await navigator.mediaDevices.getUserMedia(constraints);
          const kinds = stream.getTracks().map(({ kind }) => kind);
          stream.getTracks().forEach((track) => track.stop());
          return kinds.join();
        } catch (error) {
          return error instanceof DOMException ? error.name : String(error);
        }
      };
      return [
        await attempt({ audio: true }),
        await attempt({ video: true }),
        await attempt({ audio: true, video: true }),
      ];
    });
    expect(outcomes).toEqual(['audio', 'NotAllowedError', 'NotAllowedError']);
  });
});
