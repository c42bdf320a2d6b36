import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { CueBook, Language } from '../../contracts/cues';
import type { Customer } from '../../contracts/customers';
import { SidetoneError } from '../../contracts/errors';
import type { Bootstrap } from '../../contracts/ipc';
import type { DeskStatus } from '../../contracts/server-api';
import { settingsSchema } from '../../contracts/settings';
import { createAppStore, type AppStore } from '../ui/model';
import { ServerFlow } from './server-flow';

const customer: Customer = {
  customerId: 'c-1',
  name: '张女士',
  number: '8001',
  language: 'zh',
  company: '',
  facts: [],
  story: '',
  practice: true,
};
const book = (language: Language): CueBook => ({ name: language, language, version: 1, script: [], cues: [] });

let store: AppStore;
/** What happened, in order. */
let log: string[];
let reports: DeskStatus[];
/** Thrown by the next requests, one after the other. */
let failures: SidetoneError[];

beforeEach(() => {
  vi.useFakeTimers();
  store = createAppStore();
  log = [];
  reports = [];
  failures = [];
});
afterEach(() => vi.useRealTimers());

function begin(patch: Partial<Bootstrap>, role: 'agent' | 'supervisor' = 'agent'): ServerFlow {
  const bootstrap: Bootstrap = {
    version: '0',
    settings: settingsSchema.parse({ role }),
    password: null,
    accountPasswords: {},
    deviceToken: null,
    enrolmentToken: null,
    deskKey: '',
    secretStorage: { backend: 'none', persistent: false },
    cueBooks: [],
    ownCueBooks: [],
    rewriteKeyStored: false,
    notices: [],
    ...patch,
  };
  const orFail = <T>(value: T): Promise<T> => {
    const failure = failures.shift();
    return failure ? Promise.reject(failure) : Promise.resolve(value);
  };
  return new ServerFlow(
    {
      store,
      bootstrap,
      url: 'https://central.test',
      identity: { deskId: 'desk-1', name: '小李' },
      enrolled: (token) => log.push(`send records as ${token}`),
      cueBook: ({ language }) => log.push(`book ${language}`),
    },
    {
      client: {
        enrol: (token, deskId, name) => {
          log.push(`enrol ${deskId} ${name} by ${token}`);
          return orFail('fresh');
        },
        customers: (token) => {
          log.push(`customers as ${token}`);
          return orFail([customer]);
        },
        cueBook: (_token, language) => orFail(book(language)),
      },
      saveToken: (token) => Promise.resolve(log.push(`keep ${token}`)),
      reporter: () => ({ report: (status) => reports.push(status), stop: () => log.push('silent') }),
      monitor: (token) => {
        log.push(`watch as ${token}`);
        return { stop: () => log.push('unwatched') };
      },
    },
  );
}
const settled = () => vi.advanceTimersByTimeAsync(0);
const unreachable = () => new SidetoneError('server-unreachable', 'Away.', { retryable: true });

describe('ServerFlow', () => {
  it('enrols a new desk, keeps its token, and takes customers and books', async () => {
    begin({ enrolmentToken: 'invitation' });
    await settled();
    expect(log).toEqual([
      'enrol desk-1 小李 by invitation',
      'keep fresh',
      'customers as fresh',
      'book zh',
      'book en',
      'send records as fresh',
    ]);
    expect(store.getState().customers).toEqual([customer]);
    expect(store.getState().sync).toMatchObject({ serverState: 'online', trouble: null });
  });

  it('says that it is not enrolled when it has neither token', async () => {
    begin({});
    await settled();
    expect(log).toEqual([]);
    expect(store.getState().sync).toMatchObject({ serverState: 'offline', trouble: { code: 'not-enrolled' } });
  });

  it('finds a server later that was away at the start', async () => {
    failures = [unreachable(), unreachable()];
    begin({ deviceToken: 'kept' });
    await settled();
    expect(store.getState().sync).toMatchObject({ serverState: 'offline', trouble: { code: 'server-unreachable' } });
    await vi.advanceTimersByTimeAsync(60_000);
    expect(store.getState().sync.serverState).toBe('online');
    expect(log.filter((entry) => entry.startsWith('customers'))).toHaveLength(3);
  });

  it('enrols again where the server does not know its token any more, once', async () => {
    failures = [new SidetoneError('unauthorized', 'Who?')];
    begin({ deviceToken: 'old', enrolmentToken: 'invitation' });
    await vi.advanceTimersByTimeAsync(1);
    expect(log.slice(0, 3)).toEqual(['customers as old', 'enrol desk-1 小李 by invitation', 'keep fresh']);
    expect(log.at(-1)).toBe('send records as fresh');
  });

  it('gives up on a token that is refused when it has no invitation', async () => {
    failures = [new SidetoneError('unauthorized', 'Who?')];
    begin({ deviceToken: 'old' });
    await vi.advanceTimersByTimeAsync(600_000);
    expect(log).toEqual(['customers as old']);
    expect(store.getState().sync).toMatchObject({ serverState: 'offline', trouble: { code: 'unauthorized' } });
  });

  it('reports the desk after a change, many changes as one', async () => {
    const flow = begin({ deviceToken: 'kept' });
    await vi.advanceTimersByTimeAsync(1_000);
    reports = [];
    for (const state of ['ringing', 'in-call'] as const) {
      store.setState({ agent: { state, breakReason: null, sinceMs: 0 } });
    }
    flow.lastCue = { title: '嫌贵', phrase: '太贵', at: '2026-01-01T00:00:00Z' };
    await vi.advanceTimersByTimeAsync(1_000);
    expect(reports).toMatchObject([{ deskId: 'desk-1', state: 'in-call', lastCue: { title: '嫌贵' } }]);
  });

  it('watches the floor for a supervisor, and lets go of everything when stopped', async () => {
    const flow = begin({ deviceToken: 'kept' }, 'supervisor');
    await settled();
    expect(log.at(-1)).toBe('watch as kept');
    flow.stop();
    expect(log.slice(-2)).toEqual(['silent', 'unwatched']);
  });
});
