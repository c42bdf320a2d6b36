import { IconCheck, IconX } from '@tabler/icons-react';
import type { CueBook } from '../../../../contracts/cues';
import type { RuleNote } from '../../../../domain/cue-rules/explain';
import { useApp } from '../../context';
import { useWords } from '../../i18n/i18n';
import { ruleWords } from './rule-words';

/** What of a rule holds, and by which words. */
export function Note({ note, book }: { note: RuleNote; book: CueBook }) {
  const t = useWords();
  const language = useApp((model) => model.language);
  const holds = note.verdict.truth !== 'no';
  const IconOf = holds ? IconCheck : IconX;
  const { condition, parts } = note;
  const words = note.verdict.evidence?.words;
  const kind =
    'all' in condition ? ('withinSeconds' in condition ? 'within' : 'all') : 'any' in condition ? 'any' : 'not';
  return (
    <li>
      <span className={`st-row st-caption ${holds ? 'st-tone-green' : 'st-tone-amber'}`}>
        <IconOf size={14} className="st-tinted" aria-label={t(holds ? 'cueBook.try.holds' : 'cueBook.try.misses')} />
        <span className="st-breakable">
          {parts.length > 0 ? t(`cueBook.rule.kind.${kind}`) : ruleWords(condition, { t, language, book })}
          {words && parts.length === 0 ? ` “${words}”` : ''}
        </span>
      </span>
      {parts.length > 0 ? (
        <ul className="st-note-parts">
          {parts.map((part, index) => (
            <Note key={index} note={part} book={book} />
          ))}
        </ul>
      ) : null}
    </li>
  );
}
