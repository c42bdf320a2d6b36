// @vitest-environment jsdom
import { act } from 'react';
import { createRoot, type Root } from 'react-dom/client';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { idleActions } from './gallery/idle-actions';
import { scene } from './gallery/scenes';
import type { AppParts } from './context';
import { createAppStore, createLevelsStore, type AppStore } from './model';
import { usePushToTalk } from './push-to-talk';

let root: Root;
let store: AppStore;
let button: HTMLButtonElement;
let input: HTMLInputElement;

function Held({ parts }: { parts: AppParts }) {
  usePushToTalk(parts);
  return null;
}

beforeEach(() => {
  Object.assign(globalThis, { IS_REACT_ACT_ENVIRONMENT: true });
  store = createAppStore(scene('in-call', 'en', Date.now()));
  const toggleMute = () => store.setState(({ call }) => ({ call: call && { ...call, muted: !call.muted } }));
  root = createRoot(document.body.appendChild(document.createElement('div')));
  button = document.body.appendChild(document.createElement('button'));
  input = document.body.appendChild(document.createElement('input'));
  const parts = { store, actions: { ...idleActions(store), toggleMute }, levels: createLevelsStore() };
  act(() => root.render(<Held parts={parts} />));
  toggleMute();
});
afterEach(() => {
  act(() => root.unmount());
  document.body.replaceChildren();
});

const muted = () => store.getState().call?.muted;
const space = (type: 'keydown' | 'keyup', target: HTMLElement = document.body) =>
  target.dispatchEvent(new KeyboardEvent(type, { code: 'Space', key: ' ', bubbles: true, cancelable: true }));

it('opens the microphone while the space bar is down, repetitions and all', () => {
  space('keydown');
  space('keydown');
  expect(muted()).toBe(false);
  space('keyup');
  expect(muted()).toBe(true);
});

it('does so on a button that was clicked, without pressing it', () => {
  button.dispatchEvent(new Event('pointerdown', { bubbles: true }));
  expect(space('keydown', button), 'not prevented').toBe(false);
  expect(space('keyup', button), 'not prevented').toBe(false);
  expect(muted()).toBe(true);
});

it('leaves the space bar to what is typed in and to a button reached by keys', () => {
  space('keydown', input);
  expect(muted()).toBe(true);
  button.dispatchEvent(new KeyboardEvent('keydown', { key: 'Tab', bubbles: true }));
  expect(space('keydown', button)).toBe(true);
  expect(muted()).toBe(true);
});

it('closes the microphone when the window loses the keyboard', () => {
  space('keydown');
  window.dispatchEvent(new Event('blur'));
  expect(muted()).toBe(true);
});

it('does nothing for who is not muted', () => {
  store.setState(({ call }) => ({ call: call && { ...call, muted: false } }));
  space('keydown');
  space('keyup');
  expect(muted()).toBe(false);
});
