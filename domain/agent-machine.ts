import type { AgentState, CallCause } from '../contracts/calls';
import { SidetoneError, assertNever } from '../contracts/errors';

/** What an agent is doing. Times are ms of the monotonic clock that the events carry. */
export interface AgentStatus {
  readonly state: AgentState;
  /** Why on a break; null in every other state. */
  readonly breakReason: string | null;
  /** A break asked for while busy: it begins when the call and its wrap-up are over. */
  readonly plannedBreakReason: string | null;
  readonly sinceMs: number;
  /** When wrap-up ends by itself; null in every other state. */
  readonly wrapUpEndsAtMs: number | null;
  /** Calls still to be wrapped up after this one, each for as long. */
  readonly wrapUpsAfter: number;
  readonly wrapUpMs: number;
  /** The PBX knows this desk. Lost during a call it does not end the call, it decides what follows. */
  readonly registered: boolean;
}

export const OFFLINE_AGENT: AgentStatus = {
  state: 'offline',
  breakReason: null,
  plannedBreakReason: null,
  sinceMs: 0,
  wrapUpEndsAtMs: null,
  wrapUpsAfter: 0,
  wrapUpMs: 0,
  registered: false,
};

export type AgentEvent = { atMs: number } & (
  | { type: 'registered' }
  | { type: 'unregistered' }
  | { type: 'call-ringing' }
  | { type: 'call-started' }
  | { type: 'call-answered' }
  /** `wrapUpMs` 0: no wrap-up (a missed call, or a desk set so). `calls`: how many wait for one; absent: this one. */
  | { type: 'call-ended'; wrapUpMs: number; calls?: number }
  | { type: 'wrap-up-done' }
  | { type: 'clock' }
  | { type: 'take-break'; reason: string }
  | { type: 'be-ready' }
);

/** `save-wrap-up`: disposition and notes as they stand go into the record now. `tell-monitor`: the status changed. */
export type AgentEffect = { type: 'save-wrap-up'; timedOut: boolean } | { type: 'tell-monitor' };

export interface AgentStep {
  state: AgentStatus;
  effects: AgentEffect[];
}

/**
 * An agent's working state: `(status, event) → status + effects`, the same way as the call machine.
 *
 * ```
 *             registered                call-ringing            call-answered
 *   offline ─────────────► ready ─────────────────► ringing ───────────────────► in-call
 *      ▲                   │ ▲ ▲ └─────── call-started ──────────────────────────►  │
 *      │ unregistered      │ │ └──────── call-ended ──┘ (not answered)              │ call-ended
 *      │ (ready, break)    │ │                                                      ▼
 *      │        take-break │ │ be-ready          wrap-up-done · clock past end   wrap-up
 *      │                   ▼ │                ◄─────────────────────────────────────┘
 *      └──────────────── break(reason)        to ready; to break if one is planned; to offline if unregistered
 *
 *   Of several calls that ended together each is wrapped up in turn: wrap-up ─wrap-up-done · clock past end─► wrap-up.
 *   take-break while ringing, in-call or wrap-up plans the break; be-ready takes the plan back.
 * ```
 *
 * @throws SidetoneError `illegal-agent-move` for an event the state has no arrow for.
 */
export function reduceAgent(status: AgentStatus, event: AgentEvent): AgentStep {
  switch (event.type) {
    case 'registered':
      if (status.state === 'offline') {
        return moved({ ...OFFLINE_AGENT, state: 'ready', sinceMs: event.atMs, registered: true });
      }
      return stay({ ...status, registered: true });
    case 'unregistered':
      if (status.state === 'ready' || status.state === 'break') {
        return moved({ ...OFFLINE_AGENT, sinceMs: event.atMs });
      }
      return stay({ ...status, registered: false });
    case 'call-ringing':
      if (status.state !== 'ready') return illegal(status, event);
      return moved({ ...status, state: 'ringing', sinceMs: event.atMs });
    case 'call-started':
      if (status.state !== 'ready') return illegal(status, event);
      return moved({ ...status, state: 'in-call', sinceMs: event.atMs });
    case 'call-answered':
      if (status.state !== 'ringing') return illegal(status, event);
      return moved({ ...status, state: 'in-call', sinceMs: event.atMs });
    case 'call-ended':
      return callEnded(status, event);
    case 'wrap-up-done':
      if (status.state !== 'wrap-up') return illegal(status, event);
      return wrappedUp(status, event.atMs, false);
    case 'clock':
      if (status.wrapUpEndsAtMs !== null && event.atMs >= status.wrapUpEndsAtMs) {
        return wrappedUp(status, event.atMs, true);
      }
      return stay(status);
    case 'take-break':
      return takeBreak(status, event);
    case 'be-ready':
      return beReady(status, event);
    default:
      return assertNever(event);
  }
}

