import type { Failure } from '../../contracts/errors';
import type { EarsHostState } from '../../contracts/ipc';
import type { ModelState } from '../../contracts/speech';
import type { EarsClient } from '../copilot/ears-client';
import type { AppModel, AppStore, CopilotView, Notice } from '../ui/model';

type EarsWord = CopilotView['ears'];
type Tell = (failure: Failure, level: Notice['level']) => void;

/** Without a voice detector, or without any ear behind it, nothing can be heard. */
export function earsWord(models: readonly ModelState[]): EarsWord {
  const stateOf = (role: ModelState['role']) => models.find((model) => model.role === role)?.state;
  const ears = [stateOf('fast-ear'), stateOf('careful-ear')];
  if (stateOf('vad') === 'ready' && ears.includes('ready')) return 'ready';
  return models.some(({ state }) => state === 'loading') ? 'loading' : 'unavailable';
}

/** What lacks, once all that is there has been loaded; null when nothing does. */
export function modelTrouble(models: readonly ModelState[]): Failure | null {
  if (models.some(({ state }) => state === 'loading')) return null;
  const lacking = models.filter(({ state }) => state !== 'ready');
  if (lacking.length === 0) return null;
  const damaged = lacking.some(({ state }) => state !== 'missing');
  const partly = earsWord(models) === 'ready';
  const message = lacking.map(({ name }) => name).join(', ');
  return { code: `model-${damaged ? 'damaged' : 'missing'}${partly ? '-partly' : ''}`, message, retryable: false };
}

/** Keeps the screen's word for the ears true, and says what happened to them. */
export class EarsFlow {
  readonly #store: AppStore;
  readonly #tell: Tell;
  #told = '';

  constructor(store: AppStore, tell: Tell) {
    this.#store = store;
    this.#tell = tell;
  }

  /**
   * The ears are told whether the agent has opened the captions. Where they are open because the screen reader comes first,
   * no half sentences are asked for: read out, each would begin again with every word, so a sentence is, when it is over.
   */
  readAlong<Client extends Pick<EarsClient, 'wantCaptions'>>(client: Client): Client {
    const tell = ({ view }: AppModel) => client.wantCaptions(view.captionsOpen);
    tell(this.#store.getState());
    this.#store.subscribe(tell);
    return client;
  }

  onHostState({ state }: EarsHostState): void {
    // A process that runs has yet to load its models: only they make it ready.
    this.#show({ ears: state === 'running' || state === 'starting' ? 'loading' : state });
    if (state === 'unavailable') this.#tell({ code: 'ears-unavailable', message: '', retryable: true }, 'error');
    else if (state === 'restarting') this.#tell({ code: 'ears-restarted', message: '', retryable: false }, 'warning');
  }

  onModels(models: ModelState[]): void {
    if (models.length === 0) return;
    this.#show({ models, ears: earsWord(models) });
    const trouble = modelTrouble(models);
    const key = trouble ? `${trouble.code} ${trouble.message}` : '';
    // Said once, not at every restart.
    if (trouble && key !== this.#told) this.#tell(trouble, 'warning');
    if (!models.some(({ state }) => state === 'loading')) this.#told = key;
  }

  #show(part: Partial<CopilotView>): void {
    this.#store.setState((model) => ({ copilot: { ...model.copilot, ...part } }));
  }
}
