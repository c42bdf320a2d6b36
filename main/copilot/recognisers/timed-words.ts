import type { TimedWord } from '../../../contracts/transcript';

/** A recogniser times where a token begins; a word does not last longer than this, whatever comes after it. */
const LONGEST_WORD_MS = 1_000;

/** A piece of UTF-8 that is no character by itself, as sherpa-onnx spells it. */
const BYTE = /^<0x([0-9A-F]{2})>$/;
const TAG = /^<\|[^|]*\|>$/;
const HAN = /\p{Script=Han}/u;

/**
 * Words out of a recogniser's tokens and when each of them began (s): a Chinese character is a word, pieces of an
 * English one are put together. Pieces say what they belong to as SentencePiece does (a space or ▁ before a word) or as
 * subword-nmt does (@@ where the word goes on). Empty where there is not a time for each token. `lengthMs`: of all that
 * was heard.
 */
export function timedWords(tokens: readonly string[], timestamps: readonly number[], lengthMs: number): TimedWord[] {
  if (tokens.length === 0 || timestamps.length !== tokens.length) return [];
  const isMarked = tokens.some((token) => /^[ ▁]/.test(token));
  const begun: { text: string; startMs: number }[] = [];
  let goesOn = false;
  for (const { token, startMs } of wholeTokens(tokens, timestamps)) {
    if (TAG.test(token)) continue;
    const text = token.replace(/^[ ▁]+/, '').replace(/@@$/, '');
    const last = begun.at(-1);
    const isPunctuation = !/[\p{L}\p{N}]/u.test(text);
    const continues = isMarked
      ? !/^[ ▁]/.test(token) && !HAN.test(text) && !HAN.test(last?.text.at(-1) ?? '')
      : goesOn && !HAN.test(text);
    if (last && (isPunctuation || continues)) last.text += text;
    else if (text !== '' && !isPunctuation) begun.push({ text, startMs });
    goesOn = token.endsWith('@@');
  }
  return begun.map(({ text, startMs }, index) => {
    const next = begun[index + 1]?.startMs ?? Math.max(startMs, lengthMs);
    return { text, startMs, endMs: Math.max(startMs, Math.min(next, startMs + LONGEST_WORD_MS)) };
  });
}

/** Byte tokens put together to the characters they spell; times in ms. */
function wholeTokens(tokens: readonly string[], timestamps: readonly number[]): { token: string; startMs: number }[] {
  const whole: { token: string; startMs: number }[] = [];
  let bytes: number[] = [];
  let bytesFromMs = 0;
  const spell = () => {
    if (bytes.length === 0) return;
    const text = Buffer.from(bytes).toString('utf8').replaceAll('\uFFFD', '');
    for (const character of text) whole.push({ token: character, startMs: bytesFromMs });
    bytes = [];
  };
  tokens.forEach((token, index) => {
    const startMs = Math.max(0, Math.round(1000 * (timestamps[index] ?? 0)));
    const [, hex] = BYTE.exec(token) ?? [];
    if (hex === undefined) {
      spell();
      whole.push({ token, startMs });
      return;
    }
    if (bytes.length === 0) bytesFromMs = startMs;
    bytes.push(Number.parseInt(hex, 16));
  });
  spell();
  return whole;
}
