import { expect, it } from 'vitest';
import { rehearsal, type RehearsalFacts } from '../testing/rehearsals';
import { rehearsalReport } from './report';

/** Since the call began, in seconds. */
const seconds = (atMs: number | null) => (atMs === null ? null : Math.round(atMs / 100) / 10);

const expected = [
  { phrase: '太贵', cueId: 'too-expensive' },
  { phrase: '便宜', cueId: 'discount' },
  { phrase: '发票', cueId: 'invoice' },
  { phrase: '考虑一下', cueId: 'think' },
];
const facts: RehearsalFacts = {
  practice: { expected },
  endsAt: 50,
  spoken: [
    { leg: 'agent', from: 0.5, to: 4, text: '您好，我是云帆科技的小林，本次通话会录音，您看可以吗？' },
    { leg: 'customer', from: 5, to: 8, text: '可以，不过你们太贵了。' },
    { leg: 'agent', from: 9, to: 14, text: '我理解，平均每天不到三块钱。' },
    { leg: 'customer', from: 15, to: 17, text: '能不能便宜一点？' },
    { leg: 'agent', from: 17.2, to: 17.6 },
    { leg: 'agent', from: 22, to: 26, text: '年付可以打九折。' },
    { leg: 'customer', from: 27, to: 30, text: '我考虑一下吧。' },
    { leg: 'agent', from: 31, to: 34, text: '好的，那我明天再联系您，再见。' },
    { leg: 'customer', from: 35, to: 36, text: '再见。' },
  ],
  cards: [
    { at: 7.5, phrase: '太贵', cueId: 'too-expensive', title: '嫌贵', states: ['hearing', 'confirmed', 'used'] },
    { at: 16.5, phrase: '便宜', cueId: 'discount', title: '要优惠', states: ['confirmed'] },
    { at: 29.5, phrase: '考虑一下', cueId: 'think', title: '要考虑', states: ['confirmed', 'dismissed'] },
    { at: 35.5, phrase: '再见', cueId: 'good-bye', title: '道别', states: ['confirmed'] },
  ],
};
const report = rehearsalReport(rehearsal(facts));

it('tells of each expected card whether it came, and what became of it', () => {
  expect(report.cards.map(({ phrase, title, outcome, atMs }) => [phrase, title, outcome, seconds(atMs)])).toEqual([
    ['太贵', '嫌贵', 'used', 9.5],
    ['便宜', '要优惠', 'unused', 18.5],
    ['发票', null, 'did-not-come', null],
    ['考虑一下', '要考虑', 'dismissed', 31.5],
  ]);
  expect(report.otherCards).toBe(1);
});

it('measures how long each need stood unanswered, from where the customer stopped; a 嗯 is no answer', () => {
  expect(report.needs.map(({ phrases, waitMs }) => [phrases, seconds(waitMs)])).toEqual([
    [['太贵'], 1],
    [['便宜'], 5],
    [['考虑一下'], 1],
  ]);
});

it('says what to do better, each with its place in the call and the words there', () => {
  const said = report.advice.map((advice) => [advice.rule, seconds(advice.atMs), advice.line?.text]);
  expect(said).toContainEqual(['card-unused', 18.5, '能不能便宜一点？']);
  expect(said).toContainEqual(['card-dismissed', 31.5, '我考虑一下吧。']);
  expect(said).toContainEqual(['slow-answer', 18.5, '能不能便宜一点？']);
  const notMet = report.score?.items.filter(({ outcome }) => outcome === 'not-met').map(({ itemId }) => itemId);
  expect(notMet?.length).toBeGreaterThan(0);
  expect(report.advice.flatMap((advice) => (advice.rule === 'item' ? [advice.itemId] : [])).sort()).toEqual(
    [...(notMet ?? [])].sort(),
  );
});

it('keeps the score that the record has, by the form of real calls', () => {
  const record = rehearsal(facts);
  expect(rehearsalReport(record).score).toBe(record.review?.score);
  expect(report.score?.total).toBeGreaterThan(0);
});

it('says that a need was never answered, and waits for a customer who draws breath', () => {
  const lone = rehearsal({
    ...facts,
    practice: { expected: expected.slice(0, 1) },
    spoken: [
      { leg: 'agent', from: 0.5, to: 4 },
      { leg: 'customer', from: 5, to: 8 },
      { leg: 'customer', from: 9, to: 12 },
    ],
  });
  expect(rehearsalReport(lone).needs).toMatchObject([{ phrases: ['太贵'], waitMs: null }]);
  expect(rehearsalReport(lone).advice.map(({ rule }) => rule)).toContain('no-answer');
  const answered = {
    ...facts,
    spoken: [...facts.spoken.slice(0, 2), ...breath],
    cards: facts.cards?.slice(0, 1) ?? [],
  };
  expect(rehearsalReport(rehearsal(answered)).needs[0]?.waitMs).toBe(1500);
});
const breath = [
  { leg: 'customer' as const, from: 9, to: 12 },
  { leg: 'agent' as const, from: 13.5, to: 20 },
];

it('is answered at once by who cut in and goes on', () => {
  const cutIn = rehearsal({
    ...facts,
    spoken: [...facts.spoken.slice(0, 2), { leg: 'agent', from: 7.6, to: 14 }],
    cards: facts.cards?.slice(0, 1) ?? [],
  });
  expect(rehearsalReport(cutIn).needs[0]?.waitMs).toBe(0);
});

it('points to the longest turn of who talked too much, and to one that let nobody in', () => {
  const long = rehearsal({
    ...facts,
    endsAt: 90,
    spoken: [
      { leg: 'agent', from: 0.5, to: 4, text: '您好。' },
      { leg: 'customer', from: 5, to: 8, text: '太贵了。' },
      { leg: 'agent', from: 9, to: 60, text: '我来说说我们的套餐。' },
    ],
  });
  const { advice, talkRatio } = rehearsalReport(long);
  expect(talkRatio).toBeGreaterThan(0.9);
  expect(advice).toContainEqual(expect.objectContaining({ rule: 'long-turn', atMs: 11_000, lengthMs: 51_000 }));
  expect(advice).toContainEqual(expect.objectContaining({ rule: 'item', itemId: 'talk-ratio', atMs: 11_000 }));
});

it('puts first what fails the whole call', () => {
  const rude = rehearsal({
    ...facts,
    spoken: [...facts.spoken, { leg: 'agent', from: 40, to: 44, text: '把验证码告诉我，保证您稳赚不赔。' }],
  });
  const { advice, score } = rehearsalReport(rude);
  expect(score?.failed).toBe(true);
  expect(advice[0]).toMatchObject({ rule: 'item', fails: true, line: { text: '把验证码告诉我，保证您稳赚不赔。' } });
});

it('concludes nothing of cards and silence where nobody was heard', () => {
  const deaf = rehearsalReport(rehearsal({ practice: { expected }, spoken: [], endsAt: 60 }));
  expect(deaf).toMatchObject({ inWords: false, score: null, needs: [], talkRatio: null, deadAir: [], advice: [] });
});
