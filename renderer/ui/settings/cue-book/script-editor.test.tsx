// @vitest-environment jsdom
import { act } from 'react';
import type { Root } from 'react-dom/client';
import { createRoot } from 'react-dom/client';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { emptyReactPage } from '../../../../test/support/react-page';
import type { CueBook } from '../../../../contracts/cues';
import { SidetoneApp } from '../../App';
import { idleActions } from '../../gallery/idle-actions';
import { scene } from '../../gallery/scenes';
import { createAppStore, createLevelsStore, draftOf, type AppStore } from '../../model';

let root: Root;
let store: AppStore;

beforeEach(() => {
  emptyReactPage();
  // jsdom lays nothing out.
  Element.prototype.scrollIntoView = () => undefined;
});
afterEach(() => {
  act(() => root.unmount());
  vi.unstubAllGlobals();
});

function show(change: (book: CueBook) => CueBook = (book) => book, locked = false) {
  const model = scene('cue-book', 'en', Date.now());
  const book = change(model.cueBook.delivered.en as CueBook);
  const cueBook = { ...model.cueBook, own: {}, drafts: {}, delivered: { en: book }, locked, part: 'script' as const };
  store = createAppStore({ ...model, cueBook });
  root = createRoot(document.getElementById('root') as HTMLElement);
  act(() => root.render(<SidetoneApp store={store} levels={createLevelsStore()} actions={idleActions(store)} />));
}

const script = () => draftOf(store.getState().cueBook, 'en')?.book.script ?? [];
const ids = () => script().map(({ id }) => id);
const current = () => document.querySelector<HTMLElement>('[data-line][aria-current="true"]');
const key = (name: string, init: KeyboardEventInit = {}) =>
  act(() => void current()?.dispatchEvent(new KeyboardEvent('keydown', { key: name, bubbles: true, ...init })));
const button = (name: string, within: ParentNode | null = document) =>
  [...(within?.querySelectorAll('button') ?? [])].find(
    (each) => each.textContent === name || each.getAttribute('aria-label') === name,
  );
const press = (name: string, within?: ParentNode | null) => act(() => button(name, within)?.click());
const form = () => document.querySelector<HTMLElement>('.st-cue-form');
const text = () => form()?.textContent ?? '';
function write(label: string, words: string): void {
  const named = [...(form()?.querySelectorAll('label') ?? [])].find(({ textContent }) => textContent === label);
  const field = document.getElementById(named?.htmlFor ?? '') as HTMLInputElement | HTMLTextAreaElement;
  const kind = field instanceof HTMLTextAreaElement ? HTMLTextAreaElement : HTMLInputElement;
  act(() => {
    Object.getOwnPropertyDescriptor(kind.prototype, 'value')?.set?.call(field, words);
    field.dispatchEvent(new Event('input', { bubbles: true }));
  });
}
function choose(label: string, option: string): void {
  const field = form()?.querySelector<HTMLInputElement>(`input[aria-label="${label}"]`);
  act(() => field?.click());
  const found = [...document.querySelectorAll<HTMLElement>('[role="option"]')].filter(
    ({ textContent }) => textContent === option,
  );
  act(() => found.at(-1)?.click());
}
/** The book is read through once the typing rests. */
const until = (check: () => void) =>
  vi.waitFor(async () => {
    await act(() => Promise.resolve());
    check();
  }, 30_000);

describe('the lines of the script', () => {
  it('are chosen, moved, added and deleted by keys, and every step is taken back', () => {
    show();
    const given = ids();
    key('ArrowDown');
    expect(current()?.dataset.line).toBe(given[1]);
    expect(document.activeElement).toBe(current());
    key('ArrowUp', { altKey: true });
    expect(ids().slice(0, 2)).toEqual([given[1], given[0]]);
    expect([current()?.dataset.line, document.activeElement]).toEqual([given[1], current()]);
    key('Insert');
    expect(ids().slice(0, 3)).toEqual([given[1], 'line-1', given[0]]);
    // The name has the focus, all of it chosen.
    expect((document.activeElement as HTMLInputElement).value).toBe('New line');
    key('Delete');
    expect(ids()).not.toContain('line-1');
    expect(current()?.dataset.line).toBe(given[0]);
    key('End');
    key('ArrowDown', { altKey: true });
    expect(ids().at(-1)).toBe(given.at(-1));
    // What cannot be moved takes no focus away later.
    const field = form()?.querySelector('input');
    field?.focus();
    write('Name of the line', 'Bye');
    expect(document.activeElement).toBe(field);
    act(() => current()?.focus());
    key('z', { ctrlKey: true });
    // What has the focus is taken back: the line before has it.
    key('Insert');
    act(() => current()?.focus());
    key('z', { ctrlKey: true });
    expect(ids()).not.toContain('line-1');
    expect(document.activeElement).toBe(current());
    for (let step = 0; step < 3; step += 1) key('z', { ctrlKey: true });
    expect(ids()).toEqual(given);
    expect(current()?.dataset.line).toBe(given[1]);
  });

  it('have words, a mark that they must be said, and an end', () => {
    show();
    write('Name of the line', 'Hello');
    write('What the agent says', 'Good day, {customer}.');
    expect(script()[0]).toMatchObject({ title: 'Hello', line: 'Good day, {customer}.' });
    const box = (name: string) =>
      [...(form()?.querySelectorAll('label') ?? [])].find(({ textContent }) => textContent === name)?.htmlFor ?? '';
    const tick = (name: string) => act(() => document.getElementById(box(name))?.click());
    tick('Must be said');
    write('Ticked by which words', 'recorded\nrecording');
    expect(script()[0]?.mustSay).toEqual(['recorded', 'recording']);
    tick('Must be said');
    expect(script()[0]?.mustSay).toEqual([]);
    tick('The script ends here');
    expect(script()[0]?.last).toBe(true);
    expect(document.querySelector('[data-testid="branches"]')).toBeNull();
  });

  it('are only looked at where the administrator allows no own book', () => {
    show(undefined, true);
    const given = ids();
    for (const name of ['Delete', 'Insert']) key(name);
    key('ArrowDown', { altKey: true });
    expect(ids()).toEqual(given);
    expect([...(form()?.querySelectorAll('input, textarea') ?? [])].every((field) => field.matches(':disabled'))).toBe(
      true,
    );
  });
});

