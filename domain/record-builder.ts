import { z } from 'zod';
import { callPhaseSchema } from '../contracts/calls';
import type { CallCause, CallPhase, Direction, Disposition } from '../contracts/calls';
import type { Language, RecordedScript, ShownCard } from '../contracts/cues';
import { assertNever, parseOrThrow } from '../contracts/errors';
import { openFormSchema, type OpenForm } from '../contracts/forms';
import { callRecordSchema } from '../contracts/records';
import type {
  AutoAnswered,
  CallRecord,
  MediaQuality,
  PracticeMark,
  SipHeaders,
  TimelineEntry,
} from '../contracts/records';
import type { RecordingChange } from '../contracts/recording';
import { legSchema } from '../contracts/audio';
import type { SpeechEvent } from '../contracts/speech';
import { voiceLineSchema } from '../contracts/emotion';
import { summaryRewriteSchema, type SummaryRewrite } from '../contracts/summary';
import { transcriptLineSchema } from '../contracts/transcript';
import { callInWords, withoutSecrets } from './call-in-words';
import { audioAtMs, mark, recordingFacts, whoseCall, withSpeech, withUtterance } from './draft-marks';
import { formInRecord } from './form-fill/form-record';
import type { QualitySecond } from './live-quality';
import { addSecond, emptyQuality } from './quality-series';

const MAX_NOTES_CHARACTERS = 4000;

const ms = z.number().nonnegative();
const nullableMs = ms.nullable();

/**
 * A call being written down. Plain data: it is saved at each change and read back after a crash. All `…AtMs` count
 * from the start of the call by the monotonic clock; wall times are `startedAt` plus that.
 */
export const callDraftSchema = callRecordSchema
  .pick({
    recordId: true,
    sipCallId: true,
    agentExtension: true,
    agentAccount: true,
    team: true,
    direction: true,
    remoteNumber: true,
    customerId: true,
    customerName: true,
    language: true,
    startedAt: true,
    holdMs: true,
    quality: true,
    callQuality: true,
    recording: true,
    sipHeaders: true,
    autoAnswer: true,
    practice: true,
    script: true,
    speech: true,
    disposition: true,
    notes: true,
    callbackAt: true,
    optOut: true,
    timeline: true,
  })
  .extend({
    /** Reading of the monotonic clock at the start; means nothing to another run of the program. */
    startedMonotonicMs: z.number(),
    /** The latest thing known: where an interrupted call is cut. */
    lastAtMs: ms,
    phase: callPhaseSchema,
    answeredAtMs: nullableMs,
    heldSinceMs: nullableMs,
    /** When the ears began: their times count from here. */
    audioStartedAtMs: nullableMs,
    speakingSinceMs: z.object({ agent: nullableMs, customer: nullableMs }),
    /** As it was said: it leaves the desk only redacted, with the record. */
    transcript: z.array(transcriptLineSchema).optional(),
    voices: z.array(voiceLineSchema).optional(),
    /** Times: ms since the call began. */
    rewrite: summaryRewriteSchema.optional(),
    /** As it stands: what is confirmed leaves the desk with the record, without what must not. */
    form: openFormSchema.optional(),
    ended: callRecordSchema.pick({ cause: true, sipCode: true }).extend({ atMs: ms }).nullable(),
  });
export type CallDraft = z.infer<typeof callDraftSchema>;

export interface CallStart {
  /** UUIDv7. */
  recordId: string;
  direction: Direction;
  remoteNumber: string;
  agentExtension: string;
  /** Label of the account, where it is not the main one. */
  agentAccount?: string | undefined;
  team?: string | undefined;
  language: Language;
  /** Wall clock, ms since the epoch. */
  wallTimeMs: number;
  monotonicMs: number;
  sipCallId?: string;
  customerId?: string | null;
  customerName?: string | null;
  sipHeaders?: SipHeaders;
  practice?: PracticeMark | undefined;
}

