import { declare } from './onnx-builder';
import { WhisperLayers, type WhisperSizes } from './whisper-layers';
import type { WhisperWeights } from './whisper-weights';

/**
 * The encoder as sherpa-onnx wants it: mel [1, 80, frames of 10 ms, up to 30 s] to the keys and values that the
 * decoder's cross-attention reads, of all layers. `metadata` is what sherpa-onnx reads the tokens' roles from.
 */
export function buildEncoder(
  weights: WhisperWeights,
  sizes: WhisperSizes,
  metadata: Readonly<Record<string, string | number>>,
): Buffer {
  const layers = new WhisperLayers(weights, sizes);
  const g = layers.graph;
  let x = 'mel';
  for (const stride of [1, 2]) {
    const name = `encoder.conv${String(stride)}`;
    const bias = layers.plain(`${name}.bias`, `${name}.b`, [sizes.width]);
    const filtered = g.node('Conv', [x, layers.plain(`${name}.weight`, `${name}.w`), bias], {
      kernel_shape: [3],
      pads: [1, 1],
      strides: [stride],
    });
    x = layers.gelu(filtered);
  }
  x = g.node('Transpose', [x], { perm: [0, 2, 1] });
  const frames = g.node('Slice', [g.node('Shape', [x]), g.ints(1), g.ints(2)]);
  const positions = layers.plain('encoder.positional_embedding', 'pe');
  x = g.node('Add', [x, g.node('Slice', [positions, g.ints(0), frames, g.ints(0)])]);
  for (let layer = 0; layer < sizes.encoderLayers; layer += 1) {
    const block = `encoder.blocks.${String(layer)}`;
    const y = layers.norm(x, `${block}.attn_ln`);
    const query = layers.linear(y, `${block}.attn.query`);
    const key = layers.linear(y, `${block}.attn.key`);
    const heard = layers.attention(query, key, layers.linear(y, `${block}.attn.value`));
    x = layers.mlp(g.node('Add', [x, layers.linear(heard, `${block}.attn.out`)]), block);
  }
  x = layers.norm(x, 'encoder.ln_post');
  const shape = [sizes.decoderLayers, 'N', 'TT', sizes.width];
  const outputs = (['key', 'value'] as const).map((part) => {
    const output = part === 'key' ? 'n_layer_cross_k' : 'n_layer_cross_v';
    const each = Array.from({ length: sizes.decoderLayers }, (_, layer) => {
      const projected = layers.linear(x, `decoder.blocks.${String(layer)}.cross_attn.${part}`);
      return g.node('Unsqueeze', [projected, g.ints(0)]);
    });
    return declare(g.node('Concat', each, { axis: 0 }, output), shape);
  });
  return g.build([declare('mel', ['N', 80, 'T'])], outputs, metadata);
}
