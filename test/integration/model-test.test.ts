import { copyFile, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ModelRole } from '../../contracts/models';
import { loadTest, testClips } from '../../models/load-test';
import { locateModels, modelSearchPath } from '../../models/locate';
import { nodeJob } from '../../models/node-job';

const located = await locateModels({ searchPath: modelSearchPath() });
const filesOf = (role: ModelRole) => located.find((model) => model.role === role && model.state === 'found')?.files;
const clips = testClips(path.resolve(import.meta.dirname, '../../practice/voices'));
const run = (role: ModelRole, files: Readonly<Record<string, string>> = {}) =>
  loadTest(nodeJob(), { kind: 'test', role, files: { ...files }, clips });

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'sidetone-model-test-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

for (const role of ['vad', 'fast-ear', 'careful-ear'] as const) {
  const files = filesOf(role);
  const missing = files ? '' : ' (its model is not on this machine)';
  describe.skipIf(!files)(`the real ${role} in a process of its own${missing}`, () => {
    it('is loaded, hears a sentence, and is measured', async () => {
      const measured = await run(role, files);
      expect(measured.heardShare.zh).toBeGreaterThan(0.6);
      expect(measured.memoryBytes).toBeGreaterThan(1e6);
      expect(measured.realTimeFactor).toBeGreaterThan(0);
    });
  });
}

const careful = filesOf('careful-ear');
const fast = filesOf('fast-ear');
describe.skipIf(!careful || !fast)(
  `a wrong model${careful && fast ? '' : ' (the models are not on this machine)'}`,
  () => {
    it('of another kind is named as such, though the engine ends its process over it', async () => {
      // The keyword network with Whisper's tokens: all that can be told beforehand is right.
      const network = fast?.network ?? '';
      const trial = run('careful-ear', { encoder: network, decoder: network, tokens: careful?.tokens ?? '' });
      await expect(trial).rejects.toMatchObject({ code: 'model-wrong-kind' });
    });

    it('that was cut short is refused', async () => {
      const encoder = path.join(folder, 'cut-encoder.onnx');
      const whole = await readFile(careful?.encoder ?? '');
      await writeFile(encoder, whole.subarray(0, whole.length / 2));
      await expect(run('careful-ear', { ...careful, encoder })).rejects.toMatchObject({ code: 'model-wrong-kind' });
    });

    it('is no keyword model either', async () => {
      const network = path.join(folder, 'net.onnx');
      await copyFile(careful?.encoder ?? '', network);
      await expect(run('fast-ear', { ...fast, network })).rejects.toMatchObject({ code: 'model-wrong-kind' });
    });
  },
);
