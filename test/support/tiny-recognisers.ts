import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { RecogniserKind } from '../../contracts/models';
import { declare, float32, OnnxBuilder } from '../../models/convert/onnx-builder';
import { dataType } from '../../models/convert/onnx-file';

/**
 * Models of a few kB that sherpa-onnx takes for real ones: the inputs, outputs and metadata of SenseVoice and of
 * transducers, and in place of a network a table of what is said in which frame. For tests of everything around the
 * weights. The names of the metadata are those that sherpa-onnx's csrc reads.
 */

const INT32 = 6;
const LOUD = 10;

type Script = Readonly<Record<number, string>>;

/** One row for each frame, the token that is said in it far above the others; nothing said is token 0. */
function table(tokens: readonly string[], frames: number, script: Script) {
  const rows = new Float32Array(frames * tokens.length);
  for (let frame = 0; frame < frames; frame += 1) {
    const said = tokens.indexOf(script[frame] ?? tokens[0] ?? '');
    if (said < 0) throw new Error(`${String(script[frame])} is no token`);
    rows[frame * tokens.length + said] = LOUD;
  }
  return float32(rows, [frames, tokens.length]);
}

const tokensFile = (tokens: readonly string[]) =>
  tokens.map((token, index) => `${token.replace(/^ /, '▁')} ${String(index)}\n`).join('');

async function put(folder: string, files: Readonly<Record<string, Buffer | string>>): Promise<string> {
  await mkdir(folder, { recursive: true });
  for (const [name, content] of Object.entries(files)) await writeFile(path.join(folder, name), content);
  return folder;
}

/** What every tiny model says, by the frame (60 ms of SenseVoice, 40 ms of the transducers) in which it says it. */
export const TINY_SCRIPT: Script = { 5: '太', 8: '贵', 12: ' we', 13: 'chat', 20: '吗' };

const senseVoiceTags = [
  ...['<unk>', '<|zh|>', '<|en|>', '<|yue|>', '<|NEUTRAL|>', '<|Speech|>', '<|BGM|>', '<|withitn|>', '<|woitn|>'],
];
const LFR_WIDTH = 560;
const LONGEST_FRAMES = 500;

/**
 * SenseVoice: says the script once whatever it hears, in the language it is told (`auto`: Cantonese). Hears music in
 * silence, and in samples that are not on the scale of 16 bits. `isSilent`: says nothing of itself, so that no engine can
 * make anything of it.
 */
export function tinySenseVoice(
  folder: string,
  { says = { ...TINY_SCRIPT, 21: '？' }, isSilent = false }: { says?: Script; isSilent?: boolean } = {},
): Promise<string> {
  const senseVoiceTokens = [...new Set([...senseVoiceTags, ...Object.values(says)])];
  const graph = new OnnxBuilder();
  const pick = (name: string, ids: number, said: Script, id: string) => {
    const row = graph.node('Gather', [graph.tensor(name, table(senseVoiceTokens, ids, said)), id], { axis: 0 });
    return graph.node('Unsqueeze', [row, graph.ints(0)]);
  };
  const language = pick('languages', 13, { 0: '<|yue|>', 3: '<|zh|>', 4: '<|en|>', 7: '<|yue|>' }, 'language');
  const feeling = pick('feelings', 1, { 0: '<|NEUTRAL|>' }, graph.ints(0));
  const loudest = graph.node('ReduceMax', ['x'], { axes: [0, 1, 2], keepdims: 0 });
  const isLoud = graph.node('Cast', [graph.node('Greater', [loudest, graph.float(15)])], { to: dataType.int64 });
  const event = pick('events', 2, { 0: '<|BGM|>', 1: '<|Speech|>' }, graph.node('Unsqueeze', [isLoud, graph.ints(0)]));
  const norm = pick('norms', 16, { 14: '<|withitn|>', 15: '<|woitn|>' }, 'text_norm');
  const script = graph.tensor('script', table(senseVoiceTokens, LONGEST_FRAMES, says));
  const frames = graph.node('Gather', [graph.node('Shape', ['x']), graph.ints(1)], { axis: 0 });
  const said = graph.node('Slice', [script, graph.ints(0), frames, graph.ints(0)]);
  const parts = [language, feeling, event, norm, graph.node('Unsqueeze', [said, graph.ints(0)])];
  graph.node('Concat', parts, { axis: 1 }, 'logits');
  const model = graph.build(
    [
      declare('x', ['N', 'T', LFR_WIDTH]),
      declare('x_length', ['N'], INT32),
      declare('language', ['N'], INT32),
      declare('text_norm', ['N'], INT32),
    ],
    [declare('logits', ['N', 'L', senseVoiceTokens.length])],
    isSilent
      ? {}
      : {
          ...{ model_type: 'sense_voice_ctc', vocab_size: senseVoiceTokens.length, comment: 'tiny' },
          ...{ lfr_window_size: 7, lfr_window_shift: 6, normalize_samples: 0, with_itn: 14, without_itn: 15 },
          ...{ lang_auto: 0, lang_zh: 3, lang_en: 4, lang_yue: 7, lang_ja: 11, lang_ko: 12 },
          neg_mean: Array(LFR_WIDTH).fill('0').join(),
          inv_stddev: Array(LFR_WIDTH).fill('1').join(),
        },
  );
  return put(folder, { 'model.int8.onnx': model, 'tokens.txt': tokensFile(senseVoiceTokens) });
}

