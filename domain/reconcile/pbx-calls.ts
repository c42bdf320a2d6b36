import type { CdrLine, ChannelEvent, PbxCall } from './facts';

/** A desk's channel: `PJSIP/1001-0000002a`. */
const DESK_CHANNEL = /^(?:PJSIP|SIP)\/(.+)-[0-9a-f]+$/i;
const TRANSFERS = new Set(['BLINDTRANSFER', 'ATTENDEDTRANSFER']);

/** Asterisk marks a channel's name while it swaps two. */
const withoutMarks = (channel: string) => channel.replace(/(?:<(?:ZOMBIE|MASQ)>)+$/i, '');

/** The extension behind a channel; null for a channel that is no SIP endpoint's (Local, say). */
function extensionOf(channel: string): string | null {
  return DESK_CHANNEL.exec(channel)?.[1] ?? null;
}

/** What names one channel. */
interface Gathered {
  readonly channel: string;
  readonly extension: string;
  /** Lines that are its own, and those of a channel that dialled it. */
  readonly own: CdrLine[];
  readonly dialled: CdrLine[];
  readonly events: ChannelEvent[];
}

/** What all lines and events tell of a call as a whole, by its ids. */
interface Context {
  /** Called channels that answered or picked up. */
  readonly answers: ReadonlyMap<string, ReadonlySet<string>>;
  /** Ids of calls, and names of channels, that a transfer moved. */
  readonly transferred: ReadonlySet<string>;
  /** Who called, by the channel's id. */
  readonly callers: ReadonlyMap<string, string>;
}

/** Every SIP channel that the lines or events name, by its earliest appearance. Their order does not matter. */
export function pbxCallsOf(lines: readonly CdrLine[], events: readonly ChannelEvent[]): PbxCall[] {
  const channels = new Map<string, Gathered>();
  const of = (name: string): Gathered | null => {
    const channel = withoutMarks(name);
    const extension = extensionOf(channel);
    if (extension === null) return null;
    const known = channels.get(channel) ?? { channel, extension, own: [], dialled: [], events: [] };
    channels.set(channel, known);
    return known;
  };
  for (const line of [...lines].sort(byTimeOfLine)) {
    of(line.channel)?.own.push(line);
    of(line.destinationChannel)?.dialled.push(line);
  }
  for (const event of [...events].sort((a, b) => a.atMs - b.atMs)) of(event.channel)?.events.push(event);
  const context = contextOf(lines, events);
  return [...channels.values()]
    .map((gathered) => callOf(gathered, context))
    .filter((call) => call !== null)
    .sort((a, b) => a.startMs - b.startMs || compare(a.channel, b.channel));
}

export const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

const byTimeOfLine = (a: CdrLine, b: CdrLine) =>
  a.startMs - b.startMs || a.endMs - b.endMs || compare(a.sequence, b.sequence) || compare(a.channel, b.channel);

function contextOf(lines: readonly CdrLine[], events: readonly ChannelEvent[]): Context {
  const answers = new Map<string, Set<string>>();
  const answered = (id: string, channel: string) => {
    if (id !== '') answers.set(id, (answers.get(id) ?? new Set()).add(withoutMarks(channel)));
  };
  for (const { disposition, destinationChannel, uniqueId, linkedId } of lines) {
    if (disposition !== 'ANSWERED' || destinationChannel === '') continue;
    answered(uniqueId, destinationChannel);
    answered(linkedId, destinationChannel);
  }
  const transferred = new Set<string>();
  const callers = new Map<string, string>();
  for (const { type, channel, otherChannel, linkedId, uniqueId, callerNumber } of events) {
    if (type === 'PICKUP') answered(linkedId, `${channel}, by pick-up`);
    if (TRANSFERS.has(type)) transferred.add(linkedId).add(withoutMarks(otherChannel));
    if (type === 'CHAN_START') callers.set(uniqueId, callerNumber);
  }
  return { answers, transferred, callers };
}