/** What is learnt of a call. The machine's effects map to these one to one: `record-phase`, `set-mute`, `send-dtmf`. */
export type DraftEvent =
  | { type: 'phase'; phase: CallPhase }
  | { type: 'sip-call-id'; sipCallId: string }
  /** Without `language` the call goes on in the one it began in. */
  | { type: 'customer'; customerId: string | null; customerName: string | null; language?: Language }
  | { type: 'sip-headers'; headers: SipHeaders }
  | ({ type: 'auto-answer' } & AutoAnswered)
  | { type: 'mute'; muted: boolean }
  | { type: 'dtmf'; sent: boolean }
  /** Only the moment the ears began; without it their times count from the answer. */
  | { type: 'audio-started' }
  | { type: 'speech'; event: SpeechEvent }
  | { type: 'card'; card: ShownCard }
  /** Null: there was none, as it turned out. */
  | { type: 'opt-out'; card: ShownCard | null }
  /** `second` null: nothing could be judged (on hold, reconnecting). */
  | { type: 'quality'; quality: MediaQuality; second: QualitySecond | null }
  | { type: 'warning'; code: string }
  | { type: 'note'; text: string }
  | Pick<Extract<TimelineEntry, { type: 'transfer' }>, 'type' | 'kind' | 'to' | 'outcome' | 'sipCode'>
  | Pick<Extract<TimelineEntry, { type: 'conference' }>, 'type' | 'joined' | 'with'>
  | Pick<Extract<TimelineEntry, { type: 'consult' }>, 'type' | 'to'>
  | { type: 'recording'; change: RecordingChange }
  /** By the ears' clock, where the file begins, and what of the call it leaps over. */
  | {
      type: 'recording-facts';
      fromAudioMs: number;
      missingAudio: readonly { fromMs: number; toMs: number }[];
      durationMs: number;
      bytes: number;
    }
  | { type: 'script'; script: RecordedScript }
  | { type: 'form'; form: OpenForm }
  | { type: 'summary-rewrite'; rewrite: SummaryRewrite }
  | { type: 'ended'; cause: CallCause; sipCode: number | null }
  | { type: 'wrap-up'; disposition: Disposition | null; notes: string; callbackAt: string | null };

export function startDraft(start: CallStart): CallDraft {
  return {
    recordId: start.recordId,
    sipCallId: start.sipCallId ?? '',
    agentExtension: start.agentExtension,
    ...whoseCall(start),
    direction: start.direction,
    remoteNumber: start.remoteNumber,
    customerId: start.customerId ?? null,
    customerName: start.customerName ?? null,
    language: start.language,
    startedAt: new Date(start.wallTimeMs).toISOString(),
    startedMonotonicMs: start.monotonicMs,
    lastAtMs: 0,
    phase: start.direction === 'outbound' ? 'dialing' : 'ringing',
    answeredAtMs: null,
    heldSinceMs: null,
    holdMs: 0,
    audioStartedAtMs: null,
    speakingSinceMs: { agent: null, customer: null },
    ended: null,
    quality: null,
    callQuality: null,
    ...(start.sipHeaders ? { sipHeaders: start.sipHeaders } : {}),
    ...(start.practice ? { practice: start.practice } : {}),
    speech: { agentMs: 0, customerMs: 0, lostFrames: 0 },
    disposition: null,
    notes: '',
    callbackAt: null,
    optOut: null,
    timeline: [],
  };
}

/**
 * The draft with one more fact. Pure: the draft given stays as it was. `monotonicMs` is the same clock as at the start;
 * one that runs backwards counts as standing still.
 */
export function addToDraft(draft: CallDraft, event: DraftEvent, monotonicMs: number): CallDraft {
  const atMs = Math.max(draft.lastAtMs, monotonicMs - draft.startedMonotonicMs);
  const now: CallDraft = { ...draft, lastAtMs: atMs };
  switch (event.type) {
    case 'phase':
      return withPhase(now, event.phase, atMs);
    case 'sip-call-id':
      return { ...now, sipCallId: event.sipCallId };
    case 'customer':
      return {
        ...now,
        customerId: event.customerId,
        customerName: event.customerName,
        language: event.language ?? now.language,
      };
    case 'sip-headers':
      return { ...now, sipHeaders: event.headers };
    case 'auto-answer':
      return { ...now, autoAnswer: { header: event.header, afterMs: event.afterMs } };
    case 'mute':
      return mark(now, { type: 'mute', atMs, muted: event.muted });
    case 'dtmf':
      // Which key is nobody's business: it may be a PIN.
      return mark(now, { type: 'dtmf', atMs, sent: event.sent });
    case 'audio-started':
      return { ...now, audioStartedAtMs: atMs };
    case 'speech':
      return withSpeech(now, event.event);
    case 'card': {
      const { cueId, title, state, heardAtMs, trial } = event.card;
      // Where the words were heard for a new card, when it changed for an old one.
      const isKnown = now.timeline.some((entry) => entry.type === 'card' && entry.cueId === cueId);
      const at = state === 'hearing' || !isKnown ? audioAtMs(now, heardAtMs) : atMs;
      return mark(now, { type: 'card', atMs: at, cueId, title, state, ...(trial && { trial }) });
    }
    case 'opt-out': {
      if (!event.card) return { ...now, optOut: null };
      const { cueId, phrase, heardAtMs } = event.card;
      return { ...now, optOut: now.optOut ?? { cueId, phrase, atMs: audioAtMs(now, heardAtMs) } };
    }
    case 'quality':
      return {
        ...now,
        quality: event.quality,
        callQuality: addSecond(now.callQuality ?? emptyQuality(), event.second, atMs),
      };
    case 'warning':
      return mark(now, { type: 'warning', atMs, code: event.code });
    case 'transfer':
    case 'conference':
    case 'consult':
      return mark(now, { ...event, atMs });
    case 'note':
      return mark(now, { type: 'note', atMs, text: event.text });
    case 'recording':
      return mark(now, { type: 'recording', atMs, change: event.change });
    case 'recording-facts':
      return { ...now, recording: recordingFacts(now, event) };
    case 'form':
      return { ...now, form: event.form };
    case 'script':
      return { ...now, script: event.script };
    case 'summary-rewrite':
      return { ...now, rewrite: event.rewrite };
    case 'ended':
      return withEnd(now, event.cause, event.sipCode, atMs);
    case 'wrap-up':
      return {
        ...now,
        disposition: event.disposition,
        notes: event.notes.slice(0, MAX_NOTES_CHARACTERS),
        callbackAt: event.callbackAt,
      };
    default:
      return assertNever(event);
  }
}

