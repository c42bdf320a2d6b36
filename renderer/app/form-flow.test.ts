import { beforeEach, expect, it } from 'vitest';
import { IDLE_CALL } from '../../domain/call-state';
import { addToDraft, callDraftSchema, startDraft, type CallDraft, type DraftEvent } from '../../domain/record-builder';
import { builtInFields } from '../../domain/review/built-in';
import { createAppStore, type AppStore, type CallView, type FormView } from '../ui/model';
import type { CallFollower } from './call-follower';
import { newCallView } from './call-view';
import { FormFlow, type HeldBack } from './form-flow';

const recordId = '01939a5e-7b00-7000-8000-000000000001';
let store: AppStore;
let flow: FormFlow;
let draft: CallDraft | null;
let kept: HeldBack[];
let follower: CallFollower;

function note(event: DraftEvent): void {
  if (draft) draft = addToDraft(draft, event, draft.lastAtMs + 1_000);
}
function follow(): CallFollower {
  return flow.follow({
    recordId,
    direction: 'outbound',
    remoteNumber: '8001',
    state: () => IDLE_CALL,
    session: () => null,
    draft: () => draft,
    note,
    show: () => undefined,
  });
}
function begin(): void {
  flow = new FormFlow({
    store,
    country: () => 'CN',
    form: builtInFields,
    keep: async (_recordId, values) => void kept.push(values),
    trouble: () => undefined,
  });
  follower = follow();
}
function say(leg: 'agent' | 'customer', startMs: number, text: string): void {
  const event = { type: 'transcript' as const, callId: recordId, leg, startMs, endMs: startMs + 1_000, text };
  note({ type: 'speech', event });
  follower.speech?.(event);
}
const onScreen = (key: string) => store.getState().form?.fields.find((field) => field.key === key);
const view = (): CallView =>
  newCallView(IDLE_CALL, { recordId, customer: null, remoteName: '', country: 'CN', startedAtMs: 0 });

beforeEach(() => {
  kept = [];
  store = createAppStore();
  draft = startDraft({
    recordId,
    direction: 'outbound',
    remoteNumber: '8001',
    agentExtension: '1001',
    language: 'zh',
    wallTimeMs: Date.parse('2026-11-28T10:00:00'),
    monotonicMs: 0,
  });
  begin();
  store.setState({ call: view() });
  follower.talking?.({} as MediaStream);
});

it('proposes what is heard, with the words and the time, and Enter confirms it', () => {
  say('agent', 1_000, '请问您怎么称呼？');
  say('customer', 3_000, '我叫李晓梅。');
  expect(onScreen('name')).toMatchObject({
    status: 'proposed',
    value: { type: 'name', value: '李晓梅' },
    source: { leg: 'customer' },
  });
  expect(kept).toEqual([]);
  flow.actions.confirm('name');
  expect(onScreen('name')).toMatchObject({ status: 'confirmed' });
  expect(kept).toEqual([{ name: { type: 'name', value: '李晓梅' } }]);
});

it('never overwrites what was typed: what is heard against it asks', () => {
  flow.actions.edit('age', { type: 'age', value: 40 });
  say('agent', 1_000, '您今年多大年纪？');
  say('customer', 3_000, '三十五岁。');
  expect(onScreen('age')).toMatchObject({
    status: 'confirmed',
    value: { value: 40 },
    challenger: { value: { value: 35 } },
    troubles: [{ code: 'contradictory' }],
  });
  flow.actions.reject('age');
  say('customer', 6_000, '嗯。');
  expect(onScreen('age')).toMatchObject({ status: 'confirmed', value: { value: 40 } });
  expect(onScreen('age')?.challenger).toBeUndefined();
});

it('proposes nothing again that was cleared by hand', () => {
  say('agent', 1_000, '您今年多大年纪？');
  say('customer', 3_000, '三十五岁。');
  note({ type: 'warning', code: 'x' });
  if (draft) draft = { ...draft, lastAtMs: 10_000 };
  flow.actions.clear('age');
  say('customer', 12_000, '嗯。');
  expect(onScreen('age')?.status).toBe('empty');
});

it('is there again after a crash, and goes on being filled', () => {
  say('agent', 1_000, '您今年多大年纪？');
  say('customer', 3_000, '三十五岁。');
  flow.actions.confirm('age');
  // What the disk holds is all that is left.
  draft = callDraftSchema.parse(JSON.parse(JSON.stringify(draft)));
  store = createAppStore({ call: view() });
  begin();
  follower.talking?.({} as MediaStream);
  expect(onScreen('age')).toMatchObject({ status: 'confirmed', value: { value: 35 } });
  say('agent', 20_000, '您的预算是多少？');
  say('customer', 22_000, '三千块吧。');
  expect(onScreen('amount')).toMatchObject({ status: 'proposed', value: { value: 3000 } });
});

it('stays for the wrap-up, and is gone once that is saved', () => {
  const shown: (FormView | null)[] = [];
  store.setState({
    call: null,
    wrapUp: {
      recordId,
      displayName: '',
      number: '',
      cause: 'agent-hangup',
      talkMs: 0,
      secondsLeft: 30,
      secondsTotal: 30,
      paused: false,
      disposition: null,
      notes: '',
      callbackAt: null,
    },
  });
  shown.push(store.getState().form);
  draft = null;
  store.setState({ wrapUp: null });
  shown.push(store.getState().form);
  expect(shown).toEqual([expect.objectContaining({ recordId }), null]);
});
