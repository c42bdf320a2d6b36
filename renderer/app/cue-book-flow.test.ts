import { beforeEach, describe, expect, it, vi } from 'vitest';
import { cueBookSchema, type CueBook } from '../../contracts/cues';
import type { OwnCueBook } from '../../contracts/cue-versions';
import { SidetoneError } from '../../contracts/errors';
import type { ScriptSums } from '../../contracts/server-api';
import { settingsSchema } from '../../contracts/settings';
import english from '../../domain/cue-books/en.json';
import mandarin from '../../domain/cue-books/zh.json';
import { withCue, withoutCue } from '../../domain/cue-book-edit';
import { IDLE_CALL } from '../../domain/call-state';
import { startDraft } from '../../domain/record-builder';
import { withNewVersion, withVersionLine, wordingsOf } from '../../domain/script-versions';
import type { CallRecord } from '../../contracts/records';
import type { ScriptRecord } from '../../domain/script-outcomes';
import type { StoredRecord } from '../records/record-reader';
import { createAppStore, draftOf, isDirty, type AppStore } from '../ui/model';
import { newCallView } from './call-view';
import { DeskBooks } from './desk-books';

const zh = cueBookSchema.parse(mandarin);
const en = cueBookSchema.parse(english);
const [first, second] = zh.cues.map(({ id }) => id) as [string, string];
const ok = <T>(value: T) => Promise.resolve({ ok: true as const, value });

function ownBook(book: CueBook | null, number: number): OwnCueBook {
  const head = { number, savedAt: '2026-01-01T08:00:00.000Z', savedBy: '', note: '', rolledBackTo: null };
  return { language: 'zh', book, head: { ...head, delivered: book === null } };
}

let store: AppStore;
let books: DeskBooks;
const bridge = {
  cueVersions: vi.fn(() => ok({ versions: [] })),
  readCueVersion: vi.fn(),
  saveCueBook: vi.fn(),
  rollBackCueBook: vi.fn(),
  exportCueBook: vi.fn(() => ok({ file: '/tmp/book.json' })),
};
/** What the records of the desk tell of the script. */
let found: (ScriptRecord & Pick<CallRecord, 'language' | 'timeline'>)[];
const records = {
  search: () =>
    Promise.resolve({
      records: found.map((record) => ({ chained: { record } }) as StoredRecord),
      unreadable: 0,
    }),
};
const view = () => store.getState().cueBook;
const draft = () => {
  const found = draftOf(view(), view().language);
  if (!found) throw new Error('There is no draft.');
  return found;
};
const storage = { getItem: () => null, setItem: () => undefined, removeItem: () => undefined };
const step = (word: 'changed' | 'deleted', key = '') => ({ word, title: 'T', key, selectedId: null });

beforeEach(async () => {
  vi.clearAllMocks();
  store = createAppStore();
  found = [];
  const settings = settingsSchema.parse({});
  books = new DeskBooks(store, { cueBooks: [zh, en], ownCueBooks: [] }, () => settings, bridge, records, storage);
  await books.editor.open('zh');
});

describe('editing the cue book', () => {
  it('takes back what was done, step by step; letters of one field are one step', () => {
    const { actions } = books.editor;
    const cue = zh.cues[0] as CueBook['cues'][number];
    actions.edit(withCue(zh, first, { ...cue, title: 'A' }), step('changed', 'title'));
    actions.edit(withCue(zh, first, { ...cue, title: 'AB' }), step('changed', 'title'));
    actions.edit(withoutCue(draft().book, second), step('deleted'));
    expect(draft().book.cues.map(({ id }) => id)).not.toContain(second);
    actions.undo();
    expect(draft().book.cues[0]?.title).toBe('AB');
    expect(draft().book.cues[1]?.id).toBe(second);
    actions.undo();
    expect(isDirty(draft())).toBe(false);
    actions.undo();
    expect(draft().book).toBe(zh);
  });

  it('shows the part of the page whose change it takes back', () => {
    const { actions } = books.editor;
    actions.edit(withoutCue(zh, first), step('deleted'));
    actions.showPart('script');
    actions.undo();
    expect(store.getState().cueBook.part).toBe('cards');
  });

  it('discards by a step that can be taken back', () => {
    const { actions } = books.editor;
    actions.edit(withoutCue(zh, first), step('deleted'));
    actions.discard();
    expect(isDirty(draft())).toBe(false);
    actions.undo();
    expect(draft().book.cues).toHaveLength(zh.cues.length - 1);
  });

  it('keeps a draft while the page is closed and another language is open', async () => {
    books.editor.actions.edit(withoutCue(zh, first), step('deleted'));
    books.editor.actions.close();
    await books.editor.open('en');
    expect(isDirty(draft())).toBe(false);
    await books.editor.open('zh');
    expect(isDirty(draft())).toBe(true);
  });

  it('follows a newly delivered book only where nothing was changed', () => {
    const delivered = { ...zh, version: 7 };
    books.replace(delivered);
    expect(draft().book).toBe(delivered);
    books.editor.actions.edit(withoutCue(delivered, first), step('deleted'));
    books.replace({ ...zh, version: 8 });
    expect(draft().book.version).toBe(7);
  });
});

