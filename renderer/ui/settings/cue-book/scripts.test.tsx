// @vitest-environment jsdom
import { act } from 'react';
import type { Root } from 'react-dom/client';
import { createRoot } from 'react-dom/client';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { emptyReactPage } from '../../../../test/support/react-page';
import { scriptOutcomes, scriptTally } from '../../../../domain/script-outcomes';
import { scriptVersionsOf } from '../../../../domain/script-versions';
import { SidetoneApp } from '../../App';
import { idleActions } from '../../gallery/idle-actions';
import { scene } from '../../gallery/scenes';
import { createAppStore, createLevelsStore, draftOf, type AppStore } from '../../model';

let root: Root;
let store: AppStore;

beforeEach(() => {
  emptyReactPage();
  const model = scene('cue-book', 'en', Date.now());
  store = createAppStore({ ...model, cueBook: { ...model.cueBook, own: {}, drafts: {} } });
  root = createRoot(document.getElementById('root') as HTMLElement);
  act(() => root.render(<SidetoneApp store={store} levels={createLevelsStore()} actions={idleActions(store)} />));
  const tab = [...document.querySelectorAll<HTMLInputElement>('.st-cues-side input[type=radio]')].find(
    ({ value }) => value === 'compare',
  );
  act(() => tab?.click());
});
afterEach(() => {
  act(() => root.unmount());
  vi.unstubAllGlobals();
});

const panel = () => document.querySelector<HTMLElement>('.st-scripts');
const versions = () => {
  const draft = draftOf(store.getState().cueBook, 'en');
  return draft ? scriptVersionsOf(draft.book).map(({ label, sharePercent }) => `${label} ${String(sharePercent)}`) : [];
};
const press = (name: string) =>
  act(() =>
    [...document.querySelectorAll('button')]
      .find((each) => each.textContent === name || each.getAttribute('aria-label') === name)
      ?.click(),
  );
function write(label: string, text: string): void {
  const field = panel()?.querySelector<HTMLInputElement>(`input[aria-label="${label}"]`);
  if (!field) throw new Error(`There is no field “${label}”.`);
  act(() => {
    Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value')?.set?.call(field, text);
    field.dispatchEvent(new Event('input', { bubbles: true }));
  });
}
const problems = () => document.querySelector('.st-problems')?.textContent ?? '';
/** The book is read through once the typing rests. */
const until = (check: () => void) =>
  vi.waitFor(async () => {
    await act(() => Promise.resolve());
    check();
  }, 30_000);

it('adds, renames, shares and deletes versions, and takes each back', async () => {
  expect(versions()).toEqual([]);
  press('Compare two versions');
  expect(versions()).toEqual(['A 50', 'B 50']);
  press('Add a version');
  expect(versions()).toEqual(['A 34', 'B 33', 'C 33']);
  press('Delete version “C”');
  write('Share of “B”', '20');
  expect(versions()).toEqual(['A 50', 'B 20']);
  expect(panel()?.textContent).toContain('together 70 %');
  await until(() => expect(problems()).toContain('come to 70 %. Make them 100 %.'));
  write('Share of “A”', '80');
  await until(() => expect(problems()).not.toContain('Make them 100 %'));
  write('Name of the version', 'Old');
  expect(versions()).toEqual(['Old 80', 'B 20']);
  press('Delete version “Old”');
  expect(versions()).toEqual([]);
});

it('shows how the calls of each version ended', () => {
  const call = (id: string, disposition: 'sale' | null) => ({
    answeredAt: '2026-11-28T10:00:00Z',
    disposition,
    script: { id, label: id.toUpperCase(), sharePercent: 50 },
  });
  const records = [
    ...Array.from({ length: 30 }, () => call('a', null)),
    ...Array.from({ length: 10 }, () => call('b', 'sale')),
  ];
  act(() =>
    store.setState(({ cueBook }) => ({
      cueBook: { ...cueBook, outcomes: scriptOutcomes(records.flatMap((record) => scriptTally(record) ?? [])) },
    })),
  );
  const shown = document.querySelector('[data-testid="script-outcomes"]')?.textContent;
  expect(shown).toContain('Sale, interest or callback: 10, 100 % (72 – 100 %)');
  expect(shown).toContain('Sale: 0, 0 % (0 – 11 %)');
  expect(shown).toContain('Against A: +');
});

it('shows how the calls of all desks ended beside this desk’s, and why they are not up to date', () => {
  const b = { id: 'b', label: 'B', wording: null };
  const show = (trouble: { code: string; message: string } | null) =>
    act(() =>
      store.setState(({ cueBook }) => ({
        cueBook: {
          ...cueBook,
          outcomes: scriptOutcomes([{ ...b, calls: 10, good: 3, sales: 1 }]),
          allDesks: { outcomes: scriptOutcomes([{ ...b, calls: 1_000, good: 300, sales: 100 }]), trouble },
        },
      })),
    );
  const text = (testId: string) => document.querySelector(`[data-testid="${testId}"]`)?.textContent ?? '';
  show(null);
  expect(text('all-desks')).toContain('All desks');
  expect(text('all-desks')).toContain('Sale, interest or callback: 300, 30 % (27 – 33 %)');
  expect(text('script-outcomes')).toContain('This deskB not in this book 10 answered');
  show({ code: 'server-unreachable', message: '' });
  expect(text('all-desks')).toContain('300, 30 %');
  expect(text('all-desks')).toContain('Not brought up to date for all desks.');
});