/**
 * The record of a call whose wrap-up is over at `monotonicMs`. A draft without an end is cut there as `interrupted`.
 * @throws SidetoneError `record-invalid` when a fact breaks the contract (a callback time that is no time, say).
 */
export function recordOf(draft: CallDraft, monotonicMs: number): CallRecord {
  return build(draft, Math.max(draft.lastAtMs, monotonicMs - draft.startedMonotonicMs));
}

/**
 * The record of a call whose program died: cut at the last thing known, with cause `interrupted`; or, if only its
 * wrap-up was cut short, with the end it had.
 */
export function interruptedRecord(draft: CallDraft): CallRecord {
  return build(draft, draft.lastAtMs);
}

function build(draft: CallDraft, atMs: number): CallRecord {
  const done = draft.ended === null ? withEnd({ ...draft, lastAtMs: atMs }, 'interrupted', null, atMs) : draft;
  const end = done.ended ?? { atMs, cause: 'interrupted' as const, sipCode: null };
  const answeredAtMs = done.answeredAtMs;
  const form = done.form && formInRecord(done.form, (words) => withoutSecrets(words, done.customerName));
  const record = {
    recordId: done.recordId,
    sipCallId: done.sipCallId,
    agentExtension: done.agentExtension,
    ...whoseCall(done),
    direction: done.direction,
    remoteNumber: done.remoteNumber,
    customerId: done.customerId,
    customerName: done.customerName,
    language: done.language,
    startedAt: done.startedAt,
    answeredAt: answeredAtMs === null ? null : wallTime(done, answeredAtMs),
    endedAt: wallTime(done, end.atMs),
    ringMs: answeredAtMs ?? end.atMs,
    talkMs: answeredAtMs === null ? 0 : Math.max(0, end.atMs - answeredAtMs - done.holdMs),
    holdMs: done.holdMs,
    wrapUpMs: draft.ended === null ? 0 : Math.max(0, atMs - end.atMs),
    cause: end.cause,
    sipCode: end.sipCode,
    quality: done.quality,
    callQuality: done.callQuality,
    ...(done.recording ? { recording: done.recording } : {}),
    ...(done.sipHeaders ? { sipHeaders: done.sipHeaders } : {}),
    ...(done.autoAnswer ? { autoAnswer: done.autoAnswer } : {}),
    ...(done.practice ? { practice: done.practice } : {}),
    ...(done.script ? { script: done.script } : {}),
    speech: done.speech,
    disposition: done.disposition,
    notes: done.notes,
    callbackAt: done.callbackAt,
    optOut: done.optOut && { ...done.optOut, phrase: withoutSecrets(done.optOut.phrase, done.customerName) },
    timeline: [...done.timeline].sort((a, b) => a.atMs - b.atMs),
    ...(done.transcript ? callInWords(done, done.transcript, end) : {}),
    ...(form ? { form } : {}),
  };
  return parseOrThrow(callRecordSchema, record, 'record-invalid', 'The record of this call');
}

function withPhase(draft: CallDraft, phase: CallPhase, atMs: number): CallDraft {
  const holdMs = draft.heldSinceMs === null ? draft.holdMs : draft.holdMs + atMs - draft.heldSinceMs;
  return mark(
    {
      ...draft,
      phase,
      answeredAtMs: draft.answeredAtMs ?? (phase === 'active' ? atMs : null),
      heldSinceMs: phase === 'held' ? atMs : null,
      holdMs,
    },
    { type: 'phase', atMs, phase },
  );
}

function withEnd(draft: CallDraft, cause: CallCause, sipCode: number | null, atMs: number): CallDraft {
  if (draft.ended !== null) return draft;
  let ended = draft.phase === 'ended' ? draft : withPhase(draft, 'ended', atMs);
  for (const leg of legSchema.options) {
    const since = ended.speakingSinceMs[leg];
    // Speech that the end of the call cut off.
    if (since !== null) ended = withUtterance(ended, leg, since, Math.max(since, atMs - audioAtMs(ended, 0)));
  }
  return { ...ended, ended: { atMs, cause, sipCode } };
}

function wallTime(draft: CallDraft, atMs: number): string {
  return new Date(Date.parse(draft.startedAt) + atMs).toISOString();
}
