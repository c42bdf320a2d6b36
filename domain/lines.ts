import type { CallCause } from '../contracts/calls';
import { SidetoneError, assertNever } from '../contracts/errors';

/** One for the customer, one for a colleague or a caller who did not want to wait. */
export const MAX_LINES = 2;

/** Where the call of a line is, as far as the other line must know. `holding` and `resuming`: the PBX was asked. */
export type LineStage = 'ringing' | 'reaching' | 'talking' | 'holding' | 'held' | 'resuming' | 'ending';

interface Line {
  readonly id: string;
  readonly stage: LineStage;
}

/** What the agent asked for and what must wait for the PBX's answer to a hold, or to its end. */
type Intent =
  | { readonly type: 'answer'; readonly id: string }
  | { readonly type: 'dial'; readonly number: string }
  | { readonly type: 'swap'; readonly id: string }
  | { readonly type: 'join' };

/** The lines of a desk, oldest first. Written only by `reduceLines`. */
export interface LinesState {
  readonly lines: readonly Line[];
  /** Whom the agent talks to or sees: the ears and the controls are this line's. */
  readonly frontId: string | null;
  readonly intent: Intent | null;
  /** Both other parties hear each other through this desk. */
  readonly joined: boolean;
}

export const NO_LINES: LinesState = { lines: [], frontId: null, intent: null, joined: false };

export type LinesEvent =
  // What the agent asks for.
  | { type: 'dial'; number: string }
  | { type: 'answer' }
  | { type: 'swap' }
  | { type: 'join' }
  | { type: 'part' }
  // What became of the calls.
  /** `behind`: the other line stays in front, though this one does not ring. */
  | { type: 'began'; id: string; stage: 'ringing' | 'reaching'; behind?: boolean }
  | { type: 'moved'; id: string; stage: LineStage }
  | { type: 'ended'; id: string };

export type LinesEffect =
  | { type: 'dial'; number: string }
  | { type: 'answer'; id: string }
  | { type: 'hold'; id: string }
  | { type: 'resume'; id: string }
  /** The call it waited behind is over: it rings like any other. */
  | { type: 'ring-alone'; id: string }
  | { type: 'mix' }
  | { type: 'unmix' };

export interface LinesStep {
  state: LinesState;
  effects: LinesEffect[];
}

/**
 * The set of lines: `(state, event) → state + effects`. Each line's own call is the call machine's; this one only keeps
 * them apart: nobody is spoken to on two lines at once unless the agent joined them.
 *
 * ```
 *                  dial · began                    answer · dial: the front line is held first,
 *   no line ─────────────────────► one line        and only when the PBX says so the other begins
 *      ▲                            │    ▲   ────────────────────────────────────────────► two lines
 *      └───────── ended ────────────┘    └──────────────────── ended ────────────────────┘  │    ▲
 *                                                                                           │    │ part · ended ·
 *                     swap: front held, then the other resumed, and it is the front         │    │ a line is held
 *                                                                            join ──────────▼    │
 *                                                                 (resume, then mix)      joined ┘
 * ```
 *
 * @throws SidetoneError `lines-busy` for a third line, `line-not-ready` while a line cannot be held yet,
 *   `no-other-line` where there is none to answer, swap with or join.
 */
export function reduceLines(state: LinesState, event: LinesEvent): LinesStep {
  switch (event.type) {
    case 'dial':
      if (state.lines.length >= MAX_LINES) throw refusal('lines-busy');
      return begin(state, { type: 'dial', number: event.number });
    case 'answer': {
      const ringing = state.lines.find(({ stage }) => stage === 'ringing');
      if (!ringing) throw refusal('no-other-line');
      return begin(state, { type: 'answer', id: ringing.id });
    }
    case 'swap':
      return swap(state);
    case 'join':
      return join(state);
    case 'part': {
      const other = otherLine(state);
      if (!state.joined || !other) return { state, effects: [] };
      return { state: { ...state, joined: false }, effects: [{ type: 'unmix' }, { type: 'hold', id: other.id }] };
    }
    case 'began': {
      const behind = (event.stage === 'ringing' || event.behind === true) && state.lines.length > 0;
      const lines = [...state.lines, { id: event.id, stage: event.stage }];
      return { state: { ...state, lines, frontId: behind ? state.frontId : event.id }, effects: [] };
    }
    case 'moved':
      return moved(state, event.id, event.stage);
    case 'ended':
      return ended(state, event.id);
    default:
      return assertNever(event);
  }
}

/** Whether one more caller may ring now; with `callWaiting` also behind a call. */
export function mayRing({ lines }: LinesState, callWaiting: boolean): boolean {
  const [only] = lines;
  if (!only) return true;
  return callWaiting && lines.length < MAX_LINES && only.stage !== 'ringing' && only.stage !== 'ending';
}

/**
 * The words for a call on the second line that nobody took, by the code of its trouble; null where the agent ended it.
 * It goes from the screen at once: its wrap-up, which would say why, waits for the first line's end.
 */
export function secondCallTrouble(cause: CallCause | null): string | null {
  switch (cause) {
    case null:
    case 'cancelled':
    case 'agent-hangup':
      return null;
    case 'busy':
      return 'second-call-busy';
    case 'no-answer':
      return 'second-call-no-answer';
    case 'rejected':
      return 'second-call-rejected';
    case 'not-found':
      return 'second-call-nobody';
    default:
      return 'second-call-failed';
  }
}

