import { useDebouncedValue } from '@mantine/hooks';
import { useMemo } from 'react';
import type { CueBook } from '../../../../contracts/cues';
import { reviewBook, type BookProblem } from '../../../../domain/cue-book-review';
import type { ScriptPlace } from '../../../../domain/script-review';

export type Level = 'error' | 'warning';
export type ShownProblem = BookProblem & { level: Level };

/** A book of ten thousand phrases takes a moment: it is read through once the typing rests. */
const REST_MS = 200;

/** A line of a script, as a key of {@link Review}'s `lineLevels`. */
export function lineKey({ versionId, index }: Omit<ScriptPlace, 'branch'>): string {
  return `${versionId ?? ''} ${String(index)}`;
}

/** Errors first, then warnings; and how bad the worst is, card by card and line by line. */
export function useReview(book: CueBook) {
  const [rested] = useDebouncedValue(book, REST_MS);
  return useMemo(() => {
    const { errors, warnings } = reviewBook(rested);
    const problems: ShownProblem[] = [
      ...errors.map((problem) => ({ ...problem, level: 'error' as const })),
      ...warnings.map((problem) => ({ ...problem, level: 'warning' as const })),
    ];
    const levels = new Map<string, Level>();
    const lineLevels = new Map<string, Level>();
    const places = new Map<string, ScriptPlace>();
    for (const { cueId, place, level } of problems) {
      if (cueId !== null && !levels.has(cueId)) levels.set(cueId, level);
      if (!place || lineLevels.has(lineKey(place))) continue;
      lineLevels.set(lineKey(place), level);
      places.set(lineKey(place), place);
    }
    const counts = { errors: errors.length, warnings: warnings.length };
    return { problems, levels, lineLevels, places: [...places.values()], ...counts };
  }, [rested]);
}
