import type { FormField } from '../../contracts/forms';
import type { Reading } from './reading';

type ChoiceField = Extract<FormField, { type: 'choice' }>;

const DENIED = /(?:不要|不想要|不选|不是|别|不用|not|don't want|do not want|no)\s*(?:那个|这个|the|a)?\s*$/iu;

/** Which option was said, by its labels and synonyms; the longest words win, an option denied (不要基础版) is not taken. */
export function readChoice(field: ChoiceField, text: string): Reading[] {
  const lower = text.toLowerCase();
  const hits = field.options.flatMap((option) =>
    [option.value, option.label.zh, option.label.en, ...option.synonyms].flatMap((word) =>
      occurrences(lower, word.toLowerCase()).map((start) => ({
        option: option.value,
        start,
        end: start + word.length,
      })),
    ),
  );
  const longest = hits.filter(
    (hit) =>
      !hits.some(
        (other) => other.start <= hit.start && other.end >= hit.end && other.end - other.start > hit.end - hit.start,
      ),
  );
  const wanted = longest.filter((hit) => !DENIED.test(lower.slice(0, hit.start)));
  const [first] = wanted;
  if (first === undefined) return [];
  if (wanted.some((hit) => hit.option !== first.option)) {
    const span = { start: Math.min(...wanted.map((hit) => hit.start)), end: Math.max(...wanted.map((hit) => hit.end)) };
    return [{ trouble: { code: 'several-options', params: { said: text.slice(span.start, span.end) } }, ...span }];
  }
  return [{ value: { type: 'choice', value: first.option }, start: first.start, end: first.end }];
}

function occurrences(text: string, word: string): number[] {
  const latin = /^[a-z0-9][a-z0-9 '-]*$/.test(word);
  const pattern = word.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  const bounded = latin ? new RegExp(`(?<![a-z0-9])${pattern}(?![a-z0-9])`, 'g') : new RegExp(pattern, 'g');
  return [...text.matchAll(bounded)].map((match) => match.index);
}

/** 可不可以, 行吗: the customer asks. */
const QUESTION =
  /可不可以|能不能|(?<!不)行不行|(?<![不太])行不\s*$|是不是|要不要|好不好|[吗嘛么]\s*[?？]?$|\?\s*$|？\s*$/u;
/** Sounds like a refusal, is none: consent, or nothing. */
const CONSENT_BY_NO =
  /没问题|没关系|没意见|没什么不(?:行|好|可以|同意)|(?:怎么|有什么|有啥)不(?:行|可以)|no problem|not a problem|no worries|why not/giu;
/** A condition, or a denial denied, which grants nothing yet. */
const NEITHER = /不错|不客气|不好意思|不是不(?:行|可以|同意|愿意|好|想)|不行的话|不可以的话/gu;
const NO =
  /不同意|不可以|不太?行|行不通|不用了?|不要|不愿意|不需要|不接受|不想|不能|不方便|不好|不是|不了|没有|算了|^\s*不\s*[。，,.!！]?\s*$|\b(?:no|nope|nah|not|don't|do not|won't|can't|cannot|never|disagree|refuse)\b/giu;
const YES =
  /同意|可以|好的|好啊|好吧|(?<![银进旅实执发流举同])行(?![业程动李政情为家])|愿意|是的|对的?|要的|接受|当然|^\s*(?:嗯+|能|有|好|是|要)\s*(?:[，,。.!！]|$)|\b(?:yes|yeah|yep|yup|sure|okay|ok|of course|certainly|absolutely|agree|i do|that's fine|go ahead)\b/giu;

/** Yes or no in answer to a question. Both in one breath asks the agent; a question of the customer is no answer. */
export function readYesNo(text: string): Reading[] {
  if (QUESTION.test(text.trim())) return [];
  const blank = (part: string) => ' '.repeat(part.length);
  // Every consent is two characters at least and stays where it was.
  const plain = text.replace(CONSENT_BY_NO, (part) => '可以'.padEnd(part.length)).replace(NEITHER, blank);
  const [no] = plain.matchAll(NO);
  const [yes] = plain.replace(NO, blank).matchAll(YES);
  const answer = no ?? yes;
  if (answer === undefined) return [];
  const span = { start: answer.index, end: answer.index + answer[0].length };
  if (no !== undefined && yes !== undefined) {
    return [{ trouble: { code: 'several-options', params: { said: text } }, start: 0, end: text.length }];
  }
  return [{ value: { type: 'yes-no', value: no === undefined }, ...span }];
}
