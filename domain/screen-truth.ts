/**
 * Whether the mute button tells the truth: the energy that went into the encoder is held against it.
 */

/** Above this mean square (-65 dBFS) something is audible; a disabled track is exactly nought. */
const AUDIBLE_MEAN_SQUARE = 3e-7;

export interface MuteTruth {
  /** Readings in a row that were audible though muted all along. */
  readonly leaks: number;
}
export const MUTE_TRUTH: MuteTruth = { leaks: 0 };

export interface SentReading {
  /** Muted from before the reading began until its end. */
  mutedThroughout: boolean;
  /** Of what went into the encoder in that time; null when not measured. */
  meanSquare: number | null;
}

/**
 * What to do about what left the desk. `silence-track` first; where sound still leaves at the next reading,
 * `remove-track`: no packet goes out any more, which no leak outlives.
 */
export type MuteRemedy = 'none' | 'silence-track' | 'remove-track';

export function checkMute(truth: MuteTruth, reading: SentReading): { truth: MuteTruth; remedy: MuteRemedy } {
  const leaking = reading.mutedThroughout && reading.meanSquare !== null && reading.meanSquare > AUDIBLE_MEAN_SQUARE;
  if (!leaking) return { truth: MUTE_TRUTH, remedy: 'none' };
  const leaks = truth.leaks + 1;
  return { truth: { leaks }, remedy: leaks === 1 ? 'silence-track' : 'remove-track' };
}

/**
 * The direction of the audio in an SDP body, as its author means it (RFC 8866 section 6.7): the attribute of the first
 * audio section, else of the session, else `sendrecv`. null without an audio section or with one that was refused.
 */
export function audioDirection(sdp: string): 'sendrecv' | 'sendonly' | 'recvonly' | 'inactive' | null {
  const [session = '', ...sections] = sdp.split(/^(?=m=)/m);
  const audio = sections.find((section) => section.startsWith('m=audio '));
  if (audio === undefined || /^m=audio 0 /.test(audio)) return null;
  const attribute = /^a=(sendrecv|sendonly|recvonly|inactive)\s*$/m;
  const found = attribute.exec(audio)?.[1] ?? attribute.exec(session)?.[1] ?? 'sendrecv';
  return found as 'sendrecv' | 'sendonly' | 'recvonly' | 'inactive';
}

/** RFC 3264 section 8.4: an answer to our `sendonly` that still wants to send has not put the call on hold. */
export function answerHolds(sdp: string): boolean {
  const direction = audioDirection(sdp);
  return direction === 'recvonly' || direction === 'inactive';
}
