import { describe, expect, it } from 'vitest';
import { isNoisy, speechToNoiseDb } from './speech-to-noise';

/** Half a second before the voice, then syllables and what is between them. */
const utterance = (before: number, loud: number, between: number) => [
  ...Array.from({ length: 15 }, () => before),
  ...Array.from({ length: 30 }, (_, frame) => (frame % 5 === 0 ? between : loud)),
];

describe('how far a voice stands out', () => {
  it('is the difference between its loud frames and what is heard between them', () => {
    expect(speechToNoiseDb(utterance(-60, -20, -50))).toBe(40);
    expect(speechToNoiseDb(utterance(-32, -20, -30))).toBe(12);
  });

  it('tells a quiet line from a noisy one, however loud the line is', () => {
    expect(isNoisy(utterance(-60, -20, -50))).toBe(false);
    expect(isNoisy(utterance(-75, -45, -72))).toBe(false);
    expect(isNoisy(utterance(-32, -20, -30))).toBe(true);
    expect(isNoisy(utterance(-60, -50, -62))).toBe(true);
  });

  it('is unknown at first, and then nothing is called noisy', () => {
    expect(speechToNoiseDb([])).toBeNull();
    expect(isNoisy(Array.from({ length: 14 }, () => -20))).toBe(false);
  });
});
