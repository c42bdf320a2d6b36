import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { InvokeRequest, InvokeResult } from '../../contracts/ipc';
import { settingsSchema, type Settings } from '../../contracts/settings';
import type { SummarySentence } from '../../contracts/summary';
import { IDLE_CALL } from '../../domain/call-state';
import { addToDraft, recordOf, startDraft, type CallDraft, type DraftEvent } from '../../domain/record-builder';
import { createAppStore, type AppStore } from '../ui/model';
import { newCallView, newWrapUp } from './call-view';
import { SummaryFlow } from './summary-flow';

const recordId = '01939a5e-7b00-7000-8000-000000000001';
type Request = InvokeRequest<'summary:rewrite'>;
type Result = InvokeResult<'summary:rewrite'>;

let store: AppStore;
let settings: Settings;
let draft: CallDraft | null;
let asked: { request: Request; answer: (result: Result) => void }[];
let cancelled: number;
let flow: SummaryFlow;

const note = (event: DraftEvent) => {
  if (draft) draft = addToDraft(draft, event, draft.lastAtMs + 1_000);
};
const view = () => newCallView(IDLE_CALL, { recordId, customer: null, remoteName: '', country: 'CN', startedAtMs: 0 });
const wrapUp = () => newWrapUp(view(), { cause: 'agent-hangup', talkMs: 10_000, answered: true, seconds: 30 });
const cited: SummarySentence = {
  kind: 'fact',
  text: '客户觉得贵。',
  cites: [{ leg: 'customer', startMs: 4_500, endMs: 5_500, words: '有点贵' }],
};
const good: Result = { ok: true, value: { model: 'small', sentences: [cited], redactedSpots: 1 } };
const refused: Result = { ok: false, error: { code: 'llm-refused', message: '', retryable: false } };

/** The call ends as the desk ends it: the followers hear of it, then the wrap-up shows, then the ears are done. */
function hangUp(): void {
  const follower = flow.follow({
    recordId,
    direction: 'outbound',
    remoteNumber: '13912345678',
    state: () => IDLE_CALL,
    session: () => null,
    draft: () => draft,
    note,
    show: () => undefined,
  });
  note({ type: 'ended', cause: 'agent-hangup', sipCode: null });
  follower.ended?.();
  store.setState({ call: null, wrapUp: wrapUp() });
}
async function answer(result: Result): Promise<void> {
  asked.at(-1)?.answer(result);
  await vi.waitFor(() => expect(store.getState().rewrite?.state).not.toBe('asking'));
}
const shown = () => store.getState().rewrite;
const inRecord = () => draft && recordOf(draft, draft.lastAtMs).review?.rewrite;

beforeEach(() => {
  vi.useFakeTimers();
  store = createAppStore();
  settings = settingsSchema.parse({
    agentName: '林晓',
    rewrite: { on: true, baseUrl: 'https://models.example.com', model: 'small' },
  });
  asked = [];
  cancelled = 0;
  draft = startDraft({
    recordId,
    direction: 'outbound',
    remoteNumber: '13912345678',
    agentExtension: '1001',
    language: 'zh',
    customerName: '王小明',
    wallTimeMs: Date.parse('2026-11-28T10:00:00'),
    monotonicMs: 0,
  });
  note({ type: 'phase', phase: 'active' });
  note({ type: 'audio-started' });
  const event = { type: 'transcript', callId: recordId, leg: 'customer', startMs: 2_500, endMs: 3_500 } as const;
  note({ type: 'speech', event: { ...event, text: '我是王小明，有点贵' } });
  flow = new SummaryFlow({
    store,
    settings: () => settings,
    bridge: {
      rewriteSummary: (request) => new Promise((resolve) => asked.push({ request, answer: resolve })),
      cancelRewrite: () => {
        cancelled += 1;
        return Promise.resolve({ ok: true, value: null });
      },
    },
  });
});
afterEach(() => vi.useRealTimers());

