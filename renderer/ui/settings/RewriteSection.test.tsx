// @vitest-environment jsdom
import { act } from 'react';
import { createRoot, type Root } from 'react-dom/client';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { emptyReactPage } from '../../../test/support/react-page';
import { SidetoneApp } from '../App';
import { idleActions } from '../gallery/idle-actions';
import { scene } from '../gallery/scenes';
import { createAppStore, createLevelsStore } from '../model';
import type { SettingsForm } from './settings-form';

let root: Root;
const testRewrite = vi.fn<(form: SettingsForm) => void>();

beforeEach(() => {
  emptyReactPage();
  testRewrite.mockClear();
  const store = createAppStore(scene('settings-models', 'en', Date.now()));
  root = createRoot(document.getElementById('root') as HTMLElement);
  const actions = { ...idleActions(store), testRewrite };
  act(() => root.render(<SidetoneApp store={store} levels={createLevelsStore()} actions={actions} />));
});
afterEach(() => {
  act(() => root.unmount());
  vi.unstubAllGlobals();
});

const section = () => document.getElementById('settings-rewrite');
function write(label: string, text: string): void {
  const of = [...(section()?.querySelectorAll('label') ?? [])].find(({ textContent }) => textContent === label);
  const field = document.getElementById(of?.htmlFor ?? '') as HTMLInputElement;
  act(() => {
    Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value')?.set?.call(field, text);
    field.dispatchEvent(new Event('input', { bubbles: true }));
  });
}
const press = () =>
  act(() =>
    [...(section()?.querySelectorAll('button') ?? [])].find(({ textContent }) => textContent === 'Test')?.click(),
  );

it('asks by the time limit on the screen, and says of one out of range that it is, instead of asking', () => {
  write('Address (OpenAI-compatible)', 'https://models.example.com/v1');
  write('Name of the model', 'small');
  for (const wrong of ['1', '90', '']) {
    write('Time limit (s)', wrong);
    expect(section()?.textContent).toContain('A whole number from 2 to 60.');
    press();
    expect(testRewrite).not.toHaveBeenCalled();
  }
  write('Time limit (s)', '12');
  expect(section()?.textContent).not.toContain('A whole number from 2 to 60.');
  press();
  expect(testRewrite.mock.calls[0]?.[0].rewrite).toMatchObject({ model: 'small', timeLimitSeconds: 12 });
});
