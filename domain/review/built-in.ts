import type { CueBook, Language } from '../../contracts/cues';
import { intentBookSchema, type IntentBook } from '../../contracts/intents';
import { qualityFormSchema, type QualityForm } from '../../contracts/quality-form';
import enIntents from '../intent-books/en.json';
import zhIntents from '../intent-books/zh.json';
import { formSchema, type Form } from '../../contracts/forms';
import enFields from '../forms/en.json';
import zhFields from '../forms/zh.json';
import enForm from '../quality-forms/en.json';
import zhForm from '../quality-forms/zh.json';

const intents = { zh: intentBookSchema.parse(zhIntents), en: intentBookSchema.parse(enIntents) };
const forms = { zh: qualityFormSchema.parse(zhForm), en: qualityFormSchema.parse(enForm) };

const fields = { zh: formSchema.parse(zhFields), en: formSchema.parse(enFields) };

/** What is asked in a call with this book. */
export function formOf({ form, language }: Pick<CueBook, 'form' | 'language'>): Form {
  return form ?? builtInFields(language);
}

/** What is asked where no cue book says otherwise. */
export function builtInFields(language: Language): Form {
  return fields[language];
}

/** What is looked for in a call of this language, and how it is scored. */
export function builtInReview(language: Language): { intents: IntentBook; form: QualityForm } {
  return { intents: intents[language], form: forms[language] };
}
