import type { CallRecord } from '../../contracts/records';
import { callIdOfNote } from '../call-journal';
import type { DeskCall, PbxCall } from './facts';
import { sameNumber } from './same-number';

/** The desk lost its call, and had it back in another dialog (INVITE with Replaces, RFC 3891). By the desk's clock. */
export interface TakenBack {
  readonly diedMs: number;
  readonly backMs: number;
  /** Of the other dialog. */
  readonly sipCallId: string | null;
}

/** CDR count whole seconds. */
const MIN_APART_MS = 1_000;
const MAX_UNLIKE_MS = 5_000;

/** What the timeline of a record tells of it. */
export function takenBackOf(startedAt: string, timeline: CallRecord['timeline']): TakenBack[] {
  const startedMs = Date.parse(startedAt);
  const all: TakenBack[] = [];
  let diedMs = startedMs;
  for (const [index, entry] of timeline.entries()) {
    if (entry.type !== 'warning') continue;
    if (entry.code === 'desk-died') diedMs = startedMs + entry.atMs;
    if (entry.code !== 'taken-back') continue;
    const next = timeline[index + 1];
    const sipCallId = next?.type === 'note' ? callIdOfNote(next.text) : null;
    all.push({ diedMs, backMs: startedMs + entry.atMs, sipCallId });
  }
  return all;
}

/**
 * The channels that a record says its call went on in. Asterisk runs no dialplan for them, so that nothing notes their
 * Call-ID; where the first channel was in no bridge, not even a linked id tells that they belong together. They are
 * found by the desk's extension, the number that was asked for, and the time.
 */
export function continuationsOf(
  record: DeskCall,
  calls: readonly PbxCall[],
  { skewMs, toleranceMs }: { skewMs: number; toleranceMs: number },
): PbxCall[] {
  const apartMs = Math.max(toleranceMs, MIN_APART_MS);
  const found: PbxCall[] = [];
  for (const [index, { diedMs, backMs, sipCallId }] of record.takenBack.entries()) {
    const endedMs = record.takenBack[index + 1]?.backMs ?? Date.parse(record.endedAt);
    const names = [record.sipCallId, sipCallId];
    const unlikeMs = ({ startMs, endMs }: PbxCall) =>
      Math.abs(startMs - (backMs - skewMs)) +
      (endMs === null ? MAX_UNLIKE_MS : Math.min(MAX_UNLIKE_MS, Math.abs(endMs - (endedMs - skewMs))));
    const [nearest] = calls
      .filter((call) => {
        const inTime = call.startMs >= diedMs - skewMs - apartMs && call.startMs <= backMs - skewMs + apartMs;
        const named = call.callIds.every((id) => names.includes(id));
        return call.answeredMs !== null && inTime && named && wasAskedFor(record, call) && !found.includes(call);
      })
      .sort((a, b) => unlikeMs(a) - unlikeMs(b));
    if (nearest) found.push(nearest);
  }
  return found;
}

/** The desk asks by the other side's number, then by its own. */
function wasAskedFor({ agentExtension, remoteNumber }: DeskCall, { extension, numbers }: PbxCall): boolean {
  if (extension !== agentExtension) return false;
  return numbers.some((number) => number === agentExtension || sameNumber(number, remoteNumber));
}
