import { expect, it } from 'vitest';
import { holdBackMs, recordingOf } from './recording-policy';

it.each([
  ['off', 'never', 'never'],
  ['all', 'now', 'now'],
  ['outbound', 'now', 'never'],
  ['inbound', 'never', 'now'],
  ['by-hand', 'by-hand', 'by-hand'],
] as const)('records by policy %s: outbound %s, inbound %s', (when, outbound, inbound) => {
  expect([recordingOf(when, 'outbound'), recordingOf(when, 'inbound')]).toEqual([outbound, inbound]);
});

it('holds sound back only for cards', () => {
  expect([holdBackMs({ pauseForCards: true }), holdBackMs({ pauseForCards: false })]).toEqual([15_000, 0]);
});
