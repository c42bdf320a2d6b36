import { useMemo } from 'react';
import type { Cue, CueBook } from '../../../../contracts/cues';
import { diffBooks, isSame, type CueChange } from '../../../../domain/cue-book-diff';
import { useApp } from '../../context';
import { useWords } from '../../i18n/i18n';
import { Came, ChangedField } from './DiffParts';
import { fieldWords } from './rule-words';
import { ScriptsDiff } from './ScriptsDiff';

/** As many as anybody reads; the figures tell of the rest. */
const MOST_SHOWN = 100;

function Changed({ change, before, after }: { change: CueChange; before: CueBook; after: CueBook }) {
  const t = useWords();
  const language = useApp((model) => model.language);
  return (
    <dl className="st-diff-fields">
      {change.fields.map(({ field, before: was, after: is }) => (
        <ChangedField
          key={field}
          name={t(`cueBook.field.${field}`)}
          old={fieldWords(field, { [field]: was } as Partial<Cue>, { t, language, book: before })}
          now={fieldWords(field, { [field]: is } as Partial<Cue>, { t, language, book: after })}
        />
      ))}
    </dl>
  );
}

/** What became of a book: cards added, removed, and changed field by field. */
export function Diff({ before, after }: { before: CueBook; after: CueBook }) {
  const t = useWords();
  const diff = useMemo(() => diffBooks(before, after), [before, after]);
  if (isSame(diff)) return <p className="st-dim">{t('cueBook.versions.same')}</p>;
  const { added, removed, changed } = diff;
  const kinds = [
    { word: 'added', cards: added },
    { word: 'removed', cards: removed },
  ] as const;
  return (
    <div className="st-diff" data-testid="cue-diff">
      {diff.name ? <p>{t('cueBook.versions.name', diff.name)}</p> : null}
      {kinds.map(({ word, cards }) =>
        cards.slice(0, MOST_SHOWN).map(({ id, title }) => <Came key={id} word={word} title={title} />),
      )}
      {changed.slice(0, MOST_SHOWN).map((change) => (
        <div key={change.id}>
          <Came word="changed" title={change.title} />
          <Changed change={change} before={before} after={after} />
        </div>
      ))}
      {diff.reordered ? <p className="st-dim">{t('cueBook.versions.reordered')}</p> : null}
      {diff.form ? <p>{t('cueBook.versions.form')}</p> : null}
      <ScriptsDiff diff={diff} before={before} after={after} />
    </div>
  );
}
