import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { GENESIS_HASH } from '../contracts/records';
import { canonicalJson, chainHash } from './chain';

const sha256Hex = (text: string) => createHash('sha256').update(text, 'utf8').digest('hex');

describe('canonicalJson', () => {
  it('sorts keys at every depth and writes no spaces', () => {
    expect(canonicalJson({ b: [{ d: 1, c: '二' }], a: null })).toBe('{"a":null,"b":[{"c":"二","d":1}]}');
  });

  it('drops undefined members and writes undefined items as null', () => {
    expect(canonicalJson({ a: undefined, b: [undefined, 1] })).toBe('{"b":[null,1]}');
  });

  it('refuses what JSON would lose silently', () => {
    expect(() => canonicalJson({ at: new Date(0) })).toThrow('cannot be written as JSON');
    expect(() => canonicalJson({ n: 1n })).toThrow('cannot be written as JSON');
  });

  it('reads back as the same value, and a round trip through JSON does not change it', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const text = canonicalJson(value);
        expect(canonicalJson(JSON.parse(JSON.stringify(value)))).toBe(text);
        expect(JSON.stringify(JSON.parse(text))).toHaveLength(text.length);
      }),
    );
  });

  it('does not depend on the order in which keys were set', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.integer()), (value) => {
        const reversed = Object.fromEntries(Object.entries(value).reverse());
        expect(canonicalJson(reversed)).toBe(canonicalJson(value));
      }),
    );
  });
});

describe('chainHash', () => {
  const link = { deskId: 'desk-1', number: 1, previousHash: GENESIS_HASH, record: { notes: '你好', talkMs: 1 } };

  it('is the SHA-256 of desk, number, previous hash and canonical record', () => {
    // printf 'desk-1\n1\n000…0\n{"notes":"你好","talkMs":1}' | sha256sum
    expect(chainHash(link, sha256Hex)).toBe('e570723e485aede71da1bfba0a71be9a3cd816493f900cf705947bbc10e0836c');
  });

  it('changes with every part of the link', () => {
    const hashes = [
      link,
      { ...link, deskId: 'desk-2' },
      { ...link, number: 2 },
      { ...link, previousHash: '1'.repeat(64) },
      { ...link, record: { notes: '你好', talkMs: 2 } },
    ].map((each) => chainHash(each, sha256Hex));
    expect(new Set(hashes).size).toBe(hashes.length);
  });

  it('takes an asynchronous hash as well', async () => {
    const hash = chainHash(link, (text) => Promise.resolve(sha256Hex(text)));
    expect(await hash).toBe(chainHash(link, sha256Hex));
  });
});
