import type { CallCause } from '../../contracts/calls';
import type { DeskCall, PbxCall } from './facts';
import { compare } from './pbx-calls';
import { sameNumber } from './same-number';
import { continuationsOf } from './taken-back';

/** A call that both tell of. */
export interface Pair {
  readonly record: DeskCall;
  readonly call: PbxCall;
  /** Channels that the call went on in, as the record says: the desk took it back. In the order of time. */
  readonly continuations: readonly PbxCall[];
  /** How far the desk's clock is ahead of the PBX's, where it is known. */
  readonly skewMs: number;
}

export interface Matching {
  readonly pairs: readonly Pair[];
  readonly records: readonly DeskCall[];
  readonly calls: readonly PbxCall[];
  /** By desk: the clocks that are further apart than they may. */
  readonly skews: ReadonlyMap<string, number>;
}

/** Without a Call-ID: how far the beginnings, or for a call that waited in the PBX the ends, may be apart. */
const SAME_CALL_MS = 30_000;
const MIN_FOR_SKEW = 3;
const MAX_UNLIKE_MS = 5_000;
/** What a PBX writes down as BUSY. */
const BUSY_CAUSES = new Set<CallCause>([
  ...(['busy', 'declined-by-agent', 'agent-in-call', 'agent-in-wrap-up', 'agent-on-break'] as const),
]);

export const deskOf = ({ deskId, agentExtension }: DeskCall): string => deskId ?? agentExtension;

export function grouped<T>(list: readonly T[], keyOf: (one: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const one of list) {
    const group = groups.get(keyOf(one));
    if (group) group.push(one);
    else groups.set(keyOf(one), [one]);
  }
  return groups;
}

/**
 * Who belongs to whom: by the SIP Call-ID where the PBX noted it, else by extension, direction, number and time, the
 * nearest first. Each record and each channel is used once.
 */
export function match(records: readonly DeskCall[], calls: readonly PbxCall[], toleranceMs: number): Matching {
  const byCallId = grouped(
    calls.flatMap((call) => call.callIds.map((id) => ({ id, call }))),
    ({ id }) => id,
  );
  const used = new Set<PbxCall>();
  const found = new Map<DeskCall, PbxCall>();
  for (const record of records) {
    const { call } =
      (byCallId.get(record.sipCallId) ?? []).find(
        (one) => one.call.extension === record.agentExtension && !used.has(one.call),
      ) ?? {};
    if (record.sipCallId === '' || !call) continue;
    used.add(call);
    found.set(record, call);
  }
  const skews = skewsOf(found, toleranceMs);
  const skewOf = (record: DeskCall) => skews.get(deskOf(record)) ?? 0;
  const continuations = new Map<DeskCall, PbxCall[]>();
  // Before any other record may take them for its own.
  const claim = () => {
    for (const record of found.keys()) {
      if (record.takenBack.length === 0 || continuations.has(record)) continue;
      const free = calls.filter((call) => !used.has(call));
      const more = continuationsOf(record, free, { skewMs: skewOf(record), toleranceMs });
      for (const call of more) used.add(call);
      continuations.set(record, more);
    }
  };
  claim();
  for (const { record, call } of nearest(records, calls, found, used, skews)) {
    if (found.has(record) || used.has(call)) continue;
    used.add(call);
    found.set(record, call);
  }
  claim();
  return {
    pairs: [...found].map(([record, call]) => ({
      ...{ record, call, skewMs: skewOf(record) },
      continuations: continuations.get(record) ?? [],
    })),
    records: records.filter((record) => !found.has(record)),
    calls: calls.filter((call) => !used.has(call)),
    skews,
  };
}

/** The median of how far a desk's beginnings are from the PBX's, where it is more than tolerable. */
function skewsOf(found: ReadonlyMap<DeskCall, PbxCall>, toleranceMs: number): Map<string, number> {
  // CDR of an inbound call begin when the caller came, which may be long before the desk rang.
  const told = [...found].filter(([, call]) => call.direction === 'outbound' || call.hasEvents);
  const skews = new Map<string, number>();
  for (const [desk, pairs] of grouped(told, ([record]) => deskOf(record))) {
    const all = pairs.map(([record, call]) => Date.parse(record.startedAt) - call.startMs).sort((a, b) => a - b);
    const median = all[Math.floor(all.length / 2)] ?? 0;
    if (all.length >= MIN_FOR_SKEW && Math.abs(median) > toleranceMs) skews.set(desk, median);
  }
  return skews;
}

/** Pairs that may belong together though no Call-ID says so: the nearest in time, and most alike, first. */
function nearest(
  records: readonly DeskCall[],
  calls: readonly PbxCall[],
  found: ReadonlyMap<DeskCall, PbxCall>,
  used: ReadonlySet<PbxCall>,
  skews: ReadonlyMap<string, number>,
): { record: DeskCall; call: PbxCall }[] {
  const byExtension = grouped(
    calls.filter((call) => !used.has(call)),
    ({ extension }) => extension,
  );
  // Not one that is a record's: then the dialplan notes something else there.
  const named = found.size > 0;
  const candidates = records.flatMap((record) => {
    if (found.has(record)) return [];
    const skewMs = skews.get(deskOf(record)) ?? 0;
    const startedMs = Date.parse(record.startedAt) - skewMs;
    const endedMs = Date.parse(record.endedAt) - skewMs;
    return (byExtension.get(record.agentExtension) ?? []).flatMap((call) => {
      const apart = apartMs(startedMs, endedMs, call);
      if (apart > SAME_CALL_MS || !mayBe(record, call, named)) return [];
      return [{ record, call, unlikeMs: apart + unlikeMs(record, call) }];
    });
  });
  return candidates.sort(
    (a, b) =>
      a.unlikeMs - b.unlikeMs ||
      compare(a.call.channel, b.call.channel) ||
      compare(a.record.recordId, b.record.recordId),
  );
}

function mayBe(record: DeskCall, call: PbxCall, named: boolean): boolean {
  if (record.direction !== call.direction) return false;
  // Two names that are known and differ are two calls.
  if (named && record.sipCallId !== '' && call.callIds.length > 0) return false;
  return record.remoteNumber === '' || call.numbers.some((number) => sameNumber(number, record.remoteNumber));
}

function apartMs(startedMs: number, endedMs: number, call: PbxCall): number {
  const beginnings = Math.abs(startedMs - call.startMs);
  if (call.hasEvents || call.direction === 'outbound' || call.endMs === null) return beginnings;
  return Math.min(beginnings, Math.abs(endedMs - call.endMs));
}

/**
 * Calls from one number may follow one another within seconds, and CDR count whole ones: what else differs counts as so
 * much time.
 */
function unlikeMs(record: DeskCall, call: PbxCall): number {
  const lastedMs = Date.parse(record.endedAt) - Date.parse(record.startedAt);
  const differenceMs = call.endMs === null ? 0 : Math.abs(call.endMs - call.startMs - lastedMs);
  const answerDiffers = (record.answeredAt === null) !== (call.answeredMs === null);
  const busyDiffers = BUSY_CAUSES.has(record.cause) !== call.dispositions.includes('BUSY');
  return (
    Math.min(differenceMs, MAX_UNLIKE_MS) + (answerDiffers ? MAX_UNLIKE_MS : 0) + (busyDiffers ? MAX_UNLIKE_MS : 0)
  );
}
