import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { settingsSchema } from '../contracts/settings';
import { contentSecurityPolicy, fileForUrl, isTrustedSender } from './app-protocol';

describe('fileForUrl', () => {
  const root = path.resolve('/srv/window');

  it('serves the index at the root and files below it', () => {
    expect(fileForUrl(root, 'sidetone://app/')).toBe(path.join(root, 'index.html'));
    expect(fileForUrl(root, 'sidetone://app/assets/a.js')).toBe(path.join(root, 'assets/a.js'));
  });

  it.each(['sidetone://app/..%2f..%2fetc%2fpasswd', 'sidetone://app/%2e%2e/secret', 'sidetone://other/index.html'])(
    'never leaves its folder for %s',
    (url) => {
      const file = fileForUrl(root, url);
      expect(file === null || file.startsWith(root + path.sep)).toBe(true);
    },
  );
});

describe('contentSecurityPolicy', () => {
  it('lets the window speak to its PBX and server and to nobody else', () => {
    const settings = settingsSchema.parse({
      pbx: {
        webSocketUrl: 'wss://pbx.example:7443/ws',
        backupWebSocketUrl: 'wss://pbx2.example/ws',
        domain: 'pbx.example',
        extension: '1001',
      },
      server: { url: 'https://central.example' },
    });
    const policy = contentSecurityPolicy(settings);
    expect(policy).toContain(
      "connect-src 'self' wss://pbx.example:7443 wss://pbx2.example https://central.example wss://central.example;",
    );
    const more = { label: 'B', domain: 'b.example', extension: '2001' };
    const withMore = settingsSchema.parse({
      pbx: { webSocketUrl: 'wss://pbx.example:7443/ws', domain: 'pbx.example', extension: '1001' },
      moreAccounts: [
        { ...more, id: 'b', webSocketUrl: 'wss://b.example/ws' },
        { ...more, id: 'c', webSocketUrl: 'wss://pbx.example:7443/other' },
      ],
    });
    expect(contentSecurityPolicy(withMore)).toContain("connect-src 'self' wss://pbx.example:7443 wss://b.example;");
    expect(policy).toContain("script-src 'self';");
    expect(policy).not.toContain('unsafe-eval');
  });
});

describe('isTrustedSender', () => {
  it('accepts the top frame of our own page only', () => {
    expect(isTrustedSender({ url: 'sidetone://app/index.html', parent: null })).toBe(true);
    expect(isTrustedSender({ url: 'sidetone://app/index.html', parent: {} })).toBe(false);
    expect(isTrustedSender({ url: 'sidetone://app.evil.example/', parent: null })).toBe(false);
    expect(isTrustedSender({ url: 'https://evil.example/', parent: null })).toBe(false);
    expect(isTrustedSender(null)).toBe(false);
  });
});
