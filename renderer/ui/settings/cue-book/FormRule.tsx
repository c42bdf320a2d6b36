import { NumberInput, Select, SegmentedControl } from '@mantine/core';
import type { CueBook } from '../../../../contracts/cues';
import type { FormField } from '../../../../contracts/forms';
import type { FormCondition } from '../../../../domain/cue-rules/form-facts';
import { formOf } from '../../../../domain/review/built-in';
import { useApp } from '../../context';
import { useWords } from '../../i18n/i18n';
import { valueWords } from './rule-words';

type Way = 'filled' | 'is' | 'atLeast' | 'below';

/** What can be asked of a field: texts, numbers and dates that nobody can foresee only whether they are there. */
function waysOf(field: FormField | undefined): readonly Way[] {
  switch (field?.type) {
    case 'age':
    case 'amount':
    case 'scale':
      return ['filled', 'atLeast', 'below'];
    case 'choice':
    case 'yes-no':
      return ['filled', 'is'];
    default:
      return ['filled'];
  }
}

function wayOf({ is, atLeast, below }: FormCondition['form']): Way {
  if (atLeast !== undefined) return 'atLeast';
  if (below !== undefined) return 'below';
  return is === undefined ? 'filled' : 'is';
}

function valuesOf(field: FormField | undefined): string[] {
  if (field?.type === 'choice') return field.options.map(({ value }) => value);
  return field?.type === 'yes-no' ? ['yes', 'no'] : [];
}

function asked(key: string, way: Way, field: FormField | undefined): FormCondition {
  if (way === 'is') return { form: { key, is: valuesOf(field)[0] ?? '' } };
  const bound = field?.type === 'scale' ? 6 : field?.type === 'age' ? 18 : 1_000;
  if (way === 'atLeast') return { form: { key, atLeast: bound } };
  return way === 'below' ? { form: { key, below: bound } } : { form: { key } };
}

/** What a condition asks of a field of the call's form. */
export function FormRule({
  condition,
  book,
  disabled,
  error,
  change,
}: {
  condition: FormCondition;
  book: CueBook;
  disabled: boolean;
  error: string | null;
  change: (condition: FormCondition) => void;
}) {
  const t = useWords();
  const screen = useApp((model) => model.language);
  const { form } = condition;
  const fields = formOf(book).fields;
  const field = fields.find(({ key }) => key === form.key);
  const way = wayOf(form);
  const known = fields.map(({ key, label }) => ({ value: key, label: label[screen] }));
  return (
    <>
      <Select
        className="st-grow"
        aria-label={t('cueBook.rule.field')}
        placeholder={t('cueBook.rule.field')}
        searchable
        allowDeselect={false}
        disabled={disabled}
        error={error}
        value={form.key || null}
        data={field || form.key === '' ? known : [...known, { value: form.key, label: form.key }]}
        onChange={(key) => change({ form: { key: key ?? '' } })}
      />
      <div className="st-row st-rule-wide">
        <SegmentedControl
          size="xs"
          aria-label={t('cueBook.rule.compare')}
          disabled={disabled}
          value={way}
          onChange={(next) => change(asked(form.key, waysOf(field).find((one) => one === next) ?? 'filled', field))}
          data={waysOf(field).map((one) => ({ value: one, label: t(`cueBook.rule.${one}`) }))}
        />
        {way === 'is' && field ? (
          <Select
            aria-label={t('cueBook.rule.value')}
            allowDeselect={false}
            disabled={disabled}
            value={form.is ?? null}
            data={valuesOf(field).map((value) => ({ value, label: valueWords(field, value, t, screen) }))}
            onChange={(is) => change({ form: { key: form.key, is: is ?? '' } })}
          />
        ) : null}
        {way === 'atLeast' || way === 'below' ? (
          <NumberInput
            aria-label={t('cueBook.rule.value')}
            disabled={disabled}
            value={form.atLeast ?? form.below ?? 0}
            onChange={(value) => {
              const bound = typeof value === 'number' ? value : Number(value) || 0;
              change(
                way === 'atLeast'
                  ? { form: { key: form.key, atLeast: bound } }
                  : { form: { key: form.key, below: bound } },
              );
            }}
          />
        ) : null}
      </div>
    </>
  );
}
