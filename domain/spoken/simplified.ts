import simplifiedOf from './traditional-to-simplified.json';

const simplified: Readonly<Record<string, string>> = simplifiedOf;

/** Whisper writes Mandarin in either script; the cue books are in simplified characters. */
export function toSimplified(text: string): string {
  return [...text].map((character) => simplified[character] ?? character).join('');
}
