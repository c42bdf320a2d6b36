import type { CallCause } from '../contracts/calls';
import { SidetoneError, assertNever } from '../contracts/errors';
import { IDLE_CALL, recordPhase } from './call-state';
import type { CallEffect, CallEvent, CallEventType, CallState, CallStep, MachinePhase } from './call-state';

const BUSY_HERE = 486;
const DTMF_TONE = /^[0-9*#A-D]$/;

/**
 * The life of one call: `(state, event) → state + effects`. No clock, no I/O; the composition root carries out the
 * effects in order and feeds back what the signalling says.
 *
 * ```
 *            dial                 progress
 *   idle ──────────► dialing ───────────────► remote-ringing
 *    │                  │  accepted                 │ accepted
 *    │                  └──────────────┐            │
 *    │ invite-received       answer    ▼            ▼          hold: none ─hold─► holding ─hold-accepted─► held
 *    └────────────► ringing ──► answering ──► ┌──────────┐             ▲             │ hold-refused         │ resume
 *                      │         accepted     │  active  │             ├─────────────┘                      ▼
 *                      │ decline              └──────────┘             └──────────resume-accepted────── resuming
 *                      ▼                           │ hang-up                      (resume-refused: back to held)
 *                    ending ◄──────────────────────┘ (hang-up also from dialing, remote-ringing, answering)
 *                      │ terminated · failed · remote-hung-up
 *                      ▼
 *                    ended ──dismissed──► idle
 *
 *   transferred: from active to ending, as a hang-up whose cause is the transfer.
 *   idle ──take-back──► taking-back ──accepted──► active (muted as before; held as before by a new hold)
 *   hang-up in taking-back waits for the answer and ends the call then: a CANCEL would leave the other side with nobody.
 *
 *   remote-hung-up, failed, terminated: from every phase of a live call straight to ended.
 *   mute, unmute: dialing, remote-ringing, answering, taking-back, active.   send-dtmf: active with hold none.
 *   remote-hold, remote-resume, media-lost, media-restored: active.   silence: ringing.   transport-lost/-restored: any live phase, a flag only.
 * ```
 *
 * The ears run exactly while the phase is `active`. What the network says late (after `ending` or `ended`) is a race,
 * not a mistake, and changes nothing, except that an answer crossing our CANCEL is terminated. What an agent asks for
 * out of turn is a mistake.
 *
 * @throws SidetoneError `illegal-call-move` for an event the phase has no arrow for; `dtmf-not-a-tone` for a tone
 *   that is not one of 0-9 * # A-D (RFC 4733 section 3.2).
 */
export function reduceCall(state: CallState, event: CallEvent): CallStep {
  const step = move(state, event);
  const before = recordPhase(state);
  const after = recordPhase(step.state);
  // The phase is noted before what follows from it: `finalise-record` comes last of all.
  if (after !== null && after !== before) step.effects.unshift({ type: 'record-phase', phase: after });
  return step;
}

/** Whether the event would be legal now: for enabling buttons. */
export function canCall(state: CallState, type: CallEventType): boolean {
  try {
    move(state, sampleOf(type));
    return true;
  } catch {
    return false;
  }
}

function move(state: CallState, event: CallEvent): CallStep {
  switch (event.type) {
    case 'dial':
      if (state.phase !== 'idle') return illegal(state, event);
      return go(
        { ...IDLE_CALL, phase: 'dialing', direction: 'outbound', remoteNumber: event.remoteNumber },
        { type: 'send-invite', remoteNumber: event.remoteNumber },
      );
    case 'invite-received':
      if (state.phase !== 'idle') {
        return go(state, { type: 'refuse-other-call', sessionId: event.sessionId, sipCode: BUSY_HERE });
      }
      return go(
        { ...IDLE_CALL, phase: 'ringing', direction: 'inbound', remoteNumber: event.remoteNumber },
        { type: 'start-ringing' },
      );
    case 'take-back':
      return takeBack(state, event);
    case 'progress':
      return progress(state, event);
    case 'answer':
      if (state.phase !== 'ringing') return illegal(state, event);
      return go({ ...state, phase: 'answering' }, ...stopRinging(state), { type: 'answer-session' });
    case 'decline': {
      if (state.phase !== 'ringing') return illegal(state, event);
      const sipCode = event.sipCode ?? BUSY_HERE;
      return go({ ...state, phase: 'ending', cause: 'declined-by-agent', sipCode }, ...stopRinging(state), {
        type: 'reject',
        sipCode,
      });
    }
    case 'silence':
      if (state.phase !== 'ringing') return illegal(state, event);
      return go({ ...state, silenced: true }, ...stopRinging(state));
    case 'accepted':
      return accepted(state, event);
    case 'confirmed':
      if (state.phase === 'active') return go({ ...state, confirmed: true });
      return lateOrIllegal(state, event);
    case 'hang-up':
      return hangUp(state, event);
    case 'mute':
    case 'unmute':
      return setMute(state, event);
    case 'send-dtmf':
      if (!DTMF_TONE.test(event.tone)) throw new SidetoneError('dtmf-not-a-tone', 'A key is one of 0-9, *, #, A-D.');
      if (state.phase !== 'active' || state.hold !== 'none') return illegal(state, event);
      return go(state, { type: 'send-dtmf', tone: event.tone });
    case 'hold':
    case 'resume':
    case 'hold-accepted':
    case 'hold-refused':
    case 'resume-accepted':
    case 'resume-refused':
      return moveHold(state, event);
    case 'remote-hold':
    case 'remote-resume':
      if (state.phase === 'active') return go({ ...state, remoteHeld: event.type === 'remote-hold' });
      return lateOrIllegal(state, event);
    case 'transport-lost':
    case 'transport-restored':
      if (state.phase === 'idle' || state.phase === 'ended') return go(state);
      return go({ ...state, signallingLost: event.type === 'transport-lost' });
    case 'media-lost':
    case 'media-restored':
      if (state.phase === 'active') return go({ ...state, mediaLost: event.type === 'media-lost' });
      return lateOrIllegal(state, event);
    case 'transferred':
      if (state.phase !== 'active') return lateOrIllegal(state, event);
      return go(
        { ...state, phase: 'ending', cause: 'transferred', hold: 'none', remoteHeld: false },
        { type: 'stop-ears' },
        { type: 'terminate' },
      );
    case 'remote-hung-up':
    case 'failed':
    case 'terminated':
      return finish(state, event);
    case 'dismissed':
      if (state.phase !== 'ended') return illegal(state, event);
      return go(IDLE_CALL);
    default:
      return assertNever(event);
  }
}

function takeBack(state: CallState, event: Extract<CallEvent, { type: 'take-back' }>): CallStep {
  if (state.phase !== 'idle') return illegal(state, event);
  const { direction, remoteNumber, muted } = event;
  const hold = event.held ? 'held' : 'none';
  return go({ ...IDLE_CALL, phase: 'taking-back', direction, remoteNumber, muted, hold }, { type: 'send-take-back' });
}

function progress(state: CallState, event: Extract<CallEvent, { type: 'progress' }>): CallStep {
  if (state.phase === 'taking-back') return go(state);
  if (state.phase !== 'dialing' && state.phase !== 'remote-ringing') return lateOrIllegal(state, event);
  // With early media the network plays its own tone or announcement: two tones at once would hide it.
  const ringback = !event.earlyMedia;
  const next: CallState = { ...state, phase: 'remote-ringing', ringback };
  if (ringback === state.ringback) return go(next);
  return go(next, { type: ringback ? 'start-ringback' : 'stop-ringback' });
}

function accepted(state: CallState, event: CallEvent): CallStep {
  switch (state.phase) {
    case 'dialing':
    case 'remote-ringing':
    case 'answering':
      return go({ ...state, phase: 'active', ringback: false }, ...stopRingback(state), ...reapplyMute(state), {
        type: 'start-ears',
      });
    case 'taking-back': {
      const held = state.hold === 'held';
      const next: CallState = { ...state, phase: 'active', hold: held ? 'holding' : 'none' };
      const hold: CallEffect[] = held ? [{ type: 'send-hold' }] : [];
      return go(next, ...reapplyMute(state), { type: 'start-ears' }, ...hold);
    }
    case 'ending':
      // The answer crossed our CANCEL (RFC 3261 section 15.1.1): a BYE must follow.
      return go(state, { type: 'terminate' });
    default:
      return lateOrIllegal(state, event);
  }
}

function hangUp(state: CallState, event: CallEvent): CallStep {
  switch (state.phase) {
    case 'dialing':
    case 'remote-ringing':
      return go({ ...state, phase: 'ending', cause: 'cancelled', ringback: false }, ...stopRingback(state), {
        type: 'terminate',
      });
    case 'answering':
      return go({ ...state, phase: 'ending', cause: 'agent-hangup' }, { type: 'terminate' });
    case 'taking-back':
      return go({ ...state, phase: 'ending', cause: 'agent-hangup', hold: 'none' });
    case 'active':
      return go(
        { ...state, phase: 'ending', cause: 'agent-hangup', hold: 'none', remoteHeld: false },
        { type: 'stop-ears' },
        { type: 'terminate' },
      );
    case 'ending':
    case 'ended':
      // A second click, or one that crossed the other side's BYE.
      return go(state);
    default:
      return illegal(state, event);
  }
}

function setMute(state: CallState, event: CallEvent): CallStep {
  const mutable: MachinePhase[] = ['dialing', 'remote-ringing', 'answering', 'taking-back', 'active'];
  if (!mutable.includes(state.phase)) return illegal(state, event);
  const muted = event.type === 'mute';
  if (muted === state.muted) return go(state);
  return go({ ...state, muted }, { type: 'set-mute', muted });
}

function moveHold(state: CallState, event: CallEvent): CallStep {
  if (state.phase !== 'active') {
    const asked = event.type === 'hold' || event.type === 'resume';
    return asked ? illegal(state, event) : lateOrIllegal(state, event);
  }
  switch (`${state.hold} ${event.type}`) {
    case 'none hold':
      return go({ ...state, hold: 'holding' }, { type: 'send-hold' });
    case 'held resume':
      return go({ ...state, hold: 'resuming' }, { type: 'send-resume' });
    case 'holding hold-accepted':
    case 'resuming resume-refused':
      return go({ ...state, hold: 'held' });
    case 'holding hold-refused':
      return go({ ...state, hold: 'none' });
    case 'resuming resume-accepted':
      return go({ ...state, hold: 'none' }, ...reapplyMute(state));
    case 'holding hold':
    case 'held hold':
    case 'none resume':
    case 'resuming resume':
      return go(state);
    default:
      // Asked for while the answer to the opposite re-INVITE is outstanding, or an answer to nothing.
      return illegal(state, event);
  }
}

function finish(
  state: CallState,
  event: Extract<CallEvent, { type: 'remote-hung-up' | 'failed' | 'terminated' }>,
): CallStep {
  if (state.phase === 'ended') return go(state);
  if (state.phase === 'idle') return illegal(state, event);
  const cause = endCause(state, event);
  const sipCode = event.type === 'terminated' ? state.sipCode : (event.sipCode ?? state.sipCode);
  const ended: CallState = {
    ...state,
    phase: 'ended',
    cause,
    sipCode,
    hold: 'none',
    remoteHeld: false,
    ringback: false,
    signallingLost: false,
    mediaLost: false,
  };
  return go(
    ended,
    ...(state.phase === 'ringing' ? stopRinging(state) : []),
    ...stopRingback(state),
    ...(state.phase === 'active' ? [{ type: 'stop-ears' } as const] : []),
    { type: 'finalise-record', cause, sipCode },
  );
}

/** What the agent did first stands; a caller who gave up while it rang was missed. */
function endCause(
  state: CallState,
  event: Extract<CallEvent, { type: 'remote-hung-up' | 'failed' | 'terminated' }>,
): CallCause {
  if (state.phase === 'ending' && state.cause !== null) return state.cause;
  // The engine ended a live call by itself: the application is closing. Or it stays cut where the desk died.
  if (event.type === 'terminated' || state.phase === 'taking-back') return 'interrupted';
  const gaveUp: CallCause[] = ['cancelled', 'customer-hangup', 'no-answer'];
  if (state.phase === 'ringing' && gaveUp.includes(event.cause)) return 'missed';
  return event.cause;
}

function stopRinging(state: CallState): CallEffect[] {
  return state.silenced ? [] : [{ type: 'stop-ringing' }];
}

function stopRingback(state: CallState): CallEffect[] {
  return state.ringback ? [{ type: 'stop-ringback' }] : [];
}

/** New tracks begin unmuted in some engines: say it again, so the screen never lies. */
function reapplyMute(state: CallState): CallEffect[] {
  return state.muted ? [{ type: 'set-mute', muted: true }] : [];
}

function go(state: CallState, ...effects: CallEffect[]): CallStep {
  return { state, effects };
}

function lateOrIllegal(state: CallState, event: CallEvent): CallStep {
  return state.phase === 'ending' || state.phase === 'ended' ? go(state) : illegal(state, event);
}

function illegal(state: CallState, event: CallEvent): never {
  const where = state.phase === 'active' ? `active (hold: ${state.hold})` : state.phase;
  throw new SidetoneError('illegal-call-move', `A call that is ${where} cannot take "${event.type}".`);
}

function sampleOf(type: CallEventType): CallEvent {
  switch (type) {
    case 'dial':
      return { type, remoteNumber: '' };
    case 'take-back':
      return { type, direction: 'outbound', remoteNumber: '', muted: false, held: false };
    case 'invite-received':
      return { type, sessionId: '', remoteNumber: '' };
    case 'progress':
      return { type, earlyMedia: false };
    case 'send-dtmf':
      return { type, tone: '0' };
    case 'remote-hung-up':
    case 'failed':
      return { type, sipCode: null, cause: 'other' };
    default:
      return { type };
  }
}