describe('branches', () => {
  it('are added with a condition and a target from a list, moved, and removed', async () => {
    show();
    press('Add a branch');
    await until(() => expect(text()).toContain('The condition is not complete'));
    choose('Go to', '5 · Agreement');
    choose('Kind of condition', 'A price is named');
    expect(script()[0]?.next).toEqual([{ to: 'close', when: { price: 'customer' } }]);
    press('Add a branch');
    choose('Go to', '3 · Needs');
    const second = () => document.querySelectorAll('.st-branch')[1] ?? null;
    press('Remove the condition', second());
    press('Move branch 2 up');
    expect(script()[0]?.next.map(({ to }) => to)).toEqual(['need', 'close']);
    await until(() => expect(second()?.textContent).toContain('this one is never taken'));
    press('Delete branch 1');
    expect(script()[0]?.next).toEqual([{ to: 'close', when: { price: 'customer' } }]);
    press('Remove the condition');
    // Nothing leads to the lines between.
    await until(() => expect(document.querySelectorAll('.st-script-rows .st-tone-red')).toHaveLength(3));
  });

  it('wait for a field of the form, by what can be asked of it', () => {
    show();
    press('Add a branch');
    choose('Go to', '5 · Agreement');
    choose('Kind of condition', 'Field of the form');
    choose('Field', 'Age');
    const when = () => script()[0]?.next[0]?.when;
    expect(when()).toEqual({ form: { key: 'age' } });
    const way = (name: string) =>
      act(() => {
        const label = [...document.querySelectorAll('.st-rule label')].find(({ textContent }) => textContent === name);
        (label as HTMLElement | undefined)?.click();
      });
    way('at least');
    expect(when()).toEqual({ form: { key: 'age', atLeast: 18 } });
    way('below');
    expect(when()).toEqual({ form: { key: 'age', below: 18 } });
    choose('Field', 'Name');
    expect(when()).toEqual({ form: { key: 'name' } });
    expect([...document.querySelectorAll('.st-rule label')].map(({ textContent }) => textContent)).toContain('filled');
    expect([...document.querySelectorAll('.st-rule label')].map(({ textContent }) => textContent)).not.toContain(
      'below',
    );
  });

  it('to a line that was deleted are named where they stand, and block the save', async () => {
    show((book) => ({
      ...book,
      script: book.script.map((line, at) =>
        at === 0 ? { ...line, next: [{ to: 'close', when: { price: 'agent' } }] } : line,
      ),
    }));
    act(() => document.querySelector<HTMLElement>('[data-line="close"]')?.click());
    key('Delete');
    await until(() => expect(button('Save as a new version')?.disabled).toBe(true));
    press('Next problem');
    expect(document.querySelector('.st-branch')?.textContent).toContain('The line “close” of a branch is gone');
    key('z', { ctrlKey: true });
    await until(() => expect(button('Save as a new version')?.disabled).toBe(true));
    await until(() => expect(document.querySelector('.st-branch')?.textContent ?? '').not.toContain('is gone'));
  });
});

it('tells the way of the script by what is said, and walks it', async () => {
  show((book) => ({
    ...book,
    script: book.script.map((line, at) =>
      at === 0 ? { ...line, next: [{ to: 'close', when: { heard: ['too dear'], leg: 'customer' as const } }] } : line,
    ),
  }));
  const path = () => document.querySelector('[data-testid="script-path"]')?.textContent ?? '';
  expect(path()).toContain('Next: Why I call');
  const field = document.querySelector<HTMLInputElement>('.st-tester input[aria-label="The sentence"]');
  act(() => {
    Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value')?.set?.call(field, 'That is too dear for me');
    field?.dispatchEvent(new Event('input', { bubbles: true }));
  });
  await until(() => expect(path()).toContain('Next: Agreement'));
  expect(document.querySelector('[data-followed="true"]')?.textContent).toContain(
    'If Customer says too dear → Agreement',
  );
  press('Go to the next line');
  expect(current()?.dataset.line).toBe('close');
  await until(() => expect(path()).toContain('Now: Agreement'));
});
