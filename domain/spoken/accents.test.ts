import { describe, expect, it } from 'vitest';
import { accentSchema } from '../../contracts/cues';
import { accentVariants } from './accents';

describe('what an accent makes of a syllable', () => {
  it.each([
    ['zhu', 'z-zh', 'zu'],
    ['zu', 'z-zh', 'zhu'],
    ['chi', 'c-ch', 'ci'],
    ['cai', 'c-ch', 'chai'],
    ['shi', 's-sh', 'si'],
    ['si', 's-sh', 'shi'],
    ['nan', 'n-l', 'lan'],
    ['liu', 'n-l', 'niu'],
    ['jin', 'n-ng', 'jing'],
    ['ming', 'n-ng', 'min'],
  ] as const)('%s with %s may be %s too', (reading, accent, other) => {
    expect(accentVariants(reading, [accent])).toEqual([reading, other]);
  });

  it.each([
    ['zhu', ['c-ch', 's-sh', 'n-l', 'n-ng']],
    ['er', accentSchema.options],
    ['n', ['n-ng']],
    ['nan', []],
  ] as const)('leaves %s alone with %s', (reading, accents) => {
    expect(accentVariants(reading, accents)).toEqual([reading]);
  });

  it('combines several', () => {
    expect(accentVariants('zhang', ['z-zh', 'n-ng'])).toEqual(['zhang', 'zang', 'zhan', 'zan']);
    expect(accentVariants('leng', accentSchema.options)).toEqual(['leng', 'neng', 'len', 'nen']);
  });
});
