import { describe, expect, it } from 'vitest';
import { qualityScoreSchema, type QualityScore, type ScoredItem } from '../../contracts/quality-form';
import { contest, contestState, decide } from './contest';
import { withTotals } from './totals';

const agent = { by: '1001', at: '2026-11-28T10:00:00+08:00' };
const supervisor = { by: 'wu', at: '2026-11-28T11:00:00+08:00' };

function item(itemId: string, outcome: ScoredItem['outcome'], fails = false): ScoredItem {
  return {
    itemId,
    type: 'say',
    title: { zh: itemId, en: itemId },
    weight: 10,
    fails,
    outcome,
    points: outcome === 'not-applicable' ? null : outcome === 'met' ? 10 : 0,
    reason: 'not-said',
    measured: null,
    evidence: [],
    history: [],
  };
}

const score = withTotals({ name: 'x', language: 'zh', version: 1 }, [
  item('greeting', 'met'),
  item('closing', 'not-met'),
  item('promise', 'not-met', true),
  item('read-back', 'not-applicable'),
]);

const stateOf = (result: QualityScore, itemId: string) => {
  const found = result.items.find((one) => one.itemId === itemId);
  return found && contestState(found);
};

describe('a contest', () => {
  it('accepted gives the points back, and the total anew', () => {
    expect(score).toMatchObject({ total: 0, weighted: 33.3, failed: true });
    const contested = contest(score, 'promise', '我说的是不能保证', agent);
    expect(contested).toMatchObject({ total: 0, failed: true });
    expect(stateOf(contested, 'promise')).toBe('open');
    const decided = decide(contested, 'promise', { accepted: true, comment: null }, supervisor);
    expect(decided).toMatchObject({ total: 66.7, weighted: 66.7, failed: false });
    expect(decided.items[2]?.history.map(({ type, by }) => [type, by])).toEqual([
      ['contested', '1001'],
      ['accepted', 'wu'],
    ]);
    expect(qualityScoreSchema.parse(decided)).toEqual(decided);
  });

  it('refused leaves the points, with the reason', () => {
    const decided = decide(
      contest(score, 'closing', '我说了再见', agent),
      'closing',
      { accepted: false, comment: '听不到' },
      supervisor,
    );
    expect(decided).toMatchObject({ total: 0, weighted: 33.3, failed: true });
    expect(stateOf(decided, 'closing')).toBe('refused');
    expect(decided.items[1]?.history.at(-1)).toMatchObject({ type: 'refused', comment: '听不到' });
  });

  it('changes nothing of the score it was given', () => {
    const before = structuredClone(score);
    decide(contest(score, 'closing', '说了', agent), 'closing', { accepted: true, comment: null }, supervisor);
    expect(score).toEqual(before);
  });

  it('in the wrong order is refused, and why', () => {
    const open = contest(score, 'closing', '说了', agent);
    const yes = { accepted: true, comment: null };
    const no = decide(open, 'closing', { accepted: false, comment: '没有' }, supervisor);
    expect(() => contest(score, 'smile', '?', agent)).toThrow(/no item "smile"; this score has greeting, closing/);
    expect(() => contest(score, 'greeting', '?', agent)).toThrow(/nothing to contest/);
    expect(() => contest(score, 'read-back', '?', agent)).toThrow(/did not apply/);
    expect(() => contest(open, 'closing', '再说', agent)).toThrow(/contested already: wait/);
    expect(() => contest(no, 'closing', '再说', agent)).toThrow(/decision stands/);
    expect(() => contest(score, 'closing', '  ', agent)).toThrow(/a comment is needed/);
    expect(() => decide(score, 'closing', yes, supervisor)).toThrow(/nobody contested/);
    expect(() => decide(no, 'closing', yes, supervisor)).toThrow(/refused already/);
    expect(() => decide(open, 'closing', yes, agent)).toThrow(/somebody else must decide/);
    expect(() => decide(open, 'closing', { accepted: false, comment: null }, supervisor)).toThrow(/comment is needed/);
    expect(() => contest(score, 'closing', '说了', { by: '1001', at: 'yesterday' })).toThrow(/^at: /);
  });
});
