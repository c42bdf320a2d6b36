import { SidetoneError } from '../contracts/errors';

/**
 * JSON with sorted keys (by UTF-16 code unit) and no spaces, after RFC 8785: equal values give equal text.
 * What JSON cannot carry follows JSON.stringify (undefined members are dropped, undefined in an array and NaN are null),
 * except for what would be lost silently: functions, symbols, bigints and class instances throw `not-json`.
 */
export function canonicalJson(value: unknown): string {
  return encode(value) ?? 'null';
}

function encode(value: unknown): string | undefined {
  if (value === undefined) return undefined;
  if (value === null || typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') {
    return JSON.stringify(value);
  }
  if (Array.isArray(value)) return `[${value.map((item) => encode(item) ?? 'null').join(',')}]`;
  if (typeof value === 'object' && isPlain(value)) {
    const members: string[] = [];
    for (const [key, member] of Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1))) {
      const text = encode(member);
      if (text !== undefined) members.push(`${JSON.stringify(key)}:${text}`);
    }
    return `{${members.join(',')}}`;
  }
  throw new SidetoneError('not-json', `A ${typeof value} cannot be written as JSON.`);
}

function isPlain(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  // The last test: a plain object of another realm (a structured clone, a test's jsdom) has its own Object.prototype.
  return prototype === null || prototype === Object.prototype || Object.getPrototypeOf(prototype) === null;
}

/** What a link of a desk's chain is made of. */
interface ChainLink {
  deskId: string;
  /** 1, 2, 3 … */
  number: number;
  /** Hash of the record before, GENESIS_HASH for the first. */
  previousHash: string;
  record: unknown;
}

/** The text that is hashed: one line each for desk, number and previous hash, then the canonical record. */
function chainText({ deskId, number, previousHash, record }: ChainLink): string {
  return `${deskId}\n${number}\n${previousHash}\n${canonicalJson(record)}`;
}

/**
 * The hash of a link, 64 hex digits. `sha256Hex` is handed in because the window has only the asynchronous Web Crypto
 * and Node the synchronous node:crypto: the result is of the same kind.
 */
export function chainHash<Hash extends string | Promise<string>>(
  link: ChainLink,
  sha256Hex: (text: string) => Hash,
): Hash {
  return sha256Hex(chainText(link));
}
