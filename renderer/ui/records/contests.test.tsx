// @vitest-environment jsdom
import { act } from 'react';
import type { Root } from 'react-dom/client';
import { createRoot } from 'react-dom/client';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { emptyReactPage } from '../../../test/support/react-page';
import { SidetoneApp } from '../App';
import { idleActions } from '../gallery/idle-actions';
import { scene, type SceneName } from '../gallery/scenes';
import { createAppStore, createLevelsStore } from '../model';

let root: Root;
const contests = { contest: vi.fn(), decide: vi.fn() };

beforeEach(() => {
  vi.clearAllMocks();
  emptyReactPage();
});
afterEach(() => {
  act(() => root.unmount());
  vi.unstubAllGlobals();
});

function show(name: SceneName): void {
  const store = createAppStore(scene(name, 'en', Date.now()));
  root = createRoot(document.getElementById('root') as HTMLElement);
  const actions = { ...idleActions(store), contests };
  act(() => root.render(<SidetoneApp store={store} levels={createLevelsStore()} actions={actions} />));
}
const button = (name: string, within: ParentNode = document) =>
  [...within.querySelectorAll('button')].find(
    (each) => each.textContent === name || each.getAttribute('aria-label') === name,
  );
const click = (element: HTMLElement | undefined) => act(() => element?.click());
function write(area: HTMLTextAreaElement | null, text: string): void {
  if (!area) throw new Error('nothing to write into');
  act(() => {
    Object.getOwnPropertyDescriptor(HTMLTextAreaElement.prototype, 'value')?.set?.call(area, text);
    area.dispatchEvent(new Event('input', { bubbles: true }));
  });
}

it('offers a contest for what was not met and nobody contested, and sends it with its comment only', () => {
  show('records');
  const review = document.querySelector('[data-testid="review"]');
  const offered = [...(review?.querySelectorAll('[aria-label^="Contest:"]') ?? [])];
  expect(offered.map((each) => each.getAttribute('aria-label'))).toEqual(['Contest: Says that it is recorded']);
  click(button('Contest: Says that it is recorded'));
  expect(button('Send')?.disabled).toBe(true);
  write(document.querySelector('.st-contest-form textarea'), 'The beep was heard');
  click(button('Send'));
  expect(contests.contest).toHaveBeenCalledExactlyOnceWith(expect.any(String), 'notice', 'The beep was heard');
});

it('shows what was said of an item, what was decided, and what waits to be sent', () => {
  show('records');
  const said = [...document.querySelectorAll('.st-contest-history > li')].map((each) => each.textContent);
  expect(said).toEqual([
    expect.stringMatching(/^Contested Lin .* I said good-bye while the customer was still talking\.$/),
    expect.stringMatching(/^Score upheld Wu .* It is not to be heard in the recording\.$/),
    'Contested waiting to be sent I said that we cannot guarantee it.',
  ]);
});

it('lets a supervisor change a score at once, and uphold it with a comment only', () => {
  show('monitor');
  const [first, second] = [...document.querySelectorAll<HTMLElement>('.st-contest')];
  click(button('Change the score', first));
  expect(contests.decide).toHaveBeenLastCalledWith(expect.stringMatching(/1$/), {
    itemId: 'closing',
    accepted: true,
    comment: null,
  });
  expect(button('Uphold', second)?.disabled).toBe(true);
  write(second?.querySelector('textarea') ?? null, ' Heard it ');
  click(button('Uphold', second));
  expect(contests.decide).toHaveBeenLastCalledWith(expect.stringMatching(/2$/), {
    itemId: 'promise',
    accepted: false,
    comment: 'Heard it',
  });
});

it('names what stayed on the desk instead of showing it, unless this is the desk', () => {
  show('records');
  const form = document.querySelector('[data-testid="record-form"]')?.textContent;
  expect(form).toContain('Plan Standard'.replace(' ', ''));
  expect(form).toContain('not sent with the record');
  expect(form).not.toContain('Mary Lee');
});
