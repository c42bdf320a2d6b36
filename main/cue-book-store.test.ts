import { mkdtempSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { cueBookSchema, type CueBook } from '../contracts/cues';
import mandarin from '../domain/cue-books/zh.json';
import { CueBookStore } from './cue-book-store';

const book = cueBookSchema.parse(mandarin);
const named = (name: string): CueBook => ({ ...book, name });
let folder: string;
let store: CueBookStore;
let minute: number;
const open = () =>
  new CueBookStore(
    folder,
    () => '小陈',
    () => new Date(Date.UTC(2026, 0, 1, 8, minute++)),
  );
const file = (number: number) => path.join(folder, 'zh', `00000${String(number)}.json`);
const save = (name: string, note = '') => store.save({ language: 'zh', book: named(name), note });
const damage = (number: number, from: string, to: string) =>
  writeFileSync(file(number), readFileSync(file(number), 'utf8').replace(from, to));

beforeEach(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'sidetone-cue-books-'));
  minute = 0;
  store = open();
});

describe('the history of the desk’s own cue book', () => {
  it('is empty before anything was saved', () => {
    expect(store.own('zh')).toEqual({ language: 'zh', head: null, book: null, notices: [] });
    expect(store.versions('zh')).toEqual([]);
  });

  it('keeps each save as a version: who, when, a note; the newest is in force after a restart', () => {
    save('A', 'first');
    save('B', 'second');
    const again = open();
    expect(again.own('zh')).toMatchObject({ book: { name: 'B', version: 2 }, notices: [] });
    expect(again.versions('zh')).toMatchObject([
      { number: 2, note: 'second', savedBy: '小陈', savedAt: '2026-01-01T08:01:00.000Z', damaged: false },
      { number: 1, note: 'first', savedBy: '小陈', savedAt: '2026-01-01T08:00:00.000Z', damaged: false },
    ]);
    expect(again.own('en').book).toBeNull();
  });

  it('rolls back by a further version, and back again', () => {
    save('A');
    save('B');
    store.rollBack('zh', 1, 'B was too loud');
    expect(store.own('zh')).toMatchObject({ head: { number: 3, rolledBackTo: 1 }, book: { name: 'A', version: 3 } });
    store.rollBack('zh', 2, '');
    expect(store.own('zh')).toMatchObject({ head: { number: 4, rolledBackTo: 2 }, book: { name: 'B' } });
    expect(store.read('zh', 1).book?.name).toBe('A');
  });

  it('gives way to the delivered book, as a version like any other', () => {
    save('A');
    store.save({ language: 'zh', book: null, note: '' });
    expect(store.own('zh')).toMatchObject({ head: { number: 2, delivered: true }, book: null, notices: [] });
    store.rollBack('zh', 1, '');
    expect(store.own('zh').book?.name).toBe('A');
  });

  it('refuses a book with mistakes and one of another language, and nothing changes', () => {
    save('A');
    const [first] = book.cues;
    if (!first) throw new Error('The built-in book has no card.');
    const dead: CueBook = { ...book, cues: [{ ...first, when: { stage: 'nowhere' } }] };
    const refused = expect.objectContaining({ code: 'cue-book-invalid' });
    expect(() => store.save({ language: 'zh', book: dead, note: '' })).toThrow(refused);
    expect(() => store.save({ language: 'en', book, note: '' })).toThrow(refused);
    expect(store.versions('zh')).toHaveLength(1);
    expect(store.versions('en')).toHaveLength(0);
  });
});

describe('a damaged version', () => {
  it.each([
    ['cut short', () => writeFileSync(file(2), readFileSync(file(2)).subarray(0, 700))],
    ['empty', () => writeFileSync(file(2), '')],
    ['with other words than were saved', () => damage(2, '"name": "B"', '"name": "C"')],
    ['with another number', () => damage(2, '"number": 2', '"number": 1')],
    ['of another form', () => writeFileSync(file(2), '{"head": 1}')],
  ])('%s: the last good one is in force, the file stays, and it is told', (_what, harm) => {
    save('A');
    save('B');
    harm();
    const harmed = readFileSync(file(2));
    const again = open();
    const { book: inForce, notices } = again.own('zh');
    expect(inForce?.name).toBe('A');
    expect(notices).toMatchObject([{ code: 'cue-book-damaged', retryable: false }]);
    expect(notices[0]?.message).toContain('000002.json');
    expect(again.versions('zh')).toMatchObject([
      { number: 2, damaged: true },
      { number: 1, damaged: false },
    ]);
    expect(readFileSync(file(2))).toEqual(harmed);
    expect(() => again.rollBack('zh', 2, '')).toThrow(expect.objectContaining({ code: 'cue-book-damaged' }));
  });

  it('never has its number given again, and is passed over once a newer one is saved', () => {
    save('A');
    save('B');
    writeFileSync(file(2), '');
    store = open();
    expect(save('C').number).toBe(3);
    expect(store.own('zh')).toMatchObject({ book: { name: 'C' }, notices: [] });
  });

  it('leaves the delivered book where no version is good', () => {
    save('A');
    writeFileSync(file(1), 'x');
    expect(open().own('zh')).toMatchObject({ book: null, head: null, notices: [{ code: 'cue-book-damaged' }] });
  });
});

describe('a save that fails', () => {
  it('leaves what was; half of a file that a crash left is no version', () => {
    save('A');
    writeFileSync(`${file(2)}.4711.tmp`, '{"head":');
    expect(open().versions('zh')).toHaveLength(1);
    expect(save('B').number).toBe(2);
    expect(readdirSync(path.join(folder, 'zh')).filter((name) => name.endsWith('.json'))).toHaveLength(2);
  });

  it('says so, retryable, where the disk does not take it', () => {
    // A folder where the file should be: refused to root as well.
    save('A');
    mkdirSync(path.join(folder, 'zh', `000002.json.${String(process.pid)}.tmp`));
    const failed = expect.objectContaining({ code: 'cue-book-not-saved', retryable: true });
    expect(() => save('B')).toThrow(failed);
    expect(store.own('zh').book?.name).toBe('A');
  });
});
