import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { ModelsBridge } from '../../contracts/ipc';
import type { DeskModel, ModelsView, ModelWork } from '../../contracts/models';
import { call } from '../ui/gallery/calls';
import { createAppStore, type AppStore } from '../ui/model';
import { ModelsFlow } from './models-flow';

const model = (name: string, inUse: boolean): DeskModel => ({
  ...{ name, role: 'careful-ear', title: name, state: 'found', message: '', bytes: 1, verified: true },
  ...{ imported: false, inUse, previous: !inUse, measured: null },
});
const using = (name: string): ModelsView => ({
  models: ['one', 'two'].map((other) => model(other, other === name)),
  ...{ work: null, notices: [] },
});
const ok = <Value>(value: Value) => Promise.resolve({ ok: true as const, value });
const failed = (code: string) =>
  Promise.resolve({ ok: false as const, error: { code, message: 'why', retryable: false } });
/** Every answer that was on its way has come. */
const settled = () => new Promise((resolve) => setImmediate(resolve));

let store: AppStore;
let flow: ModelsFlow;
let bridge: { [Name in keyof ModelsBridge]: ReturnType<typeof vi.fn<ModelsBridge[Name]>> };
let freshEars: ReturnType<typeof vi.fn<() => void>>;
let tellWork: (work: ModelWork | null) => void;
const page = () => store.getState().modelManager;
const inACall = () => store.setState({ call: call('zh', Date.now(), {}) });

beforeEach(async () => {
  store = createAppStore();
  freshEars = vi.fn<() => void>();
  bridge = {
    view: vi.fn(() => ok(using('one'))),
    fetch: vi.fn(() => ok(using('one'))),
    test: vi.fn(() => ok(using('one'))),
    use: vi.fn(() => ok(using('two'))),
    rollBack: vi.fn(() => ok(using('two'))),
    verify: vi.fn(() => ok(using('one'))),
    importFolder: vi.fn(() => ok({ view: using('one'), outcomes: [] })),
    cancel: vi.fn(() => ok(null)),
    onWork: vi.fn((listener) => {
      tellWork = listener;
      return () => undefined;
    }),
  };
  flow = new ModelsFlow({ store, bridge, freshEars });
  flow.actions.show();
  await settled();
});

describe('a switch of models', () => {
  it('gives fresh ears at once when no call is up', async () => {
    flow.actions.use('two');
    await settled();
    expect(bridge.use).toHaveBeenCalledWith({ name: 'two' });
    expect(page().models?.find(({ inUse }) => inUse)?.name).toBe('two');
    expect(freshEars).toHaveBeenCalledOnce();
    expect(page().switchWaits).toBe(false);
  });

  it('waits for the end of the call, and until the ears have said all there was of it', async () => {
    inACall();
    flow.actions.rollBack('careful-ear');
    await settled();
    expect(page().switchWaits).toBe(true);
    store.setState({ call: null });
    expect(freshEars).not.toHaveBeenCalled();
    flow.heardOut();
    expect(freshEars).toHaveBeenCalledOnce();
    expect(page().switchWaits).toBe(false);
  });

  it('waits on while the next call rings or the other line is held', async () => {
    inACall();
    flow.actions.use('two');
    await settled();
    store.setState({ call: null, incoming: call('zh', Date.now(), {}) });
    flow.heardOut();
    expect(freshEars).not.toHaveBeenCalled();
    store.setState({ incoming: null });
    expect(freshEars).toHaveBeenCalledOnce();
  });

  it('asks for no ears again when they began anew by themselves', async () => {
    inACall();
    flow.actions.use('two');
    await settled();
    flow.earsBegan();
    expect(page().switchWaits).toBe(false);
    store.setState({ call: null });
    flow.heardOut();
    expect(freshEars).not.toHaveBeenCalled();
  });

  it('is none when the same model stays in use', async () => {
    flow.actions.test('one');
    flow.actions.verify();
    await settled();
    expect(freshEars).not.toHaveBeenCalled();
  });
});

describe('what went wrong', () => {
  it('stands beside its model, and the models are asked for again', async () => {
    bridge.use.mockImplementation(() => failed('model-wrong-kind'));
    flow.actions.use('two');
    await settled();
    expect(page().trouble).toEqual({ code: 'model-wrong-kind', message: 'why', name: 'two' });
    expect(bridge.view).toHaveBeenCalledTimes(2);
    expect(freshEars).not.toHaveBeenCalled();
    flow.actions.test('two');
    await settled();
    expect(page().trouble).toBeNull();
  });

  it('is nothing when the user cancelled', async () => {
    bridge.fetch.mockImplementation(() => failed('cancelled'));
    flow.actions.fetch('two');
    await settled();
    expect(page().trouble).toBeNull();
  });

  it('with the list of choices is told of all models', async () => {
    const notice = { code: 'models-list-damaged', message: 'x', retryable: false };
    bridge.view.mockImplementation(() => ok({ ...using('one'), notices: [notice] }));
    flow.actions.show();
    await settled();
    expect(page().trouble).toMatchObject({ code: 'models-list-damaged', name: null });
  });
});

it('shows how far the work is, and what an import brought', async () => {
  const work: ModelWork = { kind: 'fetch', name: 'two', doneBytes: 1, totalBytes: 2 };
  tellWork(work);
  expect(page().work).toEqual(work);
  const outcome = { folder: '/stick', name: 'ear', verified: false, failure: null };
  bridge.importFolder.mockImplementation(() => ok({ view: using('one'), outcomes: [outcome] }));
  flow.actions.importFolder();
  await settled();
  expect(page().outcomes).toEqual([outcome]);
});
