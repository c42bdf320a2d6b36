import {
  followCall,
  IDLE_HEADSET,
  lightsOf,
  pressButtons,
  type HeadsetCall,
  type HeadsetCommand,
  type HeadsetState,
  type HeadsetStep,
} from '../../domain/headset-buttons';
import type { Headsets } from '../headset/headset';
import type { AppActions, AppModel, AppStore } from '../ui/model';

/** What the headsets must know of the calls on the screen. */
export function headsetCallOf({ call, incoming }: AppModel): HeadsetCall {
  if (call && call.phase !== 'ended') return { phase: 'talking', muted: call.muted, held: call.onHold };
  return { phase: incoming ? 'ringing' : 'idle', muted: false, held: false };
}

/** Headset buttons and the screen in step: a press asks what a click would, and lights follow whatever became of it. */
export class HeadsetFlow {
  readonly #store: AppStore;
  readonly #actions: AppActions;
  readonly #headsets: Headsets;
  readonly #states = new Map<string, HeadsetState>();

  constructor(store: AppStore, actions: AppActions, headsets: Headsets) {
    this.#store = store;
    this.#actions = actions;
    this.#headsets = headsets;
    store.subscribe((model) => this.#follow(headsetCallOf(model)));
  }

  start(): Promise<void> {
    return this.#headsets.start({
      opened: (deviceId, name) => {
        const call = headsetCallOf(this.#store.getState());
        this.#states.set(deviceId, { ...IDLE_HEADSET, call });
        this.#headsets.show(deviceId, lightsOf(call));
        this.#list((headsets) => [...headsets, { deviceId, name }]);
      },
      closed: (deviceId) => {
        this.#states.delete(deviceId);
        this.#list((headsets) => headsets.filter((headset) => headset.deviceId !== deviceId));
      },
      report: (deviceId, levels) => {
        const state = this.#states.get(deviceId);
        if (!state) return;
        const step = pressButtons(state, levels);
        this.#take(deviceId, step);
        for (const command of step.commands) this.#run(command);
      },
    });
  }

  #follow(call: HeadsetCall): void {
    for (const [deviceId, state] of this.#states) this.#take(deviceId, followCall(state, call));
  }

  #take(deviceId: string, { state, lights }: HeadsetStep): void {
    this.#states.set(deviceId, state);
    if (lights) this.#headsets.show(deviceId, lights);
  }

  #run(command: HeadsetCommand): void {
    const actions = this.#actions;
    switch (command) {
      case 'answer':
        return actions.answer();
      case 'decline':
        return actions.decline();
      case 'hang-up':
        return actions.hangUp();
      case 'mute':
      case 'unmute':
        return this.#store.getState().call?.muted === (command === 'mute') ? undefined : actions.toggleMute();
      case 'toggle-hold':
        return actions.toggleHold();
    }
  }

  #list(change: (headsets: AppModel['headsets']) => AppModel['headsets']): void {
    this.#store.setState(({ headsets }) => ({ headsets: change(headsets) }));
  }
}
