import type { KeywordEvent } from '../../contracts/speech';
import type { HeardKeyword } from './leg-listener';

/** What was told of the keywords of one utterance, so that nothing is told twice. */
export class ToldKeywords {
  readonly #last = new Map<string, KeywordEvent>();
  readonly #emit: (event: KeywordEvent) => void;

  constructor(emit: (event: KeywordEvent) => void) {
    this.#emit = emit;
  }

  has(id: string): boolean {
    return this.#last.has(id);
  }

  /** What was said already is not said again; what a draft confirmed is, once the utterance is read. */
  tell(events: readonly KeywordEvent[]): void {
    for (const event of events) {
      const before = this.#last.get(event.id);
      if (before && isConfirmed(before) === isConfirmed(event) && before.draft === event.draft) continue;
      this.#last.set(event.id, event);
      this.#emit(event);
    }
  }

  /** Of an utterance that goes on. */
  tellDraft(events: readonly KeywordEvent[]): void {
    this.tell(events.map((event) => (isConfirmed(event) ? { ...event, draft: true } : event)));
  }

  /** No other reading comes: what a draft confirmed, and nothing has taken back, is confirmed. */
  settle(): void {
    const drafted = [...this.#last.values()].filter(({ draft }) => draft);
    this.tell(drafted.map((event) => ({ type: 'keyword-confirmed', ...heardKeyword(event) })));
  }
}

export function heardKeyword({ callId, leg, id, phrase, startMs, endMs, score, ear }: KeywordEvent): HeardKeyword {
  return { callId, leg, id, phrase, startMs, endMs, score, ear };
}

/** An ear is sure of it, in a draft or for good. */
export function isConfirmed(event: KeywordEvent): boolean {
  return event.type === 'keyword' ? event.confirmed : event.type === 'keyword-confirmed';
}
