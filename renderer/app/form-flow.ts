import { toFailure, type Failure } from '../../contracts/errors';
import type { Language } from '../../contracts/cues';
import type { FieldValue, Form, OpenForm } from '../../contracts/forms';
import { secretOf } from '../../domain/form-fill/form-record';
import { emptyForm, reduceForm, type FormEvent } from '../../domain/form-fill/form-state';
import { proposeFields, type LineReadings } from '../../domain/form-fill/propose-fields';
import { toLocalInput } from '../ui/format';
import type { AppStore, FormActions } from '../ui/model';
import type { CallFollower, FollowedCall } from './call-follower';

/** Values that stay on the desk, by the key of their field. */
export type HeldBack = Record<string, FieldValue>;

export interface FormFlowOptions {
  store: AppStore;
  /** ISO 3166-1 alpha-2. */
  country(): string;
  /** The form of calls in this language. */
  form(language: Language): Form;
  /** Keeps what must not leave the desk; replaces what was kept of the call. */
  keep(recordId: string, values: HeldBack): Promise<void>;
  trouble(failure: Failure): void;
}

/**
 * Fills the form of each call from what is said, until the agent has saved its wrap-up. The form stands in the call's
 * draft: it is there again after a crash, and the lines it is filled from are the draft's own.
 */
export class FormFlow {
  readonly #options: FormFlowOptions;
  readonly #calls = new Map<string, FollowedCall>();

  constructor(options: FormFlowOptions) {
    this.#options = options;
    options.store.subscribe((now, before) => {
      if (now.call?.recordId !== before.call?.recordId || now.wrapUp?.recordId !== before.wrapUp?.recordId)
        this.#show();
    });
  }

  readonly follow = (call: FollowedCall): CallFollower => {
    const remembered: LineReadings = new WeakMap();
    return {
      talking: () => this.#begin(call),
      speech: (event) => {
        const draft = call.draft();
        if (event.type !== 'transcript' || !draft?.form) return;
        const options = { callAt: toLocalInput(draft.startedAt), country: this.#options.country(), remembered };
        const proposals = proposeFields(draft.form.form, draft.transcript ?? [], options);
        this.#change(call, { type: 'propose', proposals: proposals.values() });
      },
    };
  };

  readonly actions: FormActions = {
    confirm: (key) => this.#ask({ type: 'confirm', key }),
    edit: (key, value) => this.#ask({ type: 'edit', key, value }),
    reject: (key) => this.#ask({ type: 'reject', key }),
    clear: (key) => {
      const { form } = this.#options.store.getState();
      const draft = this.#calls.get(form?.recordId ?? '')?.draft();
      if (draft) this.#ask({ type: 'clear', key, atMs: draft.lastAtMs });
    },
  };

  #begin(call: FollowedCall): void {
    this.#calls.set(call.recordId, call);
    const draft = call.draft();
    if (!draft) return;
    if (draft.form) return this.#show();
    const form = this.#options.form(draft.language);
    this.#write(call, { form, fields: emptyForm(form) });
  }

  /** To the form on the screen. */
  #ask(event: FormEvent): void {
    const call = this.#calls.get(this.#options.store.getState().form?.recordId ?? '');
    if (call) this.#change(call, event);
  }

  #change(call: FollowedCall, event: FormEvent): void {
    const open = call.draft()?.form;
    if (!open) return;
    const fields = reduceForm(open.fields, event);
    if (fields === open.fields) return;
    this.#write(call, { ...open, fields });
    if (event.type !== 'propose') this.#keep(call.recordId, { ...open, fields });
  }

  #write(call: FollowedCall, form: OpenForm): void {
    call.note({ type: 'form', form });
    this.#show();
  }

  #keep(recordId: string, { form, fields }: OpenForm): void {
    const secret = new Set(form.fields.filter(({ type }) => secretOf(type) !== null).map(({ key }) => key));
    const values = fields.flatMap(({ key, status, value }) =>
      status === 'confirmed' && value !== undefined && secret.has(key) ? [[key, value] as const] : [],
    );
    this.#options
      .keep(recordId, Object.fromEntries(values))
      .catch((error: unknown) => this.#options.trouble(toFailure(error)));
  }

  /** The form of the call on the screen, or of the one being wrapped up. */
  #show(): void {
    const { store, country } = this.#options;
    for (const [recordId, call] of this.#calls) if (call.draft() === null) this.#calls.delete(recordId);
    const { call, wrapUp, form: before } = store.getState();
    const recordId = (call ?? wrapUp)?.recordId ?? '';
    const draft = this.#calls.get(recordId)?.draft();
    if (!draft?.form) {
      if (before !== null) store.setState({ form: null });
      return;
    }
    const { form, fields } = draft.form;
    if (before?.recordId === recordId && before.fields === fields) return;
    const callAt = toLocalInput(draft.startedAt);
    store.setState({
      form: { recordId, form, fields, answeredAtMs: draft.answeredAtMs ?? 0, callAt, country: country() },
    });
  }
}
