import { describe, expect, it } from 'vitest';
import type { Accent } from '../../contracts/cues';
import { PinyinClasses } from '../../domain/spoken/pinyin-classes';
import type { ScoredChunk } from './acoustic-stream';
import { CtcSearch } from './ctc-search';
import type { HitTiming } from './fast-ear';

const tokens = ['<blank>', '利', '息', '你', '洗', '主', '祖', '国'];
const classes = new PinyinClasses(tokens);

/** A frame of each token, as sure as can be; an underscore is a blank, a small letter x the token after it, unsure. */
function frames(spoken: string): Float32Array[] {
  return [...spoken.matchAll(/x?[^x]/gu)].map(([token]) => {
    const row = new Float32Array(tokens.length).fill(-20);
    const unsure = token.startsWith('x');
    row[token === '_' ? 0 : tokens.indexOf(token.replace('x', ''))] = 10;
    if (unsure) row[0] = 10.4;
    return row;
  });
}

/** The phrases heard in a string of tokens. */
function heard(spoken: string, phrase: string, accents?: Accent[]): string[] {
  const search = new CtcSearch(classes, [{ phrase, threshold: 0.5, ...(accents ? { accents } : {}) }]);
  return [...search.push({ exact: frames(spoken), ahead: [] }), ...search.finish()].map((hit) => hit.phrase);
}

/** As the network's chunks come: three frames for good, and five more as they look so far. */
function chunks(exact: string, ahead: (at: number) => Float32Array[]): ScoredChunk[] {
  const rows = frames(exact);
  return Array.from({ length: rows.length / 3 }, (_, index) => ({
    exact: rows.slice(3 * index, 3 * index + 3),
    ahead: ahead(3 * index + 3),
  }));
}

function heardInChunks(parts: readonly ScoredChunk[], timing: HitTiming) {
  const search = new CtcSearch(classes, [{ phrase: '利息', threshold: 0.5 }], timing);
  const hits = parts.flatMap((part, chunk) => search.push(part).map((hit) => ({ ...hit, chunk })));
  return [...hits, ...search.finish().map((hit) => ({ ...hit, chunk: parts.length }))];
}

describe('the search for a phrase', () => {
  it('hears it whatever characters of its sound the network writes', () => {
    expect(heard('__利_息___', '利息')).toEqual(['利息']);
    expect(heard('__利_洗___', '利息')).toEqual(['利息']);
    expect(heard('__主_国___', '利息')).toEqual([]);
  });

  it('hears an accent only where it is allowed for', () => {
    expect(heard('__你_息___', '利息')).toEqual([]);
    expect(heard('__你_息___', '利息', ['z-zh', 'n-ng'])).toEqual([]);
    expect(heard('__你_息___', '利息', ['n-l'])).toEqual(['利息']);
    expect(heard('__主_国___', '祖国')).toEqual([]);
    expect(heard('__主_国___', '祖国', ['z-zh'])).toEqual(['祖国']);
  });

  it('asks less of each syllable of a long phrase', () => {
    const scoreOf = (sound: string, phrase: string) => {
      const search = new CtcSearch(classes, [{ phrase, threshold: 0.5 }]);
      return [...search.push({ exact: frames(sound), ahead: [] }), ...search.finish()][0]?.score ?? 0;
    };
    const two = scoreOf('__x利_x息___', '利息');
    expect(two).toBeCloseTo(Math.exp(-0.4), 5);
    expect(scoreOf('__x利_x息_x祖___', '利息祖')).toBeCloseTo(Math.exp(-0.4 / 1.27), 5);
    expect(scoreOf('__x利_x息_x祖_x洗___', '利息祖洗')).toBeCloseTo(Math.exp(-0.4 / 1.27), 5);
  });

  const spoken = '______利_息______________';
  const seen = (at: number) => frames(spoken).slice(at, at + 5);

  it('hears it ahead of the frames that are certain, and says it once', () => {
    const [early, ...more] = heardInChunks(chunks(spoken, seen), 'early');
    const [alone] = heardInChunks(
      chunks(spoken, () => []),
      'early',
    );
    expect(more).toEqual([]);
    expect(early).toMatchObject({ phrase: '利息', startFrame: 6, endFrame: 8, chunk: 1 });
    expect(alone).toMatchObject({ startFrame: 6, endFrame: 8, chunk: 2 });
  });

  it('says it as often as it is said', () => {
    const twice = '______利_息____利_息________';
    const ahead = (at: number) => frames(twice).slice(at, at + 5);
    expect(heardInChunks(chunks(twice, ahead), 'early').map(({ startFrame }) => startFrame)).toEqual([6, 13]);
  });

  it('waits for the best score where it is told to, and misses nothing that rang early', () => {
    // Unsure while only a little of what follows has been seen, then sure.
    const unsure = (at: number) => frames('______利_x息______________').slice(at, at + 5);
    const [early, ...more] = heardInChunks(chunks(spoken, unsure), 'early');
    const [settled] = heardInChunks(chunks(spoken, unsure), 'settled');
    expect(early?.score).toBeLessThan(0.9);
    // Told once; how sure it was in the end is told with the same place.
    expect(more.at(-1)).toMatchObject({ again: true, startFrame: early?.startFrame, endFrame: early?.endFrame });
    expect(more.at(-1)?.score).toBeCloseTo(1);
    expect(settled?.score).toBeCloseTo(1);
    expect(settled?.chunk).toBeGreaterThan(early?.chunk ?? Infinity);
    // What the certain frames do not bear out rang all the same.
    const never = chunks('________________________', seen);
    expect(heardInChunks(never, 'settled').map(({ phrase }) => phrase)).toEqual(['利息']);
    expect(heardInChunks(never, 'early').map(({ phrase }) => phrase)).toEqual(['利息']);
  });
});
