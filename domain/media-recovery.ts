/** Times in ms on the monotonic clock of the desk. */
export type IceState = 'new' | 'checking' | 'connected' | 'completed' | 'disconnected' | 'failed' | 'closed';

export interface MediaRecoveryState {
  readonly phase: 'waiting' | 'flowing' | 'broken' | 'given-up';
  readonly signallingUp: boolean;
  readonly ice: IceState;
  /** Since when there has been no media; null while it flows. */
  readonly brokenSinceMs: number | null;
  /** An offer with new ICE credentials is on its way and not yet answered. */
  readonly restarting: boolean;
  /** When the next offer may leave; null when none is wanted. */
  readonly restartAtMs: number | null;
  readonly failedRestarts: number;
  readonly failedProofs: number;
  /** After a reconnect: by when audio must have arrived, and what the first count after it said. */
  readonly proof: { byMs: number; packetsReceived: number | null } | null;
  /** By when the first audio of the call must have arrived; null once it has, and before ICE is connected. */
  readonly firstAudioByMs: number | null;
  /** The offer under way is sent only because no audio ever came: a refusal changes nothing. */
  readonly trial: boolean;
}

export type MediaRecoveryEvent =
  | { type: 'ice'; state: IceState; atMs: number }
  | { type: 'signalling'; up: boolean; atMs: number }
  /** The desk has another network: the path is dead, although nothing has noticed yet. */
  | { type: 'network-changed'; atMs: number }
  | { type: 'restart-answered'; atMs: number }
  /** `waitMs`: the other side offered at the same time, and the standard says how long to wait. */
  | { type: 'restart-failed'; waitMs?: number | undefined; atMs: number }
  /** Counted by the receiver. `expected` false while a hold makes silence right. */
  | { type: 'packets'; received: number; expected: boolean; atMs: number }
  | { type: 'tick'; atMs: number };

export type MediaRecoveryEffect = 'restart-ice' | 'media-lost' | 'media-restored' | 'give-up';

export interface MediaRecoveryStep {
  state: MediaRecoveryState;
  effects: MediaRecoveryEffect[];
}

/** ICE often finds its way again by itself (RFC 8445 section 11 consent checks): so long it is left to. */
export const SELF_REPAIR_MS = 1_500;
/** Answered, but no path was ever found: both ends are released after this. */
export const FIRST_MEDIA_MS = 12_000;
/** A call whose path is gone is kept this long: agents would rather wait than dial again. */
export const KEEP_BROKEN_CALL_MS = 40_000;
/** After a reconnect, audio must arrive within this time or the path is made anew. */
export const PROOF_MS = 2_500;
const MAX_PROOFS = 3;
const RETRY_MS = [500, 1_000, 2_000, 4_000];

/** An answered call at the moment of its answer. */
export function startMediaRecovery(atMs: number): MediaRecoveryState {
  return {
    phase: 'waiting',
    signallingUp: true,
    ice: 'new',
    brokenSinceMs: atMs,
    restarting: false,
    restartAtMs: null,
    failedRestarts: 0,
    failedProofs: 0,
    proof: null,
    firstAudioByMs: null,
    trial: false,
  };
}

/**
 * When to make a call's media path anew, and when to give it up. Pure: the caller sends the offers, counts packets and
 * ticks a few times a second.
 *
 * ```
 *              ICE connected              ICE disconnected (1.5 s), failed; signalling was away; network changed
 *   waiting ─────────────────► flowing ─────────────────────────────────────────────────────────► broken
 *      │ 12 s                     ▲                restart-ice, again after 0.5, 1, 2, 4, 4 … s      │  │ 40 s
 *      ▼                          └──────────────── ICE connected and audio has arrived ─────────────┘  ▼
 *   given-up                                                                                       given-up
 * ```
 *
 * A path that ICE calls connected may still carry nothing our way, when the other side takes the desk's packets for a
 * stranger's. So the first audio is waited for, and the path is made anew once where none comes.
 *
 * An offer also renews the dialog's target at the PBX (RFC 3261 section 12.2), without which its BYE would go to the
 * connection that died; so one is sent after every loss of signalling, whether media flows or not.
 */
export function reduceMediaRecovery(before: MediaRecoveryState, event: MediaRecoveryEvent): MediaRecoveryStep {
  if (before.phase === 'given-up') return { state: before, effects: [] };
  const noted = note(before, event);
  const restored = isRestored(noted);
  const state: MediaRecoveryState = restored
    ? { ...noted, phase: 'flowing', brokenSinceMs: null, failedRestarts: 0, proof: null }
    : noted;
  const effects: MediaRecoveryEffect[] = [];
  if (restored && before.phase === 'broken') effects.push('media-restored');
  if (before.phase === 'flowing' && state.phase === 'broken') effects.push('media-lost');
  return act(state, event.atMs, effects);
}