/** A character in every other frame, from the fifth on. */
export const spokenSlowly = (text: string): Script =>
  Object.fromEntries([...text].map((character, index) => [5 + 2 * index, character]));

const transducerTokens = ['<blk>', '<sos/eos>', '<unk>', '太', '贵', ' we', 'chat', '吗'];
/** Of frames of 10 ms the encoder sees so many and moves on by 32; it gives one for every four. */
const [SEEN_FRAMES, CHUNK_FRAMES] = [39, 32];
const CONTEXT = 2;

function transducerHalves() {
  const decoder = new OnnxBuilder();
  const floats = decoder.node('Cast', ['y'], { to: dataType.float });
  const last = decoder.node('ReduceSum', [floats, decoder.ints(1)], { keepdims: 1 });
  decoder.node('Mul', [last, decoder.float(0)], {}, 'decoder_out');
  const vocabulary = transducerTokens.length;
  const joiner = new OnnxBuilder();
  const script = joiner.tensor('script', table(transducerTokens, LONGEST_FRAMES, TINY_SCRIPT));
  const frame = joiner.node('Cast', [joiner.node('Add', ['encoder_out', 'decoder_out'])], { to: dataType.int64 });
  joiner.node('Gather', [script, joiner.node('Squeeze', [frame, joiner.ints(1)])], { axis: 0 }, 'logit');
  return {
    decoder: decoder.build([declare('y', ['N', CONTEXT], dataType.int64)], [declare('decoder_out', ['N', 1])], {
      vocab_size: vocabulary,
      context_size: CONTEXT,
    }),
    joiner: joiner.build(
      [declare('encoder_out', ['N', 1]), declare('decoder_out', ['N', 1])],
      [declare('logit', ['N', vocabulary])],
      { joiner_dim: 1 },
    ),
    tokens: tokensFile(transducerTokens),
  };
}

