import { describe, expect, it } from 'vitest';
import { cueBookSchema } from '../contracts/cues';
import { leadingTo, swapped, withLineCopy, withLineMoved, withNewLine, withoutLine } from './script-edit';
import { scriptProblems } from './script-graph';
import { linesOf, withNewVersion, withVersionLine } from './script-versions';
import { tryBook, PLAIN_SITUATION } from './cue-tester';
import { builtInBook } from './testing/books';

const book = builtInBook('zh');
const ids = (lines: readonly { id: string }[]) => lines.map(({ id }) => id);
const given = ids(book.script);

describe('lines of a script', () => {
  it('come below the one they are added to, with an id that nothing in the book names', () => {
    const once = withNewLine(book, null, 0, '新的');
    expect(ids(once.book.script)).toEqual([given[0], 'line-1', ...given.slice(1)]);
    expect(cueBookSchema.safeParse(once.book).success).toBe(true);
    expect(withNewLine(once.book, null, -1, '再加').id).toBe('line-2');
    const waits = { ...book, cues: book.cues.map((cue) => ({ ...cue, when: { not: { stage: 'line-1' } } })) };
    expect(withNewLine(waits, null, 0, '新的').id).toBe('line-2');
    const leads = withVersionLine(book, null, 0, { next: [{ to: 'line-1', when: { all: [{ stage: 'line-2' }] } }] });
    expect(withNewLine(leads, null, 0, '新的').id).toBe('line-3');
  });

  it('are copied with all they have, and removed, which leaves what leads to them for the check to name', () => {
    const led = withVersionLine(book, null, 0, { next: [{ to: given[2] ?? '' }], mustSay: ['录音'] });
    const copy = withLineCopy(led, null, 0, '副本');
    expect(copy.book.script[1]).toEqual({ ...led.script[0], id: copy.id, title: '副本' });
    const gone = withoutLine(led, null, 2);
    expect(ids(gone.script)).toEqual(given.filter((id) => id !== given[2]));
    expect(scriptProblems(gone.script)).toMatchObject([
      { code: 'branch-nowhere', index: 0, branch: 0, detail: given[2] },
    ]);
  });

  it('move up and down, and stay at the edge', () => {
    expect(ids(withLineMoved(book, null, 1, -1).script).slice(0, 2)).toEqual([given[1], given[0]]);
    expect(withLineMoved(withLineMoved(book, null, 1, 1), null, 2, -1)).toEqual(book);
    expect(withLineMoved(book, null, 0, -1)).toBe(book);
    expect(withLineMoved(book, null, given.length - 1, 1)).toBe(book);
    expect(swapped(['a', 'b', 'c'], 2, -1)).toEqual(['a', 'c', 'b']);
  });

  it('are those of one version alone', () => {
    let made = 0;
    const { book: two, id } = withNewVersion(book, () => `v${String((made += 1))}`);
    const more = withNewLine(two, id, 0, '新的').book;
    expect(ids(linesOf(more, id))).toHaveLength(given.length + 1);
    expect(ids(more.script)).toEqual(given);
    expect(ids(linesOf(withoutLine(two, 'v1', 0), id))).toEqual(given);
  });

  it('tell which lines lead to them', () => {
    const script = withVersionLine(withVersionLine(book, null, 0, { next: [{ to: given[3] ?? '' }] }), null, 2, {
      next: [{ to: given[5] ?? '', when: { price: 'customer' } }],
    }).script;
    expect(ids(leadingTo(script, 1))).toEqual([]);
    expect(ids(leadingTo(script, 3))).toEqual([given[0], given[2]]);
    expect(ids(leadingTo(script, 5))).toEqual([given[2], given[4]]);
  });
});

describe('the way through a script', () => {
  const branched = withVersionLine(book, null, 0, {
    mustSay: ['录音'],
    next: [
      { to: 'close', when: { heard: ['太贵'], leg: 'customer' } },
      { to: 'gone', when: { intent: 'opt-out' } },
    ],
  });
  const tried = (leg: 'agent' | 'customer', ...texts: string[]) =>
    tryBook(
      branched,
      texts.map((text) => ({ leg, text })),
      { ...PLAIN_SITUATION, stageId: 'greet' },
    ).script;

  it('is that of a call: the first branch that holds, else the line below', () => {
    expect(tried('customer', '你好')).toMatchObject({
      ...{ line: { id: 'greet' }, next: { id: 'purpose' }, said: false },
      branches: [
        { to: { id: 'close' }, followed: false, note: { verdict: { truth: 'no' } } },
        { to: null, followed: false },
      ],
    });
    const dear = tried('customer', '这个太贵了');
    expect(dear).toMatchObject({
      next: { id: 'close' },
      branches: [{ followed: true, note: { verdict: { truth: 'certain', evidence: { words: '太贵' } } } }, {}],
    });
    expect(ids(dear?.way ?? [])).toEqual(['close', 'goodbye']);
  });

  it('tells whether what must be said was said, by the agent', () => {
    expect(tried('customer', '有录音吗')?.said).toBe(false);
    expect(tried('agent', '本次通话会录音')?.said).toBe(true);
    const elsewhere = tryBook(branched, [], { ...PLAIN_SITUATION, stageId: 'need' }).script;
    expect(elsewhere).toMatchObject({ line: { id: 'need' }, said: null, branches: [] });
  });

  it('goes round no circle, and begins at the first line', () => {
    const circle = withVersionLine(book, null, 1, { next: [{ to: 'greet' }] });
    expect(ids(tryBook(circle, []).script?.way ?? [])).toEqual(['purpose', 'greet']);
    expect(tryBook({ ...book, script: [] }, []).script).toBeNull();
  });
});
