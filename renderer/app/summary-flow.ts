import type { InvokeRequest, SidetoneBridge } from '../../contracts/ipc';
import type { Settings } from '../../contracts/settings';
import type { SummaryRewrite, SummarySentence } from '../../contracts/summary';
import { rewriteText } from '../../domain/summary/rewrite';
import type { AppStore, RewriteView, SummaryActions } from '../ui/model';
import type { CallFollower, FollowedCall } from './call-follower';

export interface SummaryFlowOptions {
  store: AppStore;
  settings(): Settings;
  bridge: Pick<SidetoneBridge, 'rewriteSummary' | 'cancelRewrite'>;
}

/** The ears are not waited for any longer: what is written down by then is what is sent. */
const HEARD_OUT_AT_LATEST_MS = 3_000;

/** The call whose summary is being rewritten, or was. `offsetMs`: of the record's clock to that of the captions. */
interface Asked {
  readonly call: FollowedCall;
  readonly offsetMs: number;
  rewrite: SummaryRewrite;
  over: boolean;
}

/**
 * Has the summary of a call rewritten by a language model while it is wrapped up, where the settings say so. The
 * summary by rules is there all the while: an answer takes its place only while the agent has decided nothing yet.
 */
export class SummaryFlow {
  readonly #options: SummaryFlowOptions;
  #ended: { call: FollowedCall; timer: ReturnType<typeof setTimeout> } | null = null;
  #asked: Asked | null = null;

  constructor(options: SummaryFlowOptions) {
    this.#options = options;
    options.store.subscribe(({ call, wrapUp }) => {
      const { rewrite } = options.store.getState();
      if (rewrite !== null && (call !== null || wrapUp?.recordId !== rewrite.recordId)) this.#giveUp();
    });
  }

  readonly follow = (call: FollowedCall): CallFollower => ({
    ended: () => {
      this.#forget();
      if (!this.#options.settings().rewrite.on) return;
      this.#ended = { call, timer: setTimeout(() => this.heardOut(call.recordId), HEARD_OUT_AT_LATEST_MS) };
    },
  });

  readonly actions: SummaryActions = {
    showRewritten: (shown) => {
      const { rewrite } = this.#options.store.getState();
      if (!this.#asked || rewrite?.state !== 'there') return;
      this.#show({ ...rewrite, shown });
      this.#note({ outcome: shown ? 'shown' : 'set-aside' });
    },
  };

  /** The last words of that call are written down; `listening`: its record's id, with `#2` behind it for a later part. */
  heardOut(listening: string): void {
    const call = this.#ended?.call;
    if (!call || listening.split('#')[0] !== call.recordId) return;
    this.#forget();
    const { store, settings } = this.#options;
    const { call: next, wrapUp } = store.getState();
    const draft = call.draft();
    if (!draft?.transcript?.length || next !== null || wrapUp?.recordId !== call.recordId) return;
    const { agentName, country, pbx, rewrite } = settings();
    const names = [draft.customerName, wrapUp.customer?.name, agentName, pbx?.displayName];
    const request = {
      language: draft.language,
      lines: draft.transcript,
      names: names.flatMap((name) => (name ? [name] : [])),
      number: call.remoteNumber.slice(0, 200),
      country,
    };
    const { redactedSpots } = rewriteText(request);
    const { model } = rewrite;
    this.#asked = {
      call,
      offsetMs: draft.audioStartedAtMs ?? draft.answeredAtMs ?? 0,
      rewrite: { model, outcome: 'asked', code: '', redactedSpots, sentences: [] },
      over: false,
    };
    this.#note({});
    const { recordId } = call;
    this.#show({ recordId, state: 'asking', shown: false, trouble: null, model, redactedSpots, sentences: [] });
    void this.#ask(this.#asked, request);
  }

  async #ask(asked: Asked, request: InvokeRequest<'summary:rewrite'>): Promise<void> {
    const result = await this.#options.bridge.rewriteSummary(request);
    const { rewrite, wrapUp } = this.#options.store.getState();
    if (asked.over || !rewrite) return;
    if (!result.ok) {
      const { code, message } = result.error;
      this.#note({ outcome: 'failed', code });
      this.#show({ ...rewrite, state: 'failed', trouble: { code, message } });
      return;
    }
    const { sentences, redactedSpots } = result.value;
    // A choice made by the summary as it stood is not put on other grounds.
    const shown = wrapUp?.disposition === null && wrapUp.callbackAt === null;
    this.#note({ outcome: shown ? 'shown' : 'set-aside', sentences, redactedSpots });
    const moved = sentences.map((sentence) => onCaptionsClock(sentence, asked.offsetMs));
    this.#show({ ...rewrite, state: 'there', shown, redactedSpots, sentences: moved });
  }

  #note(part: Partial<SummaryRewrite>): void {
    if (!this.#asked) return;
    this.#asked.rewrite = { ...this.#asked.rewrite, ...part };
    this.#asked.call.note({ type: 'summary-rewrite', rewrite: this.#asked.rewrite });
  }

  #giveUp(): void {
    if (this.#asked && this.#options.store.getState().rewrite?.state === 'asking') {
      void this.#options.bridge.cancelRewrite();
    }
    if (this.#asked) this.#asked.over = true;
    this.#asked = null;
    this.#show(null);
  }

  #forget(): void {
    if (this.#ended) clearTimeout(this.#ended.timer);
    this.#ended = null;
  }

  #show(rewrite: RewriteView | null): void {
    this.#options.store.setState({ rewrite });
  }
}

function onCaptionsClock(sentence: SummarySentence, offsetMs: number): SummarySentence {
  const earlier = (atMs: number) => Math.max(0, atMs - offsetMs);
  const cites = sentence.cites.map((cite) => ({
    ...cite,
    startMs: earlier(cite.startMs),
    endMs: earlier(cite.endMs),
  }));
  return { ...sentence, cites };
}
