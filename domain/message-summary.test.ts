import { expect, it } from 'vitest';
import { parseMessageSummary } from './message-summary';

it('reads the example of RFC 3842', () => {
  const body = [
    'Messages-Waiting: yes',
    'Message-Account: sip:alice@vmail.example.com',
    'Voice-Message: 2/8 (0/2)',
    '',
    'To: <alice@atlanta.example.com>',
  ].join('\r\n');
  expect(parseMessageSummary(body)).toEqual({ waiting: true, newMessages: 2, account: 'alice' });
});

it('reads a mailbox that is empty, and one that counts nothing', () => {
  expect(parseMessageSummary('Messages-Waiting: no\r\nVoice-Message: 0/0 (0/0)\r\n')).toEqual({
    waiting: false,
    newMessages: 0,
    account: null,
  });
  expect(parseMessageSummary('messages-waiting : YES\n')).toEqual({ waiting: true, newMessages: null, account: null });
});

it('takes the number to call out of the account', () => {
  const account = (text: string) => parseMessageSummary(`Messages-Waiting: yes\nMessage-Account: ${text}`)?.account;
  expect(account('<sip:*97@pbx.example.com;transport=ws>')).toBe('*97');
  expect(account('tel:+8610123456')).toBe('+8610123456');
  expect(account('nonsense')).toBeNull();
});

it('knows nothing of a body without a status line, and shows no absurd count', () => {
  for (const body of ['', 'Voice-Message: 3/0', 'Messages-Waiting: maybe', '\u0000'.repeat(50)]) {
    expect(parseMessageSummary(body)).toBeNull();
  }
  expect(parseMessageSummary('Messages-Waiting: yes\nVoice-Message: 999999999/0')?.newMessages).toBe(9_999);
});
