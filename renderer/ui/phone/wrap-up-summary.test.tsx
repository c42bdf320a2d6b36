// @vitest-environment jsdom
import { act } from 'react';
import type { Root } from 'react-dom/client';
import { createRoot } from 'react-dom/client';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { emptyReactPage } from '../../../test/support/react-page';
import { SidetoneApp } from '../App';
import { idleActions } from '../gallery/idle-actions';
import { scene } from '../gallery/scenes';
import { createAppStore, createLevelsStore, type AppStore } from '../model';

let root: Root;
let store: AppStore;

beforeEach(() => {
  emptyReactPage();
  store = createAppStore(scene('rewritten', 'en', Date.now()));
  root = createRoot(document.getElementById('root') as HTMLElement);
  act(() => root.render(<SidetoneApp store={store} levels={createLevelsStore()} actions={idleActions(store)} />));
});
afterEach(() => {
  act(() => root.unmount());
  vi.unstubAllGlobals();
});

const summary = () => document.querySelector('[data-testid="summary"]');
const press = (name: string) =>
  act(() => [...(summary()?.querySelectorAll('button') ?? [])].find((each) => each.textContent === name)?.click());
const show = (part: object) =>
  act(() => store.setState(({ rewrite }) => ({ rewrite: rewrite && { ...rewrite, ...part } })));

it('says that a language model wrote it, and gives the summary by rules back', () => {
  expect(summary()?.textContent).toContain('Rewritten by a language model');
  expect(summary()?.textContent).toContain('finds the plan a bit expensive');
  expect(summary()?.textContent).toContain('Outcome:');
  press('Undo');
  expect(summary()?.textContent).not.toContain('finds the plan a bit expensive');
  press('Use the rewritten one');
  expect(summary()?.textContent).toContain('finds the plan a bit expensive');
});

it('shows the rules while it is asked for, and why it did not come', () => {
  show({ state: 'asking', shown: false });
  expect(summary()?.textContent).toContain('A language model is rewriting this');
  show({ state: 'failed', trouble: { code: 'llm-timeout', message: '' } });
  expect(summary()?.textContent).toContain('The language model took too long; the summary by rules stands.');
  expect(summary()?.textContent).not.toContain('finds the plan a bit expensive');
});

it('of another call is not shown', () => {
  show({ recordId: 'other' });
  expect(summary()?.textContent).not.toContain('language model');
});