describe('a summary that is rewritten', () => {
  it('is asked for once the ears are done, with who is not to be named', async () => {
    hangUp();
    expect(asked).toEqual([]);
    flow.heardOut(recordId);
    flow.heardOut(recordId);
    expect(asked).toHaveLength(1);
    expect(asked[0]?.request).toMatchObject({
      language: 'zh',
      names: ['王小明', '林晓'],
      number: '13912345678',
      lines: [{ startMs: 4_500, text: '我是王小明，有点贵' }],
    });
    expect(shown()).toMatchObject({ state: 'asking', shown: false, redactedSpots: 1 });
    expect(inRecord()).toMatchObject({ outcome: 'asked', model: 'small', redactedSpots: 1, sentences: [] });
  });

  it('is asked for without the ears, should they say nothing', () => {
    hangUp();
    vi.runAllTimers();
    expect(asked).toHaveLength(1);
  });

  it('is not hurried by the ears of another line, or of the cue book’s tester', () => {
    hangUp();
    flow.heardOut('01939a5e-7b00-7000-8000-000000000002');
    flow.heardOut('said 1');
    expect(asked).toEqual([]);
    // A later part of the same call, which came back to the front.
    flow.heardOut(`${recordId}#2`);
    expect(asked).toHaveLength(1);
  });

  it('takes the place of the one by rules, by the clock of the captions, and goes into the record', async () => {
    hangUp();
    flow.heardOut(recordId);
    await answer(good);
    expect(shown()).toMatchObject({ state: 'there', shown: true, sentences: [{ cites: [{ startMs: 2_500 }] }] });
    expect(inRecord()).toEqual({ model: 'small', outcome: 'shown', code: '', redactedSpots: 1, sentences: [cited] });
  });

  it('can be undone and taken again', async () => {
    hangUp();
    flow.heardOut(recordId);
    await answer(good);
    flow.actions.showRewritten(false);
    expect(shown()).toMatchObject({ shown: false });
    expect(inRecord()?.outcome).toBe('set-aside');
    flow.actions.showRewritten(true);
    expect(shown()).toMatchObject({ shown: true });
    expect(inRecord()?.outcome).toBe('shown');
  });

  it.each([{ disposition: 'callback' as const }, { callbackAt: '2026-11-29T15:00:00+08:00' }])(
    'only waits beside it once the agent has decided: %o',
    async (decided) => {
      hangUp();
      flow.heardOut(recordId);
      store.setState({ wrapUp: { ...wrapUp(), ...decided } });
      await answer(good);
      expect(shown()).toMatchObject({ state: 'there', shown: false });
      expect(inRecord()?.outcome).toBe('set-aside');
    },
  );

  it('that failed leaves the one by rules and says why', async () => {
    hangUp();
    flow.heardOut(recordId);
    await answer(refused);
    expect(shown()).toMatchObject({ state: 'failed', shown: false, trouble: { code: 'llm-refused' } });
    expect(inRecord()).toMatchObject({ outcome: 'failed', code: 'llm-refused', sentences: [] });
    expect(store.getState().notices).toEqual([]);
  });

  it.each([
    ['the next call begins', () => store.setState({ call: view() })],
    ['the wrap-up is over', () => store.setState({ wrapUp: null })],
  ])('is given up when %s, and a late answer changes nothing', async (_, next) => {
    hangUp();
    flow.heardOut(recordId);
    next();
    expect(cancelled).toBe(1);
    expect(shown()).toBeNull();
    asked[0]?.answer(good);
    await vi.advanceTimersByTimeAsync(1);
    expect(shown()).toBeNull();
    expect(inRecord()?.outcome).toBe('asked');
  });

  it('is not asked for while it is off, during another call, or where nothing was said', () => {
    settings = { ...settings, rewrite: { ...settings.rewrite, on: false } };
    hangUp();
    flow.heardOut(recordId);
    settings = { ...settings, rewrite: { ...settings.rewrite, on: true } };
    hangUp();
    store.setState({ call: view() });
    flow.heardOut(recordId);
    store.setState({ call: null });
    draft = draft && { ...draft, transcript: [] };
    hangUp();
    flow.heardOut(recordId);
    expect(asked).toEqual([]);
    expect(shown()).toBeNull();
  });
});
