import { readFields } from './protobuf';

/** Element types of onnx.TensorProto. */
export const dataType = { float: 1, uint8: 2, int8: 3, int64: 7 } as const;

/** A stored tensor. `data` is little-endian, row by row. */
export interface Tensor {
  type: number;
  shape: readonly number[];
  data: Buffer;
}

export interface OnnxNode {
  name: string;
  type: string;
  inputs: string[];
}

/** Stored tensors and nodes of a model, those inside the branches of its If nodes included. */
export interface OnnxFile {
  tensors: Map<string, Tensor>;
  nodes: OnnxNode[];
}

// Field numbers of onnx.proto (https://github.com/onnx/onnx/blob/main/onnx/onnx.proto).
const MODEL_GRAPH = 7;

/** Reads an ONNX model with its weights inside; of a tensor met twice, the later counts. Throws on a damaged file. */
export function readOnnx(file: Buffer): OnnxFile {
  const found: OnnxFile = { tensors: new Map(), nodes: [] };
  for (const { number, bytes } of readFields(file)) if (number === MODEL_GRAPH) readGraph(bytes, found);
  return found;
}

function readGraph(graph: Buffer, found: OnnxFile): void {
  const branches: Buffer[] = [];
  for (const { number, bytes } of readFields(graph)) {
    if (number === 1) branches.push(...readNode(bytes, found));
    if (number === 5) readTensor(bytes, found);
  }
  for (const branch of branches) readGraph(branch, found);
}

/** Returns the graphs the node carries as attributes. */
function readNode(node: Buffer, found: OnnxFile): Buffer[] {
  const read: OnnxNode = { name: '', type: '', inputs: [] };
  const graphs: Buffer[] = [];
  for (const { number, bytes } of readFields(node)) {
    if (number === 1) read.inputs.push(bytes.toString());
    if (number === 3) read.name = bytes.toString();
    if (number === 4) read.type = bytes.toString();
    if (number === 5) for (const part of readFields(bytes)) if (part.number === 6) graphs.push(part.bytes);
  }
  found.nodes.push(read);
  return graphs;
}

function readTensor(tensor: Buffer, found: OnnxFile): void {
  let name = '';
  let type = 0;
  const shape: number[] = [];
  let raw: Buffer | null = null;
  const listed: Buffer[] = [];
  for (const { number, value, bytes } of readFields(tensor)) {
    if (number === 1) shape.push(Number(value));
    if (number === 2) type = Number(value);
    if (number === 4) listed.push(bytes);
    if (number === 5) listed.push(int32AsBytes(type, value, bytes));
    if (number === 8) name = bytes.toString();
    if (number === 9) raw = bytes;
  }
  found.tensors.set(name, { type, shape, data: raw ?? Buffer.concat(listed) });
}

/** Small 8-bit tensors (zero points) may be listed as varints, packed or one by one, instead of raw. */
function int32AsBytes(type: number, value: bigint, packed: Buffer): Buffer {
  if (type !== dataType.uint8 && type !== dataType.int8) return Buffer.alloc(0);
  const values: number[] = packed.length === 0 ? [Number(value)] : [];
  let number = 0;
  let shift = 0;
  for (const byte of packed) {
    number |= (byte & 0x7f) << shift;
    shift = byte < 0x80 ? 0 : shift + 7;
    if (shift === 0) {
      values.push(number);
      number = 0;
    }
  }
  return Buffer.from(values.map((each) => each & 0xff));
}
