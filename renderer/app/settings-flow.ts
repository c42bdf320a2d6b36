import { toFailure } from '../../contracts/errors';
import type { Bootstrap, ConnectionStep as StepMessage } from '../../contracts/ipc';
import type { ShortcutTrouble } from '../../contracts/desktop';
import type { Settings } from '../../contracts/settings';
import type { AppStore, ConnectionStep } from '../ui/model';
import { formFromSettings, settingsFromForm, type SettingsForm, type SettingsRest } from '../ui/settings/settings-form';

export interface SettingsFlowOptions {
  store: AppStore;
  bootstrap: Bootstrap;
  /** The new settings need the window to begin again: another PBX, another server. */
  reload(): void;
  /** Which shortcuts of the whole system could not be had. */
  shortcuts(troubles: ShortcutTrouble[]): void;
}

/** Saves settings through the bridge and runs the connection test. */
export class SettingsFlow {
  readonly #options: SettingsFlowOptions;
  #settings: Settings;

  constructor(options: SettingsFlowOptions) {
    this.#options = options;
    this.#settings = options.bootstrap.settings;
    this.#show({ saved: formFromSettings(this.#settings), passwordStored: options.bootstrap.password !== null });
    window.sidetone.onTestStep((step) => this.#onStep(step));
  }

  get settings(): Settings {
    return this.#settings;
  }

  async save(form: SettingsForm): Promise<void> {
    this.#show({ saving: true, saveTrouble: null });
    try {
      const { language, theme, doNotDisturb } = this.#settings;
      const next = settingsFromForm(form, { language, theme, doNotDisturb });
      const before = JSON.stringify(this.#settings.pbx);
      const reload = await this.#store(next, form.password === '' ? null : form.password);
      this.#show({ saving: false, saved: formFromSettings(next), passwordStored: true });
      if (reload || before !== JSON.stringify(next.pbx) || form.password !== '') this.#options.reload();
    } catch (error) {
      const { code, message } = toFailure(error);
      this.#show({ saving: false, saveTrouble: { code, message } });
    }
  }

  /** Language, theme, do-not-disturb: kept at once, no page of their own. */
  async patch(part: Partial<SettingsRest>): Promise<void> {
    await this.#store({ ...this.#settings, ...part }, null).catch(() => undefined);
  }

  async test(form: SettingsForm): Promise<void> {
    this.#show({ testing: true, steps: [] });
    await window.sidetone.testConnection({
      webSocketUrl: form.webSocketUrl.trim(),
      domain: form.domain.trim(),
      extension: form.extension.trim(),
      password: form.password === '' ? null : form.password,
    });
    this.#show({ testing: false });
  }

  /** The connection test with the settings that are in force; its steps show in Settings as well. */
  async examine(): Promise<StepMessage[]> {
    const { pbx } = this.#settings;
    if (!pbx) return [];
    const { webSocketUrl, domain, extension } = pbx;
    const result = await window.sidetone.testConnection({ webSocketUrl, domain, extension, password: null });
    return result.ok ? result.value.steps : [];
  }

  async #store(next: Settings, password: string | null): Promise<boolean> {
    const result = await window.sidetone.saveSettings({ settings: next, password });
    if (!result.ok) throw Object.assign(new Error(result.error.message), result.error);
    this.#settings = result.value.settings;
    this.#options.shortcuts(result.value.shortcutTroubles);
    return result.value.reloadNeeded;
  }

  #onStep(step: StepMessage): void {
    const view: ConnectionStep = {
      step: step.step,
      state: step.state,
      trouble: step.state === 'failed' ? { code: step.code, message: step.detail } : null,
      detail: step.detail,
    };
    const { steps } = this.#options.store.getState().settings;
    const known = steps.some((other) => other.step === view.step);
    this.#show({ steps: known ? steps.map((other) => (other.step === view.step ? view : other)) : [...steps, view] });
  }

  #show(part: Partial<ReturnType<AppStore['getState']>['settings']>): void {
    this.#options.store.setState((state) => ({ settings: { ...state.settings, ...part } }));
  }
}
