import type { CallCause, CallPhase, Direction } from '../contracts/calls';

/** Where a call is. `active` has sub-flags in {@link CallState}: muted, hold, remoteHeld. */
export type MachinePhase =
  'idle' | 'dialing' | 'remote-ringing' | 'ringing' | 'answering' | 'taking-back' | 'active' | 'ending' | 'ended';

/** Our own hold: asked for, held, being taken back. The answer to the re-INVITE decides, not the button. */
export type HoldState = 'none' | 'holding' | 'held' | 'resuming';

/** The state of the one call of a desk. Written only by `reduceCall`. */
export interface CallState {
  readonly phase: MachinePhase;
  readonly direction: Direction | null;
  /** As dialled, or as the caller's From header says. */
  readonly remoteNumber: string;
  readonly muted: boolean;
  readonly hold: HoldState;
  /** The other side put us on hold. */
  readonly remoteHeld: boolean;
  /** The ACK was seen: the dialog stands. */
  readonly confirmed: boolean;
  /** Inbound: the agent chose to ignore the ring tone; the call still rings. */
  readonly silenced: boolean;
  /** Our own ringback tone is playing (the network sends none). */
  readonly ringback: boolean;
  /** The signalling connection is down; media may still flow. */
  readonly signallingLost: boolean;
  /** No audio comes through; the path is being made anew. */
  readonly mediaLost: boolean;
  /** Set from `ending` on: what the record will say. */
  readonly cause: CallCause | null;
  readonly sipCode: number | null;
}

export const IDLE_CALL: CallState = {
  phase: 'idle',
  direction: null,
  remoteNumber: '',
  muted: false,
  hold: 'none',
  remoteHeld: false,
  confirmed: false,
  silenced: false,
  ringback: false,
  signallingLost: false,
  mediaLost: false,
  cause: null,
  sipCode: null,
};

export type CallEvent =
  // What the agent asks for.
  | { type: 'dial'; remoteNumber: string }
  | { type: 'answer' }
  | { type: 'decline'; sipCode?: number }
  | { type: 'silence' }
  | { type: 'hang-up' }
  | { type: 'hold' }
  | { type: 'resume' }
  | { type: 'mute' }
  | { type: 'unmute' }
  | { type: 'send-dtmf'; tone: string }
  | { type: 'dismissed' }
  // What the signalling says.
  | { type: 'invite-received'; sessionId: string; remoteNumber: string }
  /** A call of an earlier run of the program is asked for again, as it was. */
  | { type: 'take-back'; direction: Direction; remoteNumber: string; muted: boolean; held: boolean }
  | { type: 'progress'; earlyMedia: boolean }
  | { type: 'accepted' }
  | { type: 'confirmed' }
  | { type: 'hold-accepted' }
  | { type: 'hold-refused' }
  | { type: 'resume-accepted' }
  | { type: 'resume-refused' }
  | { type: 'remote-hold' }
  | { type: 'remote-resume' }
  | { type: 'transport-lost' }
  | { type: 'transport-restored' }
  | { type: 'media-lost' }
  | { type: 'media-restored' }
  | { type: 'remote-hung-up'; sipCode: number | null; cause: CallCause }
  | { type: 'failed'; sipCode: number | null; cause: CallCause }
  /** Our own BYE, CANCEL or rejection is done. */
  | { type: 'terminated' }
  /** The PBX connected the other side elsewhere: our part is over. */
  | { type: 'transferred' };

export type CallEventType = CallEvent['type'];

/** What the composition root must do, in order. */
export type CallEffect =
  | { type: 'send-invite'; remoteNumber: string }
  | { type: 'send-take-back' }
  | { type: 'answer-session' }
  | { type: 'reject'; sipCode: number }
  /** A second call while one is up: refuse that session, leave ours alone. */
  | { type: 'refuse-other-call'; sessionId: string; sipCode: number }
  | { type: 'terminate' }
  | { type: 'set-mute'; muted: boolean }
  | { type: 'send-hold' }
  | { type: 'send-resume' }
  | { type: 'send-dtmf'; tone: string }
  | { type: 'start-ringing' }
  | { type: 'stop-ringing' }
  | { type: 'start-ringback' }
  | { type: 'stop-ringback' }
  | { type: 'start-ears' }
  | { type: 'stop-ears' }
  /** The phase a record's timeline should note from now on. */
  | { type: 'record-phase'; phase: CallPhase }
  | { type: 'finalise-record'; cause: CallCause; sipCode: number | null };

export interface CallStep {
  state: CallState;
  effects: CallEffect[];
}

/** The phase in the records' words; `ending` still counts as what it was until the end is known. null: nothing to record. */
export function recordPhase(state: CallState): CallPhase | null {
  if (state.phase === 'idle' || state.phase === 'ending' || state.phase === 'taking-back') return null;
  if (state.phase === 'active') return state.hold === 'held' || state.hold === 'resuming' ? 'held' : 'active';
  return state.phase;
}
