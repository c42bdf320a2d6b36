// @vitest-environment jsdom
import { act } from 'react';
import type { Root } from 'react-dom/client';
import { createRoot } from 'react-dom/client';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { emptyReactPage } from '../../../test/support/react-page';
import { SidetoneApp } from '../App';
import { idleActions } from '../gallery/idle-actions';
import { scene, type SceneName } from '../gallery/scenes';
import { createAppStore, createLevelsStore, type AppModel, type AppStore } from '../model';
import { mayRehearse, practiceAccount, rehearsalCustomers, storyIn } from './rehearsal-model';

let root: Root;
let store: AppStore;
const dial = vi.fn();

beforeEach(() => {
  emptyReactPage();
  dial.mockClear();
});
afterEach(() => {
  act(() => root.unmount());
  vi.unstubAllGlobals();
});

function show(name: SceneName, patch: Partial<AppModel> = {}) {
  store = createAppStore({ ...scene(name, 'en', Date.now()), ...patch });
  root = createRoot(document.getElementById('root') as HTMLElement);
  const actions = { ...idleActions(store), dial };
  act(() => root.render(<SidetoneApp store={store} levels={createLevelsStore()} actions={actions} />));
}
const part = (testId: string) => document.querySelector(`[data-testid="${testId}"]`)?.textContent ?? '';
const press = (key: string, target: Element | null = document.body) =>
  act(() => void target?.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true })));

describe('the rehearsal', () => {
  it('opens with P on the first customer, and calls whom the keyboard is on by the practice account', () => {
    const { accounts, customers } = scene('rehearsal', 'en', Date.now());
    show('idle', { accounts, customers });
    press('p');
    const [first, second] = document.querySelectorAll<HTMLButtonElement>('.st-rehearsal-people button');
    expect(document.activeElement).toBe(first);
    press('ArrowDown', first);
    expect(document.activeElement).toBe(second);
    act(() => second?.click());
    const wanted = rehearsalCustomers(customers)[1]?.number;
    expect(dial).toHaveBeenCalledWith(wanted, { accountId: 'main' });
    press('p');
    expect(document.querySelector('.st-rehearsal-people')).toBeNull();
  });

  it('takes the keyboard from nobody who is typing', () => {
    const { accounts, customers } = scene('rehearsal', 'en', Date.now());
    show('idle', { accounts, customers });
    const field = document.querySelector('input');
    act(() => field?.focus());
    act(() => store.setState(({ view }) => ({ view: { ...view, rehearsal: { page: 'customers' } } })));
    expect(document.querySelector('.st-rehearsal-people')).not.toBeNull();
    expect(document.activeElement).toBe(field);
  });

  it('is not offered where no account is for practice, and gives way to a call', () => {
    const { accounts } = scene('rehearsal', 'en', Date.now());
    show('idle', { accounts: accounts.map((account) => ({ ...account, practice: false })) });
    expect(document.querySelector('.st-stage')?.textContent).not.toContain('Rehearse');
    press('p');
    expect(store.getState().view.rehearsal).toBeNull();
    act(() => root.unmount());
    const { call } = scene('in-call', 'en', Date.now());
    show('rehearsal', { call });
    expect(document.querySelector('.st-rehearsal')).toBeNull();
  });

  it('reports score, cards and what to do better, each at its place', () => {
    show('rehearsal-report');
    expect(part('rehearsal-report')).toContain('Quality score76');
    const outcomes = [...document.querySelectorAll('[data-testid="rehearsal-cards"] li')].map(
      (element) => (element as HTMLElement).dataset.outcome,
    );
    expect(outcomes).toEqual(['used', 'unused', 'did-not-come', 'dismissed']);
    const advice = [...document.querySelectorAll('.st-advice li')].map((element) => element.textContent);
    expect(advice).toContainEqual(
      'The customer came to “cheaper” and waited 5.0 s for an answer00:23, Customer: “Could you make it cheaper?”',
    );
  });

  it('says why nothing is judged where no word was heard, and waits for a report that is not written yet', () => {
    const { rehearsals } = scene('rehearsal-report', 'en', Date.now());
    const [first] = rehearsals ?? [];
    if (!first) throw new Error('The scene has no rehearsal.');
    const deaf = { ...first, timeline: [] };
    delete deaf.transcript;
    delete deaf.review;
    show('rehearsal-report', { rehearsals: [deaf] });
    expect(part('rehearsal-report')).toContain('Nothing of this call was heard in words');
    expect(document.querySelector('[data-testid="rehearsal-cards"]')).toBeNull();
    act(() => store.setState(({ view }) => ({ view: { ...view, rehearsal: { page: 'report', recordId: 'new' } } })));
    expect(document.querySelector('.st-rehearsal')?.textContent).toContain('as soon as the call is written down');
  });

  it('says that a call was too short to be scored', () => {
    const [first] = scene('rehearsal-report', 'en', Date.now()).rehearsals ?? [];
    if (!first?.review) throw new Error('The scene has no rehearsal.');
    const { score } = first.review;
    const items = score.items.map((item) => ({ ...item, outcome: 'not-applicable', reason: 'too-short' }) as const);
    const short = { ...first, review: { ...first.review, score: { ...score, total: null, items } } };
    show('rehearsal-report', { rehearsals: [short] });
    expect(part('rehearsal-report')).toContain('too short to be scored');
    expect(part('rehearsal-report')).toContain('not scored');
  });

  it('draws the days, and tells them as a table too', () => {
    show('rehearsal-progress');
    expect(document.querySelectorAll('[data-testid="day-chart"] rect')).toHaveLength(5);
    const rows = [...document.querySelectorAll('[data-testid="day-chart"] tbody tr')].map((row) =>
      [...row.children].map((cell) => cell.textContent),
    );
    expect(rows).toHaveLength(5);
    expect(rows.at(-1)?.slice(1)).toEqual(['2', '79', '82']);
    expect(part('rehearsal-progress')).toContain('Trendup 11');
  });
});

it('rehearses by the chosen account where that is for practice, else by the first that is', () => {
  const account = { label: null, extension: '1', state: 'registered', trouble: null, mailbox: null } as const;
  const accounts = [
    { ...account, accountId: 'main' },
    { ...account, accountId: 'a', practice: true },
    { ...account, accountId: 'b', practice: true },
    { ...account, accountId: 'c', practice: true, state: 'offline' as const },
  ];
  const by = (dialAccount: string) => practiceAccount({ accounts, dialAccount })?.accountId;
  expect(['main', 'a', 'b', 'c'].map(by)).toEqual(['a', 'a', 'b', 'a']);
  const model = scene('rehearsal', 'zh', 0);
  expect(mayRehearse(model)).toBe(true);
  expect(mayRehearse({ ...model, agent: { ...model.agent, state: 'break' } })).toBe(false);
});

it('tells a story in the language of the window where it is told in it', () => {
  const [customer] = scene('rehearsal', 'zh', 0).customers;
  if (!customer) throw new Error('The scene has no customers.');
  expect(storyIn({ ...customer, stories: { zh: '甲', en: 'A' } }, 'en')).toBe('A');
  expect(storyIn({ ...customer, story: '甲' }, 'en')).toBe('甲');
});
