import { float32, floatScalar, uint8, OnnxBuilder } from './onnx-builder';
import type { Quantised, WhisperWeights } from './whisper-weights';

const FLOAT = 1;

/** Sizes of one Whisper. */
export interface WhisperSizes {
  width: number;
  heads: number;
  encoderLayers: number;
  decoderLayers: number;
  vocabulary: number;
}

/** The building blocks of Whisper's transformer (https://arxiv.org/abs/2212.04356), on an ONNX graph. */
export class WhisperLayers {
  readonly graph = new OnnxBuilder();
  constructor(
    readonly weights: WhisperWeights,
    readonly sizes: WhisperSizes,
  ) {}

  /** A tensor of the weights under a name of the graph's; `shape` overrides the stored one. */
  plain(name: string, graphName = name, shape?: readonly number[]): string {
    const found = this.weights.plain.get(name);
    if (!found) throw new Error(`the model has no ${name}`);
    return this.graph.tensor(graphName, float32(found.values, shape ?? found.shape));
  }

  /** Matrix product of 8 bits with the bias, where there is one. */
  linear(input: string, name: string): string {
    const weight = this.weights.linear.get(name);
    if (!weight) throw new Error(`the model has no ${name}`);
    const scale = this.graph.tensor(`${name}.s`, floatScalar(weight.scale));
    const product = this.product(input, name, weight, scale);
    if (!this.weights.plain.has(`${name}.bias`)) return product;
    return this.graph.node('Add', [product, this.plain(`${name}.bias`, `${name}.b`)]);
  }

  /**
   * Matrix product without the bias; `weight` is [inputs, outputs].
   *
   * Both sides unsigned: on processors with AVX2 but without VNNI, ONNX Runtime adds pairs of unsigned by signed
   * products in 16 bits, which saturates (onnxruntime.ai, "Quantize ONNX models", data type selection). Recognition of
   * English fell from 44 to 36 of 46 keywords by it.
   */
  product(input: string, name: string, weight: Quantised, scale: string): string {
    const [values, inputScale, inputZero] = this.graph.quantise(input);
    const table = this.graph.tensor(`${name}.q`, uint8(weight.values, weight.shape));
    const zero = this.graph.tensor(`${name}.z`, uint8(Int8Array.of(weight.zero), []));
    const integers = this.graph.node('MatMulInteger', [values, table, inputZero, zero]);
    const whole = this.graph.node('Cast', [integers], { to: FLOAT });
    return this.graph.node('Mul', [whole, this.graph.node('Mul', [scale, inputScale])]);
  }

  norm(input: string, name: string): string {
    const parts = [input, this.plain(`${name}.weight`, `${name}.w`), this.plain(`${name}.bias`, `${name}.b`)];
    return this.graph.node('LayerNormalization', parts, { axis: -1, epsilon: { float: 1e-5 } });
  }

  gelu(input: string): string {
    const g = this.graph;
    const half = g.node('Mul', [input, g.float(0.5)]);
    const erf = g.node('Erf', [g.node('Mul', [input, g.float(Math.SQRT1_2)])]);
    return g.node('Mul', [half, g.node('Add', [erf, g.float(1)])]);
  }

  attention(query: string, key: string, value: string, mask?: string): string {
    const g = this.graph;
    const { width, heads } = this.sizes;
    const split = (input: string, perm: number[]) =>
      g.node('Transpose', [g.node('Reshape', [input, g.ints(0, -1, heads, width / heads)])], { perm });
    const scaled = g.node('Mul', [query, g.float((width / heads) ** -0.5)]);
    let scores = g.node('MatMul', [split(scaled, [0, 2, 1, 3]), split(key, [0, 2, 3, 1])]);
    if (mask) scores = g.node('Add', [scores, mask]);
    const mixed = g.node('MatMul', [g.node('Softmax', [scores], { axis: -1 }), split(value, [0, 2, 1, 3])]);
    return g.node('Reshape', [g.node('Transpose', [mixed], { perm: [0, 2, 1, 3] }), g.ints(0, -1, width)]);
  }

  mlp(input: string, block: string): string {
    const wide = this.gelu(this.linear(this.norm(input, `${block}.mlp_ln`), `${block}.mlp.0`));
    return this.graph.node('Add', [input, this.linear(wide, `${block}.mlp.2`)]);
  }
}
