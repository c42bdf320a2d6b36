import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { declare, float32, OnnxBuilder } from './convert/onnx-builder';
import { readOnnxMetadata } from './onnx-metadata';

describe('what an ONNX model says of itself', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(path.join(os.tmpdir(), 'sidetone-metadata-'));
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  async function written(content: Buffer | string): Promise<string> {
    const file = path.join(await mkdtemp(path.join(folder, 'model-')), 'model.onnx');
    await writeFile(file, content);
    return file;
  }
  function model(metadata: Record<string, string>): Buffer {
    const graph = new OnnxBuilder();
    graph.tensor('weights', float32(new Float32Array(50_000), [50_000]));
    graph.node('Identity', ['x'], {}, 'y');
    return graph.build([declare('x', ['N'])], [declare('y', ['N'])], metadata);
  }

  it('is read without the network', async () => {
    const metadata = { model_type: 'sense_voice_ctc', neg_mean: Array(560).fill('-8.311879').join() };
    expect(await readOnnxMetadata(await written(model(metadata)))).toEqual(metadata);
    expect(await readOnnxMetadata(await written(model({})))).toEqual({});
  });

  it('is not to be had of what is no model, or not a whole one', async () => {
    const whole = await readFile(await written(model({ model_type: 'paraformer' })));
    expect(await readOnnxMetadata(await written(whole.subarray(0, 100_000)))).toBeNull();
    const broken = Buffer.from(whole);
    // The length of the key in the last entry: beyond the entry.
    broken[broken.lastIndexOf('model_type') - 1] = 0x7f;
    expect(await readOnnxMetadata(await written(broken))).toBeNull();
    expect(await readOnnxMetadata(await written('encoder'))).toBeNull();
    expect(await readOnnxMetadata(await written(''))).toBeNull();
    expect(await readOnnxMetadata(path.join(folder, 'absent.onnx'))).toBeNull();
  });
});
