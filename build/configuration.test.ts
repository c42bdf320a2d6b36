import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { customersSchema } from '../contracts/customers';
import { configFileSchema } from '../contracts/settings';
import { mergeConfig, partsNeeded, practiceCustomerList, readUserConfig, writePrivate } from './configuration.mjs';
import { dataFolder } from './folders.mjs';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'sidetone-configuration-'));
});
afterEach(async () => {
  await rm(folder, { recursive: true });
});

const own = {
  deskFolder: '/data/desk',
  server: { url: 'http://127.0.0.1:8470', enrolmentToken: 'token' },
  pbx: { webSocketUrl: 'ws://127.0.0.1:8471', domain: 'practice.sidetone.local' },
};

describe('the settings file of a start', () => {
  it('is one that the app accepts', () => {
    expect(() => configFileSchema.parse(mergeConfig({}, own))).not.toThrow();
  });

  it('leaves out our own parts where the person named others', () => {
    const given = { pbx: { webSocketUrl: 'wss://pbx.example', domain: 'example', extension: '7' }, server: null };
    expect(partsNeeded(given)).toEqual({ server: false, pbx: false });
    const merged = mergeConfig(given, { deskFolder: '/data/desk' });
    expect(merged).toEqual({ ...given, dataFolder: '/data/desk' });
  });

  it('takes relative paths from the folder of the person’s file', async () => {
    const file = path.join(folder, 'desk.json');
    await writeFile(file, JSON.stringify({ cueBookFile: 'cues.json', language: 'en' }));
    expect(await readUserConfig(file)).toEqual({ cueBookFile: path.join(folder, 'cues.json'), language: 'en' });
  });

  it('is refused with the reason when it is not JSON, not an object, or not there', async () => {
    const file = path.join(folder, 'desk.json');
    await expect(readUserConfig(file)).rejects.toThrow('cannot be read');
    await writeFile(file, '{');
    await expect(readUserConfig(file)).rejects.toThrow('is not JSON');
    await writeFile(file, '[]');
    await expect(readUserConfig(file)).rejects.toThrow('must be a JSON object');
  });

  it.skipIf(process.platform === 'win32')('is readable by its owner only, for it carries a password', async () => {
    const file = path.join(folder, 'config.json');
    await writePrivate(file, mergeConfig({}, own));
    expect((await stat(file)).mode & 0o777).toBe(0o600);
  });
});

it('lists the practice customers as the server takes them', async () => {
  const list = customersSchema.parse(await practiceCustomerList());
  expect(list.customers.length).toBeGreaterThanOrEqual(12);
  const zhang = list.customers.find(({ number }) => number === '8001');
  expect(zhang?.practice).toBe(true);
  expect(zhang?.stories?.en).toContain('discount');
  expect(zhang?.expectedCues).toContain('太贵');
});

it('keeps data where the system keeps it, unless told', () => {
  expect(dataFolder({ SIDETONE_DATA: '/elsewhere' }, 'linux', '/home/a')).toBe('/elsewhere');
  expect(dataFolder({}, 'linux', '/home/a')).toBe('/home/a/.config/Sidetone');
  expect(dataFolder({}, 'darwin', '/Users/a')).toBe('/Users/a/Library/Application Support/Sidetone');
  expect(dataFolder({ APPDATA: 'C:\\Users\\a\\AppData\\Roaming' }, 'win32', 'C:\\Users\\a')).toBe(
    'C:\\Users\\a\\AppData\\Roaming\\Sidetone',
  );
});
