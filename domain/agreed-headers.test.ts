import fc from 'fast-check';
import { expect, it } from 'vitest';
import { AGREED_HEADERS } from '../contracts/habits';
import { agreedHeadersOf, customerIdOf, headerLines, linkHeadersOf } from './agreed-headers';

const agreed = ['X-Campaign-Id', 'X-Customer-Id'];
const reading = (headers: Record<string, string[]>) => (name: string) => headers[name] ?? [];

it('keeps the agreed headers and no others', () => {
  const read = reading({ 'X-Campaign-Id': ['spring', 'autumn'], 'X-Secret': ['no'], 'X-Customer-Id': [''] });
  expect(agreedHeadersOf(read, agreed)).toEqual({ 'X-Campaign-Id': 'spring' });
  expect(agreedHeadersOf(read, [])).toBeNull();
});

it('names the customer, however the header is written', () => {
  expect(customerIdOf({ 'x-customer-ID': 'li-hua' })).toBe('li-hua');
  expect(customerIdOf({ 'X-Campaign-Id': 'spring' })).toBeNull();
  expect(customerIdOf(null)).toBeNull();
});

it('sends what a link asks for where it is agreed, and never a header of SIP’s own', () => {
  const link = 'sip:8001@pbx.example;transport=ws?x-campaign-id=spring%20sale&X-Customer-Id=42&From=me&X-Other=1';
  expect(linkHeadersOf(link, agreed)).toEqual({ 'X-Campaign-Id': 'spring sale', 'X-Customer-Id': '42' });
  expect(linkHeadersOf('tel:+8613800138000', agreed)).toBeNull();
  expect(linkHeadersOf('sip:8001?Subject=x', agreed)).toBeNull();
});

it('lets no value write a header of its own, nor grow beyond the contract', () => {
  fc.assert(
    fc.property(fc.string({ maxLength: 400, unit: 'binary' }), (value) => {
      const link = `sip:8001?X-Campaign-Id=${encodeURIComponent(value.toWellFormed())}`;
      for (const line of headerLines(linkHeadersOf(link, agreed) ?? {})) {
        expect(line).not.toMatch(/[\r\n]/);
        expect(line.length).toBeLessThanOrEqual('X-Campaign-Id: '.length + AGREED_HEADERS.longestValue);
      }
    }),
  );
  const many = Array.from({ length: 40 }, (_, index) => `X-Header-${String(index)}`);
  expect(Object.keys(agreedHeadersOf(() => ['x'], many) ?? {})).toHaveLength(AGREED_HEADERS.most);
});
