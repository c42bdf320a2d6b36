import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { zhSale, enSale } from '../testing/conversations';
import { longestDeadAirMs, measureConversation, type Heard } from './measure';
import { spansOf, type SpokenSpan } from './spans';

const span = (leg: SpokenSpan['leg'], startMs: number, endMs: number): SpokenSpan => ({ leg, startMs, endMs });
const heard = (spans: SpokenSpan[], more: Partial<Heard> = {}): Heard => ({
  spans,
  lines: [],
  language: 'zh',
  ...more,
});

const spans = fc.array(
  fc
    .tuple(
      fc.constantFrom('agent' as const, 'customer' as const),
      fc.integer({ min: 0, max: 60_000 }),
      fc.integer({ min: 1, max: 9000 }),
    )
    .map(([leg, startMs, lasts]) => span(leg, startMs, startMs + lasts)),
  { maxLength: 30 },
);

describe('the figures of a conversation', () => {
  it('share out what was spoken, and what both spoke at once', () => {
    const figures = measureConversation(heard([span('agent', 0, 3000), span('customer', 2000, 3000)]));
    expect(figures.spokenMs).toEqual({ agent: 3000, customer: 1000 });
    expect(figures.talkRatio).toBe(0.75);
    expect(figures.overlapMs).toBe(1000);
  });

  it('tell dead air, at the ends of the call too, but not on hold', () => {
    const said = [span('agent', 1000, 2000), span('customer', 20_000, 21_000)];
    const ofCall = measureConversation(heard(said, { connected: { startMs: 0, endMs: 30_000 } }));
    expect(ofCall.deadAir).toEqual([
      { startMs: 2000, endMs: 20_000 },
      { startMs: 21_000, endMs: 30_000 },
    ]);
    expect(longestDeadAirMs(ofCall)).toBe(18_000);
    expect(measureConversation(heard(said)).deadAir).toHaveLength(1);
    expect(measureConversation(heard(said, { held: [{ startMs: 4000, endMs: 19_000 }] })).deadAir).toEqual([]);
  });

  it('tell who cut in: not who began together, not a sign of listening, not the end of a sentence', () => {
    const by = (own: SpokenSpan) => measureConversation(heard([span('customer', 1000, 6000), own])).interruptions;
    expect(by(span('agent', 3000, 8000))).toEqual([{ by: 'agent', startMs: 3000, endMs: 6000 }]);
    expect(by(span('agent', 1200, 4000))).toEqual([]);
    expect(by(span('agent', 3000, 3400))).toEqual([]);
    expect(by(span('agent', 5900, 9000))).toEqual([]);
  });

  it('count a speaker who drew breath as one who went on', () => {
    const said = [span('customer', 0, 2000), span('customer', 2100, 4000), span('agent', 2200, 5000)];
    expect(measureConversation(heard(said)).interruptions).toHaveLength(1);
  });

  it('tell turns with the pauses inside them', () => {
    const said = [span('agent', 0, 1000), span('agent', 1500, 2000), span('customer', 2500, 3000)];
    expect(measureConversation(heard(said)).turns).toEqual([
      { leg: 'agent', startMs: 0, endMs: 2000, spokenMs: 1500 },
      { leg: 'customer', startMs: 2500, endMs: 3000, spokenMs: 500 },
    ]);
  });

  it('tell characters a minute in Chinese and words a minute in English, and nothing of too little', () => {
    const lines = (text: string, endMs: number) => [{ leg: 'agent' as const, startMs: 0, endMs, text }];
    const rate = (language: 'zh' | 'en', text: string, endMs: number) =>
      measureConversation({ spans: [], lines: lines(text, endMs), language }).rate;
    expect(rate('zh', '我们的套餐一年九百六十元，包含安装。', 6000)).toEqual({ agent: 160, customer: null });
    expect(rate('en', "It's $79 a month for two years.", 6000).agent).toBe(70);
    expect(rate('zh', '您好', 400).agent).toBeNull();
  });

  it('are there for a call of nobody', () => {
    const figures = measureConversation(heard([], { connected: { startMs: 0, endMs: 60_000 } }));
    expect(figures).toMatchObject({ talkRatio: null, overlapMs: 0, interruptions: [], turns: [] });
    expect(longestDeadAirMs(figures)).toBe(60_000);
  });

  it('leave out times that are no numbers', () => {
    expect(measureConversation(heard([span('agent', Number.NaN, 5), span('agent', 9, 3)])).talkRatio).toBeNull();
  });

  it('are taken from the lines where the utterances are not known', () => {
    for (const { lines, language } of [zhSale, enSale]) {
      const figures = measureConversation({ spans: [], lines, language });
      expect(figures.turns).toHaveLength(lines.length);
      expect(figures.talkRatio).toBeGreaterThan(0.6);
    }
  });

  it('do not depend on the order of the input', () => {
    fc.assert(
      fc.property(spans, fc.infiniteStream(fc.nat()), (said, keys) => {
        const shuffled = said.map((one) => ({ one, key: keys.next().value })).sort((a, b) => a.key - b.key);
        const again = measureConversation(heard(shuffled.map(({ one }) => one)));
        expect(again).toEqual(measureConversation(heard(said)));
      }),
    );
  });

  it('move with the clock', () => {
    fc.assert(
      fc.property(spans, fc.integer({ min: 0, max: 3_600_000 }), (said, shiftMs) => {
        const here = measureConversation(heard(said));
        const there = measureConversation(
          heard(said.map(({ leg, startMs, endMs }) => span(leg, startMs + shiftMs, endMs + shiftMs))),
        );
        const back = <T extends { startMs: number; endMs: number }>(list: readonly T[]) =>
          list.map((one) => ({ ...one, startMs: one.startMs - shiftMs, endMs: one.endMs - shiftMs }));
        expect(there.spokenMs).toEqual(here.spokenMs);
        expect(there.overlapMs).toBe(here.overlapMs);
        expect(back(there.deadAir)).toEqual(here.deadAir);
        expect(back(there.interruptions)).toEqual(here.interruptions);
        expect(back(there.turns)).toEqual(here.turns);
      }),
    );
  });

  it('hold together: overlap is within both, dead air and speech never meet', () => {
    fc.assert(
      fc.property(spans, (said) => {
        const { spokenMs, overlapMs, deadAir } = measureConversation(heard(said));
        expect(overlapMs).toBeLessThanOrEqual(Math.min(spokenMs.agent, spokenMs.customer));
        for (const gap of deadAir) {
          expect(gap.endMs - gap.startMs).toBeGreaterThan(5000);
          expect(said.some(({ startMs, endMs }) => startMs < gap.endMs && endMs > gap.startMs)).toBe(false);
        }
      }),
    );
  });
});

describe('spansOf', () => {
  it('takes finished utterances alone', () => {
    expect(
      spansOf([
        { type: 'speech-start', callId: '1', leg: 'agent', startMs: 5 },
        { type: 'speech-end', callId: '1', leg: 'agent', startMs: 5, endMs: 9 },
        { type: 'load', work: 'voice', callId: '1', lagMs: 3 },
      ]),
    ).toEqual([span('agent', 5, 9)]);
  });
});
