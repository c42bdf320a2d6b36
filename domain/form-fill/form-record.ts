import type { FieldType, FilledForm, OpenForm } from '../../contracts/forms';
import type { SecretKind } from '../../contracts/transcript';

/** What a value of such a field is a secret of: it stays on the desk, as it does where it is said. */
const SECRETS: Partial<Record<FieldType, SecretKind>> = { name: 'name', phone: 'phone-number', address: 'address' };

/** The kind of secret that values of this type are; null where they may leave the desk. */
export function secretOf(type: FieldType): SecretKind | null {
  return SECRETS[type] ?? null;
}

/**
 * What the agent confirmed, as it goes into the record; null where nothing was. `redacted`: words without what must not
 * leave the desk.
 */
export function formInRecord({ form, fields }: OpenForm, redacted: (words: string) => string): FilledForm | null {
  const filled = form.fields.flatMap((field) => {
    const state = fields.find(({ key }) => key === field.key);
    if (state?.status !== 'confirmed' || state.value === undefined) return [];
    const { value, source } = state;
    const withheld = secretOf(field.type);
    const option = field.type === 'choice' ? field.options.find((each) => each.value === value.value) : undefined;
    const words = withheld === null ? redacted(source?.words ?? '') : `[${withheld}]`;
    return [
      {
        key: field.key,
        label: field.label,
        value: withheld === null ? value : null,
        withheld,
        ...(option && { option: option.label }),
        source: source ? { ...source, words } : null,
      },
    ];
  });
  const { id, name, version } = form;
  return filled.length === 0 ? null : { form: { id, name, version }, fields: filled };
}
