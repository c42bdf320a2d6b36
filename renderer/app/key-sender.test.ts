import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { IDLE_CALL, type CallState } from '../../domain/call-state';
import type { CallFollower, FollowedCall } from './call-follower';
import { newCallView } from './call-view';
import { KeySender } from './key-sender';

const UP: CallState = { ...IDLE_CALL, phase: 'active', direction: 'outbound', remoteNumber: '8001' };
let state: CallState;
let pressed: string;
let troubles: string[];
let view = newCallView(IDLE_CALL, { recordId: 'r', customer: null, remoteName: '', country: 'CN', startedAtMs: 0 });
let keys: KeySender;
let follower: CallFollower;

const call: FollowedCall = {
  recordId: 'r',
  direction: 'outbound',
  remoteNumber: '8001',
  state: () => state,
  session: () => null,
  draft: () => null,
  note: () => undefined,
  show: (change) => (view = change(view)),
};

beforeEach(() => {
  vi.useFakeTimers();
  state = UP;
  pressed = '';
  troubles = [];
  keys = new KeySender({
    press: (key) => (pressed += key),
    trouble: ({ code, message }) => troubles.push(`${code} ${message}`.trim()),
  });
  follower = keys.follow(call);
});
afterEach(() => vi.useRealTimers());

it('sends a pasted row one key after another, and waits two seconds at a comma', () => {
  keys.paste('12,3#');
  expect(pressed).toBe('1');
  expect(view.keyRow).toEqual({ sent: 1, total: 5 });
  vi.advanceTimersByTime(250);
  expect(pressed).toBe('12');
  vi.advanceTimersByTime(250 + 1_999);
  expect(pressed).toBe('12');
  vi.advanceTimersByTime(1 + 250);
  expect(pressed).toBe('123#');
  vi.advanceTimersByTime(250);
  expect(view.keyRow).toBeNull();
});

it('a key pressed meanwhile goes to the end of the row, one pressed alone goes at once', () => {
  keys.paste('12');
  keys.press('9');
  expect(pressed).toBe('1');
  vi.runAllTimers();
  expect(pressed).toBe('129');
  keys.press('0');
  expect(pressed).toBe('1290');
});

it('sends no key of a text that holds something else, nor without a call that hears it', () => {
  keys.paste('12 or 3');
  state = { ...UP, hold: 'held' };
  keys.paste('12');
  expect([pressed, troubles]).toEqual(['', ['keys-unreadable O', 'keys-not-now']]);
});

it('stops when the agent says so, and when the call is put on hold', () => {
  keys.paste('123');
  keys.cancel();
  vi.runAllTimers();
  expect(pressed).toBe('1');
  keys.paste('456');
  state = { ...UP, hold: 'holding' };
  vi.runAllTimers();
  expect([pressed, troubles]).toEqual(['14', ['keys-interrupted 2']]);
  expect(view.keyRow).toBeNull();
});

it('ends with its call, and what was sent is no longer on the screen', () => {
  view = { ...view, dtmfSent: '1' };
  keys.paste('123');
  follower.ended?.();
  vi.runAllTimers();
  expect(pressed).toBe('1');
  expect(view).toMatchObject({ dtmfSent: '', keyRow: null });
});
