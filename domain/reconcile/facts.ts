import type { z } from 'zod';
import { callRecordSchema } from '../../contracts/records';
import { takenBackOf } from './taken-back';

/** What is compared of a desk's record. */
export const deskCallSchema = callRecordSchema
  .pick({
    recordId: true,
    sipCallId: true,
    agentExtension: true,
    direction: true,
    remoteNumber: true,
    startedAt: true,
    answeredAt: true,
    endedAt: true,
    cause: true,
    sipCode: true,
    practice: true,
  })
  .extend({ timeline: callRecordSchema.shape.timeline.default([]) })
  .transform(({ timeline, ...call }) => ({ ...call, takenBack: takenBackOf(call.startedAt, timeline) }));

export type DeskCall = z.infer<typeof deskCallSchema> & {
  /** Null where the file does not tell. */
  readonly deskId: string | null;
  /** Where it was read: `records.ndjson, line 12`. */
  readonly where: string;
};

/** A line of Asterisk's call detail records. */
export interface CdrLine {
  readonly where: string;
  readonly source: string;
  readonly destination: string;
  readonly channel: string;
  readonly destinationChannel: string;
  readonly startMs: number;
  readonly answeredMs: number | null;
  readonly endMs: number;
  readonly disposition: string;
  readonly uniqueId: string;
  readonly linkedId: string;
  /** Tells the lines of one channel apart; empty where the PBX does not write it. */
  readonly sequence: string;
  /** SIP Call-IDs that the dialplan noted: of the channel, and of the one it dialled. */
  readonly callIds: readonly string[];
}

/** A channel event (CEL) of Asterisk. */
export interface ChannelEvent {
  readonly where: string;
  readonly type: string;
  readonly atMs: number;
  readonly callerNumber: string;
  readonly extension: string;
  readonly channel: string;
  readonly uniqueId: string;
  readonly linkedId: string;
  /** Q.850, of a HANGUP. */
  readonly hangupCause: number | null;
  /** Of an ATTENDEDTRANSFER: the transferring desk's other channel. */
  readonly otherChannel: string;
}

/** What the PBX knows of one of a desk's channels, from all the lines and events that name it. */
export interface PbxCall {
  readonly channel: string;
  /** The desk's. */
  readonly extension: string;
  readonly direction: 'outbound' | 'inbound';
  /** Numbers that the other side went by. */
  readonly numbers: readonly string[];
  readonly startMs: number;
  readonly answeredMs: number | null;
  /** Null while the channel is there. */
  readonly endMs: number | null;
  readonly callIds: readonly string[];
  readonly linkedIds: readonly string[];
  readonly dispositions: readonly string[];
  readonly hangupCause: number | null;
  readonly transferred: boolean;
  /** Another channel answered the call that rang here. */
  readonly answeredElsewhere: boolean;
  /** Its times are the channel's own; CDR of an inbound call begin with the caller's. */
  readonly hasEvents: boolean;
  readonly hasCdr: boolean;
  readonly where: readonly string[];
}

/** Differences that have a reason. */
export type Explanation =
  | 'answered-elsewhere'
  | 'transferred'
  | 'taken-back'
  | 'forked-contact'
  | 'desk-lost-the-call'
  | 'answer-lost'
  | 'crossed'
  | 'pbx-answered-first'
  | 'never-reached-the-pbx'
  | 'refused-before-a-channel'
  | 'cancelled-before-ringing'
  | 'refused-by-the-desk'
  | 'desk-away'
  | 'in-progress'
  | 'clock-skew';

/** Differences that somebody must look into. */
export type Flag =
  | 'missing-record'
  | 'doubled-record'
  | 'missing-cdr'
  | 'doubled-cdr'
  | 'answer-disagrees'
  | 'elsewhere-as-missed'
  | 'not-answered-elsewhere'
  | 'duration-disagrees'
  | 'stuck-channel';

interface FindingFacts {
  readonly extension: string;
  readonly number: string;
  readonly atMs: number;
  readonly sipCallId: string | null;
  readonly recordId: string | null;
  readonly channel: string | null;
  /** Lines of the files. */
  readonly where: readonly string[];
  /** The figure or the reason, in a sentence. */
  readonly text: string;
}

export type Finding = FindingFacts &
  (
    { readonly verdict: 'explained'; readonly kind: Explanation } | { readonly verdict: 'flagged'; readonly kind: Flag }
  );

export interface ReconcileOptions {
  /** How far durations may be apart. */
  readonly toleranceMs: number;
  /** A channel that outlives the desk's call by more is stuck. */
  readonly stuckMs: number;
  /** Only calls that began then; both kinds of edge have their neighbours matched first. */
  readonly fromMs: number | null;
  readonly toMs: number | null;
  /** Whose records must be there. Null: of the extensions that have any. */
  readonly extensions: readonly string[] | null;
}

export const USUAL_OPTIONS: ReconcileOptions = {
  toleranceMs: 5_000,
  stuckMs: 300_000,
  fromMs: null,
  toMs: null,
  extensions: null,
};

/** Seconds, for people. */
export const inSeconds = (ms: number): string => `${(Math.abs(ms) / 1000).toFixed(1)} s`;
