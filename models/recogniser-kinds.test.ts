import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { declare, OnnxBuilder } from './convert/onnx-builder';
import { recogniserIn, whatIsWrong } from './recogniser-kinds';
import { recognise } from './layouts';

let home: string;
beforeAll(async () => {
  home = await mkdtemp(path.join(os.tmpdir(), 'sidetone-kinds-'));
});
afterAll(() => rm(home, { recursive: true, force: true }));

function saying(metadata: Record<string, string | number>): Buffer {
  const graph = new OnnxBuilder();
  graph.node('Identity', ['x'], {}, 'y');
  return graph.build([declare('x', ['N'])], [declare('y', ['N'])], metadata);
}

/** A folder of a release, its files as given: text, or what a model says of itself. */
async function release(name: string, files: Record<string, string | Record<string, string | number>>) {
  const folder = path.join(await mkdtemp(path.join(home, 'release-')), name);
  await mkdir(folder);
  for (const [file, content] of Object.entries(files))
    await writeFile(path.join(folder, file), typeof content === 'string' ? content : saying(content));
  return folder;
}
async function kindOf(name: string, files: Parameters<typeof release>[1]) {
  const folder = await release(name, files);
  const found = await recogniserIn(folder, await readdir(folder));
  return found && { kind: found.kind, ...Object.fromEntries(found.files.map(({ key, file }) => [key, file])) };
}

