import { describe, expect, it } from 'vitest';
import { contrast, tokens } from './tokens';

describe.each(['light', 'dark'] as const)('colours of the %s theme', (theme) => {
  const colours = tokens[theme];

  it.each(['text', 'dim', 'accent', 'green', 'blue', 'amber', 'red', 'violet', 'grey'] as const)(
    '%s can be read on every ground',
    (name) => {
      for (const ground of [colours.surface, colours.ground, colours.sunken]) {
        expect(contrast(colours[name], ground)).toBeGreaterThanOrEqual(4.5);
      }
    },
  );

  it.each(['accent-fill', 'answer-fill', 'hangup-fill'] as const)('white can be read on %s', (name) => {
    expect(contrast('#ffffff', colours[name])).toBeGreaterThanOrEqual(4.5);
  });
});

it('contrast is 21 for black on white', () => {
  expect(contrast('#000000', '#ffffff')).toBeCloseTo(21, 5);
});
