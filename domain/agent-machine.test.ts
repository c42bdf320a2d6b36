import { describe, expect, it } from 'vitest';
import type { AgentState } from '../contracts/calls';
import { OFFLINE_AGENT, busyCause, reduceAgent, wrapUpSecondsLeft } from './agent-machine';
import type { AgentEvent, AgentStatus } from './agent-machine';

const atMs = 1000;
const known: AgentStatus = { ...OFFLINE_AGENT, registered: true };
const states: Record<AgentState, AgentStatus> = {
  offline: OFFLINE_AGENT,
  ready: { ...known, state: 'ready' },
  ringing: { ...known, state: 'ringing' },
  'in-call': { ...known, state: 'in-call' },
  'wrap-up': { ...known, state: 'wrap-up', wrapUpEndsAtMs: 500 },
  break: { ...known, state: 'break', breakReason: 'lunch' },
};
const columns: AgentState[] = ['offline', 'ready', 'ringing', 'in-call', 'wrap-up', 'break'];
/** `x` illegal, `=` the same state, else the next state; columns in the order above. */
const table: [AgentEvent, string][] = [
  [{ type: 'registered', atMs }, 'ready = = = = ='],
  [{ type: 'unregistered', atMs }, '= offline = = = offline'],
  [{ type: 'call-ringing', atMs }, 'x ringing x x x x'],
  [{ type: 'call-started', atMs }, 'x in-call x x x x'],
  [{ type: 'call-answered', atMs }, 'x x in-call x x x'],
  [{ type: 'call-ended', wrapUpMs: 30_000, atMs }, 'x x wrap-up wrap-up x x'],
  [{ type: 'call-ended', wrapUpMs: 0, atMs }, 'x x ready ready x x'],
  [{ type: 'wrap-up-done', atMs }, 'x x x x ready x'],
  [{ type: 'clock', atMs: 499 }, '= = = = = ='],
  [{ type: 'clock', atMs: 500 }, '= = = = ready ='],
  [{ type: 'take-break', reason: 'tea', atMs }, 'x break = = = ='],
  [{ type: 'be-ready', atMs }, 'x = = = = ready'],
];

describe('the agent machine, state by event', () => {
  for (const [event, row] of table) {
    it(`takes "${event.type}" at ${String(event.atMs)} ms as the table says`, () => {
      const cells = row.split(' ');
      expect(cells).toHaveLength(columns.length);
      columns.forEach((name, column) => {
        const cell = cells[column];
        if (cell === 'x') {
          expect(() => reduceAgent(states[name], event), name).toThrow(
            expect.objectContaining({ code: 'illegal-agent-move' }),
          );
          return;
        }
        expect(reduceAgent(states[name], event).state.state, name).toBe(cell === '=' ? name : cell);
      });
    });
  }

  it('has a row for every event', () => {
    expect(new Set(table.map(([event]) => event.type)).size).toBe(10);
  });
});

describe('an agent’s day', () => {
  const play = (start: AgentStatus, ...events: AgentEvent[]) =>
    events.reduce((status, event) => reduceAgent(status, event).state, start);

  it('counts wrap-up down and saves it when time is up', () => {
    const wrapUp = play(
      states.ready,
      { type: 'call-started', atMs: 0 },
      { type: 'call-ended', wrapUpMs: 30_000, atMs },
    );
    expect(wrapUpSecondsLeft(wrapUp, 1500)).toBe(30);
    expect(wrapUpSecondsLeft(wrapUp, 99_000)).toBe(0);
    const step = reduceAgent(wrapUp, { type: 'clock', atMs: 31_000 });
    expect(step.effects).toEqual([{ type: 'save-wrap-up', timedOut: true }, { type: 'tell-monitor' }]);
    expect(wrapUpSecondsLeft(step.state, 31_000)).toBeNull();
  });

  it('wraps up each of two calls that ended together, one after the other', () => {
    const both = play(states['in-call'], { type: 'call-ended', wrapUpMs: 30_000, calls: 2, atMs });
    const first = reduceAgent(both, { type: 'wrap-up-done', atMs: 5_000 });
    expect(first.effects[0]).toEqual({ type: 'save-wrap-up', timedOut: false });
    expect(first.state.state).toBe('wrap-up');
    expect(wrapUpSecondsLeft(first.state, 5_000)).toBe(30);
    const second = reduceAgent(first.state, { type: 'clock', atMs: 35_000 });
    expect(second.effects[0]).toEqual({ type: 'save-wrap-up', timedOut: true });
    expect(second.state).toMatchObject({ state: 'ready', wrapUpsAfter: 0 });
  });

  it('takes a break asked for in a call only after its wrap-up, unless taken back', () => {
    const planned = play(states['in-call'], { type: 'take-break', reason: 'tea', atMs });
    const done: AgentEvent[] = [
      { type: 'call-ended', wrapUpMs: 10, atMs },
      { type: 'wrap-up-done', atMs },
    ];
    expect(play(planned, ...done)).toMatchObject({ state: 'break', breakReason: 'tea' });
    expect(play(planned, { type: 'be-ready', atMs }, ...done)).toMatchObject({ state: 'ready', breakReason: null });
  });

  it('lets a call outlive its registration and goes offline after it', () => {
    const lost = play(states['in-call'], { type: 'unregistered', atMs });
    expect(lost.state).toBe('in-call');
    expect(play(lost, { type: 'call-ended', wrapUpMs: 0, atMs }).state).toBe('offline');
    expect(play(lost, { type: 'registered', atMs }, { type: 'call-ended', wrapUpMs: 0, atMs }).state).toBe('ready');
  });

  it('takes calls only when ready, and says why it does not', () => {
    expect(columns.filter((name) => busyCause(states[name]) === null)).toEqual(['ready']);
    expect(busyCause(states['wrap-up'])).toBe('agent-in-wrap-up');
    expect(busyCause(states.break)).toBe('agent-on-break');
    expect(busyCause(states['in-call'])).toBe('agent-in-call');
  });
});
