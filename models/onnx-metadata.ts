import { open, type FileHandle } from 'node:fs/promises';
import { readFields } from './convert/protobuf';

// Field numbers of onnx.proto (https://github.com/onnx/onnx/blob/main/onnx/onnx.proto).
const MODEL_GRAPH = 7;
const MODEL_METADATA = 14;
/** A tag and a length, each a varint. */
const LONGEST_HEAD_BYTES = 20;
/** Means and deviations of the features stand in it, as text. */
const LARGEST_ENTRY_BYTES = 1 << 20;

/** What an ONNX model says of itself, or null when the file is none. The network in it is passed over, not read. */
export async function readOnnxMetadata(file: string): Promise<Readonly<Record<string, string>> | null> {
  const handle = await open(file).catch(() => null);
  if (!handle) return null;
  try {
    return await readEntries(handle, (await handle.stat()).size);
  } catch {
    // An entry that is none: damaged.
    return null;
  } finally {
    await handle.close();
  }
}

async function readEntries(handle: FileHandle, size: number): Promise<Record<string, string> | null> {
  const entries: Record<string, string> = {};
  let isModel = false;
  let at = 0;
  const read = async (length: number) => {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(length), 0, length, at);
    return buffer.subarray(0, bytesRead);
  };
  while (at < size) {
    const head = await read(LONGEST_HEAD_BYTES);
    const tag = readVarint(head, 0);
    const value = tag && readVarint(head, tag.end);
    if (!tag || !value) return null;
    const [number, wireType] = [tag.value >>> 3, tag.value & 7];
    if (wireType === 0) {
      at += value.end;
      continue;
    }
    if (wireType !== 2 || at + value.end + value.value > size) return null;
    at += value.end;
    if (number === MODEL_GRAPH) isModel = true;
    if (number === MODEL_METADATA && value.value <= LARGEST_ENTRY_BYTES) {
      const [key = '', text = ''] = textsOf(await read(value.value));
      entries[key] = text;
    }
    at += value.value;
  }
  return isModel ? entries : null;
}

/** Key and value of one entry. */
function textsOf(entry: Buffer): [string, string] {
  const fields = readFields(entry);
  const text = (wanted: number) => fields.find(({ number }) => number === wanted)?.bytes.toString() ?? '';
  return [text(1), text(2)];
}

function readVarint(bytes: Buffer, from: number): { value: number; end: number } | null {
  let value = 0;
  for (let at = from; at < bytes.length && at - from < 8; at += 1) {
    const byte = bytes[at] ?? 0;
    value += (byte & 0x7f) * 2 ** (7 * (at - from));
    if (byte < 0x80) return { value, end: at + 1 };
  }
  return null;
}
