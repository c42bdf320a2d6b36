// @vitest-environment jsdom
import { act } from 'react';
import { createRoot, type Root } from 'react-dom/client';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { emptyReactPage } from '../../../test/support/react-page';
import { SidetoneApp } from '../App';
import { idleActions } from '../gallery/idle-actions';
import { scene } from '../gallery/scenes';
import { createAppStore, createLevelsStore } from '../model';
import type { SettingsForm } from './settings-form';

let root: Root;
const saveSettings = vi.fn<(form: SettingsForm) => void>();

beforeEach(() => {
  emptyReactPage();
  saveSettings.mockClear();
  const store = createAppStore(scene('settings-models', 'en', Date.now()));
  root = createRoot(document.getElementById('root') as HTMLElement);
  const actions = { ...idleActions(store), saveSettings };
  act(() => root.render(<SidetoneApp store={store} levels={createLevelsStore()} actions={actions} />));
});
afterEach(() => {
  act(() => root.unmount());
  vi.unstubAllGlobals();
});

describe('the noise filter for the copilot', () => {
  it('is off, and what is chosen is saved', () => {
    const section = document.getElementById('settings-cards');
    const label = [...(section?.querySelectorAll('label') ?? [])].find(
      ({ textContent }) => textContent === 'Noise filter for the copilot',
    );
    const input = document.getElementById(label?.htmlFor ?? '') as HTMLInputElement;
    expect(input.value).toBe('Off');
    act(() => input.click());
    const options = [...document.querySelectorAll<HTMLElement>('[role="option"]')];
    const choice = options.find(({ textContent }) => textContent === 'For keywords and transcript');
    act(() => choice?.click());
    const save = [...document.querySelectorAll<HTMLButtonElement>('.st-save button')].at(-1);
    act(() => save?.click());
    expect(saveSettings.mock.calls[0]?.[0].copilot.noiseFilter).toBe('both');
  });
});