/** A streaming Zipformer transducer with one stack of one layer: its states pass through, but for the count of chunks. */
export function tinyStreamingZipformer(folder: string): Promise<string> {
  const encoder = new OnnxBuilder();
  const given = encoder.node('Gather', [encoder.node('Shape', ['x']), encoder.ints(1)], { axis: 0 });
  const inFrames = CHUNK_FRAMES / 4;
  const count = encoder.node('Reshape', ['cached_len_0', encoder.ints(1)]);
  const before = encoder.node('Mul', [count, encoder.ints(inFrames)]);
  // The frames of this chunk, counted from the first of the stream.
  const here = encoder.node('Add', [encoder.ints(...Array.from({ length: inFrames }, (_, index) => index)), before]);
  const seen = encoder.node('Mul', [given, encoder.ints(0)]);
  const numbers = encoder.node('Cast', [encoder.node('Add', [here, seen])], { to: dataType.float });
  encoder.node('Reshape', [numbers, encoder.ints(1, inFrames, 1)], {}, 'encoder_out');
  encoder.node('Add', ['cached_len_0', encoder.ints(1)], {}, 'new_cached_len_0');
  const states = {
    ...{ cached_avg_0: [1, 'N', 2], cached_key_0: [1, 4, 'N', 2], cached_val_0: [1, 4, 'N', 1] },
    ...{ cached_val2_0: [1, 4, 'N', 1], cached_conv1_0: [1, 'N', 2, 2], cached_conv2_0: [1, 'N', 2, 2] },
  } as const;
  for (const name of Object.keys(states)) encoder.node('Identity', [name], {}, `new_${name}`);
  const model = encoder.build(
    [
      declare('x', ['N', SEEN_FRAMES, 80]),
      declare('cached_len_0', [1, 'N'], dataType.int64),
      ...Object.entries(states).map(([name, shape]) => declare(name, shape)),
    ],
    [
      declare('encoder_out', ['N', inFrames, 1]),
      declare('new_cached_len_0', [1, 'N'], dataType.int64),
      ...Object.entries(states).map(([name, shape]) => declare(`new_${name}`, shape)),
    ],
    {
      ...{ model_type: 'zipformer', comment: 'tiny', T: SEEN_FRAMES, decode_chunk_len: CHUNK_FRAMES },
      ...{ encoder_dims: 2, attention_dims: 2, num_encoder_layers: 1, cnn_module_kernels: 3, left_context_len: 4 },
    },
  );
  const { decoder, joiner, tokens } = transducerHalves();
  return put(folder, {
    'encoder-epoch-99-avg-1.int8.onnx': model,
    'decoder-epoch-99-avg-1.onnx': decoder,
    'joiner-epoch-99-avg-1.int8.onnx': joiner,
    'tokens.txt': tokens,
  });
}

/** A transducer for whole utterances. */
export function tinyZipformer(folder: string): Promise<string> {
  const encoder = new OnnxBuilder();
  const given = encoder.node('Gather', [encoder.node('Shape', ['x']), encoder.ints(1)], { axis: 0 });
  const frames = encoder.node('Div', [given, encoder.ints(4)]);
  const numbers = float32(
    Float32Array.from({ length: LONGEST_FRAMES }, (_, index) => index),
    [LONGEST_FRAMES, 1],
  );
  const here = encoder.node('Slice', [encoder.tensor('numbers', numbers), encoder.ints(0), frames, encoder.ints(0)]);
  encoder.node('Unsqueeze', [here, encoder.ints(0)], {}, 'encoder_out');
  encoder.node('Div', ['x_lens', encoder.ints(4)], {}, 'encoder_out_lens');
  const model = encoder.build(
    [declare('x', ['N', 'T', 80]), declare('x_lens', ['N'], dataType.int64)],
    [declare('encoder_out', ['N', 'L', 1]), declare('encoder_out_lens', ['N'], dataType.int64)],
    { model_type: 'zipformer2', comment: 'tiny', version: 1 },
  );
  const { decoder, joiner, tokens } = transducerHalves();
  return put(folder, {
    ...{ 'encoder-epoch-20-avg-1.onnx': model, 'decoder-epoch-20-avg-1.onnx': decoder },
    ...{ 'joiner-epoch-20-avg-1.onnx': joiner, 'tokens.txt': tokens },
  });
}

const paraformerTokens = ['<blank>', '<s>', '</s>', '太', '贵', 'we@@', 'chat', '<unk>'];
const noNormalisation = {
  ...{ lfr_window_size: 7, lfr_window_shift: 6, vocab_size: paraformerTokens.length },
  neg_mean: Array(LFR_WIDTH).fill('0').join(),
  inv_stddev: Array(LFR_WIDTH).fill('1').join(),
};

