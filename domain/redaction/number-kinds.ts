/**
 * The check digit of payment cards: ISO/IEC 7812-1:2017, annex B (the Luhn formula), modulus 10 over every second digit
 * doubled from the right.
 */
export function passesLuhn(digits: string): boolean {
  let sum = 0;
  [...digits].reverse().forEach((sign, index) => {
    const value = Number(sign) * (index % 2 === 1 ? 2 : 1);
    sum += value > 9 ? value - 9 : value;
  });
  return digits.length > 0 && sum % 10 === 0;
}

const WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
const CHECK_CHARACTERS = '10X98765432';

/** The 18th character of a citizen identity number: GB 11643-1999 section 4.4 (ISO 7064:1983, MOD 11-2). */
export function identityCheckCharacter(first17: string): string {
  const sum = WEIGHTS.reduce((total, weight, index) => total + weight * Number(first17[index] ?? 0), 0);
  return CHECK_CHARACTERS[sum % 11] ?? '';
}

/** 18 characters that GB 11643-1999 takes for an identity number: a possible date of birth and the right check character. */
export function isIdentityNumber(text: string): boolean {
  return /^[1-9]\d{16}[\dX]$/.test(text) && birthDate(text) && identityCheckCharacter(text.slice(0, 17)) === text[17];
}

function birthDate(text: string): boolean {
  const month = Number(text.slice(10, 12));
  const day = Number(text.slice(12, 14));
  return /^(?:18|19|20)/.test(text.slice(6)) && month >= 1 && month <= 12 && day >= 1 && day <= 31;
}

/** Whether any part of `digits` of one of the lengths passes. */
export function someWindow(
  digits: string,
  shortest: number,
  longest: number,
  passes: (part: string) => boolean,
): boolean {
  for (let length = Math.min(longest, digits.length); length >= shortest; length -= 1) {
    for (let start = 0; start + length <= digits.length; start += 1) {
      if (passes(digits.slice(start, start + length))) return true;
    }
  }
  return false;
}
