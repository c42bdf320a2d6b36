import type { Language } from '../../../contracts/cues';
import type { FieldState, FieldValue, FormField } from '../../../contracts/forms';
import type { useWords } from '../i18n/i18n';

type Words = ReturnType<typeof useWords>;

const SIGNS: Record<string, string> = { CNY: '¥', USD: '$', EUR: '€', GBP: '£' };

/** A value as it is read and as it may be typed; `option`: what the option chosen is called. */
export function valueText(value: FieldValue | undefined, t: Words, option?: string): string {
  if (value === undefined) return '';
  switch (value.type) {
    case 'choice':
      return option ?? value.value;
    case 'yes-no':
      return t(value.value ? 'form.yes' : 'form.no');
    case 'date':
      return value.value.replace('T', ' ');
    case 'amount': {
      const { currency = '' } = value;
      const sign = SIGNS[currency] ?? (currency === '' ? '' : `${currency} `);
      return sign + value.value.toLocaleString('en', { maximumFractionDigits: 2 });
    }
    default:
      return String(value.value);
  }
}

/** {@link valueText} of a field of the form. */
export function fieldText(field: FormField, value: FieldValue | undefined, t: Words, language: Language): string {
  const option =
    field.type === 'choice' && value?.type === 'choice'
      ? field.options.find((each) => each.value === value.value)?.label[language]
      : undefined;
  return valueText(value, t, option);
}

/** What can be answered, where it is a choice. */
export function answersOf(field: FormField, t: Words, language: Language): string {
  if (field.type === 'choice') return field.options.map(({ label }) => label[language]).join(' / ');
  if (field.type === 'yes-no') return `${t('form.yes')} / ${t('form.no')}`;
  if (field.type === 'scale') return '1 – 10';
  return field.required ? t('form.required') : '';
}

/** What to ask the customer, or to decide; null where all is clear. */
export function questionOf(
  field: FormField,
  { challenger, troubles, value }: Pick<FieldState, 'challenger' | 'troubles' | 'value'>,
  t: Words,
  language: Language,
): string | null {
  if (challenger) {
    const [before, after] = [value, challenger.value].map((each) => fieldText(field, each, t, language));
    return t('form.challenged', { before, after });
  }
  const [trouble] = troubles;
  return trouble ? t(`form.trouble.${trouble.code}`, trouble.params) : null;
}