describe('saving', () => {
  const changed = { ...withoutCue(zh, first), version: 1 };

  it('puts the book in force for the next call, whatever the server delivers', async () => {
    bridge.saveCueBook.mockReturnValue(ok(ownBook(changed, 1)));
    books.editor.actions.edit(changed, step('deleted'));
    await books.editor.save('why');
    expect(bridge.saveCueBook).toHaveBeenCalledWith({ language: 'zh', book: changed, note: 'why' });
    expect(books.of('zh')).toBe(changed);
    expect(isDirty(draft())).toBe(false);
    expect(view()).toMatchObject({ saving: false, trouble: null, done: { what: 'saved', detail: '1' } });
    books.replace({ ...zh, version: 9 });
    expect(books.of('zh')).toBe(changed);
    expect(bridge.cueVersions).toHaveBeenCalledTimes(2);
  });

  it('keeps the draft and says why where it was not saved', async () => {
    const error = { code: 'cue-book-not-saved', message: 'ENOSPC', retryable: true };
    bridge.saveCueBook.mockResolvedValue({ ok: false, error });
    books.editor.actions.edit(changed, step('deleted'));
    await books.editor.save('');
    expect(isDirty(draft())).toBe(true);
    expect(books.of('zh')).toBe(zh);
    expect(view()).toMatchObject({ saving: false, trouble: { code: 'cue-book-not-saved' }, done: null });
  });

  it('goes back to an earlier version, and to the delivered book', async () => {
    bridge.rollBackCueBook.mockReturnValue(ok(ownBook(changed, 3)));
    await books.editor.rollBack(1, '');
    expect([books.of('zh'), view().done]).toEqual([changed, { what: 'rolled-back', detail: '3' }]);
    bridge.saveCueBook.mockReturnValue(ok(ownBook(null, 4)));
    await books.editor.useDelivered('');
    expect(bridge.saveCueBook).toHaveBeenCalledWith({ language: 'zh', book: null, note: '' });
    expect(books.of('zh')).toBe(zh);
  });

  it('loses nothing that was not in it: typed while it was saved, or before a roll-back', async () => {
    const later = withoutCue(changed, second);
    bridge.saveCueBook.mockImplementation(() => {
      books.editor.actions.edit(later, step('deleted'));
      return ok(ownBook(changed, 1));
    });
    books.editor.actions.edit(changed, step('deleted'));
    await books.editor.save('');
    expect([books.of('zh'), draft().book, isDirty(draft())]).toEqual([changed, later, true]);
    bridge.rollBackCueBook.mockReturnValue(ok(ownBook(zh, 2)));
    await books.editor.rollBack(1, '');
    expect(isDirty(draft())).toBe(false);
    books.editor.actions.undo();
    expect(draft().book).toBe(later);
  });
});

describe('files', () => {
  it('imports into the draft, in the language of the file, to be saved or taken back', async () => {
    await books.editor.importFile(JSON.stringify({ ...en, name: 'Mine' }));
    expect(view().language).toBe('en');
    expect(draft().book.name).toBe('Mine');
    expect(books.of('en')).toBe(en);
    books.editor.actions.undo();
    expect(draft().book).toBe(en);
  });

  it('says of a file with mistakes what stands where, and changes nothing', async () => {
    await books.editor.importFile('{\n "name": 1 }');
    expect(view().importProblems[0]).toMatchObject({ line: 2, path: 'name' });
    expect(isDirty(draft())).toBe(false);
  });

  it('exports what is on the screen, in a form that can be imported', async () => {
    books.editor.actions.edit(withoutCue(zh, first), step('deleted'));
    await books.editor.exportFile();
    const [request] = bridge.exportCueBook.mock.calls[0] as unknown as [{ text: string }];
    expect(cueBookSchema.parse(JSON.parse(request.text)).cues).toHaveLength(zh.cues.length - 1);
    expect(view().done).toEqual({ what: 'exported', detail: '/tmp/book.json' });
  });
});

