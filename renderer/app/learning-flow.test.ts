import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { SidetoneError } from '../../contracts/errors';
import { settingsSchema, type Settings } from '../../contracts/settings';
import type { CardLearningAnswer } from '../../contracts/server-api';
import { builtInBook } from '../../domain/testing/books';
import { createAppStore, type AppStore } from '../ui/model';
import { formFromSettings } from '../ui/settings/settings-form';
import { CardLearning } from './card-learning';
import { LearningClient } from './learning-client';
import { LearningFlow } from './learning-flow';
import { learningOf, TeamLearning, teamOf } from './team-learning';

const book = builtInBook('zh');
const NOW_MS = Date.UTC(2026, 10, 28, 10);
const price = { cueId: 'price', title: '询价', priority: 5, action: 'offer' } as const;
const said = (cueId: string, used: number, dismissed: number, language: 'zh' | 'en' = 'zh') => ({
  ...{ cueId, language, used, dismissed },
});

let kept: Map<string, string>;
let store: AppStore;
let settings: Settings;
let answer: CardLearningAnswer['cards'] | SidetoneError;
let asked: string[];
let flow: LearningFlow;
const storage = {
  getItem: (key: string) => kept.get(key) ?? null,
  setItem: (key: string, value: string) => void kept.set(key, value),
  removeItem: (key: string) => void kept.delete(key),
};
const client = {
  cards: (team: string) => {
    asked.push(team);
    return answer instanceof SidetoneError ? Promise.reject(answer) : Promise.resolve(answer);
  },
};
const settle = () => vi.advanceTimersByTimeAsync(0);
const teamOn = (cueId: string) => learningOf(storage, teamOf(settings)).team(cueId);
const inStore = () => store.getState().teamLearning;
function save(part: Partial<Settings>): void {
  settings = { ...settings, ...part };
  store.setState((model) => ({ settings: { ...model.settings, saved: formFromSettings(settings) } }));
}
function begin(): LearningFlow {
  store = createAppStore();
  store.setState((model) => ({ settings: { ...model.settings, saved: formFromSettings(settings) } }));
  return new LearningFlow({ store, storage, settings: () => settings, cues: () => book.cues, nowMs: () => NOW_MS });
}

beforeEach(() => {
  vi.useFakeTimers();
  kept = new Map();
  asked = [];
  answer = [said('price', 30, 10), said('price', 10, 10, 'en'), said('opt-out', 5, 0), said('gone', 9, 9)];
  settings = settingsSchema.parse({ server: { url: 'https://server.example.com' }, team: '一组' });
  flow = begin();
});
afterEach(() => vi.useRealTimers());