function note(state: MediaRecoveryState, event: MediaRecoveryEvent): MediaRecoveryState {
  const { atMs } = event;
  switch (event.type) {
    case 'ice': {
      const first = state.phase === 'waiting' && isConnected(event.state);
      const next = { ...state, ice: event.state, ...(first && { firstAudioByMs: atMs + PROOF_MS }) };
      if (event.state === 'failed') return broken(next, atMs, atMs);
      if (event.state === 'disconnected') return broken(next, atMs, atMs + SELF_REPAIR_MS);
      // Healed by itself: the restart that was planned is not needed.
      const healed = isConnected(event.state) && state.phase === 'broken' && !state.restarting && !state.proof;
      return healed ? { ...next, restartAtMs: null } : next;
    }
    case 'signalling':
      if (event.up === state.signallingUp) return state;
      if (!event.up) return { ...state, signallingUp: false, restarting: false, trial: false };
      return { ...state, signallingUp: true, restartAtMs: atMs };
    case 'network-changed':
      return state.phase === 'waiting' ? state : broken(state, atMs, atMs);
    case 'restart-answered':
      return {
        ...state,
        restarting: false,
        restartAtMs: null,
        trial: false,
        proof: { byMs: atMs + PROOF_MS, packetsReceived: null },
      };
    case 'restart-failed': {
      if (state.trial) return { ...state, restarting: false, trial: false, failedProofs: 0 };
      const wait = event.waitMs ?? RETRY_MS[Math.min(state.failedRestarts, RETRY_MS.length - 1)] ?? 0;
      return { ...state, restarting: false, failedRestarts: state.failedRestarts + 1, restartAtMs: atMs + wait };
    }
    case 'packets': {
      const heard = state.firstAudioByMs !== null && (event.received > 0 || !event.expected);
      if (heard) return { ...state, firstAudioByMs: null };
      if (!state.proof) return state;
      const { packetsReceived } = state.proof;
      const arrived = packetsReceived !== null && event.received > packetsReceived;
      // With a hold no audio is due: a path that stands is proof enough.
      if (arrived || (!event.expected && isConnected(state.ice))) return { ...state, proof: null, failedProofs: 0 };
      return { ...state, proof: { ...state.proof, packetsReceived: packetsReceived ?? event.received } };
    }
    case 'tick':
      if (neverHeard(state, atMs)) {
        return { ...state, firstAudioByMs: null, trial: true, restartAtMs: atMs, failedProofs: MAX_PROOFS - 1 };
      }
      if (!state.proof || atMs < state.proof.byMs) return state;
      // The path stands and was made anew, yet nothing comes: then nobody is sending, which no offer can mend.
      if (isConnected(state.ice) && state.failedProofs + 1 >= MAX_PROOFS)
        return { ...state, proof: null, failedProofs: 0 };
      return broken({ ...state, proof: null, failedProofs: state.failedProofs + 1 }, atMs, atMs);
  }
}

function neverHeard(state: MediaRecoveryState, atMs: number): boolean {
  const { phase, firstAudioByMs, restarting, restartAtMs, proof } = state;
  if (phase !== 'flowing' || restarting || restartAtMs !== null || proof) return false;
  return isConnected(state.ice) && firstAudioByMs !== null && atMs >= firstAudioByMs;
}

function broken(state: MediaRecoveryState, atMs: number, restartAtMs: number): MediaRecoveryState {
  if (state.phase === 'waiting') return state;
  return {
    ...state,
    phase: 'broken',
    brokenSinceMs: state.brokenSinceMs ?? atMs,
    restartAtMs: Math.min(state.restartAtMs ?? Infinity, restartAtMs),
  };
}

function isConnected(ice: IceState): boolean {
  return ice === 'connected' || ice === 'completed';
}

function isRestored(state: MediaRecoveryState): boolean {
  if (state.phase === 'flowing' || !isConnected(state.ice) || state.restarting) return false;
  return state.proof === null && state.restartAtMs === null;
}

function act(state: MediaRecoveryState, atMs: number, effects: MediaRecoveryEffect[]): MediaRecoveryStep {
  const brokenForMs = state.brokenSinceMs === null ? 0 : atMs - state.brokenSinceMs;
  if (brokenForMs >= (state.phase === 'waiting' ? FIRST_MEDIA_MS : KEEP_BROKEN_CALL_MS)) {
    return { state: { ...state, phase: 'given-up' }, effects: [...effects, 'give-up'] };
  }
  const due = state.restartAtMs !== null && atMs >= state.restartAtMs;
  if (due && state.signallingUp && !state.restarting) {
    return {
      state: { ...state, restarting: true, restartAtMs: null, proof: null },
      effects: [...effects, 'restart-ice'],
    };
  }
  return { state, effects };
}
