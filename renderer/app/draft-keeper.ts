import type { CallRecord } from '../../contracts/records';
import type { CallDraft } from '../../domain/record-builder';

/** What the call flow needs of the local store. */
export interface RecordKeeper {
  saveDraft(draft: CallDraft): Promise<void>;
  /** Chains the record, puts it into the outbox and drops its draft, all or nothing. */
  finishRecord(record: CallRecord): Promise<unknown>;
}

/**
 * Saves the newest draft, one write at a time: what changed while a write was under way is in the next one.
 * A write that fails (a full disk) is reported once and tried again at the next change.
 */
export class DraftKeeper {
  readonly #keeper: RecordKeeper;
  readonly #onTrouble: (error: unknown) => void;
  #newest: CallDraft | null = null;
  #writing: Promise<void> | null = null;

  constructor(keeper: RecordKeeper, onTrouble: (error: unknown) => void) {
    this.#keeper = keeper;
    this.#onTrouble = onTrouble;
  }

  save(draft: CallDraft): void {
    this.#newest = draft;
    this.#writing ??= this.#write();
  }

  /** Resolves when nothing of this draft is still on its way to the disk. */
  async settled(): Promise<void> {
    while (this.#writing) await this.#writing;
  }

  async #write(): Promise<void> {
    try {
      while (this.#newest) {
        const draft = this.#newest;
        this.#newest = null;
        await this.#keeper.saveDraft(draft);
      }
    } catch (error) {
      this.#onTrouble(error);
    } finally {
      this.#writing = null;
    }
  }
}
