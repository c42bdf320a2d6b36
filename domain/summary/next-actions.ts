import type { FoundIntent, Intent, IntentBook } from '../../contracts/intents';
import type { Cite } from '../../contracts/summary';
import type { TranscriptLine } from '../../contracts/transcript';
import { citeLine, citeOf, clauseOf, lineOf } from './cites';

/** A moment that words name. `timeKnown`: they name an hour too, not the day alone. */
export interface FoundDate {
  readonly at: Date;
  readonly timeKnown: boolean;
}

/** What moment a text names, seen from `now`; null when it names none. */
export type FindDate = (text: string, now: Date) => FoundDate | null;

export interface NextAction {
  readonly text: string;
  readonly callback: boolean;
  readonly date: FoundDate | null;
  readonly cites: readonly Cite[];
}

/** A time for calling back is often given by the other party, just before or after. */
const NEARBY_LINES = 2;
const NEARBY_MS = 15_000;

/**
 * What is to be done after the call, each action once. Where its time was named more than once the last one counts, for
 * that is what was agreed on. A moment that is past when it is named is no time for anything.
 */
export function nextActions(
  found: readonly FoundIntent[],
  book: IntentBook,
  lines: readonly TranscriptLine[],
  audioStartedAt: Date,
  findDate: FindDate,
): NextAction[] {
  const inTime = [...lines].sort((a, b) => a.startMs - b.startMs);
  const byId = new Map(book.intents.map((intent) => [intent.id, intent]));
  const actions = new Map<string, NextAction>();
  for (const one of found) {
    const intent = byId.get(one.id);
    const text = intent?.nextAction?.[book.language];
    if (!intent || text === undefined) continue;
    const dated = dateNear(one, intent, inTime, (line) => {
      const now = new Date(audioStartedAt.getTime() + line.startMs);
      // 先把资料发给您，明天再联系您: the time is the call's, not the papers'.
      const date = findDate(intent.callback ? line.text : clauseOf(one, line), now);
      return date && date.at > now ? date : null;
    });
    const cite = citeOf(one, inTime, book.language);
    const before = actions.get(text);
    const cites = dated && dated.line !== lineOf(one, inTime) ? [cite, citeLine(dated.line)] : [cite];
    if (before && (dated === null || before.date?.at.getTime() === dated.date.at.getTime())) continue;
    actions.set(text, { text, callback: intent.callback, date: dated?.date ?? null, cites });
  }
  return [...actions.values()];
}

interface Dated {
  readonly date: FoundDate;
  readonly line: TranscriptLine;
}

function dateNear(
  found: FoundIntent,
  intent: Intent,
  lines: readonly TranscriptLine[],
  dateOf: (line: TranscriptLine) => FoundDate | null,
): Dated | null {
  const own = lineOf(found, lines);
  const at = own ? lines.indexOf(own) : -1;
  if (!own) return null;
  const near = intent.callback
    ? [
        ...lines.slice(at + 1, at + 1 + NEARBY_LINES),
        ...lines.slice(Math.max(0, at - NEARBY_LINES), at).reverse(),
      ].filter((line) => line.startMs - own.endMs <= NEARBY_MS && own.startMs - line.endMs <= NEARBY_MS)
    : [];
  for (const line of [own, ...near]) {
    const date = dateOf(line);
    if (date) return { date, line };
  }
  return null;
}
