import { mkdtempSync, readdirSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { SettingsStore } from './settings-store';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'sidetone-settings-'));
});

describe('SettingsStore', () => {
  it('gives back after a restart what was saved', () => {
    const store = new SettingsStore(folder, {});
    store.save({ ...store.settings, language: 'en', wrapUpSeconds: 45 });
    const again = new SettingsStore(folder, {});
    expect(again.settings.language).toBe('en');
    expect(again.settings.wrapUpSeconds).toBe(45);
  });

  it('lets the configuration file win over what is stored', () => {
    const store = new SettingsStore(folder, {});
    store.save({ ...store.settings, language: 'en' });
    expect(new SettingsStore(folder, { language: 'zh', password: 'secret' }).settings).toMatchObject({
      language: 'zh',
    });
  });

  it('never keeps the password among the settings', () => {
    const store = new SettingsStore(folder, { password: 'secret' });
    expect(JSON.stringify(store.settings)).not.toContain('secret');
  });

  it('puts a damaged file aside and says so', () => {
    writeFileSync(path.join(folder, 'settings.json'), '{"language":');
    const store = new SettingsStore(folder, {});
    expect(store.notices).toMatchObject([{ code: 'settings-damaged' }]);
    expect(readdirSync(folder).some((name) => name.startsWith('settings.json.damaged-'))).toBe(true);
  });
});
