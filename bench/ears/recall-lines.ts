import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { cueBookSchema, type Language } from '../../contracts/cues';
import { keywordsOf } from '../../domain/cues';
import { manifestRows } from '../manifest';

/** A line of which it is known what is said in it. */
export interface RecallLine {
  /** Absolute path. */
  file: string;
  language: Language;
  text: string;
  /** Phrases to be heard in it. */
  expected: readonly string[];
}

export interface RecallSet {
  name: string;
  lines: readonly RecallLine[];
  /** Listened for on every line. */
  phrases: readonly string[];
}

const CONVERSATION_VOICES = path.resolve(import.meta.dirname, '../conversations/voices');
/** The band repair was fitted on other sentences by these. */
const FITTED_VOICES = ['zf_xiaoxiao', 'zm_yunjian', 'zf_xiaoyi', 'zm_yunyang'];

/** None where there is no list. */
const rowsOf = async (file: string) => (existsSync(file) ? manifestRows(file) : []);

const eachOnce = (lines: readonly RecallLine[]) => [...new Set(lines.flatMap(({ expected }) => expected))];

const withoutPauses = (text: string) => text.toLowerCase().replace(/[，。？！、]/g, '');

/** The labels name the keywords of interest; a phrase that stands in the text was said too, over a pause as well. */
export const isSaid = ({ expected, text }: RecallLine, phrase: string): boolean =>
  expected.includes(phrase) || withoutPauses(text).includes(phrase);

/**
 * The labelled telesales lines under `clips`; empty where they are not. `ship`: the voices that may ship; `tests-only`:
 * the one that may not.
 */
export async function telesalesLines(clips: string, language: Language, voices: 'ship' | 'tests-only' = 'ship') {
  const folder = path.join(clips, 'telesales');
  const rows = (await rowsOf(path.join(folder, 'MANIFEST.tsv'))).filter(([, spoken]) => spoken === language);
  const of = (wanted: string[][]) =>
    wanted.map(([file = '', , , , text = '', expected = '']) => ({
      file: path.join(folder, file),
      language,
      text,
      expected: expected.split('|').filter(Boolean),
    }));
  const mayShip = ([, , , , , , licence = '']: string[]) => !licence.startsWith('tests only');
  // Phrases of the lines that may ship, so that each of the two sets is listened to for the same ones.
  return {
    lines: of(rows.filter((row) => mayShip(row) === (voices === 'ship'))),
    phrases: eachOnce(of(rows.filter(mayShip))),
  };
}

/** Two to four characters of a text, at its word edges. */
function wordEdgePhrases(text: string): string[] {
  const segmenter = new Intl.Segmenter('zh', { granularity: 'word' });
  const phrases = text.split(/[^\p{Script=Han}]+/u).flatMap((clause) => {
    const words = [...segmenter.segment(clause)].map(({ segment }) => segment);
    return words.flatMap((_, from) => words.slice(from).map((_, more) => words.slice(from, from + more + 1).join('')));
  });
  return [...new Set(phrases.filter((phrase) => phrase.length >= 2 && phrase.length <= 4))];
}

/** Clips of real people speaking Mandarin under `clips`, whose words are written down. */
async function recordedLines(clips: string): Promise<RecallLine[]> {
  return (await rowsOf(path.join(clips, 'MANIFEST.tsv')))
    .filter(([file = '', , text = '']) => file.startsWith('zh/') && !text.startsWith('('))
    .map(([file = '', , text = '']) => ({
      file: path.join(clips, file),
      language: 'zh',
      text,
      expected: wordEdgePhrases(text),
    }));
}

/** The lines of the labelled calls, with every phrase of the cue book that stands in them. */
async function conversationLines(fitted: boolean): Promise<RecallSet['lines']> {
  const phrases = await bookPhrases();
  return (await rowsOf(path.join(CONVERSATION_VOICES, 'MANIFEST.tsv')))
    .filter(([, language, , voice = '']) => language === 'zh' && FITTED_VOICES.includes(voice) === fitted)
    .map(([file = '', , , , text = '']) => ({
      file: path.join(CONVERSATION_VOICES, file),
      language: 'zh',
      text,
      expected: phrases.filter((phrase) => withoutPauses(text).includes(phrase)),
    }));
}

async function bookPhrases(): Promise<string[]> {
  const file = path.resolve(import.meta.dirname, '../../domain/cue-books/zh.json');
  return keywordsOf(cueBookSchema.parse(JSON.parse(await readFile(file, 'utf8')))).map(({ phrase }) => phrase);
}

/** Every set there is; those of the shared clips only where `clips` has them. */
export async function recallSets(clips: string): Promise<RecallSet[]> {
  const recorded = await recordedLines(clips);
  const sets: RecallSet[] = [
    { name: 'telesales zh', ...(await telesalesLines(clips, 'zh')) },
    { name: 'telesales zh, third voice', ...(await telesalesLines(clips, 'zh', 'tests-only')) },
    { name: 'telesales en', ...(await telesalesLines(clips, 'en')) },
    { name: 'calls zh, other voices', lines: await conversationLines(false), phrases: await bookPhrases() },
    { name: 'calls zh, voices of the band repair', lines: await conversationLines(true), phrases: await bookPhrases() },
    { name: 'recorded zh', lines: recorded, phrases: eachOnce(recorded) },
  ];
  return sets.filter(({ lines }) => lines.length > 0);
}
