import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cueConditionSchema, type CueCondition } from '../../contracts/cue-rules';
import { cueBookSchema } from '../../contracts/cues';
import type { SpeechEvent } from '../../contracts/speech';
import { allCards, confirmedOptOut, keywordsOf, reduceCues, startCues, type CueState } from '../cues';
import { evaluate, saidIn } from './evaluate';
import { noteFact, startFacts, type CueFacts, type CueSignal } from './facts';

const callId = 'c';
type Leg = 'agent' | 'customer';
const said = (leg: Leg, endMs: number, text: string): SpeechEvent => ({
  type: 'transcript',
  callId,
  leg,
  startMs: Math.max(0, endMs - 1_000),
  endMs,
  text,
});
const word = (
  id: string,
  phrase: string,
  endMs: number,
  type: 'keyword' | 'keyword-confirmed' | 'keyword-withdrawn',
) => {
  const fields = { callId, id, phrase, leg: 'customer' as const, startMs: endMs - 400, endMs, score: 0.4 };
  return type === 'keyword'
    ? ({ ...fields, type, ear: 'fast', confirmed: false } as const)
    : ({ ...fields, type, ear: 'careful' } as const);
};
const spoke = (leg: Leg, startMs: number, endMs: number): SpeechEvent[] => [
  { type: 'speech-start', callId, leg, startMs },
  { type: 'speech-end', callId, leg, startMs, endMs },
];
const after = (signals: readonly CueSignal[], facts = startFacts()): CueFacts => signals.reduce(noteFact, facts);
const truth = (condition: CueCondition, signals: readonly CueSignal[], facts?: CueFacts) =>
  evaluate(cueConditionSchema.parse(condition), after(signals, facts)).truth;

