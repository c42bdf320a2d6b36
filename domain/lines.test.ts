import { describe, expect, it } from 'vitest';
import { mayRing, NO_LINES, otherLine, reduceLines, secondCallTrouble } from './lines';
import type { LinesEffect, LinesEvent, LinesState, LineStage } from './lines';

const one = (stage: LineStage): LinesState => ({ ...NO_LINES, lines: [{ id: 'a', stage }], frontId: 'a' });
const two = (front: LineStage, behind: LineStage, more: Partial<LinesState> = {}): LinesState => ({
  ...one(front),
  lines: [
    { id: 'a', stage: front },
    { id: 'b', stage: behind },
  ],
  ...more,
});
const states: Record<string, LinesState> = {
  none: NO_LINES,
  ringing: one('ringing'),
  reaching: one('reaching'),
  talking: one('talking'),
  holding: one('holding'),
  held: one('held'),
  resuming: one('resuming'),
  ending: one('ending'),
  'talking+ringing': two('talking', 'ringing'),
  'talking+held': two('talking', 'held'),
  'held+held': two('held', 'held'),
  'reaching+held': two('reaching', 'held'),
  joined: two('talking', 'talking', { joined: true }),
};
const word = (effect: LinesEffect) => [effect.type, 'id' in effect ? effect.id : ''].filter(Boolean).join(':');
const columns = ['dial', 'answer', 'swap', 'join', 'part'] as const;
const asked = (type: (typeof columns)[number]): LinesEvent => (type === 'dial' ? { type, number: '8001' } : { type });
/** What each request asks for in each state, effects joined by `,`; `-` nothing yet; else the code of the refusal. */
const table: Record<string, string> = {
  none: 'dial no-other-line no-other-line no-other-line -',
  ringing: 'line-not-ready answer:a no-other-line no-other-line -',
  reaching: 'line-not-ready no-other-line no-other-line no-other-line -',
  talking: 'hold:a no-other-line no-other-line no-other-line -',
  holding: '- no-other-line no-other-line no-other-line -',
  held: 'dial no-other-line no-other-line no-other-line -',
  resuming: 'line-not-ready no-other-line no-other-line no-other-line -',
  ending: 'line-not-ready no-other-line no-other-line no-other-line -',
  'talking+ringing': 'lines-busy hold:a hold:a line-not-ready -',
  'talking+held': 'lines-busy no-other-line hold:a resume:b -',
  'held+held': 'lines-busy no-other-line resume:b resume:a,resume:b -',
  'reaching+held': 'lines-busy no-other-line line-not-ready line-not-ready -',
  joined: 'lines-busy no-other-line - - unmix,hold:b',
};

function run(state: LinesState, ...events: LinesEvent[]): { state: LinesState; effects: string[] } {
  const effects: string[] = [];
  for (const event of events) {
    const step = reduceLines(state, event);
    state = step.state;
    effects.push(...step.effects.map(word));
  }
  return { state, effects };
}

describe('the set of lines, state by request', () => {
  for (const [name, state] of Object.entries(states)) {
    it(`with ${name}`, () => {
      const cells = (table[name] ?? '').split(' ');
      columns.forEach((type, column) => {
        const cell = cells[column] ?? '';
        if (/^(lines-busy|line-not-ready|no-other-line)$/.test(cell)) {
          expect(() => reduceLines(state, asked(type)), type).toThrow(expect.objectContaining({ code: cell }));
        } else {
          expect(reduceLines(state, asked(type)).effects.map(word).join(',') || '-', type).toBe(cell);
        }
      });
    });

    it(`with ${name}: a line that moves or ends leaves no other stage, no front that is gone`, () => {
      for (const stage of ['talking', 'holding', 'held', 'resuming', 'ending'] as const) {
        const { lines } = reduceLines(state, { type: 'moved', id: 'a', stage }).state;
        expect(lines.find(({ id }) => id === 'a')?.stage).toBe(state.lines.length > 0 ? stage : undefined);
      }
      const after = reduceLines(state, { type: 'ended', id: 'a' }).state;
      expect(after.frontId).toBe(state.lines[1]?.id ?? null);
      expect(after.joined).toBe(false);
    });
  }
});

