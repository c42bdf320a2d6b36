// @vitest-environment jsdom
import { act } from 'react';
import { createRoot, type Root } from 'react-dom/client';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { emptyReactPage } from '../../../test/support/react-page';
import { SidetoneApp } from '../App';
import { idleActions } from '../gallery/idle-actions';
import { scene } from '../gallery/scenes';
import { createAppStore, createLevelsStore, type AppStore } from '../model';
import type { SettingsForm } from './settings-form';

let root: Root;
const saveSettings = vi.fn<(form: SettingsForm) => void>();
let store: AppStore;

beforeEach(() => {
  emptyReactPage();
  saveSettings.mockClear();
  store = createAppStore(scene('settings-models', 'en', Date.now()));
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

describe('learning from the team', () => {
  const section = () => document.getElementById('settings-cards');
  const teamSwitch = () => {
    const label = [...(section()?.querySelectorAll('label') ?? [])].find((each) =>
      each.textContent?.startsWith('Learn from the team too'),
    );
    return document.getElementById(label?.htmlFor ?? '') as HTMLInputElement;
  };
  const configured = () =>
    act(() =>
      store.setState(({ settings }) => ({
        settings: { ...settings, saved: { ...settings.saved, serverUrl: 'https://central.example.com' } },
      })),
    );

  it('needs a server, is on with one, and can be switched off', () => {
    expect([teamSwitch().disabled, teamSwitch().checked]).toEqual([true, false]);
    expect(section()?.textContent).toContain('Needs a central server');
    expect(section()?.textContent).not.toContain('No counts of your team yet.');
    configured();
    expect([teamSwitch().disabled, teamSwitch().checked]).toEqual([false, true]);
    expect(section()?.textContent).toContain('No counts of your team yet.');
    act(() => teamSwitch().click());
    const save = [...document.querySelectorAll<HTMLButtonElement>('.st-save button')].at(-1);
    act(() => save?.click());
    expect(saveSettings.mock.calls[0]?.[0].copilot.learnFromTeam).toBe(false);
  });

  it('says how old the team’s counts are, and why there are no newer ones', () => {
    configured();
    act(() => store.setState({ teamLearning: { atMs: new Date(2020, 0, 2, 3, 4).getTime(), trouble: null } }));
    expect(section()?.textContent).toContain('as of 2020-01-02 03:04.');
    const trouble = { code: 'server-answer-invalid', message: '' };
    act(() => store.setState({ teamLearning: { atMs: 1, trouble } }));
    expect(section()?.textContent).toContain(
      'the last ones stay in use. The central server’s answer was not understood',
    );
  });
});
