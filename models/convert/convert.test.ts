import { createHash } from 'node:crypto';
import * as ort from 'onnxruntime-node';
import { describe, expect, it } from 'vitest';
import { assertIntegrity, readTar } from './npm-package';
import { declare, floatScalar, int8, OnnxBuilder } from './onnx-builder';
import { dataType, readOnnx, type Tensor } from './onnx-file';
import { bytesField, readFields, varintField } from './protobuf';
import { tokensFile, whisperMetadata } from './whisper';
import { transpose } from './whisper-decoder';
import { WhisperLayers } from './whisper-layers';
import { openAiName, readWhisperWeights } from './whisper-weights';

const sizes = { width: 2, heads: 1, encoderLayers: 1, decoderLayers: 1, vocabulary: 2 };
const byte = (value: number): Tensor => ({ type: dataType.uint8, shape: [], data: Buffer.of(value) });

function tarEntry(name: string, content: string): Buffer {
  const header = Buffer.alloc(512);
  header.write(name, 0);
  header.write(content.length.toString(8).padStart(11, '0'), 124);
  header.write('0', 156);
  const body = Buffer.alloc(Math.ceil(content.length / 512) * 512);
  body.write(content);
  return Buffer.concat([header, body]);
}

describe('a package from npm', () => {
  it('gives its files by path', () => {
    const archive = Buffer.concat([
      tarEntry('package/a', 'x'.repeat(513)),
      tarEntry('package/b', 'y'),
      Buffer.alloc(1024),
    ]);
    const files = readTar(archive);
    expect([...files.keys()]).toEqual(['package/a', 'package/b']);
    expect(files.get('package/a')?.length).toBe(513);
    expect(files.get('package/b')?.toString()).toBe('y');
  });

  it('is refused when cut short', () => {
    expect(() => readTar(tarEntry('package/a', 'x'.repeat(600)).subarray(0, 1000))).toThrow('ends inside package/a');
  });

  it('is refused when its checksum is another', () => {
    const integrity = `sha512-${createHash('sha512').update('as published').digest('base64')}`;
    expect(() => assertIntegrity(Buffer.from('as published'), integrity)).not.toThrow();
    expect(() => assertIntegrity(Buffer.from('as tampered'), integrity)).toThrow('another checksum');
  });
});

describe('protobuf', () => {
  it('reads back the numbers and bytes it wrote, negative ones too', () => {
    const message = Buffer.concat([varintField(1, 300), varintField(2, -1), bytesField(14, 'text')]);
    const fields = readFields(message);
    expect(fields.map(({ number, value }) => [number, value])).toEqual([
      [1, 300n],
      [2, -1n],
      [14, 0n],
    ]);
    expect(fields[2]?.bytes.toString()).toBe('text');
  });

  it('refuses a message cut short', () => {
    expect(() => readFields(bytesField(1, 'text').subarray(0, 4))).toThrow('ends inside a field');
  });
});

describe("Whisper's weights", () => {
  it('have the names OpenAI gave them', () => {
    expect(openAiName('encoder', 'layers.3.self_attn.q_proj.bias')).toBe('encoder.blocks.3.attn.query.bias');
    expect(openAiName('decoder', 'model.decoder.layers.0.fc1.bias_merged_0')).toBe('decoder.blocks.0.mlp.0.bias');
    expect(openAiName('decoder', 'model.decoder.layer_norm.weight_merged_0')).toBe('decoder.ln.weight');
    expect(openAiName('encoder', 'conv1.weight_quantized')).toBe('encoder.conv1.weight');
    expect(openAiName('encoder', 'conv1.weight_zero_point')).toBeNull();
  });

  it('keep their values from file to file, and multiply as they should', async () => {
    // Weights 0.5 * (byte - 130): [[-1, 0], [1, 2]].
    const source = new OnnxBuilder();
    source.tensor('w_quantized', { type: dataType.uint8, shape: [2, 2], data: Buffer.of(128, 130, 132, 134) });
    source.tensor('w_scale', floatScalar(0.5));
    source.tensor('w_zero_point', byte(130));
    source.tensor('embed_tokens.weight_quantized', int8(Int8Array.of(1, 2, 3, 4), [2, 2]));
    source.tensor('embed_tokens.weight_scale', floatScalar(1));
    source.tensor('embed_tokens.weight_zero_point', { ...byte(0), type: dataType.int8 });
    const file = readOnnx(source.build([], []));
    const nodes = [{ name: '/layers.0/fc1/MatMul_quant', type: 'MatMulInteger', inputs: ['x', 'w_quantized'] }];
    const weights = readWhisperWeights({ encoder: { ...file, nodes }, decoder: file });
    expect(weights.linear.get('encoder.blocks.0.mlp.0')).toMatchObject({ scale: 0.5, zero: 2 });

    const layers = new WhisperLayers(weights, sizes);
    layers.graph.node('Identity', [layers.linear('x', 'encoder.blocks.0.mlp.0')], {}, 'y');
    const model = layers.graph.build([declare('x', ['N', 2])], [declare('y', ['N', 2])]);
    const session = await ort.InferenceSession.create(model);
    const { y } = await session.run({ x: new ort.Tensor('float32', [0, 255, 255, 0], [2, 2]) });
    expect([...((y?.data ?? []) as Float32Array)]).toEqual([255, 510, -255, 0]);
    await session.release();
  });

  it('are turned over row by column', () => {
    const turned = transpose({ values: Int8Array.of(1, 2, 3, 4, 5, 6), shape: [2, 3], scale: 1, zero: 0 });
    expect([...turned.values]).toEqual([1, 4, 2, 5, 3, 6]);
    expect(turned.shape).toEqual([3, 2]);
  });
});

describe("sherpa-onnx's files", () => {
  it('list the text tokens by number, in base64, without the special ones', () => {
    expect(tokensFile({ b: 1, a: 0, '<|zh|>': 50260, '': 50256 })).toBe('YQ== 0\nYg== 1\n');
  });

  it('are not made from a vocabulary with its languages elsewhere', () => {
    expect(() => whisperMetadata('base', sizes, { Ġ: 220 }, { '<|en|>': 50258 })).toThrow('not where Whisper has it');
  });
});
