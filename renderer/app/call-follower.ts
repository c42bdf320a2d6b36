import type { Direction } from '../../contracts/calls';
import type { SpeechEvent } from '../../contracts/speech';
import type { CallEvent, CallState } from '../../domain/call-state';
import type { LegsFrame } from '../../domain/hold-back';
import type { CallDraft, DraftEvent } from '../../domain/record-builder';
import type { CallSession } from '../call/telephone';
import type { CallView } from '../ui/model';

/** One call, as its followers see it. */
export interface FollowedCall {
  readonly recordId: string;
  readonly direction: Direction;
  readonly remoteNumber: string;
  state(): CallState;
  session(): CallSession | null;
  /** What is written down of it so far; null before it began and once its record is finished. */
  draft(): CallDraft | null;
  /** Into the call's record. */
  note(event: DraftEvent): void;
  /** Onto the call's screen, ringing or up; nothing happens once it is gone. */
  show(change: (view: CallView) => CallView): void;
}

/**
 * What goes along with a call without the call knowing what it is: a recording, a journal. Made when the call begins,
 * told each fact once and in order, never asked.
 */
export interface CallFollower {
  /** After the move, before its effects. */
  moved?(state: CallState, event: CallEvent): void;
  /** Answered: the agent is heard from now on. */
  talking?(microphone: MediaStream): void;
  /** The customer's sound; before or after `talking`, and again when the path was made anew. */
  customer?(stream: MediaStream): void;
  /** The call goes on with another microphone. */
  microphone?(microphone: MediaStream): void;
  /** 32 ms of both legs, by the clock of the speech events. */
  heard?(frame: LegsFrame): void;
  speech?(event: SpeechEvent): void;
  /** The agent turned to the other line, whose sound alone is heard from now on; or back. */
  front?(inFront: boolean): void;
  /** The other side pressed a key. */
  keyReceived?(): void;
  /** The media is over; notes still reach the record until its wrap-up is saved. */
  ended?(): void;
}

export type FollowCall = (call: FollowedCall) => CallFollower;
