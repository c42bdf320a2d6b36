/** A text rewritten for reading by rules, whose every character still knows the characters of the original it came from. */
export interface MappedText {
  text: string;
  /** For each UTF-16 unit of `text`: where its part of the original starts. */
  from: number[];
  /** …and ends (exclusive). */
  to: number[];
}

export interface TextSpan {
  start: number;
  /** Exclusive. */
  end: number;
}

/** Full-width figures and letters, compatibility forms (NFKC, Unicode Annex 15) in their plain form, character by character. */
export function mapText(original: string): MappedText {
  const mapped: MappedText = { text: '', from: [], to: [] };
  let offset = 0;
  for (const character of original) {
    append(mapped, character.normalize('NFKC'), offset, offset + character.length);
    offset += character.length;
  }
  return mapped;
}

/** Replaces each match of `pattern` (flag g) by what `by` says; `undefined` leaves it. */
export function rewrite(
  mapped: MappedText,
  pattern: RegExp,
  by: (match: RegExpMatchArray) => string | undefined,
): MappedText {
  const result: MappedText = { text: '', from: [], to: [] };
  let done = 0;
  for (const match of mapped.text.matchAll(pattern)) {
    const replacement = match[0] === '' ? undefined : by(match);
    if (replacement === undefined) continue;
    copy(result, mapped, done, match.index);
    const span = originalSpan(mapped, match.index, match.index + match[0].length);
    append(result, replacement, span.start, span.end);
    done = match.index + match[0].length;
  }
  copy(result, mapped, done, mapped.text.length);
  return result;
}

/** Where a part of the rewritten text stands in the original. */
export function originalSpan(mapped: MappedText, start: number, end: number): TextSpan {
  const first = mapped.from[start] ?? mapped.to.at(-1) ?? 0;
  return { start: first, end: Math.max(first, mapped.to[end - 1] ?? first) };
}

function append(mapped: MappedText, text: string, from: number, to: number): void {
  mapped.text += text;
  for (let unit = 0; unit < text.length; unit += 1) {
    mapped.from.push(from);
    mapped.to.push(to);
  }
}

function copy(target: MappedText, source: MappedText, start: number, end: number): void {
  target.text += source.text.slice(start, end);
  for (let unit = start; unit < end; unit += 1) {
    target.from.push(source.from[unit] ?? 0);
    target.to.push(source.to[unit] ?? 0);
  }
}
