import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { CueBook, Language } from '../contracts/cues';
import { cueVersionFileSchema, type CueVersion, type CueVersionHead, type OwnCueBook } from '../contracts/cue-versions';
import { parseOrThrow, SidetoneError, toFailure, type Failure } from '../contracts/errors';
import { parseCueBook } from '../domain/cue-book-check';
import { writeFileAtomically } from './settings-store';

const FILE = /^(\d{6})\.json$/;

export interface SaveVersion {
  language: Language;
  /** Null: from now on the delivered book again. */
  book: CueBook | null;
  note: string;
}

/**
 * The desk's own cue books, each save a file of its own that is never written again: `<folder>/zh/000003.json`. What is
 * in force is the newest that can be read. A damaged one is left where it is, told of, and passed over.
 */
export class CueBookStore {
  readonly #folder: string;
  readonly #savedBy: () => string;
  readonly #now: () => Date;

  constructor(folder: string, savedBy: () => string, now: () => Date = () => new Date()) {
    this.#folder = folder;
    this.#savedBy = savedBy;
    this.#now = now;
  }

  /** The book in force, and what had to be passed over to find it. */
  own(language: Language): OwnCueBook & { notices: Failure[] } {
    const notices: Failure[] = [];
    for (const number of this.#numbers(language).reverse()) {
      try {
        const { head, book } = this.read(language, number);
        return { language, head, book, notices };
      } catch (error) {
        notices.push(toFailure(error));
      }
    }
    return { language, head: null, book: null, notices };
  }

  /** Newest first. */
  versions(language: Language): CueVersion[] {
    return this.#numbers(language)
      .reverse()
      .map((number): CueVersion => {
        try {
          return { ...this.read(language, number).head, damaged: false };
        } catch (error) {
          return { number, damaged: true, file: this.#file(language, number), reason: toFailure(error).message };
        }
      });
  }

  /** @throws SidetoneError `cue-book-damaged` with the file and what is wrong, `cue-book-missing` */
  read(language: Language, number: number): { head: CueVersionHead; book: CueBook | null } {
    const file = this.#file(language, number);
    if (!existsSync(file)) throw new SidetoneError('cue-book-missing', `There is no version ${String(number)}.`);
    try {
      const value: unknown = JSON.parse(readFileSync(file, 'utf8'));
      const { head, book, sha256 } = parseOrThrow(cueVersionFileSchema, value, 'cue-book-damaged', 'It');
      if (head.number !== number || sha256 !== sumOf(head, book))
        throw new SidetoneError('cue-book-damaged', 'It is not as it was saved.');
      return { head, book };
    } catch (cause) {
      const reason = cause instanceof Error ? cause.message : String(cause);
      throw new SidetoneError('cue-book-damaged', `${file}: ${reason}`, { cause });
    }
  }

  /**
   * A new version, in force from the next call on.
   *
   * @throws SidetoneError `cue-book-invalid` with every mistake; `cue-book-not-saved`, retryable, and nothing has changed
   */
  save({ language, book, note }: SaveVersion, rolledBackTo: number | null = null): CueVersionHead {
    if (book) parseCueBook(JSON.stringify(book), book.name);
    if (book && book.language !== language)
      throw new SidetoneError('cue-book-invalid', `This book is written for "${book.language}".`);
    const number = (this.#numbers(language).at(-1) ?? 0) + 1;
    const savedAt = this.#now().toISOString();
    const delivered = book === null;
    const head = { number, savedAt, savedBy: this.#savedBy(), note, rolledBackTo, delivered };
    // The next version of the desk's book is the next version of the book.
    const numbered = book && { ...book, version: number };
    try {
      const content = { head, book: numbered, sha256: sumOf(head, numbered) };
      writeFileAtomically(this.#file(language, number), JSON.stringify(content, null, 2));
    } catch (cause) {
      const reason = cause instanceof Error ? cause.message : String(cause);
      throw new SidetoneError('cue-book-not-saved', reason, { retryable: true, cause });
    }
    return head;
  }

  /** The book of an earlier version again, as a new one. @throws as {@link read} and {@link save} */
  rollBack(language: Language, number: number, note: string): CueVersionHead {
    return this.save({ language, book: this.read(language, number).book, note }, number);
  }

  /** Oldest first; of damaged files too, so that no number is given twice. */
  #numbers(language: Language): number[] {
    const folder = path.join(this.#folder, language);
    if (!existsSync(folder)) return [];
    return readdirSync(folder)
      .flatMap((name) => FILE.exec(name)?.[1] ?? [])
      .map(Number)
      .sort((a, b) => a - b);
  }

  #file(language: Language, number: number): string {
    return path.join(this.#folder, language, `${String(number).padStart(6, '0')}.json`);
  }
}

/** Whatever order the keys stand in: a schema may gain a key, or put them in another order. */
function sumOf(head: CueVersionHead, book: CueBook | null): string {
  return createHash('sha256')
    .update(JSON.stringify(sorted([head, book])))
    .digest('hex');
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, inner]) => [key, sorted(inner)]),
  );
}
