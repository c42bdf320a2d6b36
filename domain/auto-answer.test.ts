import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { autoAnswerHeaderSchema, type AutoAnswerHeader } from '../contracts/habits';
import { autoAnswerOf, type ReadHeader } from './auto-answer';

const reading =
  (headers: Record<string, string[]>): ReadHeader =>
  (name) =>
    headers[name] ?? [];
const all = { headers: [...autoAnswerHeaderSchema.options], afterSeconds: null };

describe('answers by a header', () => {
  it.each<[AutoAnswerHeader, string, number]>([
    ['alert-info', '<http://pbx.example>;info=alert-autoanswer;delay=0', 0],
    ['alert-info', 'info=alert-autoanswer;delay=2', 2000],
    ['alert-info', '<http://127.0.0.1>;info="Auto Answer"', 0],
    ['alert-info', ';info=Auto Answer', 0],
    ['alert-info', 'Auto Answer', 0],
    ['call-info', '<sip:pbx.example>;answer-after=0', 0],
    ['call-info', '<sip:a>;purpose=icon, <sip:b>; answer-after = "5"', 5000],
    ['answer-mode', 'Auto', 0],
    ['answer-mode', 'auto;require', 0],
    ['alert-auto-answer', 'true', 0],
    ['x-auto-answer', '3', 3000],
    ['x-auto-answer', 'Yes', 0],
  ])('%s: %s', (header, value, afterMs) => {
    expect(autoAnswerOf(reading({ [header]: [value] }), all)).toEqual({ header, afterMs });
  });

  it.each<[AutoAnswerHeader, string]>([
    ['alert-info', '<http://pbx.example/auto-answer.wav>'],
    ['alert-info', '<http://pbx.example>;info=alert-group'],
    ['alert-info', 'info=no auto answer'],
    ['call-info', '<http://pbx.example/icon>;purpose=icon'],
    ['call-info', '<sip:x;answer-after=0>;purpose=info'],
    ['call-info', '<sip:x>;answer-after=-1'],
    ['answer-mode', 'Manual'],
    ['answer-mode', 'Automatic'],
    ['alert-auto-answer', 'false'],
    ['x-auto-answer', ''],
    ['x-auto-answer', 'no'],
  ])('not by %s: %s', (header, value) => {
    expect(autoAnswerOf(reading({ [header]: [value] }), all)).toBeNull();
  });

  it('takes the second of two values when the first asks for nothing', () => {
    const read = reading({ 'call-info': ['<http://x>;purpose=icon', '<sip:x>;answer-after=1'] });
    expect(autoAnswerOf(read, all)).toEqual({ header: 'call-info', afterMs: 1000 });
  });
});

describe('answers by the settings', () => {
  const asking = reading({ 'x-auto-answer': ['0'], 'call-info': ['<sip:x>;answer-after=0'] });

  it('obeys no header unless it is chosen', () => {
    expect(autoAnswerOf(asking, { headers: [], afterSeconds: null })).toBeNull();
    expect(autoAnswerOf(asking, { headers: ['alert-info'], afterSeconds: null })).toBeNull();
    expect(autoAnswerOf(asking, { headers: ['call-info'], afterSeconds: null })).toMatchObject({ header: 'call-info' });
  });

  it('answers every call after so many seconds, a header sooner', () => {
    expect(autoAnswerOf(reading({}), { headers: [], afterSeconds: 5 })).toEqual({ header: null, afterMs: 5000 });
    expect(autoAnswerOf(asking, { headers: ['x-auto-answer'], afterSeconds: 5 })).toEqual({
      header: 'x-auto-answer',
      afterMs: 0,
    });
  });
});

it('no value whatever makes it throw, or wait longer than a minute', () => {
  fc.assert(
    fc.property(fc.string(), fc.constantFrom(...autoAnswerHeaderSchema.options), (value, header) => {
      const plan = autoAnswerOf(reading({ [header]: [value] }), all);
      expect(plan === null || (plan.afterMs >= 0 && plan.afterMs <= 60_000)).toBe(true);
    }),
  );
});
