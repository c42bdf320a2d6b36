import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { settingsSchema, type Settings } from '../../contracts/settings';
import { reduceCall } from '../../domain/call-machine';
import { IDLE_CALL, type CallEvent, type CallState } from '../../domain/call-state';
import type { DraftEvent } from '../../domain/record-builder';
import { FakeSession } from '../call/fake-telephone';
import { followAutoAnswer } from './auto-answer';
import type { CallFollower } from './call-follower';
import { newCallView } from './call-view';

let said: string[];
let notes: DraftEvent[];
let state: CallState;
let follower: CallFollower;
let view = newCallView(IDLE_CALL, { recordId: 'r', customer: null, remoteName: '', country: 'CN', startedAtMs: 0 });
let works: boolean;
let busy: boolean;

function move(event: CallEvent): void {
  state = reduceCall(state, event).state;
  follower.moved?.(state, event);
}

/** A call rings at a desk with these settings and its INVITE carries these headers. */
function ring(autoAnswer: Partial<Settings['habits']['autoAnswer']>, invite: Record<string, string[]> = {}): void {
  const session = new FakeSession('8001');
  session.invite = invite;
  const settings = settingsSchema.parse({ habits: { autoAnswer } });
  follower = followAutoAnswer({
    settings: () => settings,
    answer: () => {
      said.push('answer');
      move({ type: 'answer' });
    },
    ignore: () => {
      said.push('ignore');
      move({ type: 'silence' });
    },
    busy: () => busy,
    warn: async () => void said.push('warn'),
    microphoneWorks: async () => works,
    ring: () => {
      said.push('ring');
      return () => said.push('ring ends');
    },
    trouble: ({ code }) => said.push(code),
  })({
    recordId: 'r',
    direction: 'inbound',
    remoteNumber: '8001',
    state: () => state,
    session: () => session,
    draft: () => null,
    note: (event) => notes.push(event),
    show: (change) => (view = change(view)),
  });
  move({ type: 'invite-received', sessionId: 's', remoteNumber: '8001' });
}

beforeEach(() => {
  vi.useFakeTimers();
  said = [];
  notes = [];
  state = IDLE_CALL;
  works = true;
  busy = false;
  view = { ...view, autoAnswer: null };
});
afterEach(() => vi.useRealTimers());

it('answers after the seconds of the setting: silence, warning, then the microphone', async () => {
  ring({ afterSeconds: 3 });
  expect(view.autoAnswer).toMatchObject({ header: null, done: false });
  await vi.advanceTimersByTimeAsync(2_999);
  expect(said).toEqual([]);
  await vi.advanceTimersByTimeAsync(1);
  expect(said).toEqual(['ignore', 'warn', 'answer']);
  expect(notes).toEqual([{ type: 'auto-answer', header: null, afterMs: 3_000 }]);
  expect(view.autoAnswer?.done).toBe(true);
});

it('answers at once by a header that is obeyed, and not by one that is not', async () => {
  const invite = { 'call-info': ['<sip:pbx>;answer-after=0'] };
  ring({ headers: ['alert-info'] }, invite);
  await vi.runAllTimersAsync();
  expect(said).toEqual([]);
  state = IDLE_CALL;
  ring({ headers: ['call-info'] }, invite);
  await vi.runAllTimersAsync();
  expect(said).toEqual(['ignore', 'warn', 'answer']);
  expect(notes).toEqual([{ type: 'auto-answer', header: 'call-info', afterMs: 0 }]);
});

it('does not answer with a muted microphone: it rings again, until the call is over', async () => {
  works = false;
  ring({ afterSeconds: 0 });
  await vi.runAllTimersAsync();
  expect(said).toEqual(['ignore', 'warn', 'ring', 'auto-answer-muted']);
  expect([state.phase, view.autoAnswer, notes]).toEqual(['ringing', null, []]);
  move({ type: 'answer' });
  expect(said.at(-1)).toBe('ring ends');
});

it.each<CallEvent>([{ type: 'silence' }, { type: 'decline' }, { type: 'answer' }])(
  'leaves the call to the agent who does something first: $type',
  async (event) => {
    ring({ afterSeconds: 3 });
    move(event);
    await vi.runAllTimersAsync();
    expect(said).toEqual([]);
    expect([view.autoAnswer, notes]).toEqual([null, []]);
  },
);

it('answers no call while another is on the screen', async () => {
  busy = true;
  ring({ afterSeconds: 0 });
  await vi.runAllTimersAsync();
  expect(said).toEqual([]);
});
