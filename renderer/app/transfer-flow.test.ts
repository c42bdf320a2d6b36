import { beforeEach, expect, it } from 'vitest';
import { settingsSchema } from '../../contracts/settings';
import { IDLE_CALL, type CallState } from '../../domain/call-state';
import { createAppStore } from '../ui/model';
import { newCallView } from './call-view';
import { TransferFlow } from './transfer-flow';

let log: string[];

class Call {
  state: CallState;
  constructor(
    readonly number: string,
    hold: CallState['hold'] = 'none',
  ) {
    this.state = { ...IDLE_CALL, phase: 'active', hold, remoteNumber: number };
  }
  get view() {
    const facts = { recordId: this.number, customer: null, remoteName: '', country: 'CN', startedAtMs: 0 };
    return newCallView(this.state, facts);
  }
  note(): void {
    log.push(`${this.number} noted`);
  }
  transfer(kind: string, to: unknown, shown: string): void {
    log.push(`${this.number} ${kind} to ${to instanceof Call ? `the party of ${to.number}` : String(to)} (${shown})`);
  }
}

let front: Call | null;
let other: Call | null;
let flow: TransferFlow;

beforeEach(() => {
  log = [];
  front = new Call('8001');
  other = null;
  flow = new TransferFlow({
    store: createAppStore(),
    settings: () =>
      settingsSchema.parse({
        transferTargets: [
          { name: 'Room', number: '650', kind: 'conference' },
          { name: 'Park', number: '700', kind: 'park' },
        ],
      }),
    lines: { front: () => front, other: () => other, dial: (number) => log.push(`dial ${number}`) },
    trouble: ({ code }) => log.push(code),
  });
});

it('gives the front call to a number or a park, and to nobody for no number', () => {
  flow.transfer('8002');
  flow.transfer('park');
  flow.transfer('');
  expect(log).toEqual(['8001 blind to 8002 (8002)', '8001 park to 700 (Park)', 'transfer-number-invalid']);
});

it('asks on the second line, then puts the held party in the place of the agent', () => {
  flow.consult('8002');
  expect(log).toEqual(['8001 noted', 'dial 8002']);
  other = front && new Call('8001', 'held');
  front = new Call('8002');
  flow.complete();
  expect(log.at(-1)).toBe('8001 attended to the party of 8002 (8002)');
});

it('does not give away what is not connected', () => {
  flow.complete();
  front = null;
  flow.transfer('8002');
  expect(log).toEqual(['transfer-not-now', 'transfer-not-now']);
});

it('meets one party in the room of the PBX: the agent goes first, the party follows', () => {
  flow.transfer('room');
  expect(log).toEqual(['dial 650']);
  [front, other] = [new Call('650'), new Call('8001', 'held')];
  front.state = { ...front.state, phase: 'dialing' };
  flow.moved();
  expect(log).toHaveLength(1);
  front.state = { ...front.state, phase: 'active' };
  flow.moved();
  flow.moved();
  expect(log).toEqual(['dial 650', '8001 conference to 650 (Room)']);
});

it('meets two parties: the held one goes, its line is the agent’s way in, the other follows', () => {
  other = new Call('8002', 'held');
  flow.transfer('room');
  flow.moved();
  expect(log).toEqual(['8002 conference to 650 (Room)']);
  other = null;
  flow.moved();
  [front, other] = [new Call('650'), new Call('8001', 'held')];
  flow.moved();
  expect(log.slice(1)).toEqual(['dial 650', '8001 conference to 650 (Room)']);
});

it('leaves everybody where they are when one cannot go into the room', () => {
  other = new Call('8002', 'held');
  flow.transfer('room');
  flow.failed();
  other = null;
  flow.moved();
  expect(log).toEqual(['8002 conference to 650 (Room)']);
});
