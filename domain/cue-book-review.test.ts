import { describe, expect, it } from 'vitest';
import type { CueCondition } from '../contracts/cue-rules';
import { cueBookSchema, type Cue, type CueBook } from '../contracts/cues';
import english from './cue-books/en.json';
import mandarin from './cue-books/zh.json';
import { checkCueBook } from './cue-book-check';
import { reviewBook } from './cue-book-review';
import { withNewVersion, withVersionLine } from './script-versions';

const zh = cueBookSchema.parse(mandarin);
const en = cueBookSchema.parse(english);
const card: Cue = {
  ...{ id: 'new', title: 'New', lines: ['Say this'], phrases: ['分期付款'], leg: 'customer', threshold: 0.15 },
  ...{ coolDownMs: 20_000, oncePerCall: false, priority: 5, action: 'inform' },
};
const withCard = (patch: Partial<Cue>): CueBook => ({ ...zh, cues: [{ ...card, ...patch }, ...zh.cues] });
const rule = (when: CueCondition): CueBook => withCard({ phrases: [], when });
const taken = zh.cues[0]?.id ?? '';

describe('the errors of a book', () => {
  it.each([
    ['title-missing', withCard({ title: '' })],
    ['lines-missing', withCard({ lines: [] })],
    ['nothing-to-hear', withCard({ phrases: [] })],
    ['phrase-empty', withCard({ phrases: ['分期付款', ''] })],
    ['id-wrong', withCard({ id: 'A b' })],
    ['cool-down-wrong', withCard({ coolDownMs: -1 })],
    ['rule-incomplete', rule({ heard: [] })],
    ['rule-incomplete', rule({ all: [{ silenceSeconds: 0 }] })],
    ['no-such-stage', rule({ stage: 'nowhere' })],
    ['its-opposite', rule({ all: [{ price: 'agent' }, { not: { price: 'agent' } }] })],
  ] as const)('%s: with the card and the field', (code, book) => {
    const { errors } = reviewBook(book);
    expect(errors).toMatchObject([{ code, cueId: book.cues[0]?.id }]);
    expect(errors[0]?.field).not.toBeNull();
  });

  it('names an id that two cards have, and a script that goes in circles', () => {
    expect(reviewBook(withCard({ id: taken })).errors).toMatchObject([{ code: 'id-twice', cueId: taken }]);
    const script = zh.script.map((line) => ({ ...line, next: [{ to: zh.script[0]?.id ?? '' }] }));
    const codes = reviewBook({ ...zh, script }).errors.map(({ code }) => code);
    expect(new Set(codes)).toEqual(new Set(['line-unreachable', 'script-circles']));
  });

  it.each<[string, string | null | undefined, Partial<CueBook['script'][number]>, number | null]>([
    ['branch-without-target', '', { next: [{ to: '', when: { price: 'customer' } }] }, 0],
    ['branch-nowhere', 'gone', { next: [{ to: 'gone', when: { price: 'customer' } }] }, 0],
    [
      'branch-incomplete',
      null,
      {
        next: [
          { to: 'close', when: { price: 'agent' } },
          { to: 'close', when: { heard: [] } },
        ],
      },
      1,
    ],
    ['must-say-empty', null, { mustSay: [''] }, null],
    ['line-unreachable', zh.script[2]?.title, { next: [{ to: 'value' }] }, null],
  ])('%s: with the line of the script and the branch', (code, detail, patch, branch) => {
    const book = withVersionLine(zh, null, 1, patch);
    const { errors } = reviewBook(book);
    const index = code === 'line-unreachable' ? 2 : 1;
    expect(errors).toMatchObject([{ code, cueId: null, place: { versionId: null, index, branch } }]);
    if (detail !== null) expect(errors[0]?.detail).toBe(detail);
    const ids = ['v1', 'v2'];
    const two = withNewVersion(zh, () => ids.shift() ?? '');
    const [problem] = reviewBook(withVersionLine(two.book, two.id, 1, patch)).errors;
    expect(problem).toMatchObject({ code, place: { versionId: 'v2', index, branch } });
  });

  it.each([
    withCard({}),
    withCard({ title: '' }),
    withCard({ phrases: [] }),
    withCard({ id: taken }),
    rule({ stage: 'nowhere' }),
    rule({ intent: 'unknown' }),
    rule({ not: { price: 'agent' } }),
    { ...zh, name: '' },
    withVersionLine(zh, null, 0, { next: [{ to: 'gone' }] }),
    withVersionLine(zh, null, 0, { next: [{ to: 'close', when: { stage: 'nowhere' } }] }),
    withVersionLine(zh, null, 0, { title: '', line: '{天气}' }),
  ])('are there exactly where the book would be refused (%#)', (book) => {
    expect(reviewBook(book).errors.length === 0).toBe(checkCueBook(JSON.stringify(book)).ok);
  });
});