/** Null where only the end of a channel is told: its beginning is in an older file. */
function callOf({ channel, extension, own, dialled, events }: Gathered, context: Context): PbxCall | null {
  const lines = [...own, ...dialled];
  const started = events.find(({ type }) => type === 'CHAN_START') ?? null;
  const ended = events.find(({ type }) => type === 'HANGUP') ?? events.find(({ type }) => type === 'CHAN_END');
  if (started === null && lines.length === 0) return null;
  const direction = directionOf(own, dialled, started);
  const ids = new Set([...lines, ...events].flatMap(({ linkedId, uniqueId }) => [linkedId, uniqueId]));
  ids.delete('');
  const elsewhere = [...ids].some((id) => [...(context.answers.get(id) ?? [])].some((name) => name !== channel));
  const answers = started
    ? events.filter(({ type }) => type === 'ANSWER').map(({ atMs }) => atMs)
    : lines.filter(({ disposition }) => disposition === 'ANSWERED').map(({ answeredMs }) => answeredMs);
  return {
    channel,
    extension,
    direction,
    numbers: numbersOf(direction === 'outbound' ? own : dialled, direction, started, context),
    startMs: started?.atMs ?? Math.min(...lines.map(({ startMs }) => startMs)),
    answeredMs: earliest(answers),
    endMs: ended?.atMs ?? (lines.length > 0 ? Math.max(...lines.map(({ endMs }) => endMs)) : null),
    callIds: [...new Set(lines.flatMap((line) => callIdsOf(line, own.includes(line))))].sort(),
    linkedIds: [...ids].sort(),
    dispositions: [...new Set(lines.map(({ disposition }) => disposition))].sort(),
    hangupCause: ended?.hangupCause ?? null,
    transferred: [channel, ...ids].some((name) => context.transferred.has(name)),
    answeredElsewhere: elsewhere,
    hasEvents: started !== null,
    hasCdr: lines.length > 0,
    where: [...lines, ...(lines.length === 0 && started ? [started] : [])].map(({ where }) => where),
  };
}

function directionOf(own: readonly CdrLine[], dialled: readonly CdrLine[], started: ChannelEvent | null) {
  const [dialling] = own;
  const [calling] = dialled;
  if (dialling && calling) return dialling.startMs <= calling.startMs ? 'outbound' : 'inbound';
  if (dialling || calling) return dialling ? 'outbound' : 'inbound';
  // A channel that the PBX opens itself has nowhere to go yet.
  return started !== null && started.extension !== '' && started.extension !== 's' ? 'outbound' : 'inbound';
}

/**
 * Of a line's Call-IDs those that are the channel's: Asterisk writes `caller's;callee's` when both noted one. Of a call
 * from desk to desk each has one of them.
 */
function callIdsOf({ callIds, channel, destinationChannel }: CdrLine, isOwn: boolean): readonly string[] {
  const fromDeskToDesk = extensionOf(channel) !== null && extensionOf(destinationChannel) !== null;
  if (!fromDeskToDesk || callIds.length < 2) return callIds;
  return isOwn ? callIds.slice(0, 1) : callIds.slice(1);
}

function numbersOf(
  lines: readonly CdrLine[],
  direction: 'outbound' | 'inbound',
  started: ChannelEvent | null,
  { callers }: Context,
): string[] {
  const outbound = direction === 'outbound';
  const numbers = new Set(lines.map(({ source, destination }) => (outbound ? destination : source)));
  if (started && outbound) numbers.add(started.extension);
  if (started && !outbound && started.linkedId !== started.uniqueId) numbers.add(callers.get(started.linkedId) ?? '');
  numbers.delete('');
  return [...numbers].sort();
}

function earliest(times: readonly (number | null)[]): number | null {
  const known = times.filter((time) => time !== null);
  return known.length === 0 ? null : Math.min(...known);
}
