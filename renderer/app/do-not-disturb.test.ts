import { expect, it } from 'vitest';
import { settingsSchema } from '../../contracts/settings';
import { OFFLINE_AGENT, type AgentStatus } from '../../domain/agent-machine';
import { createAppStore } from '../ui/model';
import { DoNotDisturb } from './do-not-disturb';

const READY: AgentStatus = { ...OFFLINE_AGENT, state: 'ready', registered: true };

function open(saved: boolean, code: 480 | 486 = 486) {
  const store = createAppStore();
  const kept: boolean[] = [];
  const settings = settingsSchema.parse({ doNotDisturb: saved, habits: { doNotDisturbCode: code } });
  const quiet = new DoNotDisturb({
    store,
    settings: () => settings,
    save: async ({ doNotDisturb }) => void kept.push(doNotDisturb),
  });
  return { store, quiet, kept };
}

it('turns callers away with the code of the settings while it is on, and keeps the choice', () => {
  const { store, quiet, kept } = open(false, 480);
  expect(quiet.turnAway(READY)).toBeNull();
  quiet.toggle();
  expect(store.getState().doNotDisturb).toBe(true);
  expect(quiet.turnAway(READY)).toEqual({ cause: 'do-not-disturb', sipCode: 480 });
  quiet.toggle();
  expect(quiet.turnAway(READY)).toBeNull();
  expect(kept).toEqual([true, false]);
});

it('is on again after a restart, and counts before what the agent does', () => {
  const { store, quiet } = open(true);
  expect(store.getState().doNotDisturb).toBe(true);
  expect(quiet.turnAway({ ...READY, state: 'in-call' })).toEqual({ cause: 'do-not-disturb', sipCode: 486 });
  quiet.toggle();
  expect(quiet.turnAway({ ...READY, state: 'in-call' })).toEqual({ cause: 'agent-in-call' });
});
