import fc from 'fast-check';
import { v7 as uuidv7 } from 'uuid';
import { describe, expect, it } from 'vitest';
import { cueBookSchema, type CueBook } from '../contracts/cues';
import { checkCueBook } from './cue-book-check';
import { diffBooks, isSame } from './cue-book-diff';
import { reviewBook } from './cue-book-review';
import {
  allScriptLines,
  chooseScript,
  recordedScriptOf,
  scriptVersionsOf,
  versionProblems,
  withNewVersion,
  withoutVersion,
  withScript,
  withVersion,
  withVersionLine,
  wordingsOf,
} from './script-versions';
import { builtInBook } from './testing/books';

/** As the desk makes them: each once. */
function ids(): () => string {
  let made = 0;
  return () => 'abcdefghijklmnopqrstuvwxyz'[made++] ?? `v${String(made)}`;
}
const single = builtInBook('zh');
const newId = ids();
const two = withNewVersion(single, newId).book;
const other = withVersionLine(two, 'b', 0, { line: '您好，打扰一分钟。' });
const shares = (book: CueBook, ...percents: number[]): CueBook => ({
  ...book,
  scriptVersions: book.scriptVersions?.map((version, index) => ({ ...version, sharePercent: percents[index] ?? 0 })),
});
const labels = (book: CueBook) =>
  scriptVersionsOf(book).map(({ label, sharePercent }) => `${label} ${String(sharePercent)}`);
const codes = (book: CueBook) => versionProblems(book).map(({ code, detail }) => `${code} ${detail}`);

describe('the script of a call', () => {
  it('is the one there is where the book has no versions', () => {
    expect(chooseScript(single, uuidv7())).toBeNull();
    expect(withScript(single, null)).toBe(single);
  });

  it('is the same one whenever it is asked for', () => {
    fc.assert(
      fc.property(fc.uuid(), (callId) => {
        expect(chooseScript(other, callId)).toEqual(chooseScript(other, callId));
      }),
    );
  });

  it.each([[[50, 50]], [[90, 10]], [[100, 0]], [[0, 100]]])('falls to the versions by their shares, %o', (percents) => {
    const book = shares(other, ...percents);
    const calls = 4_000;
    // As the desk names its calls: one after another, most of each name a time.
    const ids = Array.from({ length: calls }, (_, at) => uuidv7({ msecs: 1_795_000_000_000 + at * 90_000 }));
    const b = ids.filter((callId) => chooseScript(book, callId)?.id === 'b').length;
    const expected = (percents[1] ?? 0) / 100;
    // Four standard deviations of a binomial share.
    expect(Math.abs(b / calls - expected)).toBeLessThanOrEqual(4 * Math.sqrt((expected * (1 - expected)) / calls));
  });

  it('stays what the call was given before a crash, while the book has it', () => {
    const before = { id: 'b', label: 'B', sharePercent: 50 };
    for (const callId of ['1', '2', '3', '4', '5']) {
      expect(chooseScript(shares(other, 100, 0), callId, before)?.id).toBe('b');
      expect(chooseScript(shares(other, 100, 0), callId, { ...before, id: 'gone' })?.id).toBe('a');
    }
  });

  it('takes the place of the book’s own', () => {
    const [a, b] = scriptVersionsOf(other);
    expect(withScript(other, b ?? null).script[0]?.line).toBe('您好，打扰一分钟。');
    expect(withScript(other, a ?? null).script).toEqual(single.script);
    const wording = expect.stringMatching(/^[0-9a-f]{8}$/) as string;
    expect(b && recordedScriptOf(b)).toEqual({ id: 'b', label: 'B', sharePercent: 50, wording });
  });

  it('is told by its wording from another text under the same id, and not by its label or share', () => {
    const wording = (book: CueBook) => wordingsOf(book).get('b');
    expect(wording(shares(withVersion(other, 'b', { label: '短' }), 10, 90))).toBe(wording(other));
    expect(wording(withVersionLine(other, 'b', 0, { line: '您好，打扰一分钟' }))).not.toBe(wording(other));
    const [, b] = scriptVersionsOf(other);
    expect(b && recordedScriptOf(b).wording).toBe(wording(other));
    expect(wordingsOf(single).size).toBe(0);
  });
});

