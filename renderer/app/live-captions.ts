import type { Leg } from '../../contracts/audio';
import type { SpeechEvent } from '../../contracts/speech';
import type { TranscriptLine } from '../../contracts/transcript';
import type { CopilotView } from '../ui/model';

/** About an hour of talk. */
const MOST_CAPTIONS = 1_000;

/** What is said on a call in words, as it comes to be known: whole sentences, and those that are still being said. */
export class LiveCaptions {
  #lines: readonly TranscriptLine[] = [];
  #saying: readonly TranscriptLine[] = [];
  #unread = 0;

  /** Oldest first. */
  get lines(): readonly TranscriptLine[] {
    return this.#lines;
  }

  get view(): Pick<CopilotView, 'captions' | 'saying' | 'unread'> {
    return { captions: this.#lines, saying: this.#saying, unread: this.#unread };
  }

  /** Returns whether what is shown has changed. */
  handle(event: SpeechEvent): boolean {
    switch (event.type) {
      case 'transcript-partial':
        this.#says(event.leg, event.text === '' ? null : lineOf(event));
        return true;
      case 'transcript': {
        // Sentences are done with in another order than they were begun: both legs share one ear.
        const lines = [...this.#lines, lineOf(event)].sort((a, b) => a.startMs - b.startMs);
        this.#lines = lines.slice(-MOST_CAPTIONS);
        this.#overtakes(event.leg, event.endMs);
        return true;
      }
      case 'unread':
        this.#unread += 1;
        this.#overtakes(event.leg, event.endMs);
        return true;
      default:
        return false;
    }
  }

  /** A sentence is over; one that has begun since goes on. */
  #overtakes(leg: Leg, endMs: number): void {
    if (this.#saying.some((line) => line.leg === leg && line.startMs < endMs)) this.#says(leg, null);
  }

  #says(leg: Leg, line: TranscriptLine | null): void {
    const others = this.#saying.filter((other) => other.leg !== leg);
    this.#saying = line ? [...others, line].sort((a, b) => a.startMs - b.startMs) : others;
  }
}

function lineOf({ leg, startMs, endMs, text }: TranscriptLine): TranscriptLine {
  return { leg, startMs, endMs, text };
}
