import type { zhLines, zhLinesTrouble as zhTrouble } from './zh-lines';

/** Two lines, transfer and conference, in English. */
export const enLines: typeof zhLines = {
  lines: {
    other: 'Other call',
    waiting: 'Call waiting',
    waitingHint: 'Answering holds the present call first',
    free: 'Line 2 is free',
    swap: 'Swap',
    hangUpOther: 'Hang up {{name}}',
    joined: 'Conference',
    joinedWith: 'In a conference with {{name}}',
    dialSecond: 'Call on line 2',
    wrapUpsAfter: '{{count}} more to wrap up',
  },
  transfer: {
    title: 'Transfer',
    open: 'Transfer',
    to: 'To whom',
    placeholder: 'Number or name',
    blind: 'Blind transfer',
    consult: 'Consult first',
    complete: 'Complete',
    takeBack: 'Take back',
    conference: 'Conference',
    part: 'Leave',
    endConference: 'End conference',
    pbxConference: 'Meet in {{name}}',
    close: 'Fold the transfer',
    targets: 'Often used',
    none: 'Write down queues, menus and colleagues in Settings · Lines and transfer to choose them here.',
    kind: { colleague: 'Colleague', queue: 'Queue', ivr: 'Menu', park: 'Park', conference: 'Conference room' },
    stage: {
      asked: 'Asking for a transfer to {{to}}',
      accepted: 'The PBX is transferring to {{to}}',
      ringing: '{{to}} is ringing',
      done: 'Transferred to {{to}}',
      failed: 'The transfer to {{to}} failed',
    },
    record: {
      blind: 'Blind transfer',
      attended: 'Consult transfer',
      park: 'Park',
      conference: 'Into a conference room',
      asked: 'asked',
      done: 'done',
      failed: 'failed',
      gone: 'outcome unknown',
    },
    joinedMark: 'Conference began',
    partedMark: 'Conference ended',
    consultMark: 'Consulted {{to}}',
  },
  linesSettings: {
    title: 'Lines and transfer',
    callWaiting: 'Call waiting: a second caller is told quietly; off, that caller hears busy',
    targets: 'Transfer list',
    targetsHint: 'Press T in a call to choose. Ask the administrator of your PBX for park and conference numbers.',
    name: 'Name',
    number: 'Number',
    kind: 'Kind',
    add: 'Add a transfer target',
    remove: 'Remove {{name}}',
  },
};

/** What may go wrong with a second call or a transfer, in English. */
export const enLinesTrouble: typeof zhTrouble = {
  'lines-busy': { what: 'Both lines are in use.', next: 'Hang up or transfer one of them, then call.' },
  'line-not-ready': {
    what: 'The present call cannot be held yet.',
    next: 'Wait until it is answered, or cancel it first.',
  },
  'no-other-line': { what: 'There is no other call.', next: 'Call or answer on the second line first.' },
  'second-call-busy': {
    what: '{{message}} is busy; the first call is still held.',
    next: 'Resume the first call, or try another number.',
  },
  'second-call-no-answer': {
    what: '{{message}} did not answer; the first call is still held.',
    next: 'Resume the first call, or try another number.',
  },
  'second-call-rejected': {
    what: '{{message}} declined; the first call is still held.',
    next: 'Resume the first call, or try another number.',
  },
  'second-call-nobody': {
    what: 'There is nobody at {{message}}; the first call is still held.',
    next: 'Check the number, or resume the first call.',
  },
  'second-call-failed': {
    what: '{{message}} could not be reached; the first call is still held.',
    next: 'Resume the first call, or try again later.',
  },
  'transfer-number-invalid': {
    what: 'This is not a number to transfer to.',
    next: 'Type the whole number, or choose from the transfer list.',
  },
  'transfer-not-now': { what: 'A transfer is not possible now.', next: 'Wait until the call is connected.' },
  'transfer-refused': {
    what: 'The PBX refused the transfer ({{message}}); you still have the call.',
    next: 'Check the number or choose another target; consulting first works too.',
  },
  'transfer-nobody': {
    what: 'There is nobody at that number; you still have the call.',
    next: 'Check the number, or choose from the transfer list.',
  },
  'transfer-busy': { what: 'The target is busy.', next: 'Choose another target, or agree on a time to call back.' },
  'transfer-no-answer': {
    what: 'The target did not answer.',
    next: 'Choose another target, or agree on a time to call back.',
  },
  'transfer-declined': { what: 'The target declined.', next: 'Choose another target, or consult first.' },
  'transfer-failed': {
    what: 'The transfer failed ({{message}}).',
    next: 'If the call is still here choose another target; if the customer is gone call back.',
  },
  'transfer-timeout': {
    what: 'The PBX did not say what became of the transfer.',
    next: 'If the call is still here try again, or consult first.',
  },
  'transfer-lost': {
    what: 'The transfer failed, and the PBX did not give the customer back.',
    next: 'Call the customer back from Recent.',
  },
  parked: { what: 'The customer is parked.', next: 'Tell a colleague to pick the call up at the park.' },
  'parked-at': { what: 'The customer is parked at {{message}}.', next: 'Dial {{message}} to pick the call up.' },
  'conference-media': {
    what: 'The sound of the conference did not come up.',
    next: 'Leave the conference and try again.',
  },
};