/** The line behind the front one. */
export function otherLine({ lines, frontId }: LinesState): Line | null {
  return lines.find(({ id }) => id !== frontId) ?? null;
}

/** The line in the way of an intent is held first; then, or where none is in the way, it is carried out. */
function begin(state: LinesState, intent: Exclude<Intent, { type: 'join' }>): LinesStep {
  const target = intent.type === 'dial' ? null : intent.id;
  const inTheWay = state.lines.filter(({ id, stage }) => id !== target && stage !== 'held');
  if (inTheWay.some(({ stage }) => stage !== 'talking' && stage !== 'holding')) throw refusal('line-not-ready');
  if (inTheWay.length === 0) return carryOut(state, intent);
  const toHold = inTheWay.filter(({ stage }) => stage === 'talking');
  const effects: LinesEffect[] = [
    ...(state.joined ? [{ type: 'unmix' } as const] : []),
    ...toHold.map(({ id }) => ({ type: 'hold', id }) as const),
  ];
  return { state: { ...state, intent, joined: false }, effects };
}

function carryOut(state: LinesState, intent: Exclude<Intent, { type: 'join' }>): LinesStep {
  const next: LinesState = { ...state, intent: null };
  if (intent.type === 'dial') return { state: next, effects: [{ type: 'dial', number: intent.number }] };
  const target = state.lines.find(({ id }) => id === intent.id);
  if (!target) return { state: next, effects: [] };
  const front: LinesState = { ...next, frontId: target.id };
  if (target.stage === 'ringing') return { state: front, effects: [{ type: 'answer', id: target.id }] };
  return { state: front, effects: target.stage === 'held' ? [{ type: 'resume', id: target.id }] : [] };
}

function swap(state: LinesState): LinesStep {
  const other = otherLine(state);
  if (!other || other.stage === 'ending') throw refusal('no-other-line');
  // Joined, both are spoken to: only the ears and the controls change over.
  if (state.joined) return { state: { ...state, frontId: other.id }, effects: [] };
  return begin(state, { type: other.stage === 'ringing' ? 'answer' : 'swap', id: other.id });
}

function join(state: LinesState): LinesStep {
  if (state.lines.length < MAX_LINES) throw refusal('no-other-line');
  if (state.joined) return { state, effects: [] };
  if (state.lines.some(({ stage }) => stage !== 'talking' && stage !== 'held')) throw refusal('line-not-ready');
  const held = state.lines.filter(({ stage }) => stage === 'held');
  if (held.length === 0) return { state: { ...state, intent: null, joined: true }, effects: [{ type: 'mix' }] };
  return { state: { ...state, intent: { type: 'join' } }, effects: held.map(({ id }) => ({ type: 'resume', id })) };
}

function moved(before: LinesState, id: string, stage: LineStage): LinesStep {
  const was = before.lines.find((line) => line.id === id)?.stage;
  const lines = before.lines.map((line) => (line.id === id ? { id, stage } : line));
  const state: LinesState = { ...before, lines };
  const { intent } = state;
  if (state.joined && stage !== 'talking') return { state: { ...state, joined: false }, effects: [{ type: 'unmix' }] };
  if (intent?.type === 'join') {
    if (was === 'resuming' && stage === 'held') return { state: { ...state, intent: null }, effects: [] };
    const ready = lines.length === MAX_LINES && lines.every((line) => line.stage === 'talking');
    return ready ? join(state) : { state, effects: [] };
  }
  if (!intent) return { state, effects: [] };
  // The PBX refused the hold: what waited for it is off, and the agent talks on.
  if (was === 'holding' && stage === 'talking') return { state: { ...state, intent: null }, effects: [] };
  return whenFree(state, intent);
}

function ended(before: LinesState, id: string): LinesStep {
  const lines = before.lines.filter((line) => line.id !== id);
  const frontId = before.frontId === id ? (lines[0]?.id ?? null) : before.frontId;
  const state: LinesState = { ...before, lines, frontId, joined: false };
  const effects: LinesEffect[] = before.joined ? [{ type: 'unmix' }] : [];
  const { intent } = state;
  const offTarget = intent?.type === 'join' || (intent && 'id' in intent && intent.id === id);
  if (intent && intent.type !== 'join' && !offTarget) {
    const step = whenFree(state, intent);
    return { state: step.state, effects: [...effects, ...step.effects] };
  }
  const [alone] = lines;
  if (alone?.stage === 'ringing') effects.push({ type: 'ring-alone', id: alone.id });
  return { state: { ...state, intent: null }, effects };
}

function whenFree(state: LinesState, intent: Exclude<Intent, { type: 'join' }>): LinesStep {
  const target = intent.type === 'dial' ? null : intent.id;
  const free = state.lines.every(({ id, stage }) => id === target || stage === 'held');
  return free ? carryOut(state, intent) : { state, effects: [] };
}

function refusal(code: 'lines-busy' | 'line-not-ready' | 'no-other-line'): SidetoneError {
  const message = {
    'lines-busy': 'Both lines are in use.',
    'line-not-ready': 'The present call cannot be held yet.',
    'no-other-line': 'There is no other call.',
  };
  return new SidetoneError(code, message[code], { retryable: true });
}
