import type { ImportOutcome, ModelRole, ModelsView, ModelWork } from '../../../contracts/models';
import type { Trouble } from '../trouble';

/** The model manager in Settings. */
export interface ModelManagerView {
  /** Null until it was first asked for. */
  models: ModelsView['models'] | null;
  work: ModelWork | null;
  /** What went wrong last, and with which model; null where it was with none. */
  trouble: (Trouble & { name: string | null }) | null;
  /** What became of the last import. */
  outcomes: ImportOutcome[];
  /** Another model was chosen while a call was up: the ears take it when the call is over. */
  switchWaits: boolean;
}

export const NO_MODEL_MANAGER: ModelManagerView = {
  models: null,
  work: null,
  trouble: null,
  outcomes: [],
  switchWaits: false,
};

/** None throws: trouble comes back as a state. */
export interface ModelActions {
  show(): void;
  fetch(name: string): void;
  test(name: string): void;
  use(name: string): void;
  rollBack(role: ModelRole): void;
  verify(): void;
  importFolder(): void;
  cancel(): void;
}