describe('two lines', () => {
  it('answers a waiting call only when the first is held', () => {
    const asking = run(states['talking+ringing'] as LinesState, { type: 'answer' });
    expect(asking.state.frontId).toBe('a');
    const holding = run(asking.state, { type: 'moved', id: 'a', stage: 'holding' });
    expect(holding.effects).toEqual([]);
    const held = run(holding.state, { type: 'moved', id: 'a', stage: 'held' });
    expect(held.effects).toEqual(['answer:b']);
    expect(held.state).toMatchObject({ frontId: 'b', intent: null });
  });

  it('lets the waiting call ring on when the hold is refused', () => {
    const { state, effects } = run(
      states['talking+ringing'] as LinesState,
      { type: 'answer' },
      { type: 'moved', id: 'a', stage: 'holding' },
      { type: 'moved', id: 'a', stage: 'talking' },
    );
    expect(effects).toEqual(['hold:a']);
    expect(state).toMatchObject({ frontId: 'a', intent: null });
  });

  it('answers at once when the first call ends while it is being held', () => {
    const { effects } = run(
      states['talking+ringing'] as LinesState,
      { type: 'answer' },
      { type: 'moved', id: 'a', stage: 'holding' },
      { type: 'moved', id: 'a', stage: 'ending' },
      { type: 'ended', id: 'a' },
    );
    expect(effects).toEqual(['hold:a', 'answer:b']);
  });

  it('swaps: holds the one, then resumes the other, which is the front', () => {
    const { state, effects } = run(
      states['talking+held'] as LinesState,
      { type: 'swap' },
      { type: 'moved', id: 'a', stage: 'holding' },
      { type: 'moved', id: 'a', stage: 'held' },
      { type: 'moved', id: 'b', stage: 'resuming' },
      { type: 'moved', id: 'b', stage: 'talking' },
    );
    expect(effects).toEqual(['hold:a', 'resume:b']);
    expect(state).toMatchObject({ frontId: 'b', intent: null });
    expect(otherLine(state)?.id).toBe('a');
  });

  it('dials the second call when the first is held, and the new line is the front', () => {
    const { state, effects } = run(
      states.talking as LinesState,
      { type: 'dial', number: '8002' },
      { type: 'moved', id: 'a', stage: 'held' },
      { type: 'began', id: 'b', stage: 'reaching' },
    );
    expect(effects).toEqual(['hold:a', 'dial']);
    expect(state.frontId).toBe('b');
  });

  it('joins when both are talking, and parts when one of them is held or ends', () => {
    const joined = run(
      states['talking+held'] as LinesState,
      { type: 'join' },
      { type: 'moved', id: 'b', stage: 'resuming' },
      { type: 'moved', id: 'b', stage: 'talking' },
    );
    expect(joined.effects).toEqual(['resume:b', 'mix']);
    expect(joined.state.joined).toBe(true);
    for (const event of [
      { type: 'moved', id: 'a', stage: 'holding' },
      { type: 'ended', id: 'b' },
    ] as const) {
      const parted = run(joined.state, event);
      expect(parted.effects).toEqual(['unmix']);
      expect(parted.state.joined).toBe(false);
    }
  });

  it('does not join when the other line will not be resumed', () => {
    const { state, effects } = run(
      states['talking+held'] as LinesState,
      { type: 'join' },
      { type: 'moved', id: 'b', stage: 'resuming' },
      { type: 'moved', id: 'b', stage: 'held' },
    );
    expect(effects).toEqual(['resume:b']);
    expect(state).toMatchObject({ intent: null, joined: false });
  });

  it('lets a waiting call ring properly once it is alone', () => {
    const { state, effects } = run(
      NO_LINES,
      { type: 'began', id: 'a', stage: 'reaching' },
      { type: 'moved', id: 'a', stage: 'talking' },
      { type: 'began', id: 'b', stage: 'ringing' },
      { type: 'ended', id: 'a' },
    );
    expect(effects).toEqual(['ring-alone:b']);
    expect(state.frontId).toBe('b');
  });

  it('lets a caller ring behind one call that is past ringing, where call waiting is on', () => {
    const waits = Object.entries(states).filter(([, state]) => mayRing(state, true));
    expect(waits.map(([name]) => name)).toEqual(['none', 'reaching', 'talking', 'holding', 'held', 'resuming']);
    expect(Object.values(states).filter((state) => mayRing(state, false))).toEqual([NO_LINES]);
  });
});

describe('a call on the second line that nobody took', () => {
  it('is told by its cause, unless the agent ended it', () => {
    const told = (['busy', 'no-answer', 'rejected', 'not-found', 'unavailable'] as const).map(secondCallTrouble);
    const code = (reason: string) => `second-call-${reason}`;
    expect(told).toEqual(['busy', 'no-answer', 'rejected', 'nobody', 'failed'].map(code));
    expect(([null, 'cancelled', 'agent-hangup'] as const).map(secondCallTrouble)).toEqual([null, null, null]);
  });
});