/** Why a caller may not ring this agent now, in the records' words; null: the call may ring. */
export function busyCause(status: AgentStatus): CallCause | null {
  switch (status.state) {
    case 'ready':
      return status.registered ? null : 'unavailable';
    case 'ringing':
    case 'in-call':
      return 'agent-in-call';
    case 'wrap-up':
      return 'agent-in-wrap-up';
    case 'break':
      return 'agent-on-break';
    case 'offline':
      return 'unavailable';
  }
}

/** Whole seconds left of wrap-up, for the countdown; null outside it. */
export function wrapUpSecondsLeft(status: AgentStatus, nowMs: number): number | null {
  if (status.wrapUpEndsAtMs === null) return null;
  return Math.max(0, Math.ceil((status.wrapUpEndsAtMs - nowMs) / 1000));
}

function callEnded(status: AgentStatus, event: Extract<AgentEvent, { type: 'call-ended' }>): AgentStep {
  if (status.state !== 'ringing' && status.state !== 'in-call') return illegal(status, event);
  if (event.wrapUpMs <= 0) return moved(afterWork(status, event.atMs));
  return moved({
    ...status,
    state: 'wrap-up',
    sinceMs: event.atMs,
    wrapUpEndsAtMs: event.atMs + event.wrapUpMs,
    wrapUpsAfter: Math.max(0, (event.calls ?? 1) - 1),
    wrapUpMs: event.wrapUpMs,
  });
}

function wrappedUp(status: AgentStatus, atMs: number, timedOut: boolean): AgentStep {
  const { wrapUpsAfter, wrapUpMs } = status;
  const next = { ...status, wrapUpsAfter: wrapUpsAfter - 1, wrapUpEndsAtMs: atMs + wrapUpMs };
  const step = moved(wrapUpsAfter > 0 ? next : afterWork(status, atMs));
  return { state: step.state, effects: [{ type: 'save-wrap-up', timedOut }, ...step.effects] };
}

function afterWork(status: AgentStatus, atMs: number): AgentStatus {
  if (!status.registered) return { ...OFFLINE_AGENT, sinceMs: atMs };
  const free: AgentStatus = { ...OFFLINE_AGENT, state: 'ready', sinceMs: atMs, registered: true };
  if (status.plannedBreakReason === null) return free;
  return { ...free, state: 'break', breakReason: status.plannedBreakReason };
}

function takeBreak(status: AgentStatus, event: Extract<AgentEvent, { type: 'take-break' }>): AgentStep {
  switch (status.state) {
    case 'offline':
      return illegal(status, event);
    case 'ready':
    case 'break':
      return moved({ ...status, state: 'break', breakReason: event.reason, sinceMs: event.atMs });
    default:
      return stay({ ...status, plannedBreakReason: event.reason });
  }
}

function beReady(status: AgentStatus, event: AgentEvent): AgentStep {
  switch (status.state) {
    case 'offline':
      return illegal(status, event);
    case 'ready':
      return stay(status);
    case 'break':
      return moved({ ...status, state: 'ready', breakReason: null, sinceMs: event.atMs });
    default:
      return stay({ ...status, plannedBreakReason: null });
  }
}

function moved(state: AgentStatus): AgentStep {
  return { state, effects: [{ type: 'tell-monitor' }] };
}

function stay(state: AgentStatus): AgentStep {
  return { state, effects: [] };
}

function illegal(status: AgentStatus, event: AgentEvent): never {
  throw new SidetoneError('illegal-agent-move', `An agent who is ${status.state} cannot take "${event.type}".`);
}
