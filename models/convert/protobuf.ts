/**
 * The little of protobuf's wire format that ONNX files need (https://protobuf.dev/programming-guides/encoding/):
 * varints, 32-bit numbers and length-delimited fields.
 */

/** One field as read: `value` of varints and 32-bit fields, `bytes` of length-delimited ones (a view, not a copy). */
export interface WireField {
  number: number;
  value: bigint;
  bytes: Buffer;
}

const nothing = Buffer.alloc(0);

/** Splits one message into its fields, in file order. Throws on a truncated or foreign message. */
export function readFields(message: Buffer): WireField[] {
  const fields: WireField[] = [];
  let at = 0;
  const varint = (): bigint => {
    let value = 0n;
    for (let shift = 0n; ; shift += 7n) {
      const byte = message[at++];
      if (byte === undefined || shift > 63n) throw new Error('a protobuf message ends inside a number');
      value |= BigInt(byte & 0x7f) << shift;
      if (byte < 0x80) return BigInt.asIntN(64, value);
    }
  };
  const take = (length: number): Buffer => {
    if (length < 0 || at + length > message.length) throw new Error('a protobuf message ends inside a field');
    at += length;
    return message.subarray(at - length, at);
  };
  while (at < message.length) {
    const tag = Number(varint());
    const number = tag >>> 3;
    switch (tag & 7) {
      case 0:
        fields.push({ number, value: varint(), bytes: nothing });
        break;
      case 1:
        fields.push({ number, value: 0n, bytes: take(8) });
        break;
      case 2:
        fields.push({ number, value: 0n, bytes: take(Number(varint())) });
        break;
      case 5:
        fields.push({ number, value: 0n, bytes: take(4) });
        break;
      default:
        throw new Error(`protobuf wire type ${String(tag & 7)} is not used by ONNX`);
    }
  }
  return fields;
}

function varintBytes(value: bigint): Buffer {
  const bytes: number[] = [];
  let rest = BigInt.asUintN(64, value);
  while (rest >= 0x80n) {
    bytes.push(Number(rest & 0x7fn) | 0x80);
    rest >>= 7n;
  }
  bytes.push(Number(rest));
  return Buffer.from(bytes);
}

const tag = (number: number, wireType: number) => varintBytes(BigInt((number << 3) | wireType));

export function varintField(number: number, value: number | bigint): Buffer {
  return Buffer.concat([tag(number, 0), varintBytes(BigInt(value))]);
}

export function floatField(number: number, value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeFloatLE(value);
  return Buffer.concat([tag(number, 5), bytes]);
}

/** A length-delimited field: text, raw bytes, or a message given as its parts. */
export function bytesField(number: number, content: string | Buffer | readonly Buffer[]): Buffer {
  const bytes =
    typeof content === 'string' ? Buffer.from(content) : Buffer.isBuffer(content) ? content : Buffer.concat(content);
  return Buffer.concat([tag(number, 2), varintBytes(BigInt(bytes.length)), bytes]);
}
