import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { SidetoneError } from '../contracts/errors';
import {
  headerValue,
  headerValues,
  parseCSeq,
  parseNameAddress,
  parseSipMessage,
  respondTo,
  serialiseSipMessage,
  splitHeaderList,
  userOfUri,
  type SipMessage,
  type SipRequest,
} from './sip-message';

const REGISTER = [
  'REGISTER sip:practice.sidetone.local SIP/2.0',
  'v: SIP/2.0/WS df7jal23ls0d.invalid;branch=z9hG4bKasudf',
  'From: "Agent \\"One\\"" <sip:1001@practice.sidetone.local>;tag=65bnmj.34asd',
  'To: <sip:1001@practice.sidetone.local>',
  'i: aiuy7k9njasd',
  'CSeq: 1 REGISTER',
  'Contact: <sip:1001@df7jal23ls0d.invalid;transport=ws>;reg-id=1;+sip.instance="<urn:uuid:f81-7dec>"',
  'Subject: folded',
  '  over two lines',
  'l: 0',
  '',
  '',
].join('\r\n');

const token = fc.stringMatching(/^[A-Za-z0-9\-.!%*_+~]{1,20}$/);
const headerName = token.filter((name) => !/^content-length$/i.test(name) && name.length > 1);
const value = fc.string({ unit: 'grapheme', maxLength: 60 }).map((text) => text.replace(/[\r\n]/g, ' ').trim());
const headers = fc.array(fc.tuple(headerName, value), { maxLength: 12 });
const body = fc.string({ unit: 'grapheme', maxLength: 400 });
const message: fc.Arbitrary<SipMessage> = fc.oneof(
  fc.record({
    kind: fc.constant('request' as const),
    method: token,
    uri: fc.stringMatching(/^sip:[a-z0-9]{1,8}@[a-z.]{1,12}$/),
    headers,
    body,
  }),
  fc.record({
    kind: fc.constant('response' as const),
    status: fc.integer({ min: 100, max: 699 }),
    reason: value.filter((text) => !/[\u0085\u2028\u2029]/.test(text)),
    headers,
    body,
  }),
);

describe('SIP messages', () => {
  it('come back from the wire as they were written', () => {
    fc.assert(
      fc.property(message, (original) => {
        const parsed = parseSipMessage(serialiseSipMessage(original));
        const withoutLength = parsed.headers.filter(([name]) => name !== 'Content-Length');
        expect({ ...parsed, headers: withoutLength }).toEqual({ ...original, headers: original.headers });
      }),
    );
  });

  it('never throw anything but a sip-malformed error, whatever arrives', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.string().map((noise) => REGISTER.slice(0, 120) + noise),
        ),
        (text) => {
          try {
            parseSipMessage(text);
          } catch (error) {
            expect(error).toBeInstanceOf(SidetoneError);
            expect((error as SidetoneError).code).toBe('sip-malformed');
          }
        },
      ),
    );
  });

  it('have their compact names spelled out and folded lines joined', () => {
    const parsed = parseSipMessage(REGISTER);
    expect(parsed).toMatchObject({ kind: 'request', method: 'REGISTER', uri: 'sip:practice.sidetone.local' });
    expect(headerValue(parsed, 'call-id')).toBe('aiuy7k9njasd');
    expect(headerValue(parsed, 'Via')).toContain('z9hG4bKasudf');
    expect(headerValue(parsed, 'Subject')).toBe('folded over two lines');
    expect(parseCSeq(parsed)).toEqual({ number: 1, method: 'REGISTER' });
  });

  it('count the body in octets and refuse one that was cut off', () => {
    const text = serialiseSipMessage({ kind: 'response', status: 200, reason: 'OK', headers: [], body: '你好' });
    expect(text).toContain('Content-Length: 6');
    expect(parseSipMessage(`${text}trailing`).body).toBe('你好');
    expect(() => parseSipMessage(text.slice(0, -1))).toThrow(SidetoneError);
  });

  it('cannot be extended by line breaks smuggled into a header value', () => {
    const text = serialiseSipMessage({
      kind: 'response',
      status: 200,
      reason: 'OK',
      headers: [['Subject', 'a\r\nX-Smuggled: 1']],
      body: '',
    });
    expect(headerValues(parseSipMessage(text), 'X-Smuggled')).toEqual([]);
  });

  it('split lists outside quotes and angle brackets only', () => {
    expect(splitHeaderList('"a, b" <sip:x@y;p="1,2">;q=1 , <sip:c,d@e>')).toEqual([
      '"a, b" <sip:x@y;p="1,2">;q=1',
      '<sip:c,d@e>',
    ]);
  });

  it('give up the parts of an address', () => {
    const from = parseNameAddress('"Agent \\"One\\"" <sip:1001@practice.sidetone.local;x=y>;tag=65bnmj.34asd;flag');
    expect(from?.displayName).toBe('Agent "One"');
    expect(from?.uri).toBe('sip:1001@practice.sidetone.local;x=y');
    expect(from?.parameters.get('tag')).toBe('65bnmj.34asd');
    expect(parseNameAddress('sip:8001@host;tag=1')?.parameters.get('tag')).toBe('1');
    expect(parseNameAddress('nonsense')).toBeNull();
    expect(userOfUri('sip:*77%38001@host')).toBe('*778001');
    expect(userOfUri('sip:%zz@host')).toBe('%zz');
    expect(userOfUri('tel:123')).toBeNull();
  });

  it('are answered with the headers of the request and a tag for To', () => {
    const response = respondTo(parseSipMessage(REGISTER) as SipRequest, 404, { toTag: 'abc' });
    expect(response.reason).toBe('Not Found');
    expect(headerValue(response, 'To')).toBe('<sip:1001@practice.sidetone.local>;tag=abc');
    expect(headerValue(response, 'CSeq')).toBe('1 REGISTER');
    expect(headerValue(response, 'Contact')).toBeUndefined();
  });
});
