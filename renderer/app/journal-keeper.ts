import type { CallJournal } from '../../contracts/call-journal';
import type { CallRecord } from '../../contracts/records';
import { journalOf, tellsMore } from '../../domain/call-journal';
import type { CallDraft } from '../../domain/record-builder';
import type { CallSession } from '../call/telephone';
import type { CallFollower, FollowedCall } from './call-follower';
import type { RecordKeeper } from './draft-keeper';

/** Where drafts go, each with the journal of its call. */
export interface JournalledRecords {
  saveDraft(draft: CallDraft, journal: CallJournal | null): Promise<void>;
  finishRecord(record: CallRecord): Promise<unknown>;
}

export interface JournalKeeperOptions {
  wallMs(): number;
  /** By which account a call came or went; without it, by the main one. */
  accountOf?(session: CallSession | null): string;
}

interface Known {
  call: FollowedCall;
  draft: CallDraft | null;
  answeredAtMs: number;
  written: CallJournal | null;
}

/**
 * Journals every live call, so that a desk that is killed can take it back. The journal is written with the draft of the
 * call's record: a crash leaves both or neither. Mute, hold and a new dialog are written at once; the rest with the draft.
 */
export class JournalKeeper implements RecordKeeper {
  readonly #records: JournalledRecords;
  readonly #wallMs: () => number;
  readonly #accountOf: ((session: CallSession | null) => string) | undefined;
  readonly #calls = new Map<string, Known>();

  constructor(records: JournalledRecords, { wallMs, accountOf }: JournalKeeperOptions) {
    this.#records = records;
    this.#wallMs = wallMs;
    this.#accountOf = accountOf;
  }

  /** Whether a call could be taken back now. */
  get anyLive(): boolean {
    return [...this.#calls.values()].some(({ written }) => written !== null);
  }

  readonly follow = (call: FollowedCall): CallFollower => {
    const { recordId } = call;
    this.#calls.set(recordId, { call, draft: null, answeredAtMs: this.#wallMs(), written: null });
    return {
      moved: (_state, event) => {
        const known = this.#calls.get(recordId);
        if (!known) return;
        if (event.type === 'accepted') known.answeredAtMs = this.#wallMs();
        if (known.draft && tellsMore(known.written, this.#entry(known))) {
          // Its trouble is told by the draft's own next write.
          void this.saveDraft(known.draft).catch(() => undefined);
        }
      },
      ended: () => void this.#calls.delete(recordId),
    };
  };

  saveDraft(draft: CallDraft): Promise<void> {
    const known = this.#calls.get(draft.recordId);
    if (!known) return this.#records.saveDraft(draft, null);
    known.draft = draft;
    known.written = this.#entry(known);
    return this.#records.saveDraft(draft, known.written);
  }

  finishRecord(record: CallRecord): Promise<unknown> {
    return this.#records.finishRecord(record);
  }

  #entry({ call, answeredAtMs }: Known): CallJournal | null {
    const facts = {
      recordId: call.recordId,
      ...(this.#accountOf && { accountId: this.#accountOf(call.session()) }),
      state: call.state(),
      dialog: call.session()?.dialog() ?? null,
      answeredAtMs,
    };
    return journalOf(facts, this.#wallMs());
  }
}
