import { USAGE, type ButtonLevel } from './headset-reports';

/** What a headset must know of the calls. */
export interface HeadsetCall {
  phase: 'idle' | 'ringing' | 'talking';
  muted: boolean;
  held: boolean;
}
export type HeadsetCommand = 'answer' | 'decline' | 'hang-up' | 'mute' | 'unmute' | 'toggle-hold';

/** Each device has its own: which of its buttons were down in the report before. */
export interface HeadsetState {
  call: HeadsetCall;
  levels: ReadonlyMap<number, boolean>;
}
export const IDLE_HEADSET: HeadsetState = { call: { phase: 'idle', muted: false, held: false }, levels: new Map() };

export interface HeadsetStep {
  state: HeadsetState;
  commands: HeadsetCommand[];
  /** The lights as they must be now; null: as they are. */
  lights: ReadonlyMap<number, boolean> | null;
}

/** Usage → on, for every light that can tell of a call. */
export function lightsOf({ phase, muted, held }: HeadsetCall): Map<number, boolean> {
  return new Map([
    [USAGE.ledOffHook, phase === 'talking'],
    [USAGE.ledRing, phase === 'ringing'],
    [USAGE.ringer, phase === 'ringing'],
    [USAGE.ledMute, phase === 'talking' && muted],
    [USAGE.ledHold, phase === 'talking' && held],
  ]);
}

/** The calls changed, by whomever: the lights follow. */
export function followCall(state: HeadsetState, call: HeadsetCall): HeadsetStep {
  const same = JSON.stringify(call) === JSON.stringify(state.call);
  return { state: { ...state, call }, commands: [], lights: same ? null : lightsOf(call) };
}

/**
 * A report came. Only what changed since the report before counts: a device repeats the hook's level in every report,
 * and echoes the light that told it of an answer on the screen as if its hook had moved.
 */
export function pressButtons(state: HeadsetState, report: ReadonlyMap<number, ButtonLevel>): HeadsetStep {
  const levels = new Map(state.levels);
  const commands: HeadsetCommand[] = [];
  let resync = false;
  for (const [usage, { on, absolute }] of report) {
    const before = levels.get(usage) ?? false;
    levels.set(usage, on);
    if (on === before) continue;
    const command = commandOf(usage, on, absolute, state.call);
    if (command) commands.push(command);
    // The device now shows what the call is not: taken off the hook with nobody there, muted without a call.
    else if (on && state.call.phase === 'idle') resync = true;
  }
  return { state: { ...state, levels }, commands, lights: resync ? lightsOf(state.call) : null };
}

function commandOf(usage: number, on: boolean, absolute: boolean, call: HeadsetCall): HeadsetCommand | null {
  const { phase, muted } = call;
  switch (usage) {
    case USAGE.hookSwitch:
      if (on && phase === 'ringing') return 'answer';
      // A hook that is a push button hangs up by the same press; one that has a level, by going down.
      return phase === 'talking' && on !== absolute ? 'hang-up' : null;
    case USAGE.drop:
      if (!on || phase === 'idle') return null;
      return phase === 'ringing' ? 'decline' : 'hang-up';
    case USAGE.phoneMute: {
      if (phase !== 'talking') return null;
      if (!absolute) return on ? (muted ? 'unmute' : 'mute') : null;
      return on === muted ? null : on ? 'mute' : 'unmute';
    }
    case USAGE.flash:
      return on && phase === 'talking' ? 'toggle-hold' : null;
    default:
      return null;
  }
}