describe('writing versions', () => {
  it('begins with two of the same text and equal shares, and adds more', () => {
    expect(labels(two)).toEqual(['A 50', 'B 50']);
    expect(two.scriptVersions?.[1]?.script).toEqual(single.script);
    const three = withNewVersion(other, () => 'c');
    expect(three.id).toBe('c');
    expect(labels(three.book)).toEqual(['A 34', 'B 33', 'C 33']);
    expect(three.book.scriptVersions?.[2]?.script).toEqual(other.scriptVersions?.[1]?.script);
  });

  it('renames, shares, and rewords one version alone', () => {
    const book = withVersion(other, 'b', { label: '短开场', sharePercent: 20 });
    expect(labels(book)).toEqual(['A 50', '短开场 20']);
    expect(book.script).toEqual(single.script);
    expect(withVersionLine(other, 'a', 1, { line: '新的' }).script[1]?.line).toBe('新的');
    expect(withVersionLine(single, null, 1, { line: '新的' }).script[1]?.line).toBe('新的');
  });

  it('ends with the text of the one that is left', () => {
    expect(withoutVersion(other, 'b')).toEqual(single);
    const left = withoutVersion(other, 'a');
    expect(left.scriptVersions).toBeUndefined();
    expect(left.script[0]?.line).toBe('您好，打扰一分钟。');
    const three = withNewVersion(other, () => 'c').book;
    expect(labels(withoutVersion(three, 'a'))).toEqual(['B 50', 'C 50']);
    expect(cueBookSchema.parse(withoutVersion(three, 'a')).script[0]?.line).toBe('您好，打扰一分钟。');
  });

  it('gives a new version an id that no version of the book ever had', () => {
    const next = ids();
    const begun = withNewVersion(single, next);
    const fewer = withoutVersion(begun.book, begun.id);
    const again = withNewVersion(fewer, next);
    const had = [...scriptVersionsOf(begun.book), ...scriptVersionsOf(again.book)].map(({ id }) => id);
    expect(new Set(had).size).toBe(4);
    expect(labels(again.book)).toEqual(['A 50', 'B 50']);
  });

  it('always makes a book that can be read, whatever is added and deleted', () => {
    const step = fc.oneof(fc.constant('add'), fc.constantFrom('a', 'b', 'c', 'd', 'e'));
    fc.assert(
      fc.property(fc.array(step, { maxLength: 12 }), (steps) => {
        const next = ids();
        const book = steps.reduce<CueBook>((before, what) => {
          if (what !== 'add') return withoutVersion(before, what);
          return (before.scriptVersions?.length ?? 0) < 6 ? withNewVersion(before, next).book : before;
        }, single);
        expect(cueBookSchema.parse(book)).toEqual(book);
        expect(versionProblems(book)).toEqual([]);
      }),
    );
  });
});

describe('what is wrong with versions', () => {
  it('is told in the check of a file and in the editor', () => {
    expect(codes(other)).toEqual([]);
    const wrong = shares(other, 50, 40);
    expect(codes(wrong)).toEqual(['shares-wrong 90']);
    expect(reviewBook(wrong).errors).toMatchObject([{ code: 'shares-wrong', cueId: null, detail: '90' }]);
    expect(checkCueBook(JSON.stringify(wrong))).toMatchObject({ ok: false, problems: [{ path: 'scriptVersions' }] });
    expect(checkCueBook(JSON.stringify(other))).toEqual({ ok: true, value: other });
  });

  it('a version without lines, with an empty one, with another’s name, or that strands the agent', () => {
    const change = (patch: object): CueBook => ({
      ...other,
      scriptVersions: other.scriptVersions?.map((version) => (version.id === 'b' ? { ...version, ...patch } : version)),
    });
    expect(codes(change({ script: [] }))).toEqual(['version-empty B']);
    expect(codes(withVersionLine(other, 'b', 1, { line: '  ' }))).toEqual(['version-empty B']);
    expect(codes(change({ label: 'A' }))).toEqual(['label-twice A']);
    const [first, ...rest] = single.script;
    const looped = [{ ...first, next: [{ to: 'nowhere' }] }, ...rest];
    expect(codes(change({ script: looped }))).toEqual(['script-wrong B: there is no line "nowhere"']);
  });

  it('an id used twice, a first version with lines of its own, a single one', () => {
    const problems = (scriptVersions: unknown) => cueBookSchema.safeParse({ ...single, scriptVersions }).success;
    const [a, b] = other.scriptVersions ?? [];
    expect(problems([a, b])).toBe(true);
    expect(problems([a])).toBe(false);
    expect(problems([a, { ...b, id: 'a' }])).toBe(false);
    expect(problems([{ ...a, script: single.script }, b])).toBe(false);
    expect(problems([a, { ...b, script: undefined }])).toBe(false);
  });
});

describe('a book with versions', () => {
  it('has the stages of all of them for its rules', () => {
    const script = [
      ...(other.scriptVersions?.[1]?.script ?? []),
      { id: 'extra', title: '', line: 'x', next: [], mustSay: [], last: false },
    ];
    const book = {
      ...other,
      scriptVersions: other.scriptVersions?.map((one) => (one.id === 'b' ? { ...one, script } : one)),
    };
    expect(allScriptLines(book).map(({ id }) => id)).toEqual([...single.script.map(({ id }) => id), 'extra']);
  });

  it('tells in a comparison which version, share or line is another one', () => {
    expect(isSame(diffBooks(other, other))).toBe(true);
    expect(diffBooks(single, two)).toMatchObject({ scripts: [], versions: { added: ['A 50 %', 'B 50 %'] } });
    expect(diffBooks(two, other)).toMatchObject({
      scripts: [{ label: 'B', added: [], changed: [{ id: single.script[0]?.id, fields: [{ field: 'line' }] }] }],
      versions: { added: [], removed: [], changed: [] },
    });
    expect(diffBooks(other, shares(other, 60, 40)).versions.changed).toEqual([
      { before: 'A 50 %', after: 'A 60 %' },
      { before: 'B 50 %', after: 'B 40 %' },
    ]);
    expect(diffBooks(other, single).versions.removed).toContain('B 50 %');
    // The text of the version that is left is the script of every call.
    expect(diffBooks(other, withoutVersion(other, 'a')).scripts).toMatchObject([{ label: null, changed: [{}] }]);
  });
});
