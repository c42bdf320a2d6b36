import { beforeEach, describe, expect, it } from 'vitest';
import { AccountsTelephone } from './accounts-telephone';
import { FakeTelephone } from './fake-telephone';
import type { CallSession } from './telephone';

// What stands for a microphone here is only handed on.
const microphone = { id: 'microphone' } as MediaStream;
const lost = { state: 'offline', causeText: 'connection lost' } as const;
let first: FakeTelephone;
let second: FakeTelephone;
let telephone: AccountsTelephone;
/** What was told, in order. */
let told: string[];
let rang: CallSession[];

beforeEach(() => {
  first = new FakeTelephone();
  second = new FakeTelephone();
  telephone = new AccountsTelephone([
    { accountId: 'main', telephone: first },
    { accountId: 'brand-b', telephone: second },
  ]);
  told = [];
  rang = [];
  telephone.start({
    registration: ({ state }) => told.push(`all ${state}`),
    accountRegistration: (accountId, { state }) => told.push(`${accountId} ${state}`),
    incoming: (session) => rang.push(session),
    messages: ({ newMessages }) => told.push(`messages ${String(newMessages)}`),
    accountMessages: (accountId, { newMessages }) => told.push(`messages of ${accountId} ${String(newMessages)}`),
  });
});

describe('several accounts as one telephone', () => {
  it('are registered while any of them is, and tell of each by itself', () => {
    second.registration({ state: 'registered' });
    first.registration({ state: 'failed', code: 403, causeText: 'Rejected' });
    second.registration(lost);
    expect(told).toEqual([
      'all registered',
      'brand-b registered',
      'all registered',
      'main failed',
      'all failed',
      'brand-b offline',
    ]);
    expect(telephone.stateOf('main')).toMatchObject({ state: 'failed', code: 403 });
  });

  it('call by the chosen account, and by the main one where the choice is gone', () => {
    const ids = ['main', 'brand-b', 'gone'].map((choice) => {
      telephone.choose(choice);
      return telephone.accountOf(telephone.call('8001', microphone));
    });
    expect(ids).toEqual(['main', 'brand-b', 'main']);
    expect([first.sessions.length, second.sessions.length]).toEqual([2, 1]);
  });

  it('call by the account a call asks for, whatever is chosen, and leave the choice', () => {
    telephone.choose('main');
    const session = telephone.call('8001', microphone, { accountId: 'brand-b' });
    expect(second.sessions).toEqual([session]);
    expect(telephone.accountOf(session)).toBe('brand-b');
    expect(telephone.chosenId).toBe('main');
  });

  it('know by which account a call came, whatever is chosen meanwhile', () => {
    telephone.choose('main');
    const session = second.ring('13800138000');
    expect(rang).toEqual([session]);
    expect(telephone.accountOf(session)).toBe('brand-b');
    expect(telephone.accountOf(null)).toBe('main');
  });

  it('tell of the mailbox of each, and of the main one as a single account does', () => {
    const summary = { waiting: true, newMessages: 2, account: null };
    second.messages(summary);
    first.messages({ ...summary, newMessages: 1 });
    expect(told).toEqual(['messages of brand-b 2', 'messages 1', 'messages of main 1']);
  });

  it('wake and stop together; after that none tells anything', () => {
    telephone.woke();
    expect(told).toEqual(['all connecting', 'main connecting', 'all connecting', 'brand-b connecting']);
    telephone.stop();
    first.registration({ state: 'registered' });
    second.registration({ state: 'registered' });
    expect(told).toHaveLength(4);
  });
});

it('a single account is passed on as it is', () => {
  const alone = new AccountsTelephone([{ accountId: 'main', telephone: first }]);
  const states: string[] = [];
  alone.start({ registration: ({ state }) => states.push(state), incoming: () => undefined });
  first.registration({ state: 'registered' });
  first.registration(lost);
  first.registration(lost);
  expect(states).toEqual(['registered', 'offline', 'offline']);
});
