import { describe, expect, it } from 'vitest';
import { createSealer, openSealed } from './sealing';

const recordId = '0199c0de-0000-7000-8000-000000000001';
const deskKey = new Uint8Array(32).fill(5);
const text = (words: string) => new TextEncoder().encode(words);

async function file(chunks: string[], { ended = true, key = deskKey } = {}) {
  const sealer = await createSealer(key, recordId);
  const sealed: Uint8Array[] = [];
  for (const [index, chunk] of chunks.entries()) {
    sealed.push(await sealer.seal(text(chunk), ended && index === chunks.length - 1));
  }
  return { head: sealer.head, sealed, bytes: join([sealer.head, ...sealed]) };
}
const join = (parts: Uint8Array[]) => new Uint8Array(Buffer.concat(parts));
const opened = async (bytes: Uint8Array, key = deskKey) => {
  const { contents, complete } = await openSealed(key, bytes);
  return { words: contents.map((content) => new TextDecoder().decode(content)), complete };
};

describe('a sealed recording', () => {
  it('opens with the desk’s key, and with no other', async () => {
    const { bytes } = await file(['a', 'b', 'c']);
    expect(await opened(bytes)).toEqual({ words: ['a', 'b', 'c'], complete: true });
    await expect(opened(bytes, new Uint8Array(32).fill(6))).rejects.toThrow('another key');
  });

  it('has nothing of the sound in clear, and the same sound never looks the same', async () => {
    const one = await file(['the same words']);
    const other = await file(['the same words']);
    expect(Buffer.from(one.bytes).includes('the same words')).toBe(false);
    expect(one.sealed[0]).not.toEqual(other.sealed[0]);
  });

  it('is known to be cut when its end is missing, wherever it was cut', async () => {
    const { bytes, head, sealed } = await file(['a', 'b', 'c']);
    expect(await opened(bytes.subarray(0, bytes.length - 1))).toEqual({ words: ['a', 'b'], complete: false });
    expect(await opened(join([head, ...sealed.slice(0, 2)]))).toEqual({ words: ['a', 'b'], complete: false });
    expect(await opened(head)).toEqual({ words: [], complete: false });
  });

  it('does not open when chunks were moved, left out, repeated, changed, added or brought from elsewhere', async () => {
    const { head, sealed } = await file(['a', 'b', 'c']);
    const [a, b, c] = sealed as [Uint8Array, Uint8Array, Uint8Array];
    const stranger = await file(['a', 'b', 'c']);
    const changed = b.slice();
    changed[6] = (changed[6] ?? 0) ^ 1;
    const endMoved = b.slice();
    endMoved[4] = 1;
    const forgeries = {
      moved: [b, a, c],
      leftOut: [a, c],
      repeated: [a, a, b, c],
      changed: [a, changed, c],
      endMoved: [a, endMoved],
      added: [a, b, c, c],
      fromElsewhere: [a, stranger.sealed[1] ?? b, c],
    };
    for (const [how, chunks] of Object.entries(forgeries)) {
      await expect(opened(join([head, ...chunks])), how).rejects.toThrow('changed after it was written');
    }
  });

  it('says of another file that it is none', async () => {
    await expect(opened(text('RIFF and so on, a wav file'))).rejects.toThrow('does not begin as a recording does');
  });
});
