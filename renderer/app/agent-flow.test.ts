import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { AgentFlow } from './agent-flow';

let flow: AgentFlow;
let log: string[];

beforeEach(() => {
  vi.useFakeTimers({ now: 0 });
  log = [];
  flow = new AgentFlow({
    nowMs: () => Date.now(),
    changed: ({ state }) => log.push(state),
    saveWrapUp: (timedOut) => log.push(timedOut ? 'saved by the clock' : 'saved'),
    countdown: (secondsLeft) => log.push(`${secondsLeft} s`),
    refused: () => log.push('refused'),
  });
  flow.request({ type: 'registered' });
});
afterEach(() => vi.useRealTimers());

function wrapUp(wrapUpMs: number): void {
  flow.request({ type: 'call-started' });
  flow.request({ type: 'call-ended', wrapUpMs });
  log = [];
}

describe('AgentFlow', () => {
  it('counts wrap-up down, saves it and is ready again', () => {
    wrapUp(2_000);
    vi.advanceTimersByTime(2_000);
    expect([...new Set(log)]).toEqual(['2 s', '1 s', '0 s', 'saved by the clock', 'ready']);
    log = [];
    vi.advanceTimersByTime(60_000);
    expect(log).toEqual([]);
  });

  it('stops the clock when the agent is done first', () => {
    wrapUp(30_000);
    flow.request({ type: 'wrap-up-done' });
    expect(log).toEqual(['saved', 'ready']);
    expect(vi.getTimerCount()).toBe(0);
  });

  it('gives more time for the asking, in wrap-up only', () => {
    flow.extend(30_000);
    expect(flow.status.wrapUpEndsAtMs).toBeNull();
    wrapUp(1_000);
    flow.extend(30_000);
    vi.advanceTimersByTime(30_000);
    expect(flow.status.state).toBe('wrap-up');
    vi.advanceTimersByTime(1_000);
    expect(flow.status.state).toBe('ready');
  });

  it('goes on a break that was asked for in the call', () => {
    flow.request({ type: 'call-started' });
    flow.request({ type: 'take-break', reason: 'meal' });
    flow.request({ type: 'call-ended', wrapUpMs: 0 });
    expect(flow.status).toMatchObject({ state: 'break', breakReason: 'meal' });
  });

  it('says no to what does not fit, and stays', () => {
    flow.request({ type: 'wrap-up-done' });
    expect(log).toEqual(['ready', 'refused']);
    expect(flow.status.state).toBe('ready');
  });
});
