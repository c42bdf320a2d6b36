import simplifiedOf from './traditional-to-simplified.json';

const simplified: Readonly<Record<string, string>> = simplifiedOf;

/** Whisper writes Mandarin in either script; the cue books are in simplified characters. */
export function toSimplified(text: string): string {
  const written = [...text].map((character) => simplified[character] ?? character).join('');
  // 覆 stays as it is in 覆盖, but not in these words.
  return written.replace(/(?<=[答回])覆/g, '复');
}
