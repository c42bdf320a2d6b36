import type { CdrLine, ChannelEvent, DeskCall, Finding, PbxCall, ReconcileOptions } from './facts';
import { inSeconds } from './facts';
import { judgeLoneCall, judgeLoneRecord, takenBack } from './judge-lone';
import { explained, flagged, judgePair, type Verdict } from './judge-pair';
import { deskOf, grouped, match, type Pair } from './match';
import { compare, pbxCallsOf } from './pbx-calls';

export interface Books {
  readonly records: readonly DeskCall[];
  readonly cdr: readonly CdrLine[];
  readonly events: readonly ChannelEvent[];
}

export interface Reconciliation {
  readonly records: number;
  readonly pbxCalls: number;
  /** Pairs with nothing to say of. */
  readonly agreed: number;
  readonly explained: number;
  readonly flagged: number;
  /** In the order of time. */
  readonly findings: readonly Finding[];
  /** Calls of endpoints that have no record at all and were not asked for: telephones that are no desks. */
  readonly otherEndpoints: Readonly<Record<string, number>>;
}

/** The desk's records against the PBX's books. Pure, and whatever the order of the lines. */
export function reconcile(books: Books, options: ReconcileOptions): Reconciliation {
  const { once, findings: repeated } = withoutRepeats(books);
  const all = pbxCallsOf(once.cdr, once.events);
  const desks = new Set(options.extensions ?? once.records.map(({ agentExtension }) => agentExtension));
  const { agents, others } = apart(all, desks);
  const records = once.records.filter(({ agentExtension }) => desks.has(agentExtension));
  const { pairs, calls, skews, ...lone } = match(records, agents, options.toleranceMs);
  const nowMs = latest(once);
  const findings = [...repeated];
  let agreed = 0;
  for (const pair of continued(pairs, calls, options.toleranceMs)) {
    const verdict = judgePair(pair, options, nowMs);
    if (verdict) findings.push(findingOf(verdict, pair.record, pair.call));
    else if (within(options, Date.parse(pair.record.startedAt))) agreed += 1;
    for (const call of pair.continuations) findings.push(findingOf(takenBack(pair.record), null, call));
  }
  const byCallId = new Map(pairs.map((pair) => [pair.record.sipCallId, pair]));
  for (const record of lone.records) findings.push(findingOf(judgeRecord(record, byCallId), record, null));
  const byExtension = grouped(pairs, ({ call }) => call.extension);
  for (const call of calls) {
    const verdict = judgeLoneCall(call, byExtension.get(call.extension) ?? [], options.toleranceMs);
    findings.push(findingOf(verdict, null, call));
  }
  for (const [desk, skewMs] of skews) findings.push(skewFinding(desk, skewMs, pairs));
  const shown = findings.filter(({ atMs }) => within(options, atMs)).sort(inOrder);
  return {
    records: books.records.filter(({ startedAt }) => within(options, Date.parse(startedAt))).length,
    pbxCalls: agents.filter(({ startMs }) => within(options, startMs)).length,
    agreed,
    explained: shown.filter(({ verdict }) => verdict === 'explained').length,
    flagged: shown.filter(({ verdict }) => verdict === 'flagged').length,
    findings: shown,
    otherEndpoints: others,
  };
}

/** A record or line that is there again, word for word: counted once, and flagged. */
function withoutRepeats({ records, cdr, events }: Books): { once: Books; findings: Finding[] } {
  const findings: Finding[] = [];
  const seenRecords = new Set<string>();
  const sorted = [...records].sort(
    (a, b) => compare(a.startedAt, b.startedAt) || compare(a.recordId, b.recordId) || compare(a.where, b.where),
  );
  const onceRecords = sorted.filter((record) => {
    if (!seenRecords.has(record.recordId)) return seenRecords.add(record.recordId);
    findings.push(findingOf(flagged('doubled-record', 'The same record is there again.'), record, null));
    return false;
  });
  const seenLines = new Set<string>();
  const onceCdr = cdr.filter((line) => {
    const { where, ...facts } = line;
    const key = JSON.stringify(facts);
    if (!seenLines.has(key)) return seenLines.add(key);
    const [call] = pbxCallsOf([line], []);
    const text = `The same CDR is there again (${where}).`;
    if (call) findings.push(findingOf(flagged('doubled-cdr', text), null, call));
    return false;
  });
  return { once: { records: onceRecords, cdr: onceCdr, events }, findings };
}

