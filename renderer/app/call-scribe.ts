import type { CallCause } from '../../contracts/calls';
import type { CallRecord } from '../../contracts/records';
import {
  addToDraft,
  recordOf,
  startDraft,
  type CallDraft,
  type CallStart,
  type DraftEvent,
} from '../../domain/record-builder';
import { DraftKeeper, type RecordKeeper } from './draft-keeper';

const WRITE_AGAIN_MS = 5_000;

export interface CallScribeOptions {
  keeper: RecordKeeper;
  /** Monotonic. */
  nowMs(): number;
  trouble(error: unknown): void;
  /** A record was kept after a write that failed: whatever stood in the way is gone. */
  recovered(): void;
}

/** Writes calls down: the draft at each change, the record at the end. */
export class CallScribe {
  readonly #options: CallScribeOptions;
  readonly #drafts: DraftKeeper;
  #draft: CallDraft | null = null;
  #finishing = false;
  #troubled = false;

  constructor(options: CallScribeOptions) {
    this.#options = options;
    this.#drafts = new DraftKeeper(options.keeper, (error) => this.#onTrouble(error));
  }

  get draft(): CallDraft | null {
    return this.#draft;
  }

  begin(start: Omit<CallStart, 'monotonicMs'>): void {
    this.#finishing = false;
    this.#draft = startDraft({ ...start, monotonicMs: this.#options.nowMs() });
    this.#drafts.save(this.#draft);
  }

  /** A call of an earlier run goes on, and with it its record. */
  resume(draft: CallDraft): void {
    this.#finishing = false;
    this.#draft = draft;
    this.#drafts.save(draft);
  }

  /** Without a call under way there is nothing to note, and nothing happens. */
  note(event: DraftEvent): void {
    if (!this.#draft) return;
    this.#draft = addToDraft(this.#draft, event, this.#options.nowMs());
    this.#drafts.save(this.#draft);
  }

  /**
   * The wrap-up is over. Writes the record, with what is noted until `complete`, which does not make the wrap-up longer;
   * should the app end before a write succeeds, the next start finishes it from the draft.
   */
  async finish(complete: Promise<void> = Promise.resolve()): Promise<void> {
    if (!this.#draft || this.#finishing) return;
    this.#finishing = true;
    const savedAtMs = this.#options.nowMs();
    const { lastAtMs } = this.#draft;
    await complete;
    const draft = this.#draft;
    this.#draft = null;
    await this.#drafts.settled();
    await this.#write(recordOf({ ...draft, lastAtMs }, savedAtMs));
  }

  /** The record of a call that was turned away before it rang. The call under way is not touched. */
  async turnedAway(start: Omit<CallStart, 'monotonicMs'>, cause: CallCause, sipCode: number): Promise<void> {
    const nowMs = this.#options.nowMs();
    const draft = startDraft({ ...start, monotonicMs: nowMs });
    await this.#write(recordOf(addToDraft(draft, { type: 'ended', cause, sipCode }, nowMs), nowMs));
  }

  /** A full disk has room again some time: until then the record is offered again. */
  async #write(record: CallRecord): Promise<void> {
    try {
      await this.#options.keeper.finishRecord(record);
    } catch (error) {
      this.#onTrouble(error);
      setTimeout(() => void this.#write(record), WRITE_AGAIN_MS);
      return;
    }
    if (!this.#troubled) return;
    this.#troubled = false;
    this.#options.recovered();
  }

  #onTrouble(error: unknown): void {
    this.#troubled = true;
    this.#options.trouble(error);
  }
}
