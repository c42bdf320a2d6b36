import { expect, it } from 'vitest';
import { litSegments } from './LevelMeter';

it('lights as many segments as the voice is loud, none for silence, all at full scale', () => {
  expect([0, 0.5, 1].map((level) => litSegments(level, 24))).toEqual([0, 12, 24]);
  expect([-0.1, 1.5].map((level) => litSegments(level, 24))).toEqual([0, 24]);
});
