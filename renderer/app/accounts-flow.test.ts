import { beforeEach, describe, expect, it } from 'vitest';
import { settingsSchema } from '../../contracts/settings';
import { FakeTelephone } from '../call/fake-telephone';
import type { CallSession, TelephoneAccount } from '../call/telephone';
import { createAppStore, type AppStore } from '../ui/model';
import { AccountsFlow } from './accounts-flow';

const account = { webSocketUrl: 'wss://pbx.test', domain: 'pbx.test' };
// What stands for a microphone here is only handed on.
const microphone = { id: 'microphone' } as MediaStream;
let store: AppStore;
let made: { account: TelephoneAccount; telephone: FakeTelephone }[];
/** What was told, in order. */
let told: string[];
let flow: AccountsFlow;

function begin(dialAccount?: string): void {
  store = createAppStore();
  made = [];
  told = [];
  const settings = settingsSchema.parse({
    pbx: { ...account, extension: '1001' },
    moreAccounts: [{ ...account, id: 'brand-b', label: '品牌乙', extension: '2001' }],
    dialAccount,
  });
  flow = new AccountsFlow({
    store,
    bootstrap: { settings, password: 'pass-a', accountPasswords: { 'brand-b': 'pass-b' } },
    instanceId: 'desk',
    makeTelephone: (of) => {
      const telephone = new FakeTelephone();
      made.push({ account: of, telephone });
      return telephone;
    },
    examine: () => Promise.resolve([]),
    remember: (id) => told.push(`remember ${id}`),
    registered: (registered) => told.push(registered ? 'registered' : 'unregistered'),
    signalling: (up, uses) => uses(inCall) && told.push(up ? 'up' : 'down'),
  });
  flow.start(() => undefined);
}
beforeEach(() => {
  inCall = null;
  begin();
});

const telephone = (index: number) => made[index]?.telephone as FakeTelephone;
let inCall: CallSession | null = null;

describe('the accounts of a desk', () => {
  it('have a telephone each, with a password of its own', () => {
    expect(made.map(({ account: { extension, password } }) => [extension, password])).toEqual([
      ['1001', 'pass-a'],
      ['2001', 'pass-b'],
    ]);
  });

  it('make the agent ready while any is registered, and show each by itself', () => {
    telephone(1).registration({ state: 'registered' });
    telephone(0).registration({ state: 'failed', code: 403, causeText: 'Rejected' });
    expect(told.filter((one) => one.endsWith('registered'))).toEqual(['registered', 'registered']);
    const { registration, accounts, network } = store.getState();
    expect([registration.state, registration.trouble?.code, network]).toEqual([
      'registered',
      'wrong-password',
      'unknown',
    ]);
    expect(accounts.map(({ state, trouble }) => [state, trouble?.code ?? null])).toEqual([
      ['failed', 'wrong-password'],
      ['registered', null],
    ]);
    telephone(1).registration({ state: 'offline', causeText: 'connection lost' });
    expect(told.filter((one) => one.endsWith('registered')).at(-1)).toBe('unregistered');
    expect(store.getState().network).toBe('offline');
  });

  it('tell a call only of the connection of its own account', () => {
    const session = telephone(1).ring('13800138000');
    inCall = session;
    told = [];
    telephone(0).registration({ state: 'offline', causeText: 'connection lost' });
    expect(told).not.toContain('down');
    telephone(1).registration({ state: 'offline', causeText: 'connection lost' });
    expect(told).toContain('down');
    telephone(1).registration({ state: 'registered' });
    expect(told.at(-1)).toBe('up');
  });

  it('call by the account that was chosen before the last start, and write down which it was', () => {
    begin('brand-b');
    expect(store.getState().dialAccount).toBe('brand-b');
    expect(flow.used(null)).toEqual({ agentExtension: '2001', agentAccount: '品牌乙' });
    const session = flow.telephone.call('8001', microphone);
    expect(telephone(1).sessions).toEqual([session]);
    flow.choose('main');
    expect(told).toContain('remember main');
    expect(flow.used(session).agentExtension).toBe('2001');
    expect(flow.used(null)).toEqual({ agentExtension: '1001' });
  });

  it('practise by the account whose PBX says so, and by no other', () => {
    expect(flow.used(null, 'brand-b')).not.toHaveProperty('practice');
    telephone(1).registration({ state: 'registered', practice: true });
    telephone(0).registration({ state: 'registered', practice: false });
    expect(flow.used(null, 'brand-b').practice).toBe(true);
    expect(flow.used(null)).not.toHaveProperty('practice');
    expect(store.getState().registration.practice).toBe(false);
    telephone(1).registration({ state: 'offline', causeText: 'connection lost' });
    expect(flow.used(null, 'brand-b').practice).toBe(true);
  });

  it('may call only by an account that is registered', () => {
    telephone(0).registration({ state: 'registered' });
    expect(flow.mayDial('main')).toBe(true);
    expect(flow.mayDial('brand-b')).toBe(false);
  });

  it('call by the account that is asked for, by the chosen one where it is gone', () => {
    expect(['brand-b', 'gone', undefined].map((id) => flow.dialBy(id))).toEqual(['brand-b', 'main', 'main']);
    flow.choose('brand-b');
    expect(['main', 'gone', undefined].map((id) => flow.dialBy(id))).toEqual(['main', 'brand-b', 'brand-b']);
    expect(flow.used(null, 'main')).toEqual({ agentExtension: '1001' });
  });

  it('have a mailbox each', () => {
    telephone(1).messages({ waiting: true, newMessages: 2, account: null });
    expect(store.getState().accounts.map(({ mailbox }) => mailbox?.newMessages ?? null)).toEqual([null, 2]);
    expect(store.getState().mailbox).toBeNull();
  });
});
