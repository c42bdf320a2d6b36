import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { displayNumber, maskNumber, parseDialable } from './phone-numbers';

function dialled(text: string, country = 'CN'): string {
  const result = parseDialable(text, country);
  return result.ok ? result.target.dial : result.error.code;
}

describe('pasted text', () => {
  it.each([
    ['+86 138-0013-8000', '+8613800138000'],
    ['138 0013 8000', '+8613800138000'],
    ['13800138000', '+8613800138000'],
    ['１３８００１３８０００', '+8613800138000'],
    ['＋８６（１３８）００１３－８０００', '+8613800138000'],
    ['(010) 8888 8888', '+861088888888'],
    ['010–8888–8888', '+861088888888'],
    ['0086 138 0013 8000', '+8613800138000'],
    ['tel:+86-138-0013-8000', '+8613800138000'],
    ['TEL:13800138000', '+8613800138000'],
    ['tel:8001', '8001'],
    ['tel:88888888;phone-context=+8610', '+861088888888'],
    ['sip:8001@practice.sidetone', '8001'],
    ['sip:+8613800138000@gw.example;user=phone', '+8613800138000'],
    ['"Li" <sip:8002@pbx.example;transport=ws>', '8002'],
    ['sips:%2B8613800138000@gw.example', '+8613800138000'],
    ['sip:alice@example.com', 'sip:alice@example.com'],
    ['\u202a+86 138 0013 8000\u202c', '+8613800138000'],
    ['张先生 电话：138 0013 8000（手机）', '+8613800138000'],
    ['电话13800138000谢谢', '+8613800138000'],
    ['+1 (415) 555-2671', '+14155552671'],
    ['400-650-7000', '+864006507000'],
  ])('%s → %s', (text, dial) => {
    expect(dialled(text)).toBe(dial);
  });

  it.each(['8001', '1001', '*778001', '10086', '110', '95588', '*98#', '#31#'])('dials %s as it is', (text) => {
    expect(dialled(text)).toBe(text);
  });

  it.each([
    ['', 'number-empty'],
    ['  \u200b ', 'number-empty'],
    ['太贵了', 'number-unreadable'],
    ['sip:@example.com', 'number-unreadable'],
    ['+86 138', 'number-incomplete'],
    ['138 0013 8000 / 139 0013 9000', 'number-ambiguous'],
  ])('refuses "%s" as %s', (text, code) => {
    expect(dialled(text)).toBe(code);
  });

  it('takes the country of the settings for numbers without one', () => {
    expect(dialled('415 555 2671', 'US')).toBe('+14155552671');
    expect(dialled('020 7946 0958', 'GB')).toBe('+442079460958');
    expect(dialled('+86 138 0013 8000', 'ZZ')).toBe('+8613800138000');
  });

  it('never throws, and what it dials holds nothing but a number, a code or an address', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string({ unit: 'binary' }),
          fc.string({ unit: fc.constantFrom(...'0123456789+-() *#;:@.tesiplx一１＋') }),
        ),
        fc.oneof(fc.constantFrom('CN', 'US', 'GB'), fc.string()),
        (text, country) => {
          const result = parseDialable(text, country);
          if (!result.ok) return result.error.message !== '';
          expect(result.target.dial).toMatch(/^(\+\d{4,17}|[\d*#]{2,16}|sips?:\S+|\S+)$/);
          return true;
        },
      ),
      { numRuns: 2000 },
    );
  });
});

describe('numbers that others see', () => {
  it.each([
    ['+8613800138000', '138****8000'],
    ['13800138000', '138****8000'],
    ['+861088888888', '108****888'],
    ['+14155552671', '+1 415****671'],
    ['8001', '8001'],
    ['', ''],
    ['sip:alice@example.com', 's****'],
  ])('%s is masked as %s', (number, masked) => {
    expect(maskNumber(number)).toBe(masked);
  });

  it('hides at least four digits of every long number', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^\+?\d{7,15}$/), (number) => {
        const digits = maskNumber(number);
        return !digits.includes(number.replace('+', '')) && digits.includes('****');
      }),
    );
  });

  it('shows home numbers in the national way and others in the international', () => {
    expect(displayNumber('+8613800138000', 'CN')).toBe('138 0013 8000');
    expect(displayNumber('+14155552671', 'CN')).toBe('+1 415 555 2671');
    expect(displayNumber('8001', 'CN')).toBe('8001');
  });
});
