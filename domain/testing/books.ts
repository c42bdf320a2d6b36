import type { Language } from '../../contracts/cues';
import type { IntentBook } from '../../contracts/intents';
import type { QualityForm } from '../../contracts/quality-form';
import { builtInReview } from '../review/built-in';

/** The built-in book of a language. */
export function builtInIntents(language: Language): IntentBook {
  return builtInReview(language).intents;
}

/** The built-in form of a language. */
export function builtInForm(language: Language): QualityForm {
  return builtInReview(language).form;
}
