import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { catalogue, changeDeskModels, modelInUse, readDeskModels } from './desk-models';
import type { LocatedModel } from './locate';

const chosen = { 'careful-ear': { name: 'whisper-small', previous: 'whisper-base' } };
let home: string;
beforeEach(async () => {
  home = await mkdtemp(path.join(os.tmpdir(), 'sidetone-desk-models-'));
});
afterEach(() => rm(home, { recursive: true, force: true }));
const list = () => path.join(home, 'desk-models.json');

describe('what a desk decided about its models', () => {
  it('is nothing at first, and no trouble', async () => {
    const { decided, trouble } = await readDeskModels(path.join(home, 'none'));
    expect(decided.chosen).toEqual({});
    expect(trouble).toBeNull();
  });

  it('is kept, and leaves nothing else behind', async () => {
    await changeDeskModels(home, (decided) => ({ ...decided, chosen }));
    expect((await readDeskModels(home)).decided.chosen).toEqual(chosen);
    expect(await readdir(home)).toEqual(['desk-models.json']);
  });

  it.each([
    '{"version":1,',
    '{"version":2}',
    'null',
    '{"version":1,"chosen":{},"imported":[{"name":"../x"}],"measured":{}}',
  ])('counts as nothing when it is damaged (%s), is told of, and is put aside by the next change', async (text) => {
    await writeFile(list(), text);
    const { decided, trouble } = await readDeskModels(home);
    expect(decided.chosen).toEqual({});
    expect(trouble).toMatchObject({ code: 'models-list-damaged' });
    expect(await readFile(list(), 'utf8')).toBe(text);
    await changeDeskModels(home, (before) => ({ ...before, chosen }));
    const aside = (await readdir(home)).find((name) => name.includes('.damaged-')) ?? '';
    expect(await readFile(path.join(home, aside), 'utf8')).toBe(text);
    expect((await readDeskModels(home)).trouble).toBeNull();
  });

  it('stays as it was when the change is refused', async () => {
    await changeDeskModels(home, (decided) => ({ ...decided, chosen }));
    const wrong = changeDeskModels(home, (decided) => ({
      ...decided,
      imported: [{ name: '..', role: 'vad', title: '', importedAt: '', files: [] }],
    }));
    await expect(wrong).rejects.toThrow();
    expect((await readDeskModels(home)).decided.chosen).toEqual(chosen);
  });
});

describe('the model in use', () => {
  const located = (states: Record<string, LocatedModel['state']>): LocatedModel[] =>
    catalogue({ version: 1, chosen: {}, imported: [], measured: {} }).map(({ name, role }) => {
      return { name, role, state: states[name] ?? 'missing', message: '', files: {} };
    });
  const inUse = (states: Record<string, LocatedModel['state']>, choice = {}) =>
    modelInUse('careful-ear', located(states), { chosen: choice })?.name;

  it('is the chosen one, or the product’s own where that is not whole, and none of another role', () => {
    expect(inUse({ 'whisper-base': 'found', 'whisper-small': 'found' })).toBe('whisper-base');
    expect(inUse({ 'whisper-base': 'found', 'whisper-small': 'found' }, chosen)).toBe('whisper-small');
    expect(inUse({ 'whisper-base': 'found', 'whisper-small': 'damaged' }, chosen)).toBe('whisper-base');
    expect(inUse({ 'silero-vad': 'found' })).toBeUndefined();
    // Nobody asked for the larger one: it takes memory a desk may not have.
    expect(inUse({ 'whisper-small': 'found' })).toBeUndefined();
  });
});
