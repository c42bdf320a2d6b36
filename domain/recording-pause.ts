import type { SpeechEvent } from '../contracts/speech';

/** What is being said or keyed is kept out of the recording, and why. `cardQuietAtMs`: until then for a card's sake. */
export interface RecordingPause {
  readonly byHand: boolean;
  readonly cardQuietAtMs: number | null;
  /** Digits said lately, by leg: a card number comes in groups with a breath between them. */
  readonly digits: readonly SpokenDigits[];
}
type SpokenDigits = Pick<Extract<SpeechEvent, { type: 'digits' }>, 'leg' | 'startMs' | 'endMs' | 'count'>;

export const NOT_PAUSED: RecordingPause = { byHand: false, cardQuietAtMs: null, digits: [] };

/** All times: ms of the call's sound. */
export type PauseEvent =
  | { type: 'by-hand'; paused: boolean }
  | { type: 'key'; atMs: number }
  | ({ type: 'digits' } & SpokenDigits)
  | { type: 'clock'; atMs: number };

export interface PauseStep {
  pause: RecordingPause;
  /** What was said from here on is dropped, as far as it is not yet written. */
  dropFromMs: number | null;
}

/** After the last digit keyed or heard, this long: somebody reads on, or looks for the next key. */
const QUIET_AFTER_CARD_MS = 8_000;
/** A key's tone may come before the desk knows of it. */
const BEFORE_KEY_MS = 500;
/** The ears' word for the beginning of an utterance is not exact. */
const BEFORE_DIGITS_MS = 500;
/** A year, a price and a date have fewer; card numbers have 13 to 19 (ISO/IEC 7812-1). */
const CARD_DIGITS = 8;
const CARD_WITHIN_MS = 20_000;

/** Whether the recording is silent now. The hand's word goes before the card's. */
export function pauseReason({ byHand, cardQuietAtMs }: RecordingPause): 'by-hand' | 'for-card' | null {
  if (byHand) return 'by-hand';
  return cardQuietAtMs === null ? null : 'for-card';
}

/** One more fact. A pause by hand lasts until the hand takes it back, one for a card until it has been quiet for a while. */
export function stepPause(pause: RecordingPause, event: PauseEvent): PauseStep {
  switch (event.type) {
    case 'by-hand':
      // Who resumes by hand means it, whatever the desk believes to hear.
      return keep({ ...pause, byHand: event.paused, cardQuietAtMs: event.paused ? pause.cardQuietAtMs : null });
    case 'key':
      return {
        pause: { ...pause, cardQuietAtMs: Math.max(pause.cardQuietAtMs ?? 0, event.atMs + QUIET_AFTER_CARD_MS) },
        dropFromMs: Math.max(0, event.atMs - BEFORE_KEY_MS),
      };
    case 'digits':
      return heardDigits(pause, event);
    case 'clock': {
      const over = pause.cardQuietAtMs !== null && event.atMs >= pause.cardQuietAtMs;
      return keep(over ? { ...pause, cardQuietAtMs: null } : pause);
    }
  }
}

function heardDigits(pause: RecordingPause, { leg, startMs, endMs, count }: SpokenDigits): PauseStep {
  const recent = pause.digits.filter((said) => endMs - said.startMs <= CARD_WITHIN_MS);
  const digits = [...recent, { leg, startMs, endMs, count }];
  const ofLeg = digits.filter((said) => said.leg === leg);
  const enough = ofLeg.reduce((sum, said) => sum + said.count, 0) >= CARD_DIGITS;
  if (!enough) return keep({ ...pause, digits });
  const fromMs = Math.min(...ofLeg.map((said) => said.startMs));
  const quietAtMs = Math.max(pause.cardQuietAtMs ?? 0, endMs + QUIET_AFTER_CARD_MS);
  return {
    pause: { ...pause, digits, cardQuietAtMs: quietAtMs },
    dropFromMs: Math.max(0, fromMs - BEFORE_DIGITS_MS),
  };
}

function keep(pause: RecordingPause): PauseStep {
  return { pause, dropFromMs: null };
}
