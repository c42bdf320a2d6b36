import { readFile } from 'node:fs/promises';

/** The rows of a tab-separated list of clips, without its titles. */
export async function manifestRows(file: string): Promise<string[][]> {
  const text = await readFile(file, 'utf8');
  return text
    .trim()
    .split('\n')
    .slice(1)
    .map((row) => row.split('\t'));
}
