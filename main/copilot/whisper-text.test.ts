import { describe, expect, it } from 'vitest';
import { toSimplified } from '../../domain/spoken/simplified';
import { decodeByteLevel, looksInvented, spellInBytes, spellsBytes, withoutSounds } from './whisper-text';

describe("Whisper's text", () => {
  it('is put together from bytes and simplified', () => {
    const spelled = [...Buffer.from('介紹')].map((byte) => {
      const printable = (b: number) => (b > 32 && b < 127) || (b > 160 && b < 173) || b > 173;
      const shifted = Array.from({ length: byte }, (_, b) => b).filter((b) => !printable(b)).length;
      return String.fromCharCode(printable(byte) ? byte : 256 + shifted);
    });
    expect(toSimplified(decodeByteLevel(spelled.join('')))).toBe('介绍');
    expect(toSimplified('給您答覆，覆蓋全國')).toBe('给您答复，覆盖全国');
  });
  it.each([
    ['(upbeat music)', ''],
    ['( 词: 词:', ''],
    ['*sad music*', ''],
    ['(音) (认识', ''],
    ['[MUSIC] 你好，我想问一下', '你好，我想问一下'],
    ['Hello (inaudible) there', 'Hello  there'],
    ['两千（年付）', '两千'],
    ['没有括号', '没有括号'],
  ])('is without the sounds that it describes: %s', (text, said) => {
    expect(withoutSounds(text)).toBe(said);
  });

  it('is spelled in bytes or not, by the list of tokens', () => {
    const list = (...tokens: string[]) =>
      tokens.map((token, index) => `${Buffer.from(token).toString('base64')} ${String(index)}\n`).join('');
    expect(spellsBytes(list('!', '"', 'Ġ', 'Ġthe'))).toBe(true);
    expect(spellsBytes(list('!', '"', ' ', ' the'))).toBe(false);
  });
  it('can be spelled in bytes, so that a character in two pieces comes through', () => {
    const [first, second] = [Buffer.from('贵').subarray(0, 1), Buffer.from('贵').subarray(1)];
    const list = [Buffer.from(' a'), first, second].map((token, id) => `${token.toString('base64')} ${String(id)}\n`);
    const spelled = spellInBytes(list.join(''));
    const tokens = spelled
      .trim()
      .split('\n')
      .map((line) => Buffer.from(line.split(' ')[0] ?? '', 'base64').toString());
    expect(tokens[0]).toBe('Ġa');
    expect(decodeByteLevel(tokens.join(''))).toBe('a贵');
    expect(spelled).toMatch(/^\S+ 0\n\S+ 1\n\S+ 2\n$/);
  });
  it('is not believed when it is a credit, a loop, or too much for the time', () => {
    expect(looksInvented('字幕由Amara.org社区提供', 2)).toBe(true);
    expect(looksInvented('Thank you for watching!', 2)).toBe(true);
    expect(looksInvented('好的好的好的好的好的好的好的好的', 6)).toBe(true);
    expect(looksInvented('这个太贵了能不能便宜一点我再考虑', 0.5)).toBe(true);
    expect(looksInvented('这个太贵了。', 1.2)).toBe(false);
    expect(looksInvented('Thank you for taking my call', 2)).toBe(false);
  });
});
