import type { zhAccounts } from './zh-accounts';

/** Several accounts at PBXs and their mailboxes, in English. */
export const enAccounts: typeof zhAccounts = {
  accounts: {
    main: 'Main account',
    named: '{{name}} · {{extension}}',
    count: '{{registered}} of {{all}} accounts registered',
    list: 'Accounts and their registration',
    dialBy: 'Account to call with',
    newMessages: '{{name}} · {{text}}',
    title: 'More accounts',
    hint: 'For a desk that is registered to several PBXs or brands at once. The PBX above is the main account; a call that comes in tells which account it is for, and below the number field you choose by which to call.',
    none: 'There is no other account yet.',
    add: 'Add an account',
    remove: 'Remove this account',
    removed: '“{{name}}” and its password are removed when you save.',
    undo: 'Undo',
    label: 'Name (a brand, a PBX)',
    unnamed: 'Account without a name',
    labelNeeded: 'Name the account, in up to 40 characters',
    mailbox: 'Voicemail',
    mailboxAuto: 'Automatic',
    mailboxOff: 'Do not ask',
    mailboxOther: 'Other mailbox',
    mailboxAddress: 'Address of the mailbox',
    mailboxHint:
      'Automatic: asks the PBX for the messages of this extension. Other: asks for another mailbox, a department’s say.',
    mailboxInvalid: 'Must be sip:mailbox@domain',
  },
};
