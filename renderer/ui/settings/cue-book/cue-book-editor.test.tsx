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
});
afterEach(() => {
  act(() => root.unmount());
  vi.unstubAllGlobals();
});

function show(change: (book: CueBook) => CueBook = (book) => book, locked = false) {
  const model = scene('cue-book', 'en', Date.now());
  const book = change(model.cueBook.delivered.en as CueBook);
  const drafts = { en: { book, base: book, selectedId: book.cues[0]?.id ?? null, undo: [] } };
  store = createAppStore({ ...model, cueBook: { ...model.cueBook, own: {}, delivered: { en: book }, drafts, locked } });
  root = createRoot(document.getElementById('root') as HTMLElement);
  act(() => root.render(<SidetoneApp store={store} levels={createLevelsStore()} actions={idleActions(store)} />));
}

const draft = () => draftOf(store.getState().cueBook, 'en');
const rows = () => [...document.querySelectorAll<HTMLElement>('.st-cue-row')];
const current = () => document.querySelector<HTMLElement>('.st-cue-row[aria-current="true"]');
const press = (key: string, init: KeyboardEventInit = {}) =>
  act(() => void current()?.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, ...init })));

describe('the list of cards', () => {
  it('goes through cards by the arrows, deletes one by a key, and takes it back by another', () => {
    show();
    const ids = draft()?.book.cues.map(({ id }) => id) ?? [];
    press('ArrowDown');
    expect(draft()?.selectedId).toBe(ids[1]);
    expect(document.activeElement).toBe(current());
    press('End');
    expect(draft()?.selectedId).toBe(ids.at(-1));
    act(() => void document.querySelector('.st-cue-rows')?.dispatchEvent(new Event('scroll')));
    expect(document.activeElement).toBe(current());
    press('Home');
    act(() => void document.querySelector('.st-cue-rows')?.dispatchEvent(new Event('scroll')));
    press('Delete');
    expect(draft()?.book.cues.map(({ id }) => id)).toEqual(ids.slice(1));
    expect(draft()?.selectedId).toBe(ids[1]);
    expect(document.activeElement).toBe(current());
    press('z', { ctrlKey: true });
    expect(draft()?.book.cues.map(({ id }) => id)).toEqual(ids);
    expect(draft()?.selectedId).toBe(ids[0]);
  });

  it('draws of a thousand cards with ten phrases each no more than are in sight', () => {
    const many = (book: CueBook): CueBook => {
      const [first] = book.cues;
      if (!first) throw new Error('The built-in book has no card.');
      const phrases = (card: number) => Array.from({ length: 10 }, (_, own) => `phrase ${String(card * 10 + own)}`);
      const cues = Array.from({ length: 1_000 }, (_, card) => ({
        ...{ ...first, id: `card-${String(card)}`, title: `Card ${String(card)}`, phrases: phrases(card) },
      }));
      return { ...book, cues };
    };
    show(many);
    expect(rows().length).toBeGreaterThan(5);
    expect(rows().length).toBeLessThan(40);
    expect(document.querySelector('.st-cue-list [role=status]')?.textContent).toBe('1000 of 1000');
    press('PageDown');
    expect(draft()?.selectedId).toBe('card-8');
  });

  it('lets nothing be changed where the administrator allows no own book', () => {
    show(undefined, true);
    const before = draft()?.book;
    press('Delete');
    expect(draft()?.book).toBe(before);
    const fields = [...document.querySelectorAll<HTMLInputElement>('.st-cue-form input, .st-cue-form textarea')];
    expect(fields.length).toBeGreaterThan(5);
    expect(fields.filter((field) => !field.disabled && field.type !== 'hidden')).toEqual([]);
    expect(document.querySelector('.st-cues-middle')?.textContent).toContain('you can only look');
  });
});
