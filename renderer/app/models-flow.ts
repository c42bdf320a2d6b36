import type { InvokeResult, ModelsBridge } from '../../contracts/ipc';
import type { ModelsView } from '../../contracts/models';
import type { AppModel, AppStore, ModelActions, ModelManagerView } from '../ui/model';

export interface ModelsFlowOptions {
  store: AppStore;
  bridge: ModelsBridge;
  /** Fresh ears, which take the models that are chosen now. */
  freshEars(): void;
}

const usedOf = (models: ModelsView['models']) => models.flatMap(({ inUse, name }) => (inUse ? [name] : [])).join();
const lineUp = ({ call, incoming, otherCall, waiting }: AppModel) => [call, incoming, otherCall, waiting].some(Boolean);

/** The model manager behind its page. A switch reaches the ears when no call is up and the last one was heard out. */
export class ModelsFlow {
  readonly actions: ModelActions;
  readonly #options: ModelsFlowOptions;
  #hearing = false;

  constructor(options: ModelsFlowOptions) {
    this.#options = options;
    const { bridge, store } = options;
    bridge.onWork((work) => this.#show({ work }));
    store.subscribe((model) => {
      if (model.call) this.#hearing = true;
      this.#freshWhenFree();
    });
    this.actions = {
      show: () => void this.#ask(null, () => bridge.view()),
      fetch: (name) => void this.#ask(name, () => bridge.fetch({ name })),
      test: (name) => void this.#ask(name, () => bridge.test({ name })),
      use: (name) => void this.#ask(name, () => bridge.use({ name })),
      rollBack: (role) => void this.#ask(null, () => bridge.rollBack({ role })),
      verify: () => void this.#ask(null, () => bridge.verify()),
      importFolder: () => void this.#importFolder(),
      cancel: () => void bridge.cancel(),
    };
  }

  /** The ears have said all there was of the last call. */
  heardOut(): void {
    this.#hearing = false;
    this.#freshWhenFree();
  }

  /** Ears that begin take the models chosen now. */
  earsBegan(): void {
    this.#hearing = false;
    if (this.#view.switchWaits) this.#show({ switchWaits: false });
  }

  get #view(): ModelManagerView {
    return this.#options.store.getState().modelManager;
  }

  async #ask(name: string | null, ask: () => Promise<InvokeResult<'models:view'>>): Promise<void> {
    this.#show({ trouble: null, outcomes: [] });
    const result = await ask();
    if (result.ok) this.#showView(result.value);
    else await this.#failed(name, result.error);
  }

  async #importFolder(): Promise<void> {
    this.#show({ trouble: null, outcomes: [] });
    const result = await this.#options.bridge.importFolder();
    if (!result.ok) return this.#failed(null, result.error);
    this.#showView(result.value.view);
    this.#show({ outcomes: result.value.outcomes });
  }

  #freshWhenFree(): void {
    if (!this.#view.switchWaits || this.#hearing || lineUp(this.#options.store.getState())) return;
    this.#show({ switchWaits: false });
    this.#options.freshEars();
  }

  #showView({ models, work, notices: [notice] }: ModelsView): void {
    const before = this.#view.models;
    this.#show({ models, work, ...(notice ? { trouble: { ...notice, name: null } } : {}) });
    // Chosen, rolled back to, or come at last: the ears want it.
    if (before === null || usedOf(before) === usedOf(models)) return;
    this.#show({ switchWaits: true });
    this.#freshWhenFree();
  }

  /** What could be done half-way is shown: a test that failed leaves the models as they were. */
  async #failed(name: string | null, { code, message }: { code: string; message: string }): Promise<void> {
    if (code !== 'cancelled') this.#show({ trouble: { code, message, name } });
    const now = await this.#options.bridge.view();
    if (now.ok) this.#show({ models: now.value.models, work: now.value.work });
  }

  #show(part: Partial<ModelManagerView>): void {
    this.#options.store.setState(({ modelManager }) => ({ modelManager: { ...modelManager, ...part } }));
  }
}