describe('a folder as sherpa-onnx releases it', () => {
  const tokens = { 'tokens.txt': '<blk> 0\n' };
  const words = { 'bpe.model': '', 'README.md': '', 'test.wav': '' };
  const streaming = { model_type: 'zipformer2', decode_chunk_len: 32, T: 45 };

  it('is known by what its model says of itself, whatever the folder is called', async () => {
    expect(
      await kindOf('asr', {
        'model.int8.onnx': { model_type: 'sense_voice_ctc', lang_auto: 0 },
        'model.onnx': { model_type: 'sense_voice_ctc' },
        ...tokens,
        ...words,
      }),
    ).toEqual({ kind: 'sense-voice', network: 'model.int8.onnx', tokens: 'tokens.txt' });
    const paraformer = { 'model.int8.onnx': { model_type: 'paraformer' }, 'am.mvn': '', 'config.yaml': '', ...tokens };
    expect(await kindOf('asr', paraformer)).toMatchObject({ kind: 'paraformer' });
    expect(await kindOf('asr', { 'model.onnx': { model_type: 'dolphin' }, ...tokens })).toMatchObject({
      kind: 'dolphin',
    });
    expect(await kindOf('asr', { 'model.onnx': { model_type: 'zipformer2_ctc' }, ...tokens })).toMatchObject({
      kind: 'zipformer-ctc',
    });
    expect(await kindOf('asr', { 'ctc-epoch-20.int8.onnx': streaming, ...tokens })).toMatchObject({
      kind: 'streaming-zipformer-ctc',
    });
  });

  it('tells transducers that stream from those that do not, and takes the small decoder unrounded', async () => {
    const named = (metadata: Record<string, string | number>) => ({
      'encoder-epoch-99-avg-1.onnx': metadata,
      'encoder-epoch-99-avg-1.int8.onnx': metadata,
      'decoder-epoch-99-avg-1.onnx': {},
      'decoder-epoch-99-avg-1.int8.onnx': {},
      'joiner-epoch-99-avg-1.onnx': {},
      'joiner-epoch-99-avg-1.int8.onnx': {},
      ...tokens,
      ...words,
    });
    expect(await kindOf('asr', named(streaming))).toEqual({
      kind: 'streaming-zipformer',
      encoder: 'encoder-epoch-99-avg-1.int8.onnx',
      decoder: 'decoder-epoch-99-avg-1.onnx',
      joiner: 'joiner-epoch-99-avg-1.int8.onnx',
      tokens: 'tokens.txt',
    });
    expect(await kindOf('asr', named({ model_type: 'zipformer2' }))).toMatchObject({ kind: 'zipformer-transducer' });
  });

  it('tells encoder and decoder of Whisper, Paraformer and FireRedASR apart', async () => {
    const pair = (metadata: Record<string, string | number>) => ({
      'encoder.int8.onnx': metadata,
      'decoder.int8.onnx': {},
      ...tokens,
    });
    expect(await kindOf('asr', pair({ decoder_num_blocks: 16, vocab_size: 8404 }))).toMatchObject({
      kind: 'streaming-paraformer',
    });
    expect(await kindOf('asr', pair({ cmvn_inv_stddev: '1,2', num_head: 20 }))).toMatchObject({ kind: 'fire-red-asr' });
    expect(
      await kindOf('sherpa-onnx-whisper-small', {
        'small-encoder.onnx': { model_type: 'whisper-small' },
        'small-decoder.onnx': {},
        'small-encoder.int8.onnx': { model_type: 'whisper-small' },
        'small-decoder.int8.onnx': {},
        'small-tokens.txt': 'IQ== 0\n',
      }),
    ).toEqual({
      kind: 'whisper',
      encoder: 'small-encoder.int8.onnx',
      decoder: 'small-decoder.int8.onnx',
      tokens: 'small-tokens.txt',
    });
  });

  it('is known by its name where the model says nothing', async () => {
    const single = { 'model.int8.onnx': {}, ...tokens };
    expect(await kindOf('sherpa-onnx-sense-voice-zh-en-ja-ko-yue-2024-07-17', single)).toMatchObject({
      kind: 'sense-voice',
    });
    expect(await kindOf('sherpa-onnx-paraformer-zh-2024-03-09', single)).toMatchObject({ kind: 'paraformer' });
    const pair = { 'encoder.int8.onnx': {}, 'decoder.int8.onnx': {}, ...tokens };
    expect(await kindOf('sherpa-onnx-streaming-paraformer-bilingual-zh-en', pair)).toMatchObject({
      kind: 'streaming-paraformer',
    });
    const three = { ...pair, 'joiner.int8.onnx': {} };
    expect(await kindOf('sherpa-onnx-streaming-zipformer-bilingual-zh-en-2023-02-20', three)).toMatchObject({
      kind: 'streaming-zipformer',
    });
    expect(await kindOf('sherpa-onnx-zipformer-zh-en-2023-11-22', three)).toMatchObject({
      kind: 'zipformer-transducer',
    });
    expect(await kindOf('some-model', single)).toBeNull();
  });

  it('of a kind that nothing here loads is none, however it is called', async () => {
    const moonshine = { 'model.onnx': { model_type: 'EncDecCTCModelBPE' }, ...tokens };
    expect(await kindOf('sherpa-onnx-paraformer-zh', moonshine)).toBeNull();
  });

  it('is told apart from the fast ear, which has no tokens.txt', async () => {
    const folder = await release('paraformer', { 'model.onnx': { model_type: 'paraformer' }, 'am.mvn': '', ...tokens });
    expect(await recognise(folder)).toMatchObject({ role: 'careful-ear', recogniser: 'paraformer' });
    const keywords = await release('fsmn', { 'own.onnx': {}, 'am.mvn.dim80': '', 'tokens_2599.txt': '' });
    expect(await recognise(keywords)).toMatchObject({ kind: 'unknown', role: 'fast-ear' });
  });
});

describe('what is wrong with the files of a recogniser', () => {
  it('is said before an engine sees them: which kind they are, and which they should be', async () => {
    const folder = await release('m', {
      'model.onnx': { model_type: 'sense_voice_ctc' },
      'other.onnx': { model_type: 'x' },
    });
    const model = path.join(folder, 'model.onnx');
    const files = { encoder: model, decoder: model, tokens: 'tokens.txt' };
    expect(await whatIsWrong('whisper', files)).toBe('model.onnx is SenseVoice, not Whisper.');
    expect(await whatIsWrong('sense-voice', { network: model, tokens: 'tokens.txt' })).toBeNull();
    expect(await whatIsWrong('dolphin', { network: path.join(folder, 'other.onnx'), tokens: 'tokens.txt' })).toBe(
      'other.onnx is a model of type "x", not Dolphin.',
    );
  });

  it('names the files that are not there', async () => {
    expect(await whatIsWrong('zipformer-transducer', { encoder: 'e', tokens: 't' })).toBe(
      'A transducer (Zipformer) has other files: decoder, joiner.',
    );
  });
});
