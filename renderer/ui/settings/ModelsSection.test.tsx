// @vitest-environment jsdom
import { act } from 'react';
import { createRoot, type Root } from 'react-dom/client';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { emptyReactPage } from '../../../test/support/react-page';
import { SidetoneApp } from '../App';
import { idleActions } from '../gallery/idle-actions';
import { scene } from '../gallery/scenes';
import { createAppStore, createLevelsStore, type AppStore, type ModelActions, type ModelManagerView } from '../model';

let root: Root;
let store: AppStore;
let models: { [Name in keyof ModelActions]: ReturnType<typeof vi.fn<ModelActions[Name]>> };

beforeEach(() => {
  emptyReactPage();
  models = {
    ...{ show: vi.fn(), fetch: vi.fn(), test: vi.fn(), use: vi.fn() },
    ...{ rollBack: vi.fn(), verify: vi.fn(), importFolder: vi.fn(), cancel: vi.fn() },
  };
  store = createAppStore(scene('settings-models', 'en', Date.now()));
  root = createRoot(document.getElementById('root') as HTMLElement);
  const actions = { ...idleActions(store), models };
  act(() => root.render(<SidetoneApp store={store} levels={createLevelsStore()} actions={actions} />));
});
afterEach(() => {
  act(() => root.unmount());
  vi.unstubAllGlobals();
});

const become = (part: Partial<ModelManagerView>) =>
  act(() => store.setState(({ modelManager }) => ({ modelManager: { ...modelManager, ...part } })));
const page = () => document.getElementById('settings-models');
const row = (name: string) => page()?.querySelector(`[data-model="${name}"]`);
const button = (name: string) =>
  [...(page()?.querySelectorAll('button') ?? [])].find(
    (one) => (one.getAttribute('aria-label') ?? one.textContent) === name,
  );

describe('the model manager', () => {
  it('asks for the models when it is opened, and each button does what it says, to its model', () => {
    expect(models.show).toHaveBeenCalledOnce();
    become({ work: null });
    const press = (name: string) => act(() => button(name)?.click());
    press('Fetch: Whisper small, multilingual, int8');
    expect(models.fetch).toHaveBeenCalledWith('whisper-small');
    press('Test: our-keywords');
    expect(models.test).toHaveBeenCalledWith('our-keywords');
    press('Test and switch: our-keywords');
    expect(models.use).toHaveBeenCalledWith('our-keywords');
    press('Roll back to this: our-whisper');
    expect(models.rollBack).toHaveBeenCalledWith('careful-ear');
    press('Import from a folder…');
    expect(models.importFolder).toHaveBeenCalledOnce();
    press('Verify again');
    expect(models.verify).toHaveBeenCalledOnce();
  });

  it('shows how far a fetch is, lets it be cancelled, and begins nothing beside it', () => {
    expect(row('whisper-small')?.querySelector('[role="progressbar"]')?.getAttribute('aria-valuenow')).toMatch(/^41/);
    expect(row('whisper-small')?.textContent).toContain('105 / 254 MB');
    expect(button('Test: our-keywords')?.disabled).toBe(true);
    act(() => button('Cancel')?.click());
    expect(models.cancel).toHaveBeenCalledOnce();
    expect(models.fetch).not.toHaveBeenCalled();
  });

  it('says what was measured, what is not verified, and what is too slow for this computer', () => {
    expect(row('whisper-base')?.textContent).toContain('Real-time factor 0.09 · memory 354 MB · loaded in 1.1 s');
    expect(row('whisper-base')?.textContent).toContain('SHA-256 verified');
    expect(row('whisper-base')?.textContent).not.toContain('Too slow');
    expect(row('our-whisper')?.textContent).toContain('Unverified (imported)');
    expect(row('our-whisper')?.textContent).toContain('Too slow for this computer');
  });

  it('tells of trouble beside its model, and of the rest below', () => {
    expect(row('our-keywords')?.querySelector('[role="alert"]')?.textContent).toContain('This model cannot be used');
    become({ trouble: { code: 'models-list-damaged', message: 'x', name: null } });
    expect(row('our-keywords')?.querySelector('[role="alert"]')).toBeNull();
    expect(page()?.textContent).toContain('The list of chosen models is damaged');
  });

  it('shows the work with a model that is not in the list yet', () => {
    become({ work: { kind: 'import', name: 'new-ear', doneBytes: 1e6, totalBytes: 2e6 } });
    expect(page()?.textContent).toContain('Importing');
    expect(page()?.textContent).toContain('1.0 / 2.0 MB');
  });
});
