// @vitest-environment jsdom
import { act } from 'react';
import type { Root } from 'react-dom/client';
import { createRoot } from 'react-dom/client';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { emptyReactPage } from '../../test/support/react-page';
import { SidetoneApp } from './App';
import { idleActions } from './gallery/idle-actions';
import type { SceneName } from './gallery/scenes';
import { scene, sceneNames } from './gallery/scenes';
import type { AppActions, AppStore } from './model';
import { createAppStore, createLevelsStore } from './model';

let root: Root;
let store: AppStore;
let actions: AppActions;

beforeEach(() => {
  emptyReactPage();
});
afterEach(() => {
  act(() => root.unmount());
  vi.unstubAllGlobals();
});

function show(name: SceneName, language: 'zh' | 'en' = 'en', more: Partial<AppActions> = {}) {
  store = createAppStore(scene(name, language, Date.now()));
  actions = {
    ...idleActions(store),
    dial: vi.fn(),
    answer: vi.fn(),
    toggleMute: vi.fn(),
    useCard: vi.fn(),
    updateWrapUp: vi.fn(),
    ...more,
  };
  root = createRoot(document.getElementById('root') as HTMLElement);
  act(() => root.render(<SidetoneApp store={store} levels={createLevelsStore()} actions={actions} />));
}
const text = () => document.querySelector('.st-app')?.textContent ?? '';
const live = () => document.querySelector('[data-testid="live-call"]')?.textContent;
const press = (key: string) =>
  act(() => void document.body.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true })));