describe('the versions of a script', () => {
  const recordId = '01939a5e-7b00-7000-8000-000000000001';
  const given = { id: 'b', label: 'B', sharePercent: 50 };
  const follow = (script?: typeof given) => {
    const draft = startDraft({
      ...{ recordId, direction: 'outbound', remoteNumber: '8001', agentExtension: '1001', language: 'zh' },
      ...{ wallTimeMs: 0, monotonicMs: 0 },
    });
    books.follow({
      ...{ recordId, direction: 'outbound', remoteNumber: '8001' },
      ...{ state: () => IDLE_CALL, session: () => null, note: () => undefined, show: () => undefined },
      draft: () => ({ ...draft, ...(script && { script }) }),
    });
  };
  const shown = () => store.getState().copilot;
  const letters = () => {
    let made = 0;
    return () => 'ab'[made++] ?? 'z';
  };

  it('are shown from the first ring on, and not between calls', () => {
    const book = withVersionLine(withNewVersion(zh, letters()).book, 'b', 0, { line: '您好，打扰一分钟。' });
    books.own(ownBook(book, 1));
    expect(shown().scriptLabel).toBeNull();
    follow(given);
    expect(shown()).toMatchObject({
      scriptLabel: 'B',
      script: [{ line: '您好，打扰一分钟。' }, ...zh.script.slice(1)],
    });
    books.showIdle();
    expect(shown().scriptLabel).toBeNull();
  });

  it('leave the words of the call that is written up, and go with a ring that nobody answered', () => {
    books.own(ownBook(withNewVersion(zh, letters()).book, 1));
    const captions = [{ leg: 'customer' as const, startMs: 0, endMs: 900, text: '再见' }];
    store.setState((model) => ({ copilot: { ...model.copilot, captions } }));
    follow(given);
    expect(shown()).toMatchObject({ scriptLabel: 'B', captions });
    const ringing = newCallView(IDLE_CALL, {
      ...{ recordId, customer: null, remoteName: '', country: 'CN', startedAtMs: 0 },
    });
    store.setState({ incoming: ringing });
    store.setState({ incoming: null });
    expect(shown()).toMatchObject({ scriptLabel: null, captions: [] });
  });

  it('are left alone where the book has none', () => {
    follow();
    expect(shown().scriptLabel).toBeNull();
  });

  it('have their outcomes from the records of the language', async () => {
    const heldOut = { type: 'card', atMs: 0, cueId: 'invoice', title: '发票', state: 'confirmed', trial: 'held-out' };
    const sale = {
      ...{ answeredAt: '2026-11-28T10:00:00Z', disposition: 'sale' as const, script: given },
      timeline: [heldOut] as CallRecord['timeline'],
    };
    found = (['zh', 'en'] as const).map((language) => ({ ...sale, language }));
    await books.editor.readOutcomes();
    expect(view().outcomes).toMatchObject([{ id: 'b', calls: 1, sales: 1 }]);
    expect(view().allDesks).toBeNull();
    expect(view().cardTrials).toMatchObject([
      { cueId: 'invoice', offered: { calls: 0 }, heldOut: { calls: 1, good: 1 }, beyond: null },
    ]);
  });

  describe('at all desks', () => {
    const book = withVersionLine(withNewVersion(zh, letters()).book, 'b', 0, { line: '您好，打扰一分钟。' });
    const changed = withVersionLine(book, 'b', 0, { line: '您好。' });
    const wording = wordingsOf(book).get('b') ?? null;
    const sums = (part: Partial<ScriptSums>): ScriptSums => ({
      ...{ language: 'zh', id: 'b', wording, label: 'B', calls: 100, good: 30, sales: 10 },
      ...part,
    });
    const scripts = vi.fn<(language: string) => Promise<ScriptSums[]>>();
    const calls = () => view().allDesks?.outcomes?.map((one) => [one.id, one.calls]);
    beforeEach(() => {
      books.own(ownBook(book, 1));
      books.editor.enrolled({ scripts });
      const other = sums({ wording: '0000000c', calls: 7 });
      scripts.mockResolvedValue([sums({}), other, sums({ wording: null, calls: 5 })]);
    });

    it('are counted where their words are those in force, as this desk’s own are', async () => {
      const script = (word: string) => ({ ...given, wording: word });
      const talk = { answeredAt: '2026-11-28T10:00:00Z', disposition: 'sale' as const, timeline: [] };
      const sale = { ...talk, language: 'zh' as const };
      found = [
        { ...sale, script: script(wording ?? '') },
        { ...sale, script: script('0000000c') },
      ];
      await books.editor.readOutcomes();
      expect(scripts).toHaveBeenCalledWith('zh');
      expect(view().outcomes).toMatchObject([{ id: 'b', calls: 1 }]);
      expect(calls()).toEqual([['b', 105]]);
    });

    it('stay as last told when the server cannot be asked', async () => {
      await books.editor.readOutcomes();
      scripts.mockRejectedValue(new SidetoneError('server-unreachable', 'x', { retryable: true }));
      await books.editor.readOutcomes();
      expect(view().allDesks?.trouble?.code).toBe('server-unreachable');
      expect(calls()).toEqual([['b', 105]]);
    });

    it('are counted anew when other words are saved', async () => {
      await books.editor.readOutcomes();
      bridge.saveCueBook.mockReturnValue(ok(ownBook(changed, 2)));
      books.editor.actions.edit(changed, step('changed'));
      await books.editor.save('');
      expect(calls()).toEqual([['b', 5]]);
    });
  });
});
