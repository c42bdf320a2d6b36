import { IconMinus, IconPencil, IconPlus } from '@tabler/icons-react';
import { useMemo } from 'react';
import type { Cue, CueBook } from '../../../../contracts/cues';
import { diffBooks, isSame, type CueChange } from '../../../../domain/cue-book-diff';
import { useApp } from '../../context';
import { useWords } from '../../i18n/i18n';
import { fieldWords } from './rule-words';

/** As many as anybody reads; the figures tell of the rest. */
const MOST_SHOWN = 100;

function Changed({ change, before, after }: { change: CueChange; before: CueBook; after: CueBook }) {
  const t = useWords();
  const language = useApp((model) => model.language);
  return (
    <dl className="st-diff-fields">
      {change.fields.map(({ field, before: was, after: is }) => {
        const old = fieldWords(field, { [field]: was } as Partial<Cue>, { t, language, book: before });
        const now = fieldWords(field, { [field]: is } as Partial<Cue>, { t, language, book: after });
        return (
          <div key={field}>
            <dt className="st-caption st-dim">{t(`cueBook.field.${field}`)}</dt>
            <dd>
              <del aria-label={t('cueBook.versions.before')}>{old ?? t('cueBook.versions.absent')}</del>
              <ins aria-label={t('cueBook.versions.after')}>{now ?? t('cueBook.versions.absent')}</ins>
            </dd>
          </div>
        );
      })}
    </dl>
  );
}

/** What became of a book: cards added, removed, and changed field by field. */
export function Diff({ before, after }: { before: CueBook; after: CueBook }) {
  const t = useWords();
  const diff = useMemo(() => diffBooks(before, after), [before, after]);
  if (isSame(diff)) return <p className="st-dim">{t('cueBook.versions.same')}</p>;
  const { added, removed, changed, script } = diff;
  const lines = [...script.added, ...script.removed, ...script.changed];
  const kinds = [
    { word: 'added', tone: 'green', icon: IconPlus, cards: added },
    { word: 'removed', tone: 'red', icon: IconMinus, cards: removed },
  ] as const;
  return (
    <div className="st-diff" data-testid="cue-diff">
      {diff.name ? <p>{t('cueBook.versions.name', diff.name)}</p> : null}
      {kinds.map(({ word, tone, icon: IconOf, cards }) =>
        cards.slice(0, MOST_SHOWN).map((cue) => (
          <p key={cue.id} className={`st-row st-tone-${tone}`}>
            <IconOf size={16} aria-hidden className="st-tinted" />
            <span className="st-caption st-tinted">{t(`cueBook.versions.${word}`)}</span>
            <strong className="st-clip">{cue.title}</strong>
          </p>
        )),
      )}
      {changed.slice(0, MOST_SHOWN).map((change) => (
        <div key={change.id}>
          <p className="st-row st-tone-blue">
            <IconPencil size={16} aria-hidden className="st-tinted" />
            <span className="st-caption st-tinted">{t('cueBook.versions.changed')}</span>
            <strong className="st-clip">{change.title}</strong>
          </p>
          <Changed change={change} before={before} after={after} />
        </div>
      ))}
      {diff.reordered ? <p className="st-dim">{t('cueBook.versions.reordered')}</p> : null}
      {diff.form ? <p>{t('cueBook.versions.form')}</p> : null}
      {lines.length > 0 ? <p>{t('cueBook.versions.script', { lines: lines.join(' · ') })}</p> : null}
    </div>
  );
}
