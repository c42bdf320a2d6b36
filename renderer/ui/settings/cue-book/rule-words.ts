import type { i18n } from 'i18next';
import type { CueCondition } from '../../../../contracts/cue-rules';
import type { Cue, CueBook, Language } from '../../../../contracts/cues';
import { allScriptLines } from '../../../../domain/script-versions';
import type { FormField } from '../../../../contracts/forms';
import type { FormCondition } from '../../../../domain/cue-rules/form-facts';
import { builtInReview, formOf } from '../../../../domain/review/built-in';

type Translate = i18n['t'];
export interface RuleSpeech {
  t: Translate;
  /** Of the screen. */
  language: Language;
  book: CueBook;
}

/** A rule as a sentence. */
export function ruleWords(condition: CueCondition, speech: RuleSpeech): string {
  const { t, language, book } = speech;
  const parts = (list: readonly CueCondition[]) =>
    list.map((part) => ruleWords(part, speech)).join(language === 'zh' ? '；' : '; ') || t('cueBook.ruleWords.none');
  if ('heard' in condition) {
    const words = condition.heard.join(' / ') || t('cueBook.ruleWords.none');
    return t('cueBook.ruleWords.heard', { leg: t(`cueBook.leg.${condition.leg ?? 'either'}`), words });
  }
  if ('intent' in condition)
    return t('cueBook.ruleWords.intent', { intent: intentWords(condition.intent, book.language, language) });
  if ('emotion' in condition)
    return t('cueBook.ruleWords.emotion', {
      leg: t(`cueBook.leg.${condition.leg ?? 'customer'}`),
      emotion: t(`feelings.${condition.emotion}`),
    });
  if ('price' in condition) return t('cueBook.ruleWords.price', { leg: t(`cueBook.leg.${condition.price}`) });
  if ('silenceSeconds' in condition) return t('cueBook.ruleWords.silence', { seconds: condition.silenceSeconds });
  if ('agentShareAbove' in condition)
    return t('cueBook.ruleWords.above', { percent: percentOf(condition.agentShareAbove) });
  if ('agentShareBelow' in condition)
    return t('cueBook.ruleWords.below', { percent: percentOf(condition.agentShareBelow) });
  if ('stage' in condition) {
    const line = allScriptLines(book).find(({ id }) => id === condition.stage);
    return t('cueBook.ruleWords.stage', { stage: line?.title ?? condition.stage });
  }
  if ('customer' in condition) {
    const { label, is, contains } = condition.customer;
    return is === undefined
      ? t('cueBook.ruleWords.contains', { label, value: contains ?? '' })
      : t('cueBook.ruleWords.is', { label, value: is });
  }
  if ('form' in condition) return formWords(condition, speech);
  if ('not' in condition) return t('cueBook.ruleWords.not', { parts: parts([condition.not]) });
  if ('any' in condition) return t('cueBook.ruleWords.any', { parts: parts(condition.any) });
  return 'withinSeconds' in condition
    ? t('cueBook.ruleWords.within', { seconds: condition.withinSeconds, parts: parts(condition.all) })
    : t('cueBook.ruleWords.all', { parts: parts(condition.all) });
}

function formWords({ form: { key, is, atLeast, below } }: FormCondition, { t, language, book }: RuleSpeech): string {
  const field = formOf(book).fields.find((one) => one.key === key);
  const name = field?.label[language] ?? key;
  const bounds = [
    ...(atLeast === undefined ? [] : [t('cueBook.ruleWords.formAtLeast', { field: name, value: atLeast })]),
    ...(below === undefined ? [] : [t('cueBook.ruleWords.formBelow', { field: name, value: below })]),
  ];
  if (bounds.length > 0) return bounds.join(language === 'zh' ? '，' : ', ');
  if (is === undefined) return t('cueBook.ruleWords.formFilled', { field: name });
  return t('cueBook.ruleWords.formIs', { field: name, value: field ? valueWords(field, is, t, language) : is });
}

/** A value of a field that has few, as it is read. */
export function valueWords(field: FormField, value: string, t: Translate, language: Language): string {
  if (field.type === 'choice') return field.options.find((option) => option.value === value)?.label[language] ?? value;
  if (field.type === 'yes-no') return t(value === 'yes' ? 'cueBook.yes' : 'cueBook.no');
  return value;
}

/** One field of a card as it is read in a comparison; null where there is none. */
export function fieldWords(field: keyof Cue, cue: Partial<Cue>, speech: RuleSpeech): string | null {
  const { t } = speech;
  if (cue[field] === undefined) return null;
  switch (field) {
    case 'when':
      return cue.when ? ruleWords(cue.when, speech) : null;
    case 'lines':
    case 'phrases':
      return cue[field]?.join('\n') || null;
    case 'leg':
      return t(`cueBook.leg.${cue.leg ?? 'customer'}`);
    case 'action':
      return t(`cueBook.action.${cue.action ?? 'inform'}`);
    case 'oncePerCall':
      return t(cue.oncePerCall ? 'cueBook.yes' : 'cueBook.no');
    case 'coolDownMs':
      return String((cue.coolDownMs ?? 0) / 1_000);
    default:
      return String(cue[field]);
  }
}

export function intentWords(id: string, book: Language, screen: Language): string {
  return builtInReview(book).intents.intents.find((intent) => intent.id === id)?.title[screen] ?? id;
}

/** 0.7 → 70, whatever floating point makes of it. */
export function percentOf(share: number): number {
  return Math.round(share * 1_000) / 10;
}
