import type { Cue, CueBook } from '../contracts/cues';
import { normaliseWords, phrasesOf } from './cue-rules/evaluate';

/** A book under the editor's hands may be invalid for a while: what is missing is told, not refused. */

/** The card in the place of the one with this id. */
export function withCue(book: CueBook, id: string, cue: Cue): CueBook {
  return { ...book, cues: book.cues.map((own) => (own.id === id ? cue : own)) };
}

export function withoutCue(book: CueBook, id: string): CueBook {
  return { ...book, cues: book.cues.filter((own) => own.id !== id) };
}

/** A card with nothing in it but what cannot be empty, at the top, where it is seen. */
export function withNewCue(book: CueBook, title: string): { book: CueBook; id: string } {
  const id = freeId(book, 'card-1');
  const cue: Cue = {
    ...{ id, title, lines: [], phrases: [], leg: 'customer', threshold: 0.15 },
    ...{ coolDownMs: 20_000, oncePerCall: false, priority: 5, action: 'inform' },
  };
  return { book: { ...book, cues: [cue, ...book.cues] }, id };
}

/** A copy right below the card it is of. */
export function withCopy(book: CueBook, id: string, title: string): { book: CueBook; id: string } {
  const copyId = freeId(book, `${id}-2`);
  const cues = book.cues.flatMap((own) => (own.id === id ? [own, { ...own, id: copyId, title }] : [own]));
  return { book: { ...book, cues }, id: copyId };
}

/** The first id of that kind that no card has: `card-1`, `card-2`. */
function freeId({ cues }: CueBook, wish: string): string {
  const taken = new Set(cues.map(({ id }) => id));
  const [, stem = wish, number = '1'] = /^(.*?)-?(\d*)$/.exec(wish) ?? [];
  for (let next = Number(number || '1'); ; next += 1) {
    const id = `${stem}-${String(next)}`;
    if (!taken.has(id)) return id;
  }
}

/** Cards whose title, lines, phrases or id hold every one of these words. An empty text finds all. */
export function searchCues(cues: readonly Cue[], text: string): readonly Cue[] {
  const wanted = text.toLowerCase().split(/\s+/).map(normaliseWords).filter(Boolean);
  if (wanted.length === 0) return cues;
  return cues.filter((cue) => {
    const { id, title, lines, phrases, when } = cue;
    const all = normaliseWords([id, title, ...lines, ...phrases, ...(when ? phrasesOf(when) : [])].join(' | '));
    return wanted.every((word) => all.includes(word));
  });
}
