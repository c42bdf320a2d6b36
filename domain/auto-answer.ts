import type { AutoAnswerHeader, HabitsSettings } from '../contracts/habits';

/** The values of a header of the INVITE, in their order; none where it is absent. */
export type ReadHeader = (name: string) => readonly string[];

export interface AutoAnswerPlan {
  /** Which header asked for it; null: the desk's own setting. */
  header: AutoAnswerHeader | null;
  afterMs: number;
}

const LONGEST_WAIT_SECONDS = 60;

/** What each header looks like that asks for it, and after how many seconds; null: it asks for nothing. */
const readers: Record<AutoAnswerHeader, (value: string) => number | null> = {
  // Asterisk, Yealink, Grandstream, Polycom: `<http://x>;info=alert-autoanswer;delay=0`, `info=Auto Answer`, `Auto Answer`.
  'alert-info': (value) => {
    const asked = pieces(value).some((piece) => {
      const word = piece.replace(/^info\s*=/i, '').replace(/["\s_-]/g, '');
      return /^(?:alert)?autoanswer$/i.test(word);
    });
    return asked ? (seconds(parameter(value, 'delay')) ?? 0) : null;
  },
  // Snom, Linksys, 3CX: `<sip:x>;answer-after=0`.
  'call-info': (value) => seconds(parameter(value, 'answer-after')),
  // RFC 5373 section 4: `Auto`, `Auto;require`; `Manual` asks for the opposite.
  'answer-mode': (value) => (/^auto\s*(?:;|$)/i.test(value.trim()) ? 0 : null),
  'alert-auto-answer': switchedOn,
  'x-auto-answer': switchedOn,
};

/**
 * Whether the desk answers this INVITE by itself, and when: by the first header that is obeyed and asks for it, else by
 * the setting. Null: the agent answers.
 */
export function autoAnswerOf(read: ReadHeader, settings: HabitsSettings['autoAnswer']): AutoAnswerPlan | null {
  for (const header of settings.headers) {
    for (const value of read(header)) {
      const after = readers[header](value);
      if (after !== null) return { header, afterMs: after * 1000 };
    }
  }
  return settings.afterSeconds === null ? null : { header: null, afterMs: settings.afterSeconds * 1000 };
}

/** `true`, `yes`, `on`, or after how many seconds: `0`, `3`. */
function switchedOn(value: string): number | null {
  const word = value.trim().replace(/^"(.*)"$/, '$1');
  if (/^(?:true|yes|on|auto)$/i.test(word)) return 0;
  return seconds(word);
}

function parameter(value: string, name: string): string | null {
  for (const piece of pieces(value)) {
    const [key = '', text] = piece.split('=');
    if (key.trim().toLowerCase() === name && text !== undefined) return text.trim().replace(/^"(.*)"$/, '$1');
  }
  return null;
}

/** What stands between semicolons and commas, without the address in brackets. */
function pieces(value: string): string[] {
  return value
    .replace(/<[^>]*>/g, '')
    .split(/[;,]/)
    .map((piece) => piece.trim())
    .filter((piece) => piece !== '');
}

function seconds(text: string | null): number | null {
  if (text === null || !/^\d{1,3}$/.test(text)) return null;
  return Math.min(LONGEST_WAIT_SECONDS, Number(text));
}
