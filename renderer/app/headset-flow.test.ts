import { beforeEach, expect, it } from 'vitest';
import { USAGE } from '../../domain/headset-reports';
import { FakeHeadsets } from '../headset/fake-headsets';
import { idleActions } from '../ui/gallery/idle-actions';
import { scene } from '../ui/gallery/scenes';
import { createAppStore, type AppStore } from '../ui/model';
import { HeadsetFlow } from './headset-flow';

let store: AppStore;
let headsets: FakeHeadsets;
let asked: string[];

beforeEach(async () => {
  store = createAppStore({ ...scene('idle', 'en', 0), headsets: [] });
  headsets = new FakeHeadsets();
  asked = [];
  const told = (word: string) => () => void asked.push(word);
  const actions = { ...idleActions(store), answer: told('answer'), decline: told('decline') };
  const more = { hangUp: told('hang up'), toggleMute: told('toggle mute'), toggleHold: told('toggle hold') };
  await new HeadsetFlow(store, { ...actions, ...more }, headsets).start();
  headsets.plugIn('1', 'Evolve2 65');
});

const light = (usage: number) => headsets.lights.get('1')?.get(usage);

it('lists the headsets that are plugged in', () => {
  expect(store.getState().headsets).toEqual([{ deviceId: '1', name: 'Evolve2 65' }]);
  headsets.pullOut('1');
  expect(store.getState().headsets).toEqual([]);
});

it('lights what the screen shows, and does what is pressed', () => {
  store.setState(scene('ringing', 'en', 0));
  expect(light(USAGE.ledRing)).toBe(true);
  headsets.press('1', USAGE.hookSwitch, true, true);
  store.setState({ ...scene('in-call', 'en', 0), incoming: null });
  expect([light(USAGE.ledRing), light(USAGE.ledOffHook), light(USAGE.ledMute)]).toEqual([false, true, false]);
  headsets.press('1', USAGE.phoneMute, true, false);
  store.setState(({ call }) => ({ call: call && { ...call, muted: true } }));
  expect(light(USAGE.ledMute)).toBe(true);
  headsets.press('1', USAGE.hookSwitch, false, true);
  expect(asked).toEqual(['answer', 'toggle mute', 'hang up']);
});

it('tells a headset that comes in the middle of a call how things are', () => {
  store.setState(scene('held', 'en', 0));
  headsets.plugIn('2', 'Voyager');
  expect(headsets.lights.get('2')?.get(USAGE.ledHold)).toBe(true);
  expect(headsets.lights.get('2')?.get(USAGE.ledOffHook)).toBe(true);
});

it('hears nothing of a headset that was pulled out', () => {
  store.setState(scene('ringing', 'en', 0));
  headsets.pullOut('1');
  headsets.press('1', USAGE.hookSwitch, true, true);
  expect(asked).toEqual([]);
});