describe('conditions', () => {
  it('hear a phrase: by a keyword, confirmed or not, and in the transcript, on the leg that is asked for', () => {
    const price: CueCondition = { heard: ['太贵', 'too expensive'], leg: 'customer' };
    expect(truth(price, [word('k', '太贵', 2_000, 'keyword')])).toBe('heard');
    expect(truth(price, [word('k', '太贵', 2_000, 'keyword'), word('k', '太贵', 2_000, 'keyword-confirmed')])).toBe(
      'certain',
    );
    expect(truth(price, [word('k', '太贵', 2_000, 'keyword'), word('k', '太贵', 2_000, 'keyword-withdrawn')])).toBe(
      'no',
    );
    expect(truth(price, [said('customer', 2_000, 'It is Too expensive, really.')])).toBe('certain');
    expect(truth(price, [said('agent', 2_000, '您觉得太贵')])).toBe('no');
  });

  it('take English words whole, and Chinese ones however they are spaced', () => {
    expect(saidIn('The cost of costly things', 'cost')).toBe(true);
    expect(saidIn('Costly things', 'cost')).toBe(false);
    expect(saidIn('太 贵，了', '太贵了')).toBe(true);
    expect(saidIn('anything', ' … ')).toBe(false);
  });

  it('know a price from a date, an age and a share', () => {
    const price: CueCondition = { price: 'customer' };
    for (const text of ['三千九百八十元', '2万', '要 $30', '多少钱一个月', 'about 100 yuan', '五块钱'])
      expect([text, truth(price, [said('customer', 1_000, text)])]).toEqual([text, 'certain']);
    for (const text of [
      '二零二六年十一月',
      '我三十五岁',
      '百分之三',
      '下午三点',
      'room 12',
      '一万里路',
      '三千人',
      'Costa',
    ])
      expect([text, truth(price, [said('customer', 1_000, text)])]).toEqual([text, 'no']);
    expect(truth(price, [said('agent', 1_000, '三百元')])).toBe('no');
  });

  it('measure silence from the last word of either side, by the call’s own clock', () => {
    const silence: CueCondition = { silenceSeconds: 5 };
    const talk = [...spoke('agent', 0, 4_000), ...spoke('customer', 3_000, 6_000)];
    expect(truth(silence, [...talk, { type: 'time', atMs: 10_900 }])).toBe('no');
    expect(truth(silence, [...talk, { type: 'time', atMs: 11_000 }])).toBe('certain');
    const again: SpeechEvent = { type: 'speech-start', callId, leg: 'customer', startMs: 11_000 };
    expect(truth(silence, [...talk, { type: 'time', atMs: 11_000 }, again, { type: 'time', atMs: 60_000 }])).toBe('no');
  });

  it('compare shares of speech once there is enough of it', () => {
    const most: CueCondition = { agentShareAbove: 0.7 };
    expect(truth(most, spoke('agent', 0, 19_000))).toBe('no');
    expect(truth(most, [...spoke('agent', 0, 19_000), ...spoke('customer', 19_000, 21_000)])).toBe('certain');
    expect(truth({ agentShareBelow: 0.7 }, spoke('agent', 0, 19_000))).toBe('no');
  });

  it('ask the script, the customer card and intents', () => {
    const facts = startFacts([{ label: '等级', value: '金卡会员' }], 'greet');
    expect(truth({ stage: 'greet' }, [], facts)).toBe('certain');
    expect(truth({ stage: 'greet' }, [{ type: 'stage', stageId: 'close' }], facts)).toBe('no');
    expect(truth({ customer: { label: '等级', contains: '金卡' } }, [], facts)).toBe('certain');
    expect(truth({ customer: { label: '等级', is: '金卡' } }, [], facts)).toBe('no');
    const intent: CueSignal = { type: 'intent', intentId: 'price', leg: 'customer', endMs: 1, words: '太贵' };
    expect(truth({ intent: 'price' }, [intent])).toBe('certain');
    expect(truth({ intent: 'other' }, [intent])).toBe('no');
  });

  it('ask what feeling showed, the customer’s unless told otherwise', () => {
    const angry: CueSignal = { type: 'emotion', emotion: 'angry', leg: 'customer', endMs: 900, words: '投诉' };
    expect(truth({ emotion: 'angry' }, [angry])).toBe('certain');
    expect(truth({ emotion: 'annoyed' }, [angry])).toBe('no');
    expect(truth({ emotion: 'angry', leg: 'agent' }, [angry])).toBe('no');
    expect(truth({ emotion: 'angry' }, [{ ...angry, leg: 'agent' }])).toBe('no');
    expect(truth({ emotion: 'angry', leg: 'either' }, [{ ...angry, leg: 'agent' }])).toBe('certain');
    expect(after([angry, angry]).emotions).toHaveLength(1);
  });

  it('combine: all, any, not, and all within some seconds', () => {
    const both: CueCondition = { all: [{ heard: ['太贵'] }, { heard: ['优惠'] }] };
    const near: CueCondition = { withinSeconds: 10, all: both.all };
    const signals = [said('customer', 1_000, '太贵了'), said('customer', 20_000, '有优惠吗')];
    expect(truth(both, signals)).toBe('certain');
    expect(truth(near, signals)).toBe('no');
    expect(truth(near, [...signals, said('customer', 22_000, '还是太贵')])).toBe('certain');
    expect(truth({ any: [{ heard: ['别的'] }, { heard: ['优惠'] }] }, signals)).toBe('certain');
    expect(truth({ not: { heard: ['优惠'] } }, signals)).toBe('no');
    expect(truth({ all: [{ heard: ['太贵'] }, { not: { heard: ['合同'] } }] }, signals)).toBe('certain');
    expect(evaluate(near, after([...signals, said('customer', 22_000, '还是太贵')])).evidence?.endMs).toBe(22_000);
  });

  it('are never more certain than their parts, whatever happens', () => {
    const signal = fc.oneof(
      fc
        .tuple(
          fc.constantFrom('a', 'b', 'c'),
          fc.nat(60_000),
          fc.constantFrom('keyword', 'keyword-confirmed', 'keyword-withdrawn'),
        )
        .map(([phrase, atMs, type]) => word(`${phrase}${String(atMs % 3)}`, phrase, atMs + 400, type as 'keyword')),
      fc
        .tuple(fc.constantFrom<Leg>('agent', 'customer'), fc.nat(60_000), fc.constantFrom('a', 'a b', 'c'))
        .map(([leg, atMs, text]) => said(leg, atMs, text)),
    );
    const rank = { no: 0, heard: 1, certain: 2 };
    fc.assert(
      fc.property(fc.array(signal, { maxLength: 30 }), (signals) => {
        const [a, b]: CueCondition[] = [{ heard: ['a'] }, { heard: ['b'] }];
        const of = (condition: CueCondition) => rank[truth(condition, signals)];
        if (!a || !b) return;
        expect(of({ all: [a, b] })).toBe(Math.min(of(a), of(b)));
        expect(of({ any: [a, b] })).toBe(Math.max(of(a), of(b)));
        expect(of({ withinSeconds: 5, all: [a, b] })).toBeLessThanOrEqual(of({ all: [a, b] }));
      }),
    );
  });
});

