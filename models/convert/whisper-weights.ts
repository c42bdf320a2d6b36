import { dataType, type OnnxFile, type Tensor } from './onnx-file';

/** A weight of 8 bits: value = (`values` - `zero`) * `scale`. */
export interface Quantised {
  values: Int8Array;
  shape: readonly number[];
  scale: number;
  zero: number;
}

/** Whisper's weights under the names OpenAI gave them. */
export interface WhisperWeights {
  /** Weights of the matrix products, [inputs, outputs]. */
  linear: Map<string, Quantised>;
  /** Everything else, biases included. */
  plain: Map<string, { values: Float32Array; shape: readonly number[] }>;
  /** [tokens, width]; looks tokens up and, turned over, scores them. */
  embedding: Quantised;
}

/** Hugging Face's names of a block's parts, and OpenAI's. */
const openAiPart: Readonly<Record<string, string>> = {
  'self_attn.q_proj': 'attn.query',
  'self_attn.k_proj': 'attn.key',
  'self_attn.v_proj': 'attn.value',
  'self_attn.out_proj': 'attn.out',
  self_attn_layer_norm: 'attn_ln',
  'encoder_attn.q_proj': 'cross_attn.query',
  'encoder_attn.k_proj': 'cross_attn.key',
  'encoder_attn.v_proj': 'cross_attn.value',
  'encoder_attn.out_proj': 'cross_attn.out',
  encoder_attn_layer_norm: 'cross_attn_ln',
  fc1: 'mlp.0',
  fc2: 'mlp.2',
  final_layer_norm: 'mlp_ln',
};

/** Collects the weights out of the two files of the transformers.js layout, 8 bits. Throws when one is missing. */
export function readWhisperWeights(files: { encoder: OnnxFile; decoder: OnnxFile }): WhisperWeights {
  const linear: WhisperWeights['linear'] = new Map();
  const plain: WhisperWeights['plain'] = new Map();
  let embedding: Quantised | null = null;
  for (const side of ['encoder', 'decoder'] as const) {
    const { tensors, nodes } = files[side];
    for (const [name, tensor] of tensors) {
      if (name.includes('embed_tokens.weight') && name.endsWith('_quantized')) embedding = quantisedAt(tensors, name);
      const openAi = openAiName(side, name);
      if (openAi) plain.set(openAi, { values: floatsAt(tensors, name), shape: tensor.shape });
    }
    for (const { name, type, inputs } of nodes) {
      const [, layer = '', place = ''] = /layers\.(\d+)\/([\w/]+)\/MatMul/.exec(name) ?? [];
      const part = openAiPart[place.replaceAll('/', '.')];
      const weight = inputs[1] ?? '';
      if (type !== 'MatMulInteger' || !part || !tensors.has(weight)) continue;
      linear.set(`${side}.blocks.${layer}.${part}`, quantisedAt(tensors, weight));
    }
  }
  if (!embedding) throw new Error('the decoder has no token embedding of 8 bits');
  return { linear, plain, embedding };
}

/** OpenAI's name of a tensor that is not a matrix product's weight; null for tensors of no use here. */
export function openAiName(side: 'encoder' | 'decoder', name: string): string | null {
  if (/_(scale|zero_point)$/.test(name)) return null;
  const base = name
    .replace(/_quantized$/, '')
    .replace(/_merged_\d+$/, '')
    .replace(/^model\.(encoder|decoder)\./, '');
  const [, layer, place = '', kind] = /^layers\.(\d+)\.(.+)\.(weight|bias)$/.exec(base) ?? [];
  const part = openAiPart[place];
  if (layer && kind) return part ? `${side}.blocks.${layer}.${part}.${kind}` : null;
  if (base.startsWith('layer_norm.'))
    return base.replace('layer_norm', side === 'encoder' ? 'encoder.ln_post' : 'decoder.ln');
  if (base === 'embed_positions.weight') return `${side}.positional_embedding`;
  return /^conv[12]\.(weight|bias)$/.test(base) ? `encoder.${base}` : null;
}

function quantisedAt(tensors: OnnxFile['tensors'], name: string): Quantised {
  const { type, shape, data } = tensorAt(tensors, name);
  const scale = floatsAt(tensors, name.replace('_quantized', '_scale'));
  const zero = tensorAt(tensors, name.replace('_quantized', '_zero_point'));
  const [scale0] = scale;
  const zero0 = byteAt(zero, 0);
  if (scale.length !== 1 || scale0 === undefined) throw new Error(`${name} has more than one scale`);
  if (type !== dataType.int8 && type !== dataType.uint8) throw new Error(`${name} is not of 8 bits`);
  // Moved into the range of int8: values and zero point by the same step, so the weight stays what it is.
  const step = type === dataType.uint8 ? 128 : 0;
  const values = new Int8Array(data.length);
  for (let i = 0; i < data.length; i += 1) values[i] = (data[i] ?? 0) - step;
  return { values, shape, scale: scale0, zero: zero0 - step };
}

function floatsAt(tensors: OnnxFile['tensors'], name: string): Float32Array {
  const { type, data } = tensorAt(tensors, name);
  if (type === dataType.float) {
    const aligned = Uint8Array.from(data);
    return new Float32Array(aligned.buffer);
  }
  const { values, scale, zero } = quantisedAt(tensors, name);
  return Float32Array.from(values, (value) => (value - zero) * scale);
}

function tensorAt(tensors: OnnxFile['tensors'], name: string): Tensor {
  const tensor = tensors.get(name);
  if (!tensor) throw new Error(`the model has no tensor ${name}`);
  return tensor;
}

function byteAt({ type, data }: Tensor, index: number): number {
  return type === dataType.int8 ? data.readInt8(index) : data.readUInt8(index);
}
