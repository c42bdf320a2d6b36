import { expect, it } from 'vitest';
import type { CardState } from '../contracts/cues';
import { cardMarks } from './card-marks';

const card = (cueId: string, state: CardState) => ({ type: 'card' as const, atMs: 1, cueId, title: cueId, state });

it('counts each mark of a card once, and nothing that only the ears did', () => {
  const timeline = [
    card('price', 'hearing'),
    card('price', 'confirmed'),
    card('price', 'used'),
    card('price', 'dismissed'),
    card('price', 'used'),
    card('stop', 'withdrawn'),
    card('form', 'dismissed'),
  ];
  expect([...cardMarks({ timeline })]).toEqual([
    ['price', { used: 2, dismissed: 1 }],
    ['form', { used: 0, dismissed: 1 }],
  ]);
});

it('counts nothing in practice, and no card that a book could not have', () => {
  expect(cardMarks({ timeline: [card('price', 'used')], practice: { expected: [] } }).size).toBe(0);
  expect(cardMarks({ timeline: [card('PRICE\0', 'used'), card('x'.repeat(101), 'used')] }).size).toBe(0);
});
