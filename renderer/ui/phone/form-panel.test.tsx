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
const form = { confirm: vi.fn(), edit: vi.fn(), reject: vi.fn(), clear: vi.fn() };
const dismissCard = vi.fn();

beforeEach(() => {
  vi.clearAllMocks();
  emptyReactPage();
  store = createAppStore(scene('form', 'en', Date.now()));
  root = createRoot(document.getElementById('root') as HTMLElement);
  const actions = { ...idleActions(store), form, dismissCard };
  act(() => root.render(<SidetoneApp store={store} levels={createLevelsStore()} actions={actions} />));
});
afterEach(() => {
  act(() => root.unmount());
  vi.unstubAllGlobals();
});

const input = (key: string) => document.getElementById(`form-${key}`) as HTMLInputElement;
const question = () => document.querySelector('.st-form-question')?.textContent;
const press = (element: HTMLElement, key: string) =>
  act(() => void element.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true })));
const focus = (key: string) => act(() => input(key).focus());
const type = (key: string, value: string) => {
  focus(key);
  act(() => {
    Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value')?.set?.call(input(key), value);
    input(key).dispatchEvent(new Event('input', { bubbles: true }));
  });
};

it('asks what is not clear, in a line of its own', () => {
  expect(question()).toBe('Age: Heard “two hundred”, which is not from 18 to 100. Ask again.');
});

it('shows what was heard with its words and time, and Enter confirms it and goes on', () => {
  focus('amount');
  expect(input('amount').value).toBe('¥3,980');
  expect(question()).toBe('“three thousand nine hundred eighty” 01:04 · Enter takes it');
  expect(document.querySelector('.st-form-question[data-asks]')).toBeNull();
  press(input('amount'), 'Enter');
  expect(form.confirm).toHaveBeenCalledExactlyOnceWith('amount');
  expect(document.activeElement).toBe(input('callback-date'));
});

it('takes what is typed, and clears what is emptied', () => {
  type('amount', '4200');
  press(input('amount'), 'Enter');
  expect(form.edit).toHaveBeenCalledExactlyOnceWith('amount', { type: 'amount', value: 4200 });
  expect(form.confirm).not.toHaveBeenCalled();
  type('name', '');
  press(input('name'), 'Enter');
  expect(form.clear).toHaveBeenCalledExactlyOnceWith('name');
});

it('keeps what is typed when the field is left, also when the ears hear something else meanwhile', () => {
  type('age', '40');
  act(() =>
    store.setState(({ form: view }) => ({
      form: view && {
        ...view,
        fields: view.fields.map((field) =>
          field.key === 'age'
            ? { ...field, status: 'proposed' as const, value: { type: 'age' as const, value: 35 }, troubles: [] }
            : field,
        ),
      },
    })),
  );
  expect(input('age').value).toBe('40');
  focus('plan');
  expect(form.edit).toHaveBeenCalledExactlyOnceWith('age', { type: 'age', value: 40 });
});

it('says why what was typed cannot be, and keeps it to be mended', () => {
  type('age', '200');
  press(input('age'), 'Enter');
  expect(form.edit).not.toHaveBeenCalled();
  expect(question()).toContain('not from 18 to 100');
  expect(input('age').value).toBe('200');
});

it('keeps Escape to itself while a field has focus', () => {
  type('age', '40');
  press(input('age'), 'Escape');
  expect(input('age').value).toBe('');
  press(input('age'), 'Escape');
  expect(document.activeElement).not.toBe(input('age'));
  expect(dismissCard).not.toHaveBeenCalled();
  press(document.body, 'Escape');
  expect(dismissCard).toHaveBeenCalledOnce();
});

it('is reached by F, at the first field that wants something', () => {
  vi.useFakeTimers();
  press(document.body, 'f');
  act(() => void vi.runOnlyPendingTimers());
  vi.useRealTimers();
  expect(document.activeElement).toBe(input('age'));
});
