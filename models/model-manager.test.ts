import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ModelJob, ModelJobMessage, ModelWork } from '../contracts/models';
import type { StartJob } from './load-test';
import { manifest } from './manifest';
import { ModelManager } from './model-manager';

const good: ModelJobMessage = {
  type: 'measured',
  measurement: {
    ...{ measuredAt: '2026-11-28T12:00:00.000Z', loadMs: 900, audioMs: 7000, realTimeFactor: 0.1 },
    ...{ memoryBytes: 1e8, heardShare: { zh: 1 } },
  },
};

let root: string;
let jobs: ModelJob[];
/** What the next test does; null: nothing, for ever. */
let answer: ModelJobMessage | 'crash' | null;
let manager: ModelManager;
let work: (ModelWork | null)[];
beforeEach(async () => {
  root = await mkdtemp(path.join(os.tmpdir(), 'sidetone-manager-'));
  jobs = [];
  work = [];
  answer = good;
  const startJob: StartJob = (job) => {
    jobs.push(job);
    const said = answer;
    return {
      onMessage: (listener) => void (said && said !== 'crash' && queueMicrotask(() => listener(said))),
      onExit: (listener) => void (said === 'crash' && queueMicrotask(() => listener(255))),
      kill: () => undefined,
    };
  };
  manager = new ModelManager({ searchPath: [home()], clips: 'voices', startJob });
  manager.on('work', (now) => work.push(now));
});
afterEach(() => rm(root, { recursive: true, force: true }));

const home = () => path.join(root, 'home');
async function whisper(folder: string, weights: string): Promise<string> {
  const place = path.join(root, folder);
  await mkdir(place, { recursive: true });
  for (const part of ['encoder', 'decoder']) await writeFile(path.join(place, `x-${part}.onnx`), weights);
  await writeFile(path.join(place, 'x-tokens.txt'), 'YQ== 0\n');
  return place;
}
const facts = async (name: string) => (await manager.view()).models.find((model) => model.name === name);
const inUse = async () =>
  (await manager.view()).models.find((model) => model.role === 'careful-ear' && model.inUse)?.name;

describe('an import', () => {
  it('takes a model of a known layout when it loads and hears, and says that it is unverified', async () => {
    const [outcome] = await manager.import(await whisper('My Ear 1', 'one'));
    expect(outcome).toMatchObject({ name: 'my-ear-1', verified: false, failure: null });
    expect(jobs).toMatchObject([{ kind: 'test', role: 'careful-ear' }]);
    expect(await facts('my-ear-1')).toMatchObject({
      ...{ state: 'found', imported: true, verified: false, inUse: false, measured: { realTimeFactor: 0.1 } },
      ...{ bytes: 13, title: 'My Ear 1' },
    });
    expect((await readdir(home())).sort()).toEqual(['desk-models.json', 'my-ear-1']);
  });

  it('takes nothing that ends its engine', async () => {
    answer = 'crash';
    const [outcome] = await manager.import(await whisper('ear', 'one'));
    expect(outcome?.failure).toMatchObject({ code: 'model-wrong-kind' });
    expect(await readdir(home())).toEqual([]);
    expect(await facts('ear')).toBeUndefined();
  });

  it('refuses files that bear a name of the product and are others', async () => {
    const place = path.join(root, 'base');
    await mkdir(place);
    for (const { file } of manifest.find(({ name }) => name === 'whisper-base')?.files ?? [])
      await writeFile(path.join(place, file), 'YQ== 0');
    const [outcome] = await manager.import(place);
    expect(outcome?.failure).toMatchObject({ code: 'model-other-file' });
    expect(jobs).toEqual([]);
  });

  it('takes all folders of a folder, each for itself', async () => {
    await whisper('stick/a', 'one');
    await whisper('stick/b', 'two');
    await mkdir(path.join(root, 'stick/c'));
    await writeFile(path.join(root, 'stick/c/other.onnx'), 'x');
    const outcomes = await manager.import(path.join(root, 'stick'));
    expect(outcomes.map(({ name, failure }) => name ?? failure?.code)).toEqual(['a', 'b', 'model-unknown-layout']);
  });

  it('gives a model of other files another name, and the same files the same', async () => {
    await manager.import(await whisper('a/ear', 'one'));
    expect(await manager.import(await whisper('b/ear', 'two'))).toMatchObject([{ name: 'ear-2' }]);
    expect(await manager.import(await whisper('c/ear', 'one'))).toMatchObject([{ name: 'ear' }]);
  });

  it('says so where there is no model, or no folder', async () => {
    await expect(manager.import(root)).rejects.toMatchObject({ code: 'model-unknown-layout' });
    await expect(manager.import(path.join(root, 'none'))).rejects.toMatchObject({ code: 'folder-unreadable' });
  });
});

