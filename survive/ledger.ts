import type { CallRecord } from '../contracts/records';

/** A call as the PBX saw it. */
export interface PbxCall {
  readonly callId: string;
  readonly number: string;
  readonly startedAtMs: number;
}

export interface Balance {
  /** Call-IDs of calls the PBX saw that no record tells of. */
  readonly lost: readonly string[];
  /** Call-IDs, or numbers where a record has none, that more records tell of than calls were made. */
  readonly doubled: readonly string[];
  /** Records of attempts that never reached the PBX: the desk was killed before its INVITE left. */
  readonly attempts: number;
}

/** How far the wall clocks of a record and of the PBX's event may be apart. */
const SAME_CALL_MS = 30_000;

/**
 * Settles the PBX's calls against the stored records. A record that was cut short before it knew its Call-ID belongs to
 * the call to its number that began at that time.
 */
export function balance(calls: readonly PbxCall[], records: readonly CallRecord[]): Balance {
  const waiting = new Map(calls.map((call) => [call.callId, call]));
  const doubled: string[] = [];
  const seen = new Set<string>();
  const nameless: CallRecord[] = [];
  let attempts = 0;
  for (const record of records) {
    if (seen.has(record.recordId)) doubled.push(record.sipCallId || record.remoteNumber);
    seen.add(record.recordId);
    if (record.sipCallId === '') nameless.push(record);
    else if (waiting.delete(record.sipCallId)) continue;
    else if (calls.some(({ callId }) => callId === record.sipCallId)) doubled.push(record.sipCallId);
    else attempts += 1;
  }
  for (const record of nameless) {
    const atMs = Date.parse(record.startedAt);
    const near = ({ number, startedAtMs }: PbxCall) =>
      number === record.remoteNumber && Math.abs(startedAtMs - atMs) < SAME_CALL_MS;
    const match = [...waiting.values()].find(near);
    if (match) waiting.delete(match.callId);
    else attempts += 1;
  }
  return { lost: [...waiting.keys()], doubled, attempts };
}
