import type { FilledForm } from '../../../contracts/forms';
import { useApp } from '../context';
import { formatDuration } from '../format';
import { useWords } from '../i18n/i18n';
import type { RecordDetailView } from '../model';
import { valueText } from '../phone/form-text';

/** What the agent confirmed of the call's form; values that are secrets are there only on the desk that heard them. */
export function RecordForm({ form, heldBack }: { form: FilledForm; heldBack: RecordDetailView['heldBack'] }) {
  const t = useWords();
  const language = useApp((model) => model.language);
  return (
    <section data-testid="record-form">
      <h3 className="st-section-title">{t('form.title')}</h3>
      <ul className="st-list st-summary">
        {form.fields.map(({ key, label, value, withheld, option, source }) => {
          const here = value ?? heldBack?.[key];
          const secret = withheld === null ? null : t(`transcript.secret.${withheld}`);
          return (
            <li key={key}>
              <span className="st-dim">{label[language]}</span>
              <b className="st-breakable">{here ? valueText(here, t, option?.[language]) : secret}</b>
              <span className="st-dim st-caption">
                {source === null ? (
                  t('form.byHand')
                ) : (
                  <>
                    <span className="st-num">{formatDuration(source.startMs)}</span>
                    {withheld === null ? ` “${source.words}”` : ''}
                  </>
                )}
                {secret === null ? '' : ` · ${t('form.withheld', { kind: secret })}`}
              </span>
            </li>
          );
        })}
      </ul>
    </section>
  );
}