/** A Paraformer that times its words, in steps of 20 ms: 太 at 0.3 s, 贵 at 0.5 s, wechat at 0.8 s. */
export function tinyParaformer(folder: string): Promise<string> {
  const graph = new OnnxBuilder();
  const keep = (name: string, tensor: ReturnType<typeof float32>) =>
    graph.node('Identity', [graph.tensor(`stored ${name}`, tensor)], {}, name);
  const said = table(paraformerTokens, 5, { 0: '太', 1: '贵', 2: 'we@@', 3: 'chat', 4: '</s>' });
  keep('logits', { ...said, shape: [1, ...said.shape] });
  // The last peak is the end of the last word.
  const peaks = new Float32Array(100);
  for (const peak of [15, 25, 40, 45, 60]) peaks[peak] = 1;
  keep('us_alphas', float32(peaks, [1, peaks.length]));
  keep('us_cif_peak', float32(peaks, [1, peaks.length]));
  graph.node('Identity', [graph.ints(5)], {}, 'token_num');
  const model = graph.build(
    [declare('speech', ['N', 'T', LFR_WIDTH]), declare('speech_lengths', ['N'], INT32)],
    [
      declare('logits', [1, 'L', paraformerTokens.length]),
      declare('token_num', [1], dataType.int64),
      declare('us_alphas', [1, 'U']),
      declare('us_cif_peak', [1, 'U']),
    ],
    { model_type: 'paraformer', ...noNormalisation },
  );
  return put(folder, { 'model.int8.onnx': model, 'am.mvn': '', 'tokens.txt': tokensFile(paraformerTokens) });
}

/** A streaming Paraformer: says 太 four times a second or so, without times. */
export function tinyStreamingParaformer(folder: string): Promise<string> {
  const [width, kernel] = [2, 11];
  const encoder = new OnnxBuilder();
  const mean = encoder.node('ReduceMean', ['speech'], { axes: [2], keepdims: 1 });
  const nothing = encoder.node('Mul', [mean, encoder.float(0)]);
  const id = encoder.node('Add', [nothing, encoder.float(paraformerTokens.indexOf('太'))]);
  encoder.node('Concat', [id, id], { axis: 2 }, 'enc');
  encoder.node('Identity', ['speech_lengths'], {}, 'enc_len');
  const share = encoder.node('Add', [nothing, encoder.float(0.25)]);
  encoder.node('Squeeze', [share, encoder.ints(2)], {}, 'alphas');
  const decoder = new OnnxBuilder();
  const ids = decoder.node('ReduceMean', ['acoustic_embeds'], { axes: [2], keepdims: 0 });
  decoder.node('Cast', [decoder.node('Add', [ids, decoder.float(0.5)])], { to: dataType.int64 }, 'sample_ids');
  decoder.node('Identity', ['acoustic_embeds'], {}, 'logits');
  decoder.node('Identity', ['in_cache_0'], {}, 'out_cache_0');
  const enc = declare('enc', ['N', 'T', width]);
  const encLength = declare('enc_len', ['N'], INT32);
  const cache = [1, width, kernel - 1] as const;
  return put(folder, {
    'encoder.int8.onnx': encoder.build(
      [declare('speech', ['N', 'T', LFR_WIDTH]), declare('speech_lengths', ['N'], INT32)],
      [enc, encLength, declare('alphas', ['N', 'T'])],
      {
        ...{ model_type: 'paraformer', ...noNormalisation },
        ...{ encoder_output_size: width, decoder_num_blocks: 1, decoder_kernel_size: kernel },
      },
    ),
    'decoder.int8.onnx': decoder.build(
      [
        ...[enc, encLength, declare('acoustic_embeds', ['N', 'L', width])],
        ...[declare('acoustic_embeds_len', ['N'], INT32), declare('in_cache_0', cache)],
      ],
      [
        ...[declare('logits', ['N', 'L', width]), declare('sample_ids', ['N', 'L'], dataType.int64)],
        declare('out_cache_0', cache),
      ],
    ),
    'tokens.txt': tokensFile(paraformerTokens),
  });
}

export const tinyRecognisers = {
  'sense-voice': tinySenseVoice,
  'streaming-zipformer': tinyStreamingZipformer,
  'zipformer-transducer': tinyZipformer,
  paraformer: tinyParaformer,
  'streaming-paraformer': tinyStreamingParaformer,
} satisfies Partial<Record<RecogniserKind, (folder: string) => Promise<string>>>;
