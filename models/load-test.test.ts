import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ModelMeasurement } from '../contracts/models';
import { loadTest } from './load-test';
import { nodeJob } from './node-job';

const measurement: ModelMeasurement = {
  ...{ measuredAt: '2026-11-28T12:00:00.000Z', loadMs: 900, audioMs: 7000, realTimeFactor: 0.1 },
  ...{ memoryBytes: 1e8, heardShare: { zh: 1 } },
};

let folder: string;
let tokens: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'sidetone-load-test-'));
  tokens = path.join(folder, 'tokens.txt');
  await writeFile(tokens, 'YQ== 0\n');
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** Runs a test whose process does this once it has its job. */
async function testWith(body: string, limitMs = 60_000, tokensFile = tokens) {
  const entry = path.join(await mkdtemp(path.join(folder, 'engine-')), 'engine.mjs');
  await writeFile(entry, `process.on('message', (job) => { ${body} });`);
  const files = { encoder: 'e', decoder: 'd', tokens: tokensFile };
  return loadTest(nodeJob(entry, []), { kind: 'test', role: 'careful-ear', files, clips: [] }, { limitMs });
}
const say = (message: unknown) => `process.send(${JSON.stringify(message)});`;

describe('the test of a model, in a process of its own', () => {
  it('gives what was measured', async () => {
    expect(await testWith(say({ type: 'loaded' }) + say({ type: 'measured', measurement }))).toEqual(measurement);
  });

  it('names a model that the engine ends over while loading as of another kind', async () => {
    const trial = testWith('process.exit(255)');
    await expect(trial).rejects.toMatchObject({ code: 'model-wrong-kind', message: expect.stringContaining('255') });
  });

  it('outlives an engine that crashes', async () => {
    const trial = testWith(`${say({ type: 'loaded' })} setTimeout(() => process.kill(process.pid, 'SIGSEGV'), 1);`);
    await expect(trial).rejects.toMatchObject({ code: 'model-crashed' });
  });

  it('stops an engine that hangs', async () => {
    await expect(testWith('while (true);', 300)).rejects.toMatchObject({ code: 'model-hangs' });
  });

  it('passes on what the engine said, and takes no nonsense for an answer', async () => {
    const failure = { code: 'model-hears-nothing', message: 'Nothing.', retryable: false };
    await expect(testWith(say({ type: 'failed', failure }))).rejects.toMatchObject(failure);
    await expect(testWith(say({ type: 'measured', measurement: {} }))).rejects.toMatchObject({ code: 'model-crashed' });
  });

  it('refuses a list of tokens that is not in the layout, before any engine sees it', async () => {
    const other = path.join(folder, 'other.txt');
    await writeFile(other, '<blank>\n<s>\n');
    const trial = testWith(say({ type: 'measured', measurement }), 60_000, other);
    await expect(trial).rejects.toMatchObject({
      code: 'model-wrong-kind',
      message: expect.stringContaining('other.txt'),
    });
  });

  it('can be cancelled', async () => {
    const abort = new AbortController();
    const entry = path.join(folder, 'silent.mjs');
    await writeFile(entry, "process.on('message', () => undefined);");
    const job = { kind: 'test', role: 'vad', files: {}, clips: [] } as const;
    const trial = loadTest(nodeJob(entry, []), { ...job, files: {}, clips: [] }, { signal: abort.signal });
    abort.abort();
    await expect(trial).rejects.toMatchObject({ code: 'cancelled' });
  });
});