describe('the warnings of a book', () => {
  const warnings = (book: CueBook) => reviewBook(book).warnings.filter(({ cueId }) => cueId === 'new');
  it.each([
    ['unknown-intent', 'no-such', rule({ any: [{ intent: 'no-such' }, { intent: 'opt-out' }] })],
    ['unknown-field', 'no-such', rule({ any: [{ form: { key: 'no-such' } }, { form: { key: 'age', below: 30 } }] })],
    ['holds-at-once', '', rule({ not: { price: 'agent' } })],
    ['unspeakable', '→→', withCard({ phrases: ['→→'] })],
    ['unspeakable', '→→', rule({ heard: ['→→'] })],
    ['short-phrase', '贵', withCard({ phrases: ['贵'] })],
    ['unknown-name', '天气', withCard({ lines: ['今天{天气}，{客户}', '{天气}'] })],
  ] as const)('%s', (code, detail, book) => {
    expect(warnings(book)).toMatchObject([{ code, detail }]);
    expect(reviewBook(book).errors).toEqual([]);
  });

  it('tell of a phrase that another card listens for on the same side, and name that card', () => {
    const other = zh.cues.find(({ phrases, leg }) => phrases.length > 0 && leg === 'customer');
    const [phrase = ''] = other?.phrases ?? [];
    expect(warnings(withCard({ phrases: [phrase] }))).toMatchObject([
      { code: 'shared-phrase', detail: `${phrase} → ${other?.title ?? ''}` },
    ]);
    expect(warnings(withCard({ phrases: [phrase], leg: 'agent' }))).toEqual([]);
  });

  const line = (patch: Partial<CueBook['script'][number]>) =>
    reviewBook(withVersionLine(zh, null, 1, patch)).warnings.map(({ code, detail, place }) => [
      ...[code, detail, place?.index, place?.branch],
    ]);
  it('tell of a line what the agent would stumble over', () => {
    expect(line({ title: ' ', line: '' })).toEqual([
      ['line-untitled', '', 1, null],
      ['line-empty', '', 1, null],
    ]);
    expect(line({ line: '今天{天气}，{客户}，{' })).toEqual([
      ['unknown-name', '天气', 1, null],
      ['loose-bracket', '', 1, null],
    ]);
    expect(line({ mustSay: ['……', '录音'] })).toEqual([['must-say-unheard', '……', 1, null]]);
  });

  it('tell of branches that nobody ever takes', () => {
    const price = { price: 'customer' as const };
    const next = [{ to: 'need', when: price }, { to: 'need' }, { to: 'close', when: price }];
    expect(line({ next })).toEqual([['branch-never-read', '', 1, 2]]);
    expect(line({ last: true, next: [{ to: 'need' }] })).toContainEqual(['branches-after-end', '', 1, null]);
    expect(line({ next: [{ to: 'need', when: { all: [price, { not: price }] } }] })).toEqual([
      ['its-opposite', '', 1, 0],
    ]);
    expect(line({ next: [{ to: 'need', when: { any: [{ intent: 'no-such' }, price] } }] })).toEqual([
      ['unknown-intent', 'no-such', 1, 0],
    ]);
    expect(line({ next: [{ to: 'need', when: { stage: 'nowhere' } }] })).toEqual([['no-such-stage', 'nowhere', 1, 0]]);
  });

  it('tell of a book that has no card for an opt-out', () => {
    const book = { ...zh, cues: zh.cues.filter(({ action }) => action !== 'opt-out') };
    expect(reviewBook(book).warnings).toMatchObject([{ code: 'no-opt-out', cueId: null }]);
  });

  it('are none for a sound card, and none for the built-in books', () => {
    expect(warnings(withCard({}))).toEqual([]);
    expect(reviewBook(en)).toEqual({ errors: [], warnings: [] });
    expect(reviewBook(zh)).toEqual({ errors: [], warnings: [] });
  });
});

it('takes a book of 10,000 phrases', () => {
  const cues = Array.from({ length: 100 }, (_, at) => ({
    ...card,
    id: `card-${String(at)}`,
    phrases: Array.from({ length: 100 }, (_each, own) => `phrase number ${String(at * 100 + own)}`),
  }));
  const wrong = { ...card, id: 'last', title: '' };
  const { errors, warnings } = reviewBook({ ...zh, cues: [...cues, wrong] });
  expect(errors).toMatchObject([{ code: 'title-missing', cueId: 'last' }]);
  expect(warnings.map(({ code }) => code)).toEqual(['no-opt-out']);
});
