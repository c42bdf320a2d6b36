import type { CdrLine, ChannelEvent, DeskCall } from '../facts';

const DAY_MS = Date.parse('2026-11-27T01:00:00Z');

/** A call to be told of by both sides. */
export interface MadeCall {
  readonly index: number;
  readonly extension: string;
  readonly direction: 'outbound' | 'inbound';
  readonly number: string;
  readonly startS: number;
  readonly ringS: number;
  /** Null: nobody answered. */
  readonly talkS: number | null;
}

export const uuidOf = (index: number) => `00000000-0000-7000-8000-${String(index).padStart(12, '0')}`;
export const callIdOf = (index: number) => `call-${String(index)}`;
export const channelOf = ({ extension, index }: MadeCall) =>
  `PJSIP/${extension}-${index.toString(16).padStart(8, '0')}`;
const iso = (atMs: number) => new Date(atMs).toISOString();

function timesOf({ startS, ringS, talkS }: MadeCall) {
  const startMs = DAY_MS + startS * 1000;
  const answeredMs = talkS === null ? null : startMs + ringS * 1000;
  return { startMs, answeredMs, endMs: startMs + (ringS + (talkS ?? 0)) * 1000 };
}

/** The desk's record, its clock a little off (`offMs`). */
export function recordOf(call: MadeCall, more: Partial<DeskCall> = {}, offMs = 0): DeskCall {
  const { startMs, answeredMs, endMs } = timesOf(call);
  const unanswered = call.direction === 'outbound' ? 'no-answer' : 'missed';
  return {
    recordId: uuidOf(call.index),
    sipCallId: callIdOf(call.index),
    agentExtension: call.extension,
    direction: call.direction,
    remoteNumber: call.number,
    startedAt: iso(startMs + offMs),
    answeredAt: answeredMs === null ? null : iso(answeredMs + offMs),
    endedAt: iso(endMs + offMs),
    cause: answeredMs === null ? unanswered : 'agent-hangup',
    sipCode: null,
    takenBack: [],
    deskId: `desk-${call.extension}`,
    where: `records.ndjson, line ${String(call.index)}`,
    ...more,
  };
}

/** Asterisk's CDR: whole seconds, the desk's channel on the side that the direction says. */
export function cdrOf(call: MadeCall, more: Partial<CdrLine> = {}): CdrLine {
  const { startMs, answeredMs, endMs } = timesOf(call);
  const outbound = call.direction === 'outbound';
  const uniqueId = `pbx-${String(call.index)}.1`;
  return {
    where: `Master.csv, line ${String(call.index)}`,
    source: outbound ? call.extension : call.number,
    destination: outbound ? call.number : call.extension,
    channel: outbound ? channelOf(call) : `Local/trunk-${String(call.index)};2`,
    destinationChannel: outbound ? '' : channelOf(call),
    startMs,
    answeredMs,
    endMs,
    disposition: answeredMs === null ? 'NO ANSWER' : 'ANSWERED',
    uniqueId,
    linkedId: uniqueId,
    sequence: String(call.index),
    callIds: [callIdOf(call.index)],
    ...more,
  };
}

/** The events of the desk's channel. */
export function eventsOf(call: MadeCall, hangupCause = 16): ChannelEvent[] {
  const { startMs, answeredMs, endMs } = timesOf(call);
  const outbound = call.direction === 'outbound';
  const linkedId = `pbx-${String(call.index)}.1`;
  const event = (type: string, atMs: number): ChannelEvent => ({
    where: `cel.csv, ${type} ${String(call.index)}`,
    type,
    atMs,
    callerNumber: call.extension,
    extension: outbound ? call.number : '',
    channel: channelOf(call),
    uniqueId: outbound ? linkedId : `pbx-${String(call.index)}.2`,
    linkedId,
    hangupCause: type === 'HANGUP' ? hangupCause : null,
    otherChannel: '',
  });
  return [
    event('CHAN_START', startMs),
    ...(answeredMs === null ? [] : [event('ANSWER', answeredMs)]),
    event('HANGUP', endMs),
    event('CHAN_END', endMs),
  ];
}

/** A call that is as most are. */
export function madeCall(index: number, more: Partial<MadeCall> = {}): MadeCall {
  return {
    index,
    extension: '1001',
    direction: 'outbound',
    number: '13800138000',
    startS: index * 300,
    ringS: 6,
    talkS: 60,
    ...more,
  };
}
