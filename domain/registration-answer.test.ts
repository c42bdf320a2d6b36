import { describe, expect, it } from 'vitest';
import { announcesPractice, readRegistrationAnswer } from './registration-answer';

const answer = (...lines: string[]) =>
  ['SIP/2.0 200 OK', 'Call-ID: a', 'CSeq: 2 REGISTER', ...lines, 'Content-Length: 0', '', ''].join('\r\n');

describe('a registrar’s answer', () => {
  it('takes the expiry of our contact among several', () => {
    const text = answer('Contact: <sip:other@h>;expires=20, <sip:desk1@x.invalid;transport=ws>;expires=290');
    expect(readRegistrationAnswer(text, 'desk1')).toEqual({ statusCode: 200, expiresSeconds: 290 });
  });

  it('falls back to the Expires header', () => {
    const text = answer('Contact: <sip:desk1@x.invalid>', 'Expires: 120');
    expect(readRegistrationAnswer(text, 'desk1')?.expiresSeconds).toBe(120);
  });

  it('knows when our contact is not there: then nobody can ring us', () => {
    expect(readRegistrationAnswer(answer('Contact: <sip:other@h>;expires=20', 'Expires: 60'), 'desk1')).toEqual({
      statusCode: 200,
      expiresSeconds: null,
    });
    expect(readRegistrationAnswer(answer(), 'desk1')?.expiresSeconds).toBeNull();
  });

  it('reads refusals, and nothing of other messages', () => {
    expect(readRegistrationAnswer(answer().replace('200 OK', '403 Forbidden'), 'desk1')?.statusCode).toBe(403);
    expect(readRegistrationAnswer(answer().replace('REGISTER', 'OPTIONS'), 'desk1')).toBeNull();
    expect(readRegistrationAnswer(answer().replace('200 OK', '100 Trying'), 'desk1')).toBeNull();
    expect(readRegistrationAnswer('\r\n\r\n', 'desk1')).toBeNull();
  });
});

it('is not an answer to us when it bears another Call-ID', () => {
  const answer = 'SIP/2.0 200 OK\r\nCall-ID: ours\r\nCSeq: 2 REGISTER\r\nContact: <sip:me@x>;expires=60\r\n\r\n';
  expect(readRegistrationAnswer(answer, 'me', 'ours')?.expiresSeconds).toBe(60);
  expect(readRegistrationAnswer(answer, 'me', 'theirs')).toBeNull();
});

it('tells the practice PBX by what it calls itself, and no other by its name or its words', () => {
  const from = (server: string) => answer(`Server: ${server}`, 'Contact: <sip:desk1@x.invalid>;expires=60');
  expect(announcesPractice(from('Sidetone-Practice'))).toBe(true);
  expect(announcesPractice(from('Sidetone-Practice/1.0 (Linux)'))).toBe(true);
  expect(announcesPractice(from('Asterisk PBX 22'))).toBe(false);
  expect(announcesPractice(from('Asterisk beside Sidetone-Practice'))).toBe(false);
  expect(announcesPractice(answer('Contact: <sip:desk1@practice.company.com>;expires=60'))).toBe(false);
  expect(announcesPractice(`${answer()}Server: Sidetone-Practice`)).toBe(false);
});
