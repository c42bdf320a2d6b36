import { pinyin } from 'pinyin-pro';
import { mapText, originalSpan, type TextSpan } from '../mapped-text';

const HAN = /^\p{Script=Han}+$/u;
/** A card often knows only this much: 王先生. */
const HONORIFIC = /(?:先生|女士|小姐|太太|总|经理|老师|同学|哥|姐)$/u;
const HONORIFICS = '(?:先生|女士|小姐|太太|总(?!共|是|之|的|算|数|价|额|体|部)|经理|老师|老板|哥|姐|师傅)';
const TITLES = '(?:mr|mrs|ms|miss|dr|sir|madam)\\.?';
/** First names that are words too: only with a capital letter inside a sentence. */
const COMMON_WORDS = new Set(
  'will mark may hope grace rich bill art frank faith june april august chase drew pat rob sue jack rose dean guy dawn joy'.split(
    ' ',
  ),
);

/**
 * Where the customer's name is said. Chinese names are compared by toneless pinyin too, since a recogniser writes 王晓明
 * for 王小明: three characters and more anywhere, two only with the card's own surname before them.
 */
export function findNames(text: string, names: readonly string[]): TextSpan[] {
  const mapped = mapText(text);
  return names
    .map((name) => name.normalize('NFKC').trim())
    .flatMap((name) => (HAN.test(name) ? chineseSpans(mapped.text, name) : latinSpans(mapped.text, name)))
    .map((span) => originalSpan(mapped, span.start, span.end));
}

function chineseSpans(text: string, card: string): TextSpan[] {
  const name = card.replace(HONORIFIC, '');
  if (name === '') return [];
  // Double surnames (欧阳) come with four characters.
  const surnameLength = name.length >= 4 ? 2 : 1;
  const surname = name.slice(0, surnameLength);
  const given = name.slice(surnameLength);
  const spans = matches(text, new RegExp(`[小老]?${surname}${HONORIFICS}|免贵姓${surname}|姓${surname}`, 'gu'));
  if (name.length >= 2) spans.push(...matches(text, new RegExp([...name].join('\\s*'), 'gu')), ...alike(text, name));
  if (given.length >= 2) spans.push(...matches(text, new RegExp(given, 'gu')));
  return spans;
}

function alike(text: string, name: string): TextSpan[] {
  const sounds = pinyin(name, { toneType: 'none', type: 'array' });
  const spans: TextSpan[] = [];
  for (const run of text.matchAll(/\p{Script=Han}+/gu)) {
    for (let at = 0; at + name.length <= run[0].length; at += 1) {
      const part = run[0].slice(at, at + name.length);
      if (name.length === 2 && part[0] !== name[0] && !/[叫是姓]$/u.test(run[0].slice(0, at))) continue;
      const heard = pinyin(part, { toneType: 'none', type: 'array' });
      if (heard.every((sound, index) => sound === sounds[index])) {
        spans.push({ start: run.index + at, end: run.index + at + name.length });
      }
    }
  }
  return spans;
}

function latinSpans(text: string, name: string): TextSpan[] {
  const parts = name.split(/\s+/).filter((part) => part.replace(/\W/g, '').length >= 2);
  const spans = parts.length > 0 ? matches(text, new RegExp(`\\b${parts.map(escape).join('\\W+')}\\b`, 'giu')) : [];
  for (const part of parts) {
    if (part.length < 3 && parts.length > 1) continue;
    const isWord = COMMON_WORDS.has(part.toLowerCase());
    const exact = part.slice(0, 1).toUpperCase() + part.slice(1);
    if (isWord) spans.push(...matches(text, new RegExp(`(?<=[^.!?\\s]\\s)${escape(exact)}\\b`, 'gu')));
    else spans.push(...matches(text, new RegExp(`(?:\\b${TITLES}\\s+)?\\b${escape(part)}\\b`, 'giu')));
  }
  return spans;
}

function matches(text: string, pattern: RegExp): TextSpan[] {
  return [...text.matchAll(pattern)].map((match) => ({ start: match.index, end: match.index + match[0].length }));
}

function escape(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
