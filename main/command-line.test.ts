import { mkdtempSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { parseConfig, readConfigArgument } from './command-line';

describe('the configuration file', () => {
  it('keeps absent keys absent, so that stored settings are not overwritten by defaults', () => {
    expect(parseConfig('{"language":"en"}', 'roll-out.json')).toEqual({ language: 'en' });
  });

  it('refuses an unknown key and names it', () => {
    expect(() => parseConfig('{"langauge":"en"}', 'roll-out.json')).toThrow(/langauge/);
  });

  it('refuses a wrong value with the path of its key', () => {
    const text = JSON.stringify({ pbx: { webSocketUrl: 'http://pbx', domain: 'd', extension: '1' } });
    expect(() => parseConfig(text, 'roll-out.json')).toThrow(/pbx\.webSocketUrl.*ws:\/\//);
  });

  it('says that a file is not JSON', () => {
    expect(() => parseConfig('{', 'roll-out.json')).toThrow(/roll-out\.json is not JSON/);
  });

  it('takes relative paths from the folder of the file', () => {
    const folder = mkdtempSync(path.join(os.tmpdir(), 'sidetone-config-'));
    const file = path.join(folder, 'roll-out.json');
    writeFileSync(file, JSON.stringify({ dataFolder: 'desk' }));
    expect(readConfigArgument(['electron', `--config=${file}`]).dataFolder).toBe(path.join(folder, 'desk'));
  });

  it('says which file cannot be read', () => {
    expect(() => readConfigArgument(['--config=/nowhere/roll-out.json'])).toThrow(/nowhere/);
  });
});
