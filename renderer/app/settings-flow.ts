import { toFailure } from '../../contracts/errors';
import type { AccountStep, Bootstrap, ConnectionStep as StepMessage, InvokeRequest } from '../../contracts/ipc';
import type { ShortcutTrouble } from '../../contracts/desktop';
import { MAIN_ACCOUNT_ID, type DisplaySettings, type Settings } from '../../contracts/settings';
import { ModelsFlow } from './models-flow';
import type { AccountSettingsView, AppStore, ConnectionStep } from '../ui/model';
import {
  formFromSettings,
  keptAccounts,
  settingsFromForm,
  type SettingsForm,
  type SettingsRest,
} from '../ui/settings/settings-form';

export interface SettingsFlowOptions {
  store: AppStore;
  bootstrap: Bootstrap;
  /** The new settings need the window to begin again: another PBX, another server. */
  reload(): void;
  /** Which shortcuts of the whole system could not be had. */
  shortcuts(troubles: ShortcutTrouble[]): void;
}

type OtherSecrets = Pick<InvokeRequest<'settings:save'>, 'accountPasswords' | 'rewriteKey'>;

/** Saves settings through the bridge and runs the connection test; the model manager is on the same page. */
export class SettingsFlow {
  readonly models: ModelsFlow;
  readonly #options: SettingsFlowOptions;
  #settings: Settings;

  constructor(options: SettingsFlowOptions) {
    this.#options = options;
    this.#settings = options.bootstrap.settings;
    this.#show({ saved: formFromSettings(this.#settings), passwordStored: options.bootstrap.password !== null });
    this.#show({ rewriteKeyStored: options.bootstrap.rewriteKeyStored });
    this.#display(this.#settings.display);
    for (const id of Object.keys(options.bootstrap.accountPasswords)) this.#showAccount(id, { passwordStored: true });
    window.sidetone.onTestStep((step) => this.#onStep(step));
    const { models: bridge } = window.sidetone;
    this.models = new ModelsFlow({ store: options.store, bridge, freshEars: () => void window.sidetone.connectEars() });
    window.sidetone.onEarsState(({ state }) => state === 'running' && this.models.earsBegan());
  }

  get settings(): Settings {
    return this.#settings;
  }

  async save(form: SettingsForm): Promise<void> {
    this.#show({ saving: true, saveTrouble: null });
    try {
      const next = settingsFromForm(form, this.#settings);
      const accountsOf = ({ pbx, moreAccounts }: Settings) => JSON.stringify([pbx, moreAccounts]);
      const before = accountsOf(this.#settings);
      const passwords = Object.fromEntries(
        keptAccounts(form).flatMap(({ id, password }) => (password === '' ? [] : [[id, password]])),
      );
      const rewriteKey = form.forgetRewriteKey ? '' : form.rewriteKey || undefined;
      const password = form.password === '' ? null : form.password;
      const reload = await this.#store(next, password, { accountPasswords: passwords, rewriteKey });
      this.#show({ saving: false, saved: formFromSettings(next), passwordStored: true });
      const newPassword = form.password !== '' || Object.keys(passwords).length > 0;
      if (reload || before !== accountsOf(next) || newPassword) this.#options.reload();
    } catch (error) {
      const { code, message } = toFailure(error);
      this.#show({ saving: false, saveTrouble: { code, message } });
    }
  }

  /** Language, theme, display, do-not-disturb and the account to call by: kept at once, no page of their own. */
  async patch(part: Partial<SettingsRest>): Promise<void> {
    await this.#store({ ...this.#settings, ...part }, null).catch(() => undefined);
  }

  /** At once, and kept. */
  async setDisplay(part: Partial<DisplaySettings>): Promise<void> {
    const display = { ...this.#settings.display, ...part };
    this.#display(display);
    await this.patch({ display });
  }

  async test(form: SettingsForm, accountId = MAIN_ACCOUNT_ID): Promise<void> {
    if (accountId !== MAIN_ACCOUNT_ID) return this.#testAccount(form, accountId);
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
  async examine(accountId = MAIN_ACCOUNT_ID): Promise<StepMessage[]> {
    const { pbx, moreAccounts } = this.#settings;
    const account = accountId === MAIN_ACCOUNT_ID ? pbx : moreAccounts.find(({ id }) => id === accountId);
    if (!account) return [];
    const { webSocketUrl, domain, extension } = account;
    const request = { webSocketUrl, domain, extension, password: null, accountId };
    const result = await window.sidetone.testConnection(request);
    return result.ok ? result.value.steps : [];
  }

  /** The language model, with what stands on the page. */
  async testRewrite({ rewrite, rewriteKey }: SettingsForm): Promise<void> {
    this.#show({ rewriteTest: { running: true, result: null, trouble: null } });
    const answer = await window.sidetone.testRewrite({
      baseUrl: rewrite.baseUrl.trim(),
      model: rewrite.model.trim(),
      apiKey: rewriteKey === '' ? null : rewriteKey,
      timeLimitSeconds: rewrite.timeLimitSeconds,
      language: this.#options.store.getState().language,
    });
    const result = answer.ok ? answer.value : null;
    this.#show({ rewriteTest: { running: false, result, trouble: answer.ok ? null : answer.error } });
  }

  async #testAccount(form: SettingsForm, accountId: string): Promise<void> {
    const account = form.accounts.find(({ id }) => id === accountId);
    if (!account) return;
    this.#showAccount(accountId, { testing: true, steps: [] });
    await window.sidetone.testConnection({
      webSocketUrl: account.webSocketUrl.trim(),
      domain: account.domain.trim(),
      extension: account.extension.trim(),
      password: account.password === '' ? null : account.password,
      accountId,
    });
    this.#showAccount(accountId, { testing: false });
  }

  async #store(next: Settings, password: string | null, secrets: OtherSecrets = {}): Promise<boolean> {
    const result = await window.sidetone.saveSettings({ settings: next, password, ...secrets });
    if (!result.ok) throw Object.assign(new Error(result.error.message), result.error);
    this.#settings = result.value.settings;
    this.#show({ rewriteKeyStored: result.value.rewriteKeyStored });
    this.#options.shortcuts(result.value.shortcutTroubles);
    return result.value.reloadNeeded;
  }

  #onStep(step: AccountStep): void {
    const view: ConnectionStep = {
      step: step.step,
      state: step.state,
      trouble: step.state === 'failed' ? { code: step.code, message: step.detail } : null,
      detail: step.detail,
    };
    const { settings } = this.#options.store.getState();
    const main = step.accountId === MAIN_ACCOUNT_ID;
    const steps = main ? settings.steps : (settings.accounts[step.accountId]?.steps ?? []);
    const known = steps.some((other) => other.step === view.step);
    const next = known ? steps.map((other) => (other.step === view.step ? view : other)) : [...steps, view];
    if (main) this.#show({ steps: next });
    else this.#showAccount(step.accountId, { steps: next });
  }

  #showAccount(id: string, part: Partial<AccountSettingsView>): void {
    const { accounts } = this.#options.store.getState().settings;
    const before = accounts[id] ?? { passwordStored: false, testing: false, steps: [] };
    this.#show({ accounts: { ...accounts, [id]: { ...before, ...part } } });
  }

  #display(display: DisplaySettings): void {
    this.#options.store.setState({ display });
    window.sidetone.setTextSize(display.textSizePercent);
  }

  #show(part: Partial<ReturnType<AppStore['getState']>['settings']>): void {
    this.#options.store.setState((state) => ({ settings: { ...state.settings, ...part } }));
  }
}
