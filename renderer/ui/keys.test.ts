import { describe, expect, it } from 'vitest';
import type { ShownCard } from '../../contracts/cues';
import type { KeyPress } from './keys';
import { commandForKey } from './keys';
import type { AppModel } from './model';
import { scene } from './gallery/scenes';

const press = (key: string, patch: Partial<KeyPress> = {}): KeyPress => ({
  key,
  control: false,
  alt: false,
  composing: false,
  repeat: false,
  focus: 'none',
  dialogOpen: false,
  ...patch,
});
const idle = scene('idle', 'zh', 0);
const inCall = scene('in-call', 'zh', 0);
const twoLines = scene('two-lines', 'zh', 0);
const ringing = scene('ringing', 'zh', 0);
const wrapUp = scene('wrap-up', 'zh', 0);

describe('keys', () => {
  it.each([
    ['m', { type: 'mute' }],
    ['H', { type: 'hold' }],
    ['r', { type: 'recording' }],
    ['k', { type: 'keypad' }],
    ['n', { type: 'next-line' }],
    ['v', { type: 'captions' }],
    ['?', { type: 'help' }],
    ['Enter', { type: 'use-card', cardId: '3' }],
    ['Escape', { type: 'dismiss-card', cardId: '3' }],
  ] as const)('%s in a call', (key, command) => {
    expect(commandForKey(press(key), inCall)).toEqual(command);
  });

  it.each([
    ['a', { type: 'answer-waiting' }],
    ['d', { type: 'decline-waiting' }],
    ['s', { type: 'swap' }],
    ['t', { type: 'transfer' }],
    ['c', { type: 'conference' }],
  ] as const)('%s with a second call and a third that waits; without them nothing but the transfer', (key, command) => {
    expect(commandForKey(press(key), twoLines)).toEqual(command);
    expect(commandForKey(press(key), inCall)).toEqual(key === 't' ? command : null);
    expect(commandForKey(press(key), idle)).toBeNull();
  });

  it.each([
    ['f', {}, { type: 'focus-contacts' }],
    ['l', {}, { type: 'redial' }],
    ['3', {}, { type: 'speed-dial', key: 3 }],
    ['D', { shift: true }, { type: 'do-not-disturb' }],
    ['d', { shift: true }, { type: 'do-not-disturb' }],
    ['D', {}, { type: 'focus-number' }],
  ] as const)('Ctrl and %s %o', (key, patch, command) => {
    expect(commandForKey(press(key, { control: true, ...patch }), idle)).toEqual(command);
  });

  it.each(['m', 'h', 'k', 'n', 'v', '?', '5', 'Enter'])('%s belongs to a text field that has focus', (key) => {
    expect(commandForKey(press(key, { focus: 'text' }), inCall)).toBeNull();
    expect(commandForKey(press(key, { focus: 'text' }), wrapUp)).toBeNull();
  });

  it.each([
    ['d', idle, 'focus-number'],
    ['k', idle, 'palette'],
    ['Escape', inCall, 'hang-up'],
    ['Escape', ringing, 'decline'],
  ] as const)('Control and %s work in a text field too', (key, model, type) => {
    expect(commandForKey(press(key, { control: true, focus: 'text' }), model)).toEqual({ type });
  });

  it('B calls back whom a crash cut off, and means nothing else', () => {
    expect(commandForKey(press('b'), scene('lost-call', 'zh', 0))).toEqual({ type: 'call-back' });
    expect(commandForKey(press('b'), idle)).toBeNull();
    expect(commandForKey(press('b'), inCall)).toBeNull();
  });

  it('Enter answers a ringing call, but presses a button that has focus', () => {
    expect(commandForKey(press('Enter'), ringing)).toEqual({ type: 'answer' });
    expect(commandForKey(press('Enter', { focus: 'button' }), ringing)).toBeNull();
  });

  it('R is nothing where no recording is made', () => {
    const call = inCall.call && { ...inCall.call };
    delete call?.recording;
    expect(commandForKey(press('r'), { ...inCall, call })).toBeNull();
  });

  it('digits choose the disposition in wrap-up and nothing when idle', () => {
    expect(commandForKey(press('7'), wrapUp)).toEqual({ type: 'disposition', disposition: 'opt-out' });
    expect(commandForKey(press('0'), wrapUp)).toBeNull();
    expect(commandForKey(press('7'), idle)).toBeNull();
  });

  it('digits are sent to the other side while the call’s keypad is open', () => {
    const open: AppModel = { ...inCall, view: { ...inCall.view, callKeysOpen: true } };
    expect(commandForKey(press('#'), open)).toEqual({ type: 'dtmf', digit: '#' });
    expect(commandForKey(press('#'), inCall)).toBeNull();
  });

  it('Y takes the summary in wrap-up, and F goes to the form where there is one', () => {
    expect(commandForKey(press('y'), wrapUp)).toEqual({ type: 'take-summary' });
    expect(commandForKey(press('Y', { focus: 'text' }), wrapUp)).toBeNull();
    expect(commandForKey(press('y'), inCall)).toBeNull();
    expect(commandForKey(press('f'), wrapUp)).toEqual({ type: 'focus-form' });
    expect(commandForKey(press('f'), idle)).toBeNull();
  });

  it('wrap-up is saved by Control and Enter only when a disposition is chosen', () => {
    const key = press('Enter', { control: true, focus: 'text' });
    expect(commandForKey(key, wrapUp)).toEqual({ type: 'finish-wrap-up' });
    const open = wrapUp.wrapUp && { ...wrapUp, wrapUp: { ...wrapUp.wrapUp, disposition: null } };
    expect(open && commandForKey(key, open)).toBeNull();
  });

  it('leaves keys to an input method, to repeats and to dialogs', () => {
    expect(commandForKey(press('m', { composing: true }), inCall)).toBeNull();
    expect(commandForKey(press('m', { repeat: true }), inCall)).toBeNull();
    expect(commandForKey(press('Escape', { dialogOpen: true }), inCall)).toBeNull();
    expect(commandForKey(press('m'), idle)).toBeNull();
  });

  it('Enter takes the most urgent card that still waits', () => {
    const card = (cardId: string, priority: number, state: ShownCard['state']): ShownCard => ({
      ...(inCall.copilot.cards[0] as ShownCard),
      cardId,
      priority,
      state,
    });
    const model = {
      ...inCall,
      copilot: {
        ...inCall.copilot,
        cards: [card('a', 2, 'confirmed'), card('b', 5, 'hearing'), card('c', 1, 'withdrawn')],
      },
    };
    expect(commandForKey(press('Enter'), model)).toEqual({ type: 'use-card', cardId: 'a' });
  });
});
