import { cueBookSchema, type CueBook, type Language } from '../../../contracts/cues';
import type { CueVersion, CueVersionHead } from '../../../contracts/cue-versions';
import english from '../../../domain/cue-books/en.json';
import mandarin from '../../../domain/cue-books/zh.json';
import { cardTrials } from '../../../domain/card-trials';
import { scriptOutcomes, type ScriptOutcome } from '../../../domain/script-outcomes';
import { NO_CUE_BOOKS, type CueBookView } from '../model';

const delivered = { zh: cueBookSchema.parse(mandarin), en: cueBookSchema.parse(english) };

function changed(language: Language): CueBook {
  const zh = language === 'zh';
  const book = delivered[language];
  const cues = book.cues.map((cue) =>
    cue.id === 'too-expensive'
      ? {
          ...cue,
          title: zh ? '嫌贵，并且已经报过价' : 'Too expensive, once the price is known',
          when: {
            all: [
              { any: [{ intent: 'too-expensive' }, { heard: [zh ? '太贵' : 'too dear'], leg: 'customer' as const }] },
              { price: 'agent' as const },
              { not: { stage: 'goodbye' } },
            ],
          },
        }
      : cue,
  );
  return { ...book, version: 4, cues: cues.slice(0, -1) };
}

/** A card that was held out of some calls. */
function trial(title: string, offered: [calls: number, good: number], heldOut: [calls: number, good: number]) {
  const calls = ([count, good]: [number, number], side: 'offered' | 'held-out') =>
    Array.from({ length: count }, (_, at) => ({
      ...{
        answeredAt: '2026-11-28T10:00:00.000Z',
        disposition: at < good ? ('sale' as const) : ('not-interested' as const),
      },
      timeline: [{ type: 'card' as const, atMs: 0, cueId: 'price', title, state: 'confirmed' as const, trial: side }],
    }));
  return cardTrials([...calls(offered, 'offered'), ...calls(heldOut, 'held-out')]);
}

/** Calls, good ends and sales of versions A, B … */
function outcomes(...versions: [calls: number, good: number, sales: number][]): ScriptOutcome[] {
  return scriptOutcomes(
    versions.map(([calls, good, sales], at) => {
      const id = 'abcdef'[at] ?? 'z';
      return { id, label: id.toUpperCase(), wording: null, calls, good, sales };
    }),
  );
}

/** The page of the cue book, with a change that is not saved, and a history. */
export function cueBookScene(language: Language, nowMs: number): CueBookView {
  const zh = language === 'zh';
  const own = changed(language);
  const head = (number: number, note: string, rolledBackTo: number | null = null): CueVersionHead => ({
    number,
    savedAt: new Date(nowMs - (6 - number) * 5_400_000).toISOString(),
    savedBy: zh ? '陈晓' : 'Alex Chen',
    note,
    rolledBackTo,
    delivered: false,
  });
  const versions: CueVersion[] = [
    { ...head(4, zh ? '报价之后才提示嫌贵' : 'Too expensive only after the price'), damaged: false },
    { number: 3, damaged: true, file: '/home/agent/.config/Sidetone/cue-books/000003.json', reason: '' },
    { ...head(2, '', 1), damaged: false },
    { ...head(1, zh ? '第一版' : 'The first one'), damaged: false },
  ];
  const [first, ...others] = own.cues;
  if (!first) return NO_CUE_BOOKS;
  const draft: CueBook = { ...own, cues: [{ ...first, lines: [] }, ...others] };
  return {
    ...NO_CUE_BOOKS,
    open: true,
    language,
    delivered,
    own: { [language]: { language, book: own, head: head(4, '') } },
    versions,
    outcomes: outcomes([40, 9, 4], [38, 14, 5]),
    cardTrials: trial(zh ? '太贵了' : 'Too expensive', [182, 61], [47, 9]),
    allDesks: { outcomes: outcomes([1_204, 271, 96], [1_187, 352, 131]), trouble: null },
    read: { 1: delivered[language], 2: delivered[language], 4: own },
    drafts: {
      [language]: {
        ...{ book: draft, base: own, selectedId: 'too-expensive' },
        undo: [{ word: 'changed', title: first.title, book: own, selectedId: first.id, key: '' }],
      },
    },
  };
}

/** The script of the cue book under the editor's hands: branches, what must be said, and a line that leads nowhere. */
export function scriptScene(language: Language, nowMs: number): CueBookView {
  const zh = language === 'zh';
  const view = cueBookScene(language, nowMs);
  const base = view.own[language]?.book;
  const draft = view.drafts[language];
  if (!base || !draft) return view;
  const [greet, purpose, need, ...rest] = base.script;
  if (!greet || !purpose || !need) return view;
  const branches = [
    {
      to: 'close',
      when: {
        all: [
          { heard: [zh ? '可以' : 'sounds good'], leg: 'customer' as const },
          { form: { key: 'amount', atLeast: 3_000 } },
        ],
      },
    },
    { to: 'goodbye', when: { intent: 'refuses' } },
  ];
  const offer = {
    ...{ id: 'line-1', title: zh ? '报优惠' : 'Offer', next: [{ to: 'later' }], mustSay: [], last: false },
    line: zh ? '今天办理，首年按{天气}折。' : 'Signed today, the first year is at {weather} per cent.',
  };
  const book: CueBook = { ...base, script: [greet, purpose, { ...need, next: branches }, offer, ...rest] };
  return {
    ...view,
    part: 'script',
    scriptAt: { versionId: null, lineId: need.id },
    said: [
      { leg: 'agent', text: zh ? '一年三千九百八十元' : 'It is 300 dollars a year.' },
      { leg: 'customer', text: zh ? '那可以' : 'That sounds good to me.' },
    ],
    drafts: {
      [language]: {
        ...draft,
        book,
        undo: [
          {
            word: 'added',
            title: offer.title,
            book: base,
            selectedId: null,
            key: '',
            at: { versionId: null, lineId: need.id },
          },
        ],
      },
    },
  };
}