describe('switching', () => {
  beforeEach(async () => {
    await manager.import(await whisper('one', 'one'));
    await manager.import(await whisper('two', 'two'));
    jobs = [];
  });

  it('loads a model apart, then uses it; roll back goes back, and forth', async () => {
    await manager.use('one');
    await manager.use('two');
    expect(jobs).toHaveLength(2);
    expect(await inUse()).toBe('two');
    expect(await facts('one')).toMatchObject({ previous: true });
    expect(await manager.rollBack('careful-ear')).toBe('one');
    expect(await inUse()).toBe('one');
    expect(await manager.rollBack('careful-ear')).toBe('two');
    expect(await inUse()).toBe('two');
  });

  it('leaves everything as it was when the model does not load', async () => {
    await manager.use('one');
    const before = await readFile(path.join(home(), 'desk-models.json'), 'utf8');
    answer = 'crash';
    await expect(manager.use('two')).rejects.toMatchObject({ code: 'model-wrong-kind' });
    expect(await readFile(path.join(home(), 'desk-models.json'), 'utf8')).toBe(before);
    expect(await inUse()).toBe('one');
  });

  it('refuses a model that was altered since its import, to use and to roll back to', async () => {
    await manager.use('one');
    await manager.use('two');
    await writeFile(path.join(home(), 'one', 'x-encoder.onnx'), 'evil');
    await expect(manager.use('one')).rejects.toMatchObject({ code: 'model-not-whole' });
    await expect(manager.rollBack('careful-ear')).rejects.toMatchObject({ code: 'model-not-whole' });
    expect(await inUse()).toBe('two');
  });

  it('has nothing to roll back to at first, nor to another role', async () => {
    await expect(manager.rollBack('careful-ear')).rejects.toMatchObject({ code: 'model-no-previous' });
    await manager.use('one');
    await expect(manager.rollBack('vad')).rejects.toMatchObject({ code: 'model-no-previous' });
  });

  it('does one thing at a time, tells of it, and can be cancelled', async () => {
    answer = null;
    const testing = manager.test('one');
    // The work begins when the files have been read.
    await new Promise<void>((resolve) => manager.once('work', () => resolve()));
    expect((await manager.view()).work).toMatchObject({ kind: 'test', name: 'one' });
    await expect(manager.use('two')).rejects.toMatchObject({ code: 'models-busy', retryable: true });
    manager.cancel();
    await expect(testing).rejects.toMatchObject({ code: 'cancelled' });
    expect(work.at(-1)).toBeNull();
    answer = good;
    await manager.use('two');
    expect(await inUse()).toBe('two');
  });

  it('names the models there are when it does not know one, and why it cannot fetch an imported one', async () => {
    await expect(manager.test('three')).rejects.toMatchObject({ message: expect.stringContaining('one, two') });
    await expect(manager.fetch('one')).rejects.toMatchObject({ code: 'model-imported' });
  });

  it('shows an imported model that is gone only while it is wanted', async () => {
    await manager.use('one');
    await rm(path.join(home(), 'one'), { recursive: true });
    await rm(path.join(home(), 'two'), { recursive: true });
    expect(await facts('one')).toMatchObject({ state: 'missing', inUse: false });
    expect(await facts('two')).toBeUndefined();
  });
});
