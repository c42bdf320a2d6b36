import type { CallCause } from '../../contracts/calls';
import { inSeconds, type DeskCall, type PbxCall } from './facts';
import { explained, flagged, type Verdict } from './judge-pair';
import type { Pair } from './match';

/** What Asterisk answers before it opens a channel: no CDR can be. */
const REFUSED_BEFORE_A_CHANNEL = new Set([400, 401, 403, 404, 407, 415, 420, 421, 422, 484, 488, 503, 606]);
const NEVER_SENT = new Set<CallCause>(['network', 'microphone', 'interrupted', 'media-failure', 'other']);
/** Q.850: no user responding, subscriber absent, destination out of order, recovery on timer expiry. */
const ABSENT_CAUSES = new Set([18, 20, 27, 102]);
const ABSENT_DISPOSITIONS = new Set(['FAILED', 'CONGESTION']);
/** A call that was taken back as quickly may not have left the PBX. CDR count whole seconds. */
const TOO_SHORT_TO_RING_MS = 1_000;

/** A record that no call of the PBX belongs to, and that no other record tells of the same call. */
export function judgeLoneRecord(record: DeskCall): Verdict {
  if (record.answeredAt === null && record.direction === 'outbound') {
    if (record.sipCode !== null && REFUSED_BEFORE_A_CHANNEL.has(record.sipCode)) {
      return explained('refused-before-a-channel', `The PBX refused it with ${String(record.sipCode)} at once.`);
    }
    if (record.sipCallId === '' || (record.sipCode === null && NEVER_SENT.has(record.cause))) {
      return explained('never-reached-the-pbx', `It ended before the PBX knew of it: ${record.cause}.`);
    }
    const lastedMs = Date.parse(record.endedAt) - Date.parse(record.startedAt);
    if (record.cause === 'cancelled' && lastedMs <= TOO_SHORT_TO_RING_MS) {
      return explained(
        'cancelled-before-ringing',
        `Cancelled after ${inSeconds(lastedMs)}, before the PBX knew of it.`,
      );
    }
  }
  return flagged('missing-cdr', 'No CDR and no channel event tells of this record.');
}

/** A call of the PBX that no record belongs to; `pairs`: those of the same extension. */
export function judgeLoneCall(call: PbxCall, pairs: readonly Pair[], toleranceMs: number): Verdict {
  const continued = pairs.find((pair) => continues(call, pair, toleranceMs));
  if (continued) return takenBack(continued.record);
  const beside = pairs.find((pair) => pair.call.direction === 'inbound' && shareACall(call, pair.call));
  if (beside && call.direction === 'inbound' && call.answeredMs === null) {
    return explained('forked-contact', `Another contact of the extension: record ${beside.record.recordId}.`);
  }
  if (call.endMs === null) return explained('in-progress', 'The channel had no end yet when the books were read.');
  if (call.direction === 'inbound' && call.answeredMs === null) {
    const absent = call.dispositions.some((disposition) => ABSENT_DISPOSITIONS.has(disposition));
    if (absent || (call.hangupCause !== null && ABSENT_CAUSES.has(call.hangupCause))) {
      const word = call.hangupCause === null ? call.dispositions.join(', ') : `cause ${String(call.hangupCause)}`;
      return explained('desk-away', `The desk did not respond: ${word}.`);
    }
    const lastedMs = call.endMs - call.startMs;
    if (lastedMs <= TOO_SHORT_TO_RING_MS && !call.dispositions.includes('BUSY')) {
      return explained('cancelled-before-ringing', `The caller gave up after ${inSeconds(lastedMs)}.`);
    }
  }
  return flagged('missing-record', `The PBX has a call that ${outcomeOf(call)}, and no record tells of it.`);
}

/** Of the channel that a call went on in. */
export function takenBack({ recordId }: DeskCall): Verdict {
  return explained('taken-back', `The desk took its call back: record ${recordId} covers both.`);
}

/** The same call under another channel: it begins within a record that outlasts the first channel, and ends with it. */
function continues(call: PbxCall, { record, call: first, skewMs }: Pair, toleranceMs: number): boolean {
  const endedMs = Date.parse(record.endedAt) - skewMs;
  if (record.answeredAt === null || first.endMs === null || call.endMs === null) return false;
  if (call.startMs <= first.startMs) return false;
  return call.startMs <= endedMs && Math.abs(call.endMs - endedMs) <= toleranceMs && shareACall(call, first);
}

function shareACall(one: PbxCall, other: PbxCall): boolean {
  return one.linkedIds.some((id) => other.linkedIds.includes(id));
}

function outcomeOf({ answeredMs, endMs, startMs, dispositions }: PbxCall): string {
  if (answeredMs !== null) return `was answered and talked ${inSeconds((endMs ?? answeredMs) - answeredMs)}`;
  return `was not answered (${dispositions.join(', ') || 'no CDR'}, ${inSeconds((endMs ?? startMs) - startMs)})`;
}