describe('what the team teaches', () => {
  it('is asked for at start, now and then, and when the server comes back, and counts in calls', async () => {
    flow.enrolled(client);
    await settle();
    expect(asked).toEqual(['一组']);
    expect(teamOn('price')).toEqual({ used: 40, dismissed: 20 });
    expect(inStore()).toEqual({ atMs: NOW_MS, trouble: null });
    await vi.advanceTimersByTimeAsync(30 * 60_000);
    expect(asked).toHaveLength(2);
    const server = (serverState: 'online' | 'offline') =>
      store.setState((model) => ({ sync: { ...model.sync, serverState } }));
    server('offline');
    expect(asked).toHaveLength(2);
    server('online');
    expect(asked).toHaveLength(3);
  });

  it('is explained with the desk’s own: cards marked here, then those of the book that only the team has marked', async () => {
    new CardLearning(storage).note(price, 'dismissed');
    flow.enrolled(client);
    await settle();
    expect(store.getState().learnt).toEqual([
      { ...{ cueId: 'price', title: '询价', used: 0, dismissed: 1, urgent: false }, team: { used: 40, dismissed: 20 } },
      {
        ...{ cueId: 'opt-out', title: book.cues.find(({ id }) => id === 'opt-out')?.title, used: 0, dismissed: 0 },
        ...{ urgent: true, team: { used: 5, dismissed: 0 } },
      },
    ]);
    flow.forget();
    const marked = store.getState().learnt.map(({ cueId, used, dismissed }) => `${cueId} ${String(used + dismissed)}`);
    expect(marked.sort()).toEqual(['opt-out 0', 'price 0']);
    expect(teamOn('price')).toEqual({ used: 40, dismissed: 20 });
  });

  it('stays through a restart without a server, and through an answer that makes no sense', async () => {
    flow.enrolled(client);
    await settle();
    flow = begin();
    flow.show();
    expect(inStore()).toEqual({ atMs: NOW_MS, trouble: null });
    answer = new SidetoneError('server-answer-invalid', 'What?', { retryable: true });
    flow.enrolled(client);
    await settle();
    expect(inStore()).toEqual({ atMs: NOW_MS, trouble: { code: 'server-answer-invalid', message: 'What?' } });
    expect(teamOn('price')).toEqual({ used: 40, dismissed: 20 });
    answer = [];
    await flow.refresh();
    expect(inStore().trouble).toBeNull();
    expect(teamOn('price')).toEqual({ used: 0, dismissed: 0 });
  });

  it('ends with the switch, and is another team’s after a change', async () => {
    flow.enrolled(client);
    await settle();
    save({ copilot: { ...settings.copilot, learnFromTeam: false } });
    await settle();
    expect([asked.length, inStore().atMs, teamOn('price').used, store.getState().learnt]).toEqual([1, null, 0, []]);
    save({ copilot: { ...settings.copilot, learnFromTeam: true } });
    await settle();
    expect([asked.length, teamOn('price').used]).toEqual([2, 40]);
    answer = [said('price', 1, 0)];
    save({ team: '二组' });
    expect(teamOn('price').used).toBe(0);
    await settle();
    expect([asked.at(-1), teamOn('price').used]).toEqual(['二组', 1]);
  });

  it('does not take a late answer for another team’s', async () => {
    const late: ((cards: CardLearningAnswer['cards']) => void)[] = [];
    flow.enrolled({ cards: () => new Promise((resolve) => late.push(resolve)) });
    save({ team: '二组' });
    late[1]?.([said('price', 2, 0)]);
    await settle();
    late[0]?.([said('price', 1, 0)]);
    await settle();
    expect([teamOn('price').used, inStore().atMs]).toEqual([2, NOW_MS]);
  });

  it('is nothing without a server, and nothing where what was kept is damaged', () => {
    expect(teamOf(settingsSchema.parse({}))).toBeNull();
    kept.set('sidetone-team-counts', '{"server":');
    expect(new TeamLearning(storage, teamOf(settings)).atMs).toBeNull();
  });
});

describe('the client', () => {
  const answering = (body: unknown) => {
    const fetch = vi.fn(() => Promise.resolve(new Response(JSON.stringify(body))));
    return { fetch, client: new LearningClient('https://server.example.com/', 'token', fetch) };
  };

  it('asks for the team by its name', async () => {
    const { fetch, client: asking } = answering({ cards: [said('price', 1, 2)] });
    expect(await asking.cards('一 组&x')).toEqual([said('price', 1, 2)]);
    const [url] = fetch.mock.calls[0] as unknown as [string];
    expect(url).toBe('https://server.example.com/v1/card-learning?team=%E4%B8%80%20%E7%BB%84%26x');
  });

  it.each([
    { cards: [said('price', -1, 2)] },
    { cards: [{ cueId: 'price', language: 'zh', used: 1 }] },
    { cards: 'many' },
    {},
  ])('refuses an answer that makes no sense: %o', async (body) => {
    await expect(answering(body).client.cards('')).rejects.toMatchObject({ code: 'server-answer-invalid' });
    await expect(answering(body).client.scripts('zh')).rejects.toMatchObject({ code: 'server-answer-invalid' });
  });
});
