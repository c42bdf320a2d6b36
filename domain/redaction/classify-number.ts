import { isSupportedCountry, parsePhoneNumberFromString } from 'libphonenumber-js';
import type { DigitRun } from './digit-runs';
import type { RunContext } from './number-context';
import { isIdentityNumber, passesLuhn, someWindow } from './number-kinds';

export type NumberKind = 'card-number' | 'identity-number' | 'phone-number' | 'bank-account';

/** ISO/IEC 7812-1: the number on a card has up to 19 digits; the shortest in use has 12. */
const CARD = { shortest: 13, longest: 19 };
/** One digit lost or doubled by the recogniser still counts where the words say what the number is. */
const SLACK = 1;

/**
 * What a run of digits is, or undefined for harmless ones. Certain by form (check digits, a valid telephone number) or by
 * the words around; a run of thirteen and more digits without any sign is taken for a secret too, unless it is an order number.
 */
export function classifyNumber(run: DigitRun, context: RunContext, country: string): NumberKind | undefined {
  const { digits } = run;
  const figures = digits.replaceAll('X', '');
  if (figures.length < 6) return undefined;
  if (someWindow(digits, 18, 18, isIdentityNumber)) return 'identity-number';
  const announced = byContext(digits, context);
  if (announced !== undefined) return announced;
  if (isDates(run.groups) || (context.nearest === 'price' && isPriceList(run.groups))) return undefined;
  if (context.nearest === 'order') {
    const whole = figures.length >= CARD.shortest && figures.length <= CARD.longest && passesLuhn(figures);
    return whole ? 'card-number' : /^1[3-9]\d{9}$/.test(figures) ? 'phone-number' : undefined;
  }
  if (/^\d{17}X/.test(digits)) return 'identity-number';
  const mobile = /1[3-9]\d{9}/.test(figures);
  if (figures.length <= 15 && mobile) return 'phone-number';
  if (figures.length >= CARD.shortest && someWindow(figures, CARD.shortest, CARD.longest, passesLuhn)) {
    return 'card-number';
  }
  if (isPhoneNumber(figures, country)) return 'phone-number';
  if (figures.length >= CARD.shortest) return 'bank-account';
  // Nobody says a price or a date in ten figures one by one.
  return figures.length >= 10 ? 'phone-number' : undefined;
}

/** What words between the parts hide from the rules above. `digits`: the parts together. */
export function classifyChain(digits: string, context: RunContext): NumberKind | undefined {
  const figures = digits.replaceAll('X', '');
  if (someWindow(digits, 18, 18, isIdentityNumber)) return 'identity-number';
  const announced = byContext(digits, context);
  if (announced !== undefined) return announced;
  if (figures.length >= CARD.shortest && figures.length <= CARD.longest && passesLuhn(figures)) return 'card-number';
  return /^1[3-9]\d{9}$/.test(figures) ? 'phone-number' : undefined;
}

function byContext(digits: string, { nearest, all }: RunContext): NumberKind | undefined {
  const length = digits.length;
  const luhn = length >= CARD.shortest && length <= CARD.longest && passesLuhn(digits.replaceAll('X', ''));
  if (nearest === 'phone' && length >= 7 && length <= 13 && !luhn) return 'phone-number';
  if (nearest === 'identity' && length >= 15 - SLACK) return 'identity-number';
  if (nearest === 'card' && length >= CARD.shortest - SLACK) return 'card-number';
  if (nearest === 'account' && length >= 10 - SLACK) return luhn ? 'card-number' : 'bank-account';
  if (nearest === 'order') return undefined;
  if (all.has('card') && length >= CARD.shortest - SLACK) return 'card-number';
  if (all.has('identity') && length >= 15 - SLACK) return 'identity-number';
  if (all.has('account') && length >= 10 - SLACK) return 'bank-account';
  if (all.has('phone') && nearest !== 'price' && length >= 7 && length <= 13 && !luhn) return 'phone-number';
  return nearest === 'card' && length >= 10 ? 'bank-account' : undefined;
}

function isPhoneNumber(figures: string, country: string): boolean {
  if (figures.length < 8 || figures.length > 15) return false;
  const home = isSupportedCountry(country) ? country : 'CN';
  const forms = [figures, figures.replace(/^00/, '+'), `+${figures}`];
  return forms.some(
    (form, index) =>
      (index === 0 || form.startsWith('+')) &&
      parsePhoneNumberFromString(form, { defaultCountry: home, extract: false })?.isValid() === true &&
      // A bare eight-figure date is a valid number in small countries.
      (form === figures || figures.length >= 10),
  );
}

/** 199 299 399: what prices look like where the words are about prices. */
function isPriceList(groups: readonly string[]): boolean {
  return groups.every((group) => /^[1-9]\d{0,3}$/.test(group) && (group.length === 1 || /[0589]$/.test(group)));
}

/** Years, and dates as year, month and day, one or several: 2024 2025, 2026-11-28, 20261128. */
export function isDates(groups: readonly string[]): boolean {
  return /^(?:(?:19|20)\d\d(?:-?(?:0?[1-9]|1[0-2])-?(?:0?[1-9]|[12]\d|3[01]))?(?:-|$))+$/.test(groups.join('-'));
}