describe('the window', () => {
  it.each(sceneNames)('draws %s, and every button has a name', (name) => {
    show(name);
    const nameless = [...document.querySelectorAll('button, [role="button"], input, textarea')].filter((element) => {
      const labelled = element.getAttribute('aria-label') ?? element.getAttribute('aria-labelledby');
      const label = element.id === '' ? null : document.querySelector(`label[for="${element.id}"]`);
      const hidden = element.closest('[aria-hidden="true"]') ?? element.getAttribute('type') === 'hidden';
      return !hidden && !labelled && !label && (element.textContent ?? '').trim() === '' && !element.closest('label');
    });
    expect(nameless.map((element) => element.outerHTML)).toEqual([]);
    expect(text()).not.toMatch(/\b(stage|dial|copilot|records|monitor|settings|status)\.[a-z]/);
  });

  it('says an incoming call aloud at once and shows who it is before it is answered', () => {
    show('ringing');
    expect(live()).toBe('Incoming call from Ms Li');
    expect(text()).toContain('138****8000');
    press('Enter');
    expect(actions.answer).toHaveBeenCalledOnce();
  });

  it('reads cards at once, keeps captions open and moves nothing where the screen reader comes first', () => {
    show('in-call');
    const card = () => document.querySelector('[data-testid="live-card"]')?.getAttribute('aria-live');
    const still = () => document.querySelector('.st-app')?.hasAttribute('data-still');
    const captions = () => document.querySelector('.st-captions .st-fold')?.getAttribute('aria-expanded');
    expect([card(), still(), captions()]).toEqual(['polite', false, 'false']);
    act(() => store.setState({ display: { textSizePercent: 100, screenReaderFirst: true } }));
    expect([card(), still(), captions()]).toEqual(['assertive', true, 'true']);
    // Sentences are read out politely (a log is), when they are over: never those that are still being said.
    const saying = { leg: 'customer', startMs: 1, endMs: 2, text: '这个太' } as const;
    act(() => store.setState(({ copilot }) => ({ copilot: { ...copilot, saying: [saying] } })));
    const lines = [...document.querySelectorAll('.st-captions [role="log"] > li')];
    const readOut = lines.filter((line) => line.getAttribute('aria-hidden') !== 'true');
    expect(lines.length - readOut.length).toBe(1);
    expect(readOut.map(({ textContent }) => textContent).join()).not.toContain('这个太');
  });

  it('explains of each card why it comes less or as usual, and forgets it', () => {
    const forgetLearnt = vi.fn();
    show('settings', 'en', { forgetLearnt });
    const said = [...document.querySelectorAll('[data-testid="learnt"] > li')].map((item) => item.textContent);
    expect(said).toEqual([
      'Too expensiveUsed 9 times of 12; expected to be used 50 – 86 % of the timeYour team used it in 120 of 180 cases, which counts as 8 of yours.Shown as usual',
      'Asks for a formUsed 0 times of 14; expected to be used 0 – 19 % of the timeYour team used it in 3 of 93 cases, which counts as 8 of yours.Shown less: at best used less than 30 % of the time',
      'Asks the familyUsed 0 times of 5; expected to be used 0 – 27 % of the timeYour team used it in 1 of 96 cases, which counts as 8 of yours. Without the team it would be shown as usual.Shown less: at best used less than 30 % of the time',
      'Wants the managerUsed 0 times of 13; expected to be used 20 – 57 % of the timeYour team used it in 40 of 42 cases, which counts as 8 of yours. Without the team it would be shown less.Shown as usual',
      'Do not callUsed 3 times of 3; expected to be used 40 – 100 % of the timeUrgent: always shown',
      'InvoiceNot marked by you yet; expected to be used 37 – 96 % of the timeYour team used it in 4 of 5 cases, which counts as 5 of yours.Shown as usual',
    ]);
    act(() => document.querySelector<HTMLElement>('[aria-label="Forget how “Asks for a form” was used"]')?.click());
    expect(forgetLearnt).toHaveBeenCalledExactlyOnceWith('form');
  });

  it('takes what the summary says by Y, and the key stands on the button', () => {
    show('wrap-up');
    const button = document.getElementById('sidetone-take-summary');
    expect(button?.querySelector('kbd')?.textContent).toBe('Y');
    press('y');
    expect(actions.updateWrapUp).toHaveBeenCalledExactlyOnceWith(
      expect.objectContaining({ disposition: 'callback', callbackAt: expect.any(String) as unknown }),
    );
  });

  it('shows a card as uncertain, then solid, in the same place; once withdrawn it goes to the log', () => {
    show('hearing');
    const card = () => document.querySelector('[data-testid="leading-card"]');
    const become = (state: 'confirmed' | 'withdrawn') =>
      act(() =>
        store.setState((model) => ({
          copilot: {
            ...model.copilot,
            cards: model.copilot.cards.map((shown) => (shown.cardId === '3' ? { ...shown, state } : shown)),
          },
        })),
      );
    expect(card()?.getAttribute('data-state')).toBe('hearing');
    expect(card()?.textContent).toContain('hearing…');
    const place = document.querySelector('.st-lead');
    become('confirmed');
    expect(card()?.getAttribute('data-state')).toBe('confirmed');
    expect(document.querySelector('[data-testid="live-card"]')?.textContent).toContain('Too expensive');
    become('withdrawn');
    expect(card()?.getAttribute('data-state')).toBe('withdrawn');
    expect(document.querySelector('.st-lead')).toBe(place);
    expect(text()).toContain('Earlier cards (3)');
  });

  it('changes language while it runs', () => {
    show('idle', 'zh');
    expect(text()).toContain('就绪');
    act(() => store.setState({ language: 'en' }));
    expect(text()).toContain('Ready for the next call');
    expect(document.documentElement.lang).toBe('en');
  });

  it('dials a practice customer at a click and obeys the keyboard', () => {
    show('idle');
    act(() => document.querySelector<HTMLButtonElement>('.st-person')?.click());
    expect(actions.dial).toHaveBeenCalledWith('8001');
    press('?');
    expect(store.getState().view.helpOpen).toBe(true);
  });

  it('mutes by M in a call and chooses a disposition by digit in wrap-up', () => {
    show('in-call');
    press('m');
    expect(actions.toggleMute).toHaveBeenCalledOnce();
    act(() => store.setState({ ...scene('wrap-up', 'en', Date.now()) }));
    press('1');
    expect(actions.updateWrapUp).toHaveBeenCalledWith({ disposition: 'sale' });
  });

  it('keeps a place for the second line, and puts what comes and goes below the controls', () => {
    show('in-call');
    const place = document.querySelector('.st-lines');
    expect(place?.textContent).toBe('Line 2 is free');
    act(() => store.setState(({ call }) => ({ waiting: call, call: call && { ...call, warnings: ['echo-heard'] } })));
    expect(document.querySelector('.st-lines')).toBe(place);
    expect(place?.textContent).toContain('Call waiting');
    expect(text()).not.toContain('Line 2 is free');
    const [controls, warning] = ['.st-controls', '[data-testid=call-warning]'].map((what) =>
      document.querySelector(what),
    );
    if (!controls || !warning) throw new Error('There is no warning in the call.');
    expect(controls.compareDocumentPosition(warning)).toBe(Node.DOCUMENT_POSITION_FOLLOWING);
  });

  it('offers the last number again with an empty field, but not in a call', () => {
    show('idle');
    const submit = () => document.querySelector<HTMLButtonElement>('.st-dial [type=submit]');
    expect(submit()?.textContent).toContain('again');
    act(() => store.setState({ call: scene('in-call', 'en', Date.now()).call }));
    expect(submit()?.textContent).toBe('Call on line 2');
    expect(submit()?.disabled).toBe(true);
  });

  it('uses the card by Enter though a button was clicked before, and leaves Enter to one reached by Tab', () => {
    show('in-call');
    const [mute] = document.querySelectorAll<HTMLButtonElement>('.st-control');
    const on = (type: Event) => act(() => void mute?.dispatchEvent(type));
    on(new KeyboardEvent('keydown', { key: 'Tab', bubbles: true }));
    on(new KeyboardEvent('keydown', { key: 'Enter', bubbles: true }));
    expect(actions.useCard).not.toHaveBeenCalled();
    on(new MouseEvent('pointerdown', { bubbles: true }));
    on(new KeyboardEvent('keydown', { key: 'Enter', bubbles: true }));
    expect(actions.useCard).toHaveBeenCalledWith('3');
  });

  it('closes its list of keys when a call rings, so that Enter answers', () => {
    show('idle');
    press('?');
    act(() => store.setState({ incoming: scene('ringing', 'en', Date.now()).incoming }));
    expect(store.getState().view.helpOpen).toBe(false);
  });

  it('says what a failed registration means and what to do', () => {
    show('error');
    expect(text()).toContain('The extension or the password is wrong.');
    expect(text()).toContain('Type the password again');
  });
});