describe('cards of rules', () => {
  const book = cueBookSchema.parse({
    name: 'rules',
    language: 'zh',
    version: 1,
    cues: [
      {
        id: 'haggle',
        when: {
          withinSeconds: 30,
          all: [
            { heard: ['太贵'], leg: 'customer' },
            { heard: ['优惠'], leg: 'customer' },
          ],
        },
        title: '议价',
        lines: ['…'],
        action: 'offer',
      },
      {
        id: 'quiet',
        when: { silenceSeconds: 8 },
        oncePerCall: true,
        coolDownMs: 0,
        title: '冷场',
        lines: ['…'],
        action: 'inform',
      },
      {
        id: 'stop',
        when: { all: [{ heard: ['别打'] }, { not: { heard: ['开玩笑'] } }] },
        title: '免呼',
        lines: ['…'],
        action: 'opt-out',
      },
    ],
  });
  const run = (signals: readonly CueSignal[]) => {
    let state: CueState = startCues(book);
    const changes = signals.flatMap((signal, index) => {
      const step = reduceCues(state, signal, index);
      state = step.state;
      return step.changes.map((card) => `${card.cueId} ${card.state}`);
    });
    return { changes, state };
  };

  it('listen for the phrases that conditions name', () => {
    expect(keywordsOf(book).map(({ phrase }) => phrase)).toEqual(['太贵', '优惠', '别打', '开玩笑']);
  });

  it('pop while words are still uncertain, become certain, or are taken back', () => {
    const [a, b] = [word('1', '太贵', 1_000, 'keyword'), word('2', '优惠', 3_000, 'keyword')];
    const confirm = [word('1', '太贵', 1_000, 'keyword-confirmed'), word('2', '优惠', 3_000, 'keyword-confirmed')];
    expect(run([a, b, ...confirm]).changes).toEqual(['haggle hearing', 'haggle confirmed']);
    expect(run([a, b, word('2', '优惠', 3_000, 'keyword-withdrawn')]).changes).toEqual([
      'haggle hearing',
      'haggle withdrawn',
    ]);
    expect(allCards(run([a, b]).state)[0]).toMatchObject({ phrase: '优惠', leg: 'customer', heardAtMs: 3_000 });
  });

  it('are taken back too when words that half a sentence bore out were not said after all', () => {
    const confirmed = [word('1', '太贵', 1_000, 'keyword-confirmed'), word('2', '优惠', 3_000, 'keyword-confirmed')];
    expect(run([...confirmed, word('2', '优惠', 3_000, 'keyword-withdrawn')]).changes).toEqual([
      'haggle confirmed',
      'haggle withdrawn',
    ]);
    const stop = word('1', '别打', 900, 'keyword-confirmed');
    expect(confirmedOptOut(run([stop]).state)?.cueId).toBe('stop');
    expect(confirmedOptOut(run([stop, word('1', '别打', 900, 'keyword-withdrawn')]).state)).toBeNull();
  });

  it('stay when the moment has passed, and pop once where once is enough', () => {
    const quiet = (fromMs: number): CueSignal[] => [
      ...spoke('customer', fromMs, fromMs + 1_000),
      { type: 'time', atMs: fromMs + 9_500 },
    ];
    expect(run([...quiet(1_000), ...quiet(20_000)]).changes).toEqual(['quiet confirmed']);
  });

  it('count as an opt-out when they hold for certain', () => {
    expect(confirmedOptOut(run([said('customer', 900, '别打了')]).state)?.cueId).toBe('stop');
    expect(confirmedOptOut(run([word('1', '别打', 900, 'keyword')]).state)).toBeNull();
  });

  it('need a phrase or a condition, and a condition that is known', () => {
    const cue = { id: 'x', title: 't', lines: ['l'], action: 'inform' };
    const parse = (part: object) => cueBookSchema.safeParse({ ...book, cues: [{ ...cue, ...part }] }).success;
    expect(parse({})).toBe(false);
    expect(parse({ when: { heard: [] } })).toBe(false);
    expect(parse({ when: { mood: 'angry' } })).toBe(false);
    expect(parse({ when: { customer: { label: 'x' } } })).toBe(false);
    expect(parse({ when: { stage: 'greet' } })).toBe(true);
  });
});
