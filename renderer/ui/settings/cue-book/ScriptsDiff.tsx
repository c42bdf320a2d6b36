import type { CueBook } from '../../../../contracts/cues';
import type { BookDiff, LineField, ScriptDiff } from '../../../../domain/cue-book-diff';
import type { ScriptLine } from '../../../../domain/script-graph';
import { allScriptLines } from '../../../../domain/script-versions';
import { useApp } from '../../context';
import { useWords } from '../../i18n/i18n';
import { Came, ChangedField } from './DiffParts';
import { ruleWords, type RuleSpeech } from './rule-words';

/** One field of a line as it is read in a comparison; null where there is none. */
function lineWords(field: LineField, value: ScriptLine[LineField], speech: RuleSpeech): string | null {
  const { t, book } = speech;
  if (typeof value === 'boolean') return t(value ? 'cueBook.yes' : 'cueBook.no');
  if (typeof value === 'string') return value || null;
  const titleOf = (id: string) => allScriptLines(book).find((line) => line.id === id)?.title || id;
  const lines = value.map((one) => {
    if (typeof one === 'string') return one;
    const to = titleOf(one.to);
    return one.when
      ? t('scriptEditor.diff.branch', { rule: ruleWords(one.when, speech), to })
      : t('scriptEditor.diff.always', { to });
  });
  return lines.join('\n') || null;
}

function OneScript({ diff, before, after }: { diff: ScriptDiff; before: CueBook; after: CueBook }) {
  const t = useWords();
  const language = useApp((model) => model.language);
  const { label, added, removed, changed, reordered } = diff;
  const title = label === null ? t('scriptEditor.diff.script') : t('scriptEditor.diff.version', { label });
  return (
    <section aria-label={title}>
      <h4 className="st-section-title">{title}</h4>
      {added.map((line) => (
        <Came key={line.id} word="added" title={line.title} />
      ))}
      {removed.map((line) => (
        <Came key={line.id} word="removed" title={line.title} />
      ))}
      {changed.map(({ id, title: name, fields }) => (
        <div key={id}>
          <Came word="changed" title={name} />
          <dl className="st-diff-fields">
            {fields.map((change) => (
              <ChangedField
                key={change.field}
                name={t(`scriptEditor.diff.field.${change.field}`)}
                old={lineWords(change.field, change.before, { t, language, book: before })}
                now={lineWords(change.field, change.after, { t, language, book: after })}
              />
            ))}
          </dl>
        </div>
      ))}
      {reordered ? <p className="st-dim">{t('scriptEditor.diff.reordered')}</p> : null}
    </section>
  );
}

/** What became of the script, and of its versions where there are several. */
export function ScriptsDiff({
  diff: { scripts, versions },
  before,
  after,
}: {
  diff: BookDiff;
  before: CueBook;
  after: CueBook;
}) {
  const t = useWords();
  const { added, removed, changed } = versions;
  return (
    <>
      {scripts.map((diff) => (
        <OneScript key={diff.label ?? ''} {...{ diff, before, after }} />
      ))}
      {added.length + removed.length + changed.length > 0 ? (
        <section aria-label={t('scriptEditor.diff.versions')}>
          <h4 className="st-section-title">{t('scriptEditor.diff.versions')}</h4>
          {added.map((version) => (
            <Came key={version} word="added" title={version} />
          ))}
          {removed.map((version) => (
            <Came key={version} word="removed" title={version} />
          ))}
          {changed.map((change) => (
            <Came key={change.after} word="changed" title={`${change.before} → ${change.after}`} />
          ))}
        </section>
      ) : null}
    </>
  );
}
