import type { Language } from '../../contracts/cues';
import { intentBookSchema, type IntentBook } from '../../contracts/intents';
import { qualityFormSchema, type QualityForm } from '../../contracts/quality-form';
import enForm from '../quality-forms/en.json';
import zhForm from '../quality-forms/zh.json';
import en from '../intent-books/en.json';
import zh from '../intent-books/zh.json';

const books = { zh: intentBookSchema.parse(zh), en: intentBookSchema.parse(en) };

/** The built-in book of a language. */
export function builtInIntents(language: Language): IntentBook {
  return books[language];
}

/** The built-in form of a language. */
export function builtInForm(language: Language): QualityForm {
  return qualityFormSchema.parse(language === 'zh' ? zhForm : enForm);
}
