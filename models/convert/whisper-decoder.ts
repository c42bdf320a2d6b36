import { dataType } from './onnx-file';
import { UNSIGNED_STEP, declare, float32, floatScalar, uint8 } from './onnx-builder';
import { WhisperLayers, type WhisperSizes } from './whisper-layers';
import type { Quantised, WhisperWeights } from './whisper-weights';

/** Tokens that fit into Whisper's decoder, and so into the caches. */
const CONTEXT_TOKENS = 448;

/** [rows, columns] to [columns, rows]. */
export function transpose({ values, shape, ...rest }: Quantised): Quantised {
  const [rows = 0, columns = 0] = shape;
  const turned = new Int8Array(values.length);
  for (let row = 0; row < rows; row += 1) {
    for (let column = 0; column < columns; column += 1)
      turned[column * rows + row] = values[row * columns + column] ?? 0;
  }
  return { values: turned, shape: [columns, rows], ...rest };
}

/**
 * The decoder as sherpa-onnx wants it: tokens, the self-attention caches, the encoder's keys and values, and how many
 * tokens came before, to the logits and the caches as they are then.
 */
export function buildDecoder(weights: WhisperWeights, sizes: WhisperSizes): Buffer {
  const layers = new WhisperLayers(weights, sizes);
  const g = layers.graph;
  const [zero, one, toTheEnd] = [g.ints(0), g.ints(1), g.ints(2 ** 30)];
  const end = g.node('Add', ['offset', g.node('Slice', [g.node('Shape', ['tokens']), one, g.ints(2)])]);
  // One copy of the embedding, turned over, serves both the look-up (by columns) and the scores.
  const embedding = transpose(weights.embedding);
  const scales = g.tensor(
    'logits.s',
    float32(new Float32Array(sizes.vocabulary).fill(embedding.scale), [sizes.vocabulary]),
  );
  const table = g.tensor('logits.q', uint8(embedding.values, embedding.shape));
  const looked = g.node('Transpose', [g.node('Gather', [table, 'tokens'], { axis: 1 })], { perm: [1, 2, 0] });
  const centred = g.node('Sub', [
    g.node('Cast', [looked], { to: dataType.float }),
    g.tensor('emb.z', floatScalar(embedding.zero + UNSIGNED_STEP)),
  ]);
  let x = g.node('Mul', [centred, g.node('Unsqueeze', [g.node('Gather', [scales, 'tokens']), g.ints(-1)])]);
  const positions = layers.plain('decoder.positional_embedding', 'pe');
  x = g.node('Add', [x, g.node('Slice', [positions, 'offset', end, zero])]);
  const mask = causalMask(layers, end);
  const caches: Record<'k' | 'v', string[]> = { k: [], v: [] };
  for (let layer = 0; layer < sizes.decoderLayers; layer += 1) {
    const block = `decoder.blocks.${String(layer)}`;
    const y = layers.norm(x, `${block}.attn_ln`);
    const known = (['k', 'v'] as const).map((part) => {
      const cache = g.node('Gather', [`in_n_layer_self_${part}_cache`, g.int(layer)], { axis: 0 });
      const past = g.node('Slice', [cache, zero, 'offset', one]);
      const now = layers.linear(y, `${block}.attn.${part === 'k' ? 'key' : 'value'}`);
      const all = g.node('Concat', [past, now], { axis: 1 });
      const rest = g.node('Slice', [cache, end, toTheEnd, one]);
      caches[part].push(g.node('Unsqueeze', [g.node('Concat', [all, rest], { axis: 1 }), zero]));
      return all;
    });
    const [key = '', value = ''] = known;
    const said = layers.attention(layers.linear(y, `${block}.attn.query`), key, value, mask);
    x = g.node('Add', [x, layers.linear(said, `${block}.attn.out`)]);
    const query = layers.linear(layers.norm(x, `${block}.cross_attn_ln`), `${block}.cross_attn.query`);
    const crossKey = g.node('Gather', ['n_layer_cross_k', g.int(layer)], { axis: 0 });
    const crossValue = g.node('Gather', ['n_layer_cross_v', g.int(layer)], { axis: 0 });
    const heard = layers.attention(query, crossKey, crossValue);
    x = layers.mlp(g.node('Add', [x, layers.linear(heard, `${block}.cross_attn.out`)]), block);
  }
  const scores = layers.product(layers.norm(x, 'decoder.ln'), 'logits', embedding, scales);
  g.node('Identity', [scores], {}, 'logits');
  for (const part of ['k', 'v'] as const) {
    g.node('Concat', caches[part], { axis: 0 }, `out_n_layer_self_${part}_cache`);
  }
  return g.build(
    [
      declare('tokens', ['N', 'n'], dataType.int64),
      declare('in_n_layer_self_k_cache', [sizes.decoderLayers, 'N', CONTEXT_TOKENS, sizes.width]),
      declare('in_n_layer_self_v_cache', [sizes.decoderLayers, 'N', CONTEXT_TOKENS, sizes.width]),
      declare('n_layer_cross_k', [sizes.decoderLayers, 'N', 'TT', sizes.width]),
      declare('n_layer_cross_v', [sizes.decoderLayers, 'N', 'TT', sizes.width]),
      declare('offset', [1], dataType.int64),
    ],
    [
      declare('logits', ['N', 'n', sizes.vocabulary]),
      declare('out_n_layer_self_k_cache', [sizes.decoderLayers, 'N', 'c', sizes.width]),
      declare('out_n_layer_self_v_cache', [sizes.decoderLayers, 'N', 'c', sizes.width]),
    ],
  );
}

/** 0 where a token may look, very low where it would look ahead: [new tokens, all tokens]. */
function causalMask(layers: WhisperLayers, end: string): string {
  const g = layers.graph;
  const scalar = (list: string) => g.node('Squeeze', [list, g.ints(0)]);
  const keys = g.node('Range', [g.int(0), scalar(end), g.int(1)]);
  const queries = g.node('Range', [scalar('offset'), scalar(end), g.int(1)]);
  const allowed = g.node('LessOrEqual', [
    g.node('Unsqueeze', [keys, g.ints(0)]),
    g.node('Unsqueeze', [queries, g.ints(1)]),
  ]);
  return g.node('Where', [allowed, g.float(0), g.float(-1e9)]);
}
