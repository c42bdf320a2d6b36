import { createInstance } from 'i18next';
import type { i18n } from 'i18next';
import { initReactI18next, useTranslation } from 'react-i18next';
import type { Language } from '../../../contracts/cues';
import type { Trouble } from '../model';
import { en } from './en';
import type { Words } from './zh';
import { zh } from './zh';

declare module 'i18next' {
  interface CustomTypeOptions {
    defaultNS: 'translation';
    resources: { translation: Words };
  }
}

/** A translator of its own for one window: ready at once, both languages inside. */
export function createWords(language: Language): i18n {
  const instance = createInstance();
  void instance.use(initReactI18next).init({
    lng: language,
    fallbackLng: 'en',
    initAsync: false,
    resources: { zh: { translation: zh }, en: { translation: en } },
    interpolation: { escapeValue: false },
  });
  return instance;
}

/** The words of a component, checked against zh.ts by the compiler. */
export function useWords() {
  return useTranslation().t;
}

type KnownTrouble = keyof Words['trouble'];
function isKnownTrouble(code: string): code is KnownTrouble {
  return Object.hasOwn(zh.trouble, code);
}

/** A trouble in the agent's words: what happened and what it means, and what to do next where it is known. */
export function troubleWords(t: i18n['t'], trouble: Trouble): { what: string; next: string | null } {
  if (!isKnownTrouble(trouble.code)) return { what: trouble.message, next: null };
  const { code, message } = trouble;
  return { what: t(`trouble.${code}.what`, { message }), next: t(`trouble.${code}.next`, { message }) };
}

/** {@link troubleWords} in a component. */
export function useTroubleWords(): (trouble: Trouble) => { what: string; next: string | null } {
  const t = useWords();
  return (trouble) => troubleWords(t, trouble);
}
