import type { CueBook } from '../../contracts/cues';
import type { Settings } from '../../contracts/settings';
import { fillScriptLine, type ScriptValues } from '../../domain/script-lines';

/** Who speaks, and to whom when that is known. */
export function scriptValues(settings: Settings, customerName: string | null): ScriptValues {
  return {
    customer: customerName ?? '',
    agent: settings.agentName || (settings.pbx?.displayName ?? ''),
    extension: settings.pbx?.extension ?? '',
    company: settings.company,
  };
}

/** The book's script with the names of this call in it. */
export function filledScript(book: CueBook, values: ScriptValues): CueBook['script'] {
  return book.script.map((entry) => ({ ...entry, line: fillScriptLine(entry.line, values) }));
}

/** The book with the names of this call in what its cards say; a line that is nothing without them is left out. */
export function filledCards(book: CueBook, values: ScriptValues): CueBook {
  const fill = (lines: readonly string[]) => lines.map((line) => fillScriptLine(line, values)).filter(Boolean);
  return { ...book, cues: book.cues.map((cue) => ({ ...cue, lines: fill(cue.lines) })) };
}
