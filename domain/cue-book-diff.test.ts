import { describe, expect, it } from 'vitest';
import { cueBookSchema, type Cue } from '../contracts/cues';
import mandarin from './cue-books/zh.json';
import { builtInFields } from './review/built-in';
import { countOf, diffBooks, isSame } from './cue-book-diff';
import { searchCues, withCopy, withCue, withNewCue, withoutCue } from './cue-book-edit';

const book = cueBookSchema.parse(mandarin);
const [first, second] = book.cues as [Cue, Cue];

describe('what became of a book', () => {
  it('is nothing where nothing became of it, whatever order the keys stand in', () => {
    const turned = book.cues.map((cue) => Object.fromEntries(Object.entries(cue).reverse()));
    expect(isSame(diffBooks(book, cueBookSchema.parse({ ...book, cues: turned })))).toBe(true);
    const reversed = Object.fromEntries(Object.entries(first).reverse()) as Cue;
    expect(isSame(diffBooks(book, withCue(book, first.id, reversed)))).toBe(true);
  });

  it('is told field by field, with what was and what is', () => {
    const changed = withCue(book, second.id, { ...second, title: '新标题', when: { intent: 'opt-out' }, priority: 9 });
    const diff = diffBooks(book, changed);
    expect(diff.changed).toEqual([
      {
        id: second.id,
        title: '新标题',
        fields: [
          { field: 'title', before: second.title, after: '新标题' },
          { field: 'when', before: second.when, after: { intent: 'opt-out' } },
          { field: 'priority', before: second.priority, after: 9 },
        ],
      },
    ]);
    expect([diff.added, diff.removed, diff.reordered, diff.name]).toEqual([[], [], false, null]);
    expect(isSame(diff)).toBe(false);
  });

  it('names cards that came and went, and is its own reverse the other way round', () => {
    const { book: more, id } = withNewCue(withoutCue(book, first.id), '新卡');
    const there = diffBooks(book, more);
    const back = diffBooks(more, book);
    expect(there.added.map((cue) => cue.id)).toEqual([id]);
    expect(there.removed).toEqual([first]);
    expect([back.added, back.removed]).toEqual([there.removed, there.added]);
    expect(there.reordered).toBe(false);
  });

  it('tells of the order of cards, the name, the form and the script', () => {
    const form = builtInFields('zh');
    expect([diffBooks(book, { ...book, form }).form, isSame(diffBooks(book, { ...book, form }))]).toEqual([
      true,
      false,
    ]);
    expect(isSame(diffBooks({ ...book, form }, { ...book, form: { ...form } }))).toBe(true);
    expect(diffBooks(book, { ...book, cues: [...book.cues].reverse() }).reordered).toBe(true);
    expect(diffBooks(book, { ...book, name: 'B' }).name).toEqual({ before: book.name, after: 'B' });
    const [line, ...lines] = book.script;
    if (!line) throw new Error('The built-in book has no script.');
    const next = [{ to: 'x', when: { price: 'customer' as const } }];
    const script = [{ ...line, line: '喂', next }, ...lines.slice(1), { ...line, id: 'x', title: '新' }];
    const diff = diffBooks(book, { ...book, script });
    expect(diff.scripts).toMatchObject([
      { label: null, added: [{ id: 'x', title: '新' }], removed: [{ title: lines[0]?.title }], reordered: false },
    ]);
    expect(diff.scripts[0]?.changed).toEqual([
      {
        ...{ id: line.id, title: line.title },
        fields: [
          { field: 'line', before: line.line, after: '喂' },
          { field: 'next', before: [], after: next },
        ],
      },
    ]);
    expect([isSame(diff), countOf(diff)]).toEqual([false, { added: 1, removed: 1, changed: 1 }]);
    const turned = diffBooks(book, { ...book, script: [...book.script].reverse() });
    expect(turned.scripts).toEqual([{ label: null, added: [], removed: [], changed: [], reordered: true }]);
    expect(isSame(turned)).toBe(false);
  });
});

describe('editing', () => {
  it('gives a copy an id of its own, below the card it is of', () => {
    const once = withCopy(book, first.id, '副本');
    const twice = withCopy(once.book, once.id, '副本');
    const ids = twice.book.cues.slice(0, 3).map(({ id }) => id);
    expect(ids).toEqual([first.id, once.id, twice.id]);
    expect(new Set(ids).size).toBe(3);
    expect(twice.book.cues[1]).toEqual({ ...first, id: once.id, title: '副本' });
  });

  it('finds cards by every word of a search, in titles, lines, phrases and rules', () => {
    const ids = (text: string) => searchCues(book.cues, text).map(({ id }) => id);
    expect(ids('')).toHaveLength(book.cues.length);
    const phrase = first.phrases[0] ?? '';
    expect(ids(phrase)).toContain(first.id);
    expect(ids(`${phrase} ${first.id}`)).toEqual([first.id]);
    expect(ids('zzz')).toEqual([]);
  });
});
