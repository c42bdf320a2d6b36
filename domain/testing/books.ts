import { cueBookSchema, type CueBook, type Language } from '../../contracts/cues';
import type { IntentBook } from '../../contracts/intents';
import type { QualityForm } from '../../contracts/quality-form';
import enCues from '../cue-books/en.json';
import zhCues from '../cue-books/zh.json';
import { builtInReview } from '../review/built-in';

/** The built-in book of a language. */
export function builtInIntents(language: Language): IntentBook {
  return builtInReview(language).intents;
}

/** The delivered cue book of a language. */
export function builtInBook(language: Language): CueBook {
  return cueBookSchema.parse(language === 'zh' ? zhCues : enCues);
}

/** The built-in form of a language. */
export function builtInForm(language: Language): QualityForm {
  return builtInReview(language).form;
}
