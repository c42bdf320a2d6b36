import type { CallCause } from '../../contracts/calls';
import { inSeconds, type Explanation, type Flag, type PbxCall, type ReconcileOptions } from './facts';
import type { Pair } from './match';

/** What is to say of a pair or of one that has no other half; null: they agree. */
export type Verdict =
  { verdict: 'explained'; kind: Explanation; text: string } | { verdict: 'flagged'; kind: Flag; text: string } | null;

export const explained = (kind: Explanation, text: string): Verdict => ({ verdict: 'explained', kind, text });
export const flagged = (kind: Flag, text: string): Verdict => ({ verdict: 'flagged', kind, text });

/** Ends of which the desk knows that it lost touch: the PBX's half may have gone on. */
const LOST_TOUCH = new Set<CallCause>(['network', 'media-failure', 'interrupted']);
/** Ends at the desk while the PBX held its answer, or the desk its own. */
const FAILED_AT_THE_DESK = new Set<CallCause>([...LOST_TOUCH, 'microphone', 'no-common-codec']);

/** Compares a record with the PBX's call; `nowMs`: the latest time that the PBX's books know. */
export function judgePair(pair: Pair, options: ReconcileOptions, nowMs: number): Verdict {
  const { record, call, skewMs } = pair;
  const endedMs = Date.parse(record.endedAt) - skewMs;
  const outlivesMs = (call.endMs ?? nowMs) - endedMs;
  if (outlivesMs > options.stuckMs) {
    const state = call.endMs === null ? 'is still there' : 'ended';
    return flagged('stuck-channel', `The PBX's channel ${state} ${inSeconds(outlivesMs)} after the desk's call.`);
  }
  if (call.endMs === null) return explained('in-progress', 'The channel had no end yet when the books were read.');
  if (!call.hasCdr) {
    return call.transferred
      ? explained('transferred', 'The CDR went with the transfer; the channel events show the call.')
      : flagged('missing-cdr', 'The channel events show the call, and no CDR does.');
  }
  if (record.answeredAt === null) return judgeUnanswered(pair, options, call.endMs, endedMs);
  if (call.answeredMs === null) {
    return flagged('answer-disagrees', `The record says answered, the PBX ${dispositionOf(call)}.`);
  }
  const talkMs = Date.parse(record.endedAt) - Date.parse(record.answeredAt);
  const pbxTalkMs = call.endMs - call.answeredMs;
  const apartMs = pbxTalkMs - talkMs;
  if (Math.abs(apartMs) <= options.toleranceMs) return null;
  const figures = `The desk talked ${inSeconds(talkMs)}, the PBX ${inSeconds(pbxTalkMs)}.`;
  if (call.transferred) return explained('transferred', `${figures} The call was transferred.`);
  if (apartMs > 0 && LOST_TOUCH.has(record.cause)) {
    return explained('desk-lost-the-call', `${figures} The desk's record ends with "${record.cause}".`);
  }
  if (apartMs > 0 && answeredFirst(call, Date.parse(record.answeredAt) - skewMs, options)) {
    return explained('pbx-answered-first', `${figures} The PBX had answered the caller before the desk did.`);
  }
  return flagged('duration-disagrees', figures);
}

function judgeUnanswered(
  { record, call, skewMs }: Pair,
  options: ReconcileOptions,
  callEndMs: number,
  endedMs: number,
): Verdict {
  if (call.answeredMs !== null) {
    const heldMs = callEndMs - call.answeredMs;
    if (FAILED_AT_THE_DESK.has(record.cause)) {
      return explained('answer-lost', `The PBX held the answered call ${inSeconds(heldMs)}: ${record.cause}.`);
    }
    if (answeredFirst(call, Date.parse(record.startedAt) - skewMs, options)) {
      return explained('pbx-answered-first', 'The PBX had answered the caller before the desk rang.');
    }
    if (record.cause === 'cancelled' && heldMs <= options.toleranceMs) {
      return explained('crossed', 'The answer and the cancelling crossed.');
    }
    return flagged('answer-disagrees', `The record says "${record.cause}", the PBX talked ${inSeconds(heldMs)}.`);
  }
  if (record.cause === 'answered-elsewhere') {
    return call.answeredElsewhere
      ? explained('answered-elsewhere', 'Another channel answered the call.')
      : flagged('not-answered-elsewhere', 'The record says that somebody else answered; nobody did.');
  }
  if (record.cause === 'missed' && call.answeredElsewhere) {
    const advice = 'The PBX did not tell the desk (Reason header of its CANCEL, RFC 3326).';
    return flagged('elsewhere-as-missed', `Another channel answered, the record says missed. ${advice}`);
  }
  const apartMs = callEndMs - endedMs;
  if (Math.abs(apartMs) <= options.toleranceMs) return null;
  if (apartMs > 0 && LOST_TOUCH.has(record.cause)) {
    return explained('desk-lost-the-call', `The PBX rang on for ${inSeconds(apartMs)}: ${record.cause}.`);
  }
  // What a caller hears after this desk refused or was given up is the caller's time, and no channel of the desk's.
  if (call.direction === 'inbound' && !call.hasEvents) return null;
  return flagged(
    'duration-disagrees',
    `The PBX's call ended ${inSeconds(apartMs)} ${apartMs > 0 ? 'after' : 'before'}.`,
  );
}

/** A CDR counts from the answer that the caller got, be it a menu's or a queue's; channel events know better. */
function answeredFirst(call: PbxCall, momentMs: number, { toleranceMs }: ReconcileOptions): boolean {
  if (call.hasEvents || call.direction === 'outbound' || call.answeredMs === null) return false;
  return call.answeredMs < momentMs - Math.min(toleranceMs, 1_000);
}

const dispositionOf = ({ dispositions }: PbxCall) => `"${dispositions.join(', ') || 'nothing'}"`;
