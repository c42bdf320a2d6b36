import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Protocol } from 'electron';
import type { Settings } from '../contracts/settings';

export const APP_SCHEME = 'sidetone';
export const APP_ORIGIN = `${APP_SCHEME}://app`;

const contentTypes: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
};

/** The window may talk to its PBXs and its server and to nobody else. */
export function contentSecurityPolicy(settings: Settings): string {
  const connect = ["'self'"];
  for (const account of [settings.pbx, ...settings.moreAccounts]) {
    for (const url of [account?.webSocketUrl, account?.backupWebSocketUrl]) {
      const origin = url === undefined ? undefined : new URL(url).origin.replace(/^http/, 'ws');
      if (origin !== undefined && !connect.includes(origin)) connect.push(origin);
    }
  }
  if (settings.server) {
    const { origin } = new URL(settings.server.url);
    connect.push(origin, origin.replace(/^http/, 'ws'));
  }
  return [
    "default-src 'none'",
    "script-src 'self'",
    // Mantine sets style attributes; scripts stay strict.
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data:",
    "font-src 'self'",
    "media-src 'self' blob: mediastream:",
    "worker-src 'self'",
    `connect-src ${connect.join(' ')}`,
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
    "object-src 'none'",
  ].join('; ');
}

/** Only the top frame of our own page may speak to main. */
export function isTrustedSender(frame: { url: string; parent: unknown } | null): boolean {
  if (frame === null || frame.parent !== null) return false;
  try {
    const url = new URL(frame.url);
    return `${url.protocol}//${url.host}` === APP_ORIGIN;
  } catch {
    return false;
  }
}

/** Maps a URL of the app scheme to a file below `root`; null for anything outside it. */
export function fileForUrl(root: string, url: string): string | null {
  const { host, pathname } = new URL(url);
  if (host !== 'app') return null;
  const relative = decodeURIComponent(pathname === '/' ? '/index.html' : pathname);
  const file = path.normalize(path.join(root, relative));
  return file.startsWith(root + path.sep) ? file : null;
}

/** Serves the built window from its own scheme, so that no page runs from file:// (Electron security checklist 18). */
export function serveApp(protocol: Protocol, root: string, settings: () => Settings): void {
  protocol.handle(APP_SCHEME, async (request) => {
    const file = fileForUrl(root, request.url);
    if (!file) return new Response('Not found', { status: 404 });
    try {
      return new Response(new Uint8Array(await readFile(file)), {
        headers: {
          'content-type': contentTypes[path.extname(file)] ?? 'application/octet-stream',
          'content-security-policy': contentSecurityPolicy(settings()),
          'x-content-type-options': 'nosniff',
        },
      });
    } catch {
      return new Response('Not found', { status: 404 });
    }
  });
}
