import type { CallCause, CallPhase, Direction, Disposition } from '../../../contracts/calls';
import type { Language, ShownCard } from '../../../contracts/cues';
import type { Customer } from '../../../contracts/customers';
import type { FieldState, FieldValue, Form } from '../../../contracts/forms';
import type { EarsWork, ModelState } from '../../../contracts/speech';
import type { SummarySentence } from '../../../contracts/summary';
import type { TranscriptLine } from '../../../contracts/transcript';
import type { TakeBackFailure } from '../../../domain/call-journal';
import type { LegQuality, QualitySide, QualityWord } from '../../../domain/live-quality';
import type { TransferState } from '../../../domain/transfer';
import type { Trouble } from '../trouble';

export type { QualityWord } from '../../../domain/live-quality';

/** What is wrong with the call while it lasts, each with words of its own (what and what to do). */
export type CallWarning =
  | 'talking-while-muted'
  | 'muted-but-heard'
  | 'held-but-heard'
  | 'microphone-silent'
  | 'microphone-off-outside'
  | 'echo-heard';

/** `waiting`: for the agent to begin it. `announcing`: the customer hears the notice, and not the agent. */
export interface RecordingView {
  state: 'waiting' | 'starting' | 'recording' | 'paused-by-hand' | 'paused-for-card' | 'stalled';
  announcing: boolean;
}

/** A call as the screen shows it. Times are wall clock, ms since 1970. */
export interface CallView {
  recordId: string;
  phase: CallPhase;
  direction: Direction;
  /** Masked: 138****8000. */
  number: string;
  displayName: string;
  customer: Customer | null;
  /** By which account it came or went, where the desk has several; its label is null for the main one. */
  account?: { label: string | null; extension: string } | null;
  /** With a practice customer. */
  practice?: boolean;
  startedAtMs: number;
  answeredAtMs: number | null;
  muted: boolean;
  onHold: boolean;
  /** The other side holds us. */
  remoteHeld: boolean;
  /** Signalling or media is being recovered since this time. */
  reconnectingSinceMs: number | null;
  /** For the screen alone, and only while the call is up: it may be a PIN. */
  dtmfSent: string;
  /** A pasted row of keys on its way. */
  keyRow?: { sent: number; total: number } | null;
  /** The desk answers, or has answered, by itself; `header` null: its own setting asks for it. */
  autoAnswer?: { header: string | null; dueAtMs: number; done: boolean } | null;
  quality: QualityWord;
  /** Mean opinion score, 1 to 4.5 (ITU-T G.107); null while unknown. */
  mos: number | null;
  /** Who could mend it; null while it is good. */
  qualitySide: QualitySide | null;
  /** The last second in each direction; `outgoing` null until the other end reports. */
  legs: { incoming: LegQuality; outgoing: LegQuality | null } | null;
  /** What holds now, the gravest first. */
  warnings: CallWarning[];
  speaking: { agent: boolean; customer: boolean };
  /** The customer's speech of the last minute, wall clock; `endedAtMs` null while it goes on. */
  customerSpeech: { startedAtMs: number; endedAtMs: number | null }[];
  /** Absent where no recording is made. What it says is what the disk has acknowledged. */
  recording?: RecordingView;
  endedCause: CallCause | null;
  sipCode: number | null;
  /** A transfer asked for, as far as the PBX told; null before the first. */
  transfer: { stage: TransferState['stage']; to: string } | null;
}

/** A call that was up when the desk died: waiting for the PBX, being asked for, or not given back. */
export interface TakeBackView {
  state: 'waiting' | 'asking' | 'failed';
  displayName: string;
  /** Masked. */
  number: string;
  failure: TakeBackFailure | null;
  sipCode: number | null;
}

export interface ScriptLine {
  id: string;
  title: string;
  line: string;
  /** What must be said here, in one of these wordings; empty: nothing. */
  mustSay: readonly string[];
}

export interface CopilotView {
  models: ModelState[];
  ears: 'ready' | 'loading' | 'restarting' | 'unavailable';
  lostFrames: number;
  /** What the ears still do: a desk that falls behind gives up some of it. */
  earsWork: EarsWork;
  cards: ShownCard[];
  /** The call that is heard, or was heard last. */
  recordId: string | null;
  /** The language it is heard in. */
  language: Language | null;
  /** What was said, oldest first. */
  captions: readonly TranscriptLine[];
  /** What is being said, as far as it is known: at most a line of each leg. */
  saying: readonly TranscriptLine[];
  /** Sentences that nobody wrote down: the recogniser did not come to them in time. */
  unread: number;
  script: ScriptLine[];
  /** Which version of the script it is; null where there is one alone. */
  scriptLabel: string | null;
  scriptIndex: number;
  /** The line after it, which a branch may choose; null at the end. */
  scriptNext: number | null;
  /** Lines whose mandatory words the agent has said. */
  scriptTicked: readonly string[];
}

export interface WrapUpView {
  recordId: string;
  displayName: string;
  number: string;
  /** Keeps the customer's card on screen while the call is written up. */
  customer?: Customer | null;
  cause: CallCause;
  talkMs: number;
  secondsLeft: number;
  /** The whole time of the countdown ring. */
  secondsTotal: number;
  paused: boolean;
  disposition: Disposition | null;
  notes: string;
  /** ISO 8601 with offset. */
  callbackAt: string | null;
}
export type WrapUpForm = Pick<WrapUpView, 'disposition' | 'notes' | 'callbackAt'>;

/** The form of the call on the screen, or of the one being wrapped up. */
export interface FormView {
  recordId: string;
  form: Form;
  fields: readonly FieldState[];
  /** On the clock of the fields' sources: what is shown counts from here, as the call's timer does. */
  answeredAtMs: number;
  /** For reading what is typed: local time of the call, and the country of numbers without a code. */
  callAt: string;
  country: string;
}

/** What a language model makes of the summary of the call that is wrapped up. */
export interface RewriteView {
  recordId: string;
  state: 'asking' | 'there' | 'failed';
  /** It stands in the place of the summary by rules. */
  shown: boolean;
  trouble: Trouble | null;
  model: string;
  /** Spots taken out of what was sent. */
  redactedSpots: number;
  /** Times by the clock of the captions. */
  sentences: readonly SummarySentence[];
}

export interface SummaryActions {
  /** The rewritten summary, or the one by rules again. */
  showRewritten(shown: boolean): void;
}

/** What the agent does with a field of the form on the screen. */
export interface FormActions {
  /** Takes what was heard. */
  confirm(key: string): void;
  /** The agent's own value; it is confirmed with that. */
  edit(key: string, value: FieldValue): void;
  /** Keeps what was confirmed before, against what was heard since. */
  reject(key: string): void;
  clear(key: string): void;
}
