import { readFile } from 'node:fs/promises';
import { cueBookSchema, type CueBook, type Language } from '../../contracts/cues';
import { parseOrThrow, SidetoneError } from '../../contracts/errors';
import { keywordSchema, type Keyword } from '../../contracts/speech';
import { phrasesOf } from '../../domain/cue-rules/evaluate';
import { keywordsOf } from '../../domain/cues';
import { isChinese, isPronounceable } from '../../domain/spoken/pinyin-classes';

export interface WantedKeywords {
  keywords: Keyword[];
  /** null when the file holds phrases only. */
  book: CueBook | null;
  /** The book's, or the one that the phrases are written in. */
  language: Language;
}

/**
 * Reads a cue book when the file is JSON, else a phrase a line, with the fast ear's threshold after a tab where it has one
 * of its own; empty lines and those that begin with # are left out.
 * Throws SidetoneError `keywords-invalid`, naming the line or the place in the book.
 */
export async function readKeywords(file: string): Promise<WantedKeywords> {
  const bytes = await readFile(file, 'utf8').catch((error: unknown) => {
    throw new SidetoneError('keywords-invalid', `${file} cannot be read.`, { cause: error });
  });
  const text = bytes.replace(/^\uFEFF/, '');
  return text.trimStart().startsWith('{') ? readBook(file, text) : readPhrases(file, text);
}

function readBook(file: string, text: string): WantedKeywords {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    throw new SidetoneError('keywords-invalid', `${file} is not valid JSON.`, { cause: error });
  }
  const book = parseOrThrow(cueBookSchema, json, 'keywords-invalid', `The cue book ${file}`);
  book.cues.forEach((cue, at) => {
    const place = `The cue book ${file}: cues.${String(at)}`;
    cue.phrases.forEach((phrase, index) => check(phrase, `${place}.phrases.${String(index)}`));
    for (const phrase of cue.when ? phrasesOf(cue.when) : []) check(phrase, `${place}.when`);
  });
  return { keywords: keywordsOf(book), book, language: book.language };
}

function readPhrases(file: string, text: string): WantedKeywords {
  const keywords = new Map<string, Keyword>();
  text.split(/\r?\n/).forEach((line, index) => {
    const [phrase = '', threshold] = line.split('\t').map((cell) => cell.trim());
    if ((phrase === '' && threshold === undefined) || phrase.startsWith('#')) return;
    const place = `${file}, line ${String(index + 1)}`;
    check(phrase, place);
    const keyword = threshold === undefined ? { phrase } : { phrase, threshold: Number(threshold) };
    keywords.set(phrase, parseOrThrow(keywordSchema, keyword, 'keywords-invalid', place));
  });
  if (keywords.size === 0) throw new SidetoneError('keywords-invalid', `${file} holds no phrase.`);
  return {
    keywords: [...keywords.values()],
    book: null,
    language: [...keywords.keys()].some(isChinese) ? 'zh' : 'en',
  };
}

function check(phrase: string, place: string): void {
  if (isPronounceable(phrase)) return;
  throw new SidetoneError(
    'keywords-invalid',
    `${place}: "${phrase}" cannot be listened for. Give it in Chinese characters or in English words.`,
  );
}
