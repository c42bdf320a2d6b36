import { findPhoneNumbersInText, isSupportedCountry, parsePhoneNumberFromString } from 'libphonenumber-js';
import type { CountryCode, PhoneNumber } from 'libphonenumber-js';
import type { Failure } from '../contracts/errors';

/** Something a PBX can be asked to ring. */
export interface DialTarget {
  /** What goes into the INVITE. */
  dial: string;
  kind: 'extension' | 'international' | 'address';
  /** For the screen: `+86 138 0013 8000`; an extension as it is. */
  display: string;
}

export type DialResult = { ok: true; target: DialTarget } | { ok: false; error: Failure };

/** `8001`, `*778001`, `10086`, `#31#`: what the PBX resolves itself. National numbers have seven digits and more. */
const SHORT_CODE = /^(?:\d{2,6}|[*#][\d*#]{1,15})$/;
const SIP_LINK = /^sips?:(?:\/\/)?([^@;?>\s]+)(?:@([^;?>\s]+))?/i;
/** Marks of direction and joining that copied contacts carry unseen (Unicode Cf). */
const INVISIBLE = /[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]/g;
const DASHES = /[\u2010-\u2015\u2212\u30fc]/g;

/**
 * Any pasted text → something to dial. Takes `+86 138-0013-8000`, `(010) 8888 8888`, `tel:` and `sip:` links,
 * full-width digits, a number inside a sentence, and short extensions, which are dialled as they are. Never throws.
 *
 * @param country ISO 3166-1 alpha-2, for numbers without a country code; an unknown one counts as none.
 * @returns failure `number-empty`, `number-unreadable`, `number-incomplete` or `number-ambiguous`.
 */
export function parseDialable(text: string, country: string): DialResult {
  const cleaned = text.normalize('NFKC').replace(INVISIBLE, '').replace(DASHES, '-').trim();
  if (cleaned === '') return failure('number-empty', 'Type or paste a number first.');
  const inBrackets = /^[^<]*<([^>]+)>[^>]*$/.exec(cleaned)?.[1] ?? cleaned;
  if (/^sips?:/i.test(inBrackets)) return parseSipLink(inBrackets, country);
  const bare = /^(?:tel|callto):/i.test(inBrackets) ? fromTelLink(inBrackets) : inBrackets;
  const compact = bare.replace(/[\s.-]/g, '');
  if (SHORT_CODE.test(compact)) return extension(compact);
  return parseNumber(bare, country);
}

/**
 * A number that may be shown to others: `138****8000`. Extensions and service codes (up to six digits) name no person
 * and stay as they are; of longer ones three digits before and at most four after stay.
 */
export function maskNumber(number: string, country = 'CN'): string {
  const parsed = /^\+/.test(number) ? parsePhoneNumberFromString(number) : undefined;
  const national = parsed?.nationalNumber ?? number.replace(/[^\d]/g, '');
  const prefix = parsed && parsed.country !== country ? `+${parsed.countryCallingCode} ` : '';
  // An address by name: its first letter is enough to tell two calls apart.
  if (national === '') return number === '' ? '' : `${number.slice(0, 1)}****`;
  if (national.length <= 6) return parsed ? `${prefix}****${national.slice(-2)}` : number;
  const shownAfter = Math.max(0, Math.min(4, national.length - 7));
  const hidden = national.length - 3 - shownAfter;
  return `${prefix}${national.slice(0, 3)}${'*'.repeat(hidden)}${shownAfter > 0 ? national.slice(-shownAfter) : ''}`;
}

/** A dialled number for the screen: national format at home, international abroad, anything else as it is. */
export function displayNumber(number: string, country: string): string {
  const parsed = /^\+/.test(number) ? parsePhoneNumberFromString(number) : undefined;
  if (!parsed?.isPossible()) return number;
  return parsed.country === country ? parsed.formatNational() : parsed.formatInternational();
}

function fromTelLink(link: string): string {
  const [subscriber = '', ...parameters] = link.replace(/^[a-z]+:(?:\/\/)?/i, '').split(';');
  const context = parameters.find((parameter) => /^phone-context=\+/i.test(parameter))?.slice('phone-context='.length);
  const number = decode(subscriber);
  // RFC 3966 section 5.1.5: a local number is completed by its context.
  return context !== undefined && !number.startsWith('+') ? `${context}${number}` : number;
}

function parseSipLink(link: string, country: string): DialResult {
  const [, rawUser = '', host] = SIP_LINK.exec(link) ?? [];
  const user = decode(rawUser.split(':')[0] ?? '').trim();
  if (user === '') return failure('number-unreadable', 'This SIP link names nobody to call.');
  const compact = user.replace(/[\s.()-]/g, '');
  if (SHORT_CODE.test(compact)) return extension(compact);
  if (/^\+?\d+$/.test(compact)) return parseNumber(compact, country);
  if (!/^[\w.!~*'()&=+$,?/-]+$/.test(user)) return failure('number-unreadable', 'This SIP link cannot be read.');
  const dial = host === undefined ? user : `sip:${user}@${host}`;
  return { ok: true, target: { dial, kind: 'address', display: user } };
}

function parseNumber(text: string, country: string): DialResult {
  const home: CountryCode | undefined = isSupportedCountry(country) ? country : undefined;
  const whole = parsePhoneNumberFromString(text, { defaultCountry: home, extract: false });
  if (whole?.isPossible()) return international(whole);
  const found = new Map<string, PhoneNumber>();
  for (const { number } of findPhoneNumbersInText(text, { defaultCountry: home })) found.set(number.number, number);
  if (found.size > 1) {
    return failure('number-ambiguous', `The text holds ${found.size} numbers; paste only the one to call.`);
  }
  const [only] = found.values();
  if (only !== undefined) return international(only);
  // libphonenumber wants a whole text or a boundary around the number; 电话13800138000 has neither.
  const runs = text.match(/\+?\d[\d\s().-]{3,}\d/g) ?? [];
  if (runs.length === 1 && runs[0] !== undefined && runs[0] !== text) return parseDialable(runs[0], country);
  if (whole !== undefined) {
    return failure(
      'number-incomplete',
      'This number has too few or too many digits; check it, or add the country code.',
    );
  }
  return failure('number-unreadable', 'There is no phone number in this text.');
}

function international(number: PhoneNumber): DialResult {
  return { ok: true, target: { dial: number.number, kind: 'international', display: number.formatInternational() } };
}

function extension(dial: string): DialResult {
  return { ok: true, target: { dial, kind: 'extension', display: dial } };
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function failure(code: string, message: string): DialResult {
  return { ok: false, error: { code, message, retryable: false } };
}
