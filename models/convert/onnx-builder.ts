import { bytesField, floatField, varintField } from './protobuf';
import { dataType, type Tensor } from './onnx-file';

/** A number, a list of whole numbers, or a float marked as such: ONNX tells them apart. */
type Attribute = number | readonly number[] | { float: number };

/** Shape of a model's input or output: lengths, or names of lengths not known before. */
type NamedShape = readonly (number | string)[];

export const UNSIGNED_STEP = 128;

export const float32 = (values: Float32Array, shape: readonly number[]): Tensor => ({
  type: dataType.float,
  shape,
  data: Buffer.from(values.buffer, values.byteOffset, values.byteLength),
});
export const floatScalar = (value: number): Tensor => float32(Float32Array.of(value), []);
export const int8 = (values: Int8Array, shape: readonly number[]): Tensor => ({
  type: dataType.int8,
  shape,
  data: Buffer.from(values.buffer, values.byteOffset, values.byteLength),
});
/** What {@link int8} holds, each moved up by 128: with a zero point moved as far it stands for the same weights. */
export const uint8 = (values: Int8Array, shape: readonly number[]): Tensor => ({
  type: dataType.uint8,
  shape,
  data: Buffer.from(Uint8Array.from(values, (value) => value + UNSIGNED_STEP)),
});
const int64 = (values: readonly number[], shape: readonly number[]): Tensor => ({
  type: dataType.int64,
  shape,
  data: Buffer.from(BigInt64Array.from(values, BigInt).buffer),
});

/** Builds an ONNX model node by node; every method returns the name of what it adds. */
export class OnnxBuilder {
  private readonly nodes: Buffer[] = [];
  private readonly tensors = new Map<string, Buffer>();
  private readonly quantised = new Map<string, readonly [string, string, string]>();
  private count = 0;

  /** Stores a tensor under `name`; a second one of the same name is the first one. */
  tensor(name: string, { type, shape, data }: Tensor): string {
    if (!this.tensors.has(name)) {
      const dims = shape.map((length) => varintField(1, length));
      this.tensors.set(name, bytesField(5, [...dims, varintField(2, type), bytesField(8, name), bytesField(9, data)]));
    }
    return name;
  }

  float(value: number): string {
    return this.tensor(`float ${String(value)}`, floatScalar(value));
  }

  int(value: number): string {
    return this.tensor(`int ${String(value)}`, int64([value], []));
  }

  ints(...values: number[]): string {
    return this.tensor(`ints ${values.join(' ')}`, int64(values, [values.length]));
  }

  /** Adds a node with one output; `output` names it where the model's caller needs the name. */
  node(type: string, inputs: readonly string[], attributes: Record<string, Attribute> = {}, output?: string): string {
    const name = `${type}_${String(++this.count)}`;
    this.add(type, name, inputs, [output ?? name], attributes);
    return output ?? name;
  }

  /** Quantises a float tensor to uint8 by its own range: [values, scale, zero point]. Once for each tensor. */
  quantise(input: string): readonly [string, string, string] {
    let outputs = this.quantised.get(input);
    if (!outputs) {
      const name = `DynamicQuantizeLinear_${String(++this.count)}`;
      outputs = [`${name}_values`, `${name}_scale`, `${name}_zero`];
      this.add('DynamicQuantizeLinear', name, [input], outputs, {});
      this.quantised.set(input, outputs);
    }
    return outputs;
  }

  private add(
    type: string,
    name: string,
    inputs: readonly string[],
    outputs: readonly string[],
    attributes: Record<string, Attribute>,
  ): void {
    this.nodes.push(
      bytesField(1, [
        ...inputs.map((input) => bytesField(1, input)),
        ...outputs.map((output) => bytesField(2, output)),
        bytesField(3, name),
        bytesField(4, type),
        ...Object.entries(attributes).map(([key, value]) => bytesField(5, attributeParts(key, value))),
      ]),
    );
  }

  /** The whole model as the bytes of its file, for opset 17. */
  build(
    inputs: readonly Buffer[],
    outputs: readonly Buffer[],
    metadata: Readonly<Record<string, string | number>> = {},
  ): Buffer {
    const graph = [
      ...this.nodes,
      bytesField(2, 'g'),
      ...this.tensors.values(),
      ...inputs.map((input) => bytesField(11, input)),
      ...outputs.map((output) => bytesField(12, output)),
    ];
    return Buffer.concat([
      varintField(1, 8),
      bytesField(7, graph),
      bytesField(8, [bytesField(1, ''), varintField(2, 17)]),
      ...Object.entries(metadata).map(([key, value]) =>
        bytesField(14, [bytesField(1, key), bytesField(2, String(value))]),
      ),
    ]);
  }
}

function attributeParts(key: string, value: Attribute): Buffer[] {
  const name = bytesField(1, key);
  if (typeof value === 'number') return [name, varintField(3, value), varintField(20, 2)];
  if ('float' in value) return [name, floatField(2, value.float), varintField(20, 1)];
  return [name, ...value.map((each) => varintField(8, each)), varintField(20, 7)];
}

/** Declares an input or output of a model. */
export function declare(name: string, shape: NamedShape, type: number = dataType.float): Buffer {
  const dims = shape.map((length) =>
    bytesField(1, [typeof length === 'number' ? varintField(1, length) : bytesField(2, length)]),
  );
  return Buffer.concat([
    bytesField(1, name),
    bytesField(2, [bytesField(1, [varintField(1, type), bytesField(2, dims)])]),
  ]);
}
