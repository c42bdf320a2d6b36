import { expect, it } from 'vitest';
import { LinkInbox, linksOf } from './links';

it('finds the links among the arguments of a start and nothing else', () => {
  const argv = [
    '/opt/sidetone',
    '--config=tel.json',
    'tel:+8613800138000',
    'https://example.com',
    'SIP:600@pbx',
    '/tmp',
  ];
  expect(linksOf([...argv, 'callto:8001'])).toEqual(['tel:+8613800138000', 'SIP:600@pbx', 'callto:8001']);
});

it('takes no link of absurd length', () => {
  expect(linksOf([`tel:${'1'.repeat(600)}`])).toEqual([]);
});

it('keeps links until a window listens, and again while it loads anew', () => {
  const inbox = new LinkInbox();
  const delivered: string[] = [];
  inbox.put(['tel:1']);
  expect(inbox.listen((link) => delivered.push(link))).toEqual(['tel:1']);
  inbox.put(['tel:2', 'file:///etc/passwd']);
  expect(delivered).toEqual(['tel:2']);
  inbox.pause();
  inbox.put(['tel:3']);
  expect(delivered).toEqual(['tel:2']);
  expect(inbox.listen((link) => delivered.push(link))).toEqual(['tel:3']);
});
