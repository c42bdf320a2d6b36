import { describe, expect, it } from 'vitest';
import { accountOfCall, type AccountView } from './model';

function account(accountId: string, label: string | null, extension: string): AccountView {
  return { accountId, label, extension, state: 'registered', trouble: null, mailbox: null };
}

describe('the account of an earlier call', () => {
  const accounts = [account('main', null, '1001'), account('b', '品牌乙', '1022'), account('b2', '品牌乙', '1023')];
  it.each([
    ['the main one has no name', undefined, '1001', 'main'],
    ['the main one has another extension now', undefined, '1000', 'main'],
    ['by its name', '品牌乙', '1022', 'b'],
    ['two of one name, by the extension', '品牌乙', '1023', 'b2'],
    ['it has another extension now', '品牌乙', '1099', 'b'],
    ['it has another name now', '品牌丙', '1023', 'b2'],
    ['it is gone', '品牌丙', '1099', null],
  ])('%s', (_what, agentAccount, agentExtension, accountId) => {
    expect(accountOfCall({ accounts }, { agentAccount, agentExtension })?.accountId ?? null).toBe(accountId);
  });
});