function apart(calls: readonly PbxCall[], desks: ReadonlySet<string>) {
  const others: Record<string, number> = {};
  const agents = calls.filter(({ extension }) => {
    if (desks.has(extension)) return true;
    others[extension] = (others[extension] ?? 0) + 1;
    return false;
  });
  return { agents, others };
}

/** A call that the desk took back under another channel is judged by the whole of both. */
function continued(pairs: readonly Pair[], calls: readonly PbxCall[], toleranceMs: number): Pair[] {
  const byExtension = grouped(calls, ({ extension }) => extension);
  return pairs.map((pair) => {
    const near = byExtension.get(pair.call.extension) ?? [];
    const linked = () => near.find((call) => judgeLoneCall(call, [pair], toleranceMs)?.kind === 'taken-back');
    const next = pair.continuations.at(-1) ?? linked();
    return next ? { ...pair, call: { ...pair.call, endMs: next.endMs } } : pair;
  });
}

function judgeRecord(record: DeskCall, byCallId: ReadonlyMap<string, Pair>): Verdict {
  const same = record.sipCallId === '' ? undefined : byCallId.get(record.sipCallId);
  if (!same) return judgeLoneRecord(record);
  const { record: first } = same;
  const otherDesk = first.deskId !== null && record.deskId !== null && first.deskId !== record.deskId;
  const answers = [first, record].filter(({ answeredAt }) => answeredAt !== null).length;
  if (otherDesk && record.direction === 'inbound' && answers <= 1) {
    return explained('forked-contact', `It rang at two desks under one Call-ID: record ${first.recordId}.`);
  }
  return flagged('doubled-record', `Record ${first.recordId} tells of the same call.`);
}

function findingOf(verdict: Verdict, record: DeskCall | null, call: PbxCall | null): Finding {
  const facts = {
    extension: record?.agentExtension ?? call?.extension ?? '',
    number: record?.remoteNumber ?? call?.numbers[0] ?? '',
    atMs: record ? Date.parse(record.startedAt) : (call?.startMs ?? 0),
    sipCallId: record?.sipCallId ?? call?.callIds[0] ?? null,
    recordId: record?.recordId ?? null,
    channel: call?.channel ?? null,
    where: [...(record ? [record.where] : []), ...(call?.where ?? [])],
  };
  if (!verdict) throw new RangeError('There is nothing to say of what agrees.');
  return { ...facts, ...verdict };
}

function skewFinding(desk: string, skewMs: number, pairs: readonly Pair[]): Finding {
  const first = pairs.find(({ record }) => deskOf(record) === desk);
  const text = `The clock of desk ${desk} is ${inSeconds(skewMs)} ${skewMs > 0 ? 'ahead of' : 'behind'} the PBX's.`;
  const finding = findingOf(explained('clock-skew', text), first?.record ?? null, null);
  return { ...finding, number: '', sipCallId: null, recordId: null, where: [] };
}

function latest({ records, cdr, events }: Books): number {
  let latestMs = 0;
  for (const { endMs } of cdr) latestMs = Math.max(latestMs, endMs);
  for (const { atMs } of events) latestMs = Math.max(latestMs, atMs);
  for (const { endedAt } of records) latestMs = Math.max(latestMs, Date.parse(endedAt));
  return latestMs;
}

const within = ({ fromMs, toMs }: ReconcileOptions, atMs: number) =>
  (fromMs === null || atMs >= fromMs) && (toMs === null || atMs < toMs);

const inOrder = (a: Finding, b: Finding) =>
  a.atMs - b.atMs ||
  compare(a.kind, b.kind) ||
  compare(a.recordId ?? '', b.recordId ?? '') ||
  compare(a.channel ?? '', b.channel ?? '');
