import { useCallback, useState } from 'react';
import { missingFields } from '../../../domain/form-fill/form-state';
import { useApp } from '../context';
import { useWords } from '../i18n/i18n';
import type { FormView } from '../model';
import { KeyHint } from '../shell/KeyHint';
import { FormFieldRow, markOf } from './FormFieldRow';
import { questionOf } from './form-text';

function OpenForm({ view }: { view: FormView }) {
  const t = useWords();
  const language = useApp((model) => model.language);
  const [focused, setFocused] = useState<{ sentence: string; asks: boolean } | null>(null);
  const showFocused = useCallback(
    (sentence: string | null, asks: boolean) => setFocused(sentence === null ? null : { sentence, asks }),
    [],
  );
  const { form, fields, recordId } = view;
  const missing = missingFields(form, [...fields]).length;
  const rows = form.fields.flatMap((field) => {
    const state = fields.find(({ key }) => key === field.key);
    return state ? [{ field, state }] : [];
  });
  const asking = rows.find(({ state }) => markOf(state) === 'asks');
  const question = asking
    ? `${asking.field.label[language]}: ${questionOf(asking.field, asking.state, t, language)}`
    : null;
  const confirmed = fields.filter(({ status }) => status === 'confirmed').length;
  return (
    <section className="st-form" aria-label={t('form.title')} data-testid="form">
      <div className="st-row">
        <h2 className="st-section-title">{t('form.title')}</h2>
        <span className="st-dim st-caption st-num">
          {t('form.count', { confirmed, total: rows.length })}
          {missing > 0 ? ` · ${t('form.missing', { missing })}` : ''}
        </span>
        <span className="st-grow" />
        <KeyHint keys="F" />
      </div>
      {/* Always as high: what asks moves no field. */}
      <p
        className="st-caption st-form-question"
        role="status"
        data-asks={(focused ? focused.asks : question !== null) || undefined}
      >
        {focused?.sentence ?? question ?? t('form.hint')}
      </p>
      <ul className="st-scroll">
        {rows.map(({ field, state }) => (
          <FormFieldRow
            key={`${recordId} ${field.key}`}
            view={view}
            field={field}
            state={state}
            focused={showFocused}
          />
        ))}
      </ul>
    </section>
  );
}

/** The form of the call, filled by ear: what is heard is proposed, the agent confirms or types it. */
export function FormPanel() {
  const view = useApp((model) => model.form);
  return view ? <OpenForm key={view.recordId} view={view} /> : null;
}
