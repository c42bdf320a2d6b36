import { beforeEach, expect, it } from 'vitest';
import { IDLE_CALL, type CallEvent, type CallState } from '../../domain/call-state';
import type { DraftEvent } from '../../domain/record-builder';
import { newCallView } from './call-view';
import { ConferenceFlow } from './conference-flow';

// What stands for sound here is only handed on, never listened to.
const sound = (name: string) => ({ microphone: { id: `${name}'s microphone` }, far: { id: name } }) as never;
let log: string[];

class Party {
  readonly notes: DraftEvent[] = [];
  state: CallState = { ...IDLE_CALL, phase: 'active' };
  sound: { microphone: MediaStream; far: MediaStream } | null;
  constructor(readonly name: string) {
    this.sound = sound(name);
  }
  get view() {
    const facts = { recordId: this.name, customer: null, remoteName: '', country: 'CN', startedAtMs: 0 };
    return newCallView({ ...this.state, remoteNumber: this.name }, facts);
  }
  note(event: DraftEvent): void {
    this.notes.push(event);
  }
  request(event: CallEvent): void {
    log.push(`${this.name} ${event.type}`);
  }
  mix(track: MediaStreamTrack | null): Promise<void> {
    log.push(`${this.name} is sent ${track ? 'the mix' : 'the microphone'}`);
    return Promise.resolve();
  }
}

let front: Party;
let other: Party;
let troubles: string[];
let flow: ConferenceFlow;

beforeEach(() => {
  log = [];
  troubles = [];
  front = new Party('8001');
  other = new Party('8002');
  let running = false;
  flow = new ConferenceFlow(({ code }) => troubles.push(code), {
    get running() {
      return running;
    },
    start: async (microphone, parties, muted) => {
      running = true;
      log.push(`${microphone.id} into ${parties.map(({ far }) => far.id).join(' and ')}${muted ? ', muted' : ''}`);
      for (const { send } of parties) await send({} as MediaStreamTrack);
    },
    stop: () => {
      running = false;
      log.push('stop');
      return Promise.resolve();
    },
    setMuted: (muted) => log.push(muted ? 'voice off' : 'voice on'),
  });
});

it('speaks to both by the front call’s microphone, and writes both records', async () => {
  await flow.mix([front, other]);
  expect(log).toEqual(["8001's microphone into 8001 and 8002", '8001 is sent the mix', '8002 is sent the mix']);
  expect(front.notes).toEqual([{ type: 'conference', joined: true, with: '8002' }]);
  expect(other.notes).toEqual([{ type: 'conference', joined: true, with: '8001' }]);
  await flow.unmix();
  expect(log.at(-1)).toBe('stop');
  expect(other.notes.at(-1)).toEqual({ type: 'conference', joined: false, with: '8001' });
});

it('begins muted when the front call is, and mutes the other call too', async () => {
  front.state = { ...front.state, muted: true };
  await flow.mix([front, other]);
  expect(log[0]).toBe('8002 mute');
  expect(log[1]).toContain(', muted');
  flow.mute(false);
  expect(log.at(-1)).toBe('voice on');
});

it('mixes anew when a party’s sound is another one, and only then', async () => {
  flow.soundChanged(front);
  expect(log).toEqual([]);
  await flow.mix([front, other]);
  log = [];
  flow.soundChanged(other);
  await new Promise((resolve) => setTimeout(resolve, 0));
  expect(log[0]).toBe('stop');
  expect(log[1]).toContain('into 8001 and 8002');
});

it('says so when a party has no sound to mix', async () => {
  other.sound = null;
  await flow.mix([front, other]);
  expect(troubles).toEqual(['conference-media']);
});
