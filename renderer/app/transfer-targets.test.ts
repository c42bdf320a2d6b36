import { expect, it } from 'vitest';
import { findTarget } from './transfer-targets';

const settings = {
  country: 'CN',
  transferTargets: [
    { name: '售后队列', number: '9001', kind: 'queue' as const },
    { name: 'Park', number: '700', kind: 'park' as const },
    { name: 'Room', number: '650', kind: 'conference' as const },
  ],
};
const customer = { customerId: 'c', name: '李华', number: '13800138000', language: 'zh' as const };
const customers = [{ ...customer, company: '', story: '', facts: [], practice: false }];
const found = (text: string) => {
  const result = findTarget(text, settings, customers);
  return result.ok ? `${result.target.kind} ${result.target.dial} ${result.target.shown}` : result.error.code;
};

it('finds a target by its name or number, a customer by name, and any number', () => {
  expect(found(' 售后队列 ')).toBe('blind 9001 售后队列');
  expect(found('9001')).toBe('blind 9001 售后队列');
  expect(found('park')).toBe('park 700 Park');
  expect(found('Room')).toBe('conference 650 Room');
  expect(found('李华')).toBe('blind +8613800138000 李华');
  expect(found('8002')).toBe('blind 8002 8002');
});

it('has no target for nothing, and masks a stranger’s number', () => {
  expect(found('')).toBe('transfer-number-invalid');
  expect(found('call me')).toBe('transfer-number-invalid');
  expect(found('13912345678')).toBe('blind +8613912345678 139****5678');
});
