import { spokenCharacters } from './pinyin-classes';

const segmenter = new Intl.Segmenter('zh', { granularity: 'word' });

/** Where the words of a Chinese text begin and end, counted in its spoken characters; ICU's dictionary draws them. */
export function wordEdges(text: string): ReadonlySet<number> {
  const edges = new Set([0]);
  let spoken = 0;
  for (const { segment } of segmenter.segment(text)) {
    spoken += spokenCharacters(segment).length;
    edges.add(spoken);
  }
  return edges;
}

/** Whether a stretch of characters begins or ends (or does both) in the middle of a word. */
export function cutsWords(edges: ReadonlySet<number>, start: number, end: number, where: 'either' | 'both'): boolean {
  const cuts = [start, end].filter((edge) => !edges.has(edge)).length;
  return where === 'both' ? cuts === 2 : cuts > 0;
}

/** Whether a stretch of characters is one word of the dictionary. */
export function isOneWord(edges: ReadonlySet<number>, start: number, end: number): boolean {
  if (end - start < 2 || !edges.has(start) || !edges.has(end)) return false;
  for (let inside = start + 1; inside < end; inside += 1) if (edges.has(inside)) return false;
  return true;
}
