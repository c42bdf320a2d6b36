import type { zhHabits, zhHabitsTrouble } from './zh-habits';

/** The agent's habits, in English. */
export const enHabits: typeof zhHabits = {
  doNotDisturb: {
    name: 'Do not disturb',
    on: 'Do not disturb',
    off: 'End do not disturb',
    hint: 'Callers are turned away and recorded; you can still call. Click to end (Ctrl Shift D).',
    idle: 'Do not disturb: no call rings here',
    idleHint: 'You can still call. To take calls again, end do not disturb.',
  },
  autoAnswer: {
    soonByPbx: 'The PBX asks for an automatic answer: in {{seconds}} s. “Ignore” cancels it',
    soonBySetting: 'Answered automatically in {{seconds}} s. “Ignore” cancels it',
    done: 'Answered automatically',
  },
  keys: {
    progress: 'Sending keys {{sent}} / {{total}}',
    cancel: 'Stop sending',
    paste: 'Paste keys',
    pasteHint:
      'Copy a row of keys (1234#, say) and press Ctrl V in the call: sent one by one, a comma waits two seconds.',
    show: 'Show the keys sent',
    hide: 'Hide the keys sent',
    count: '{{count}} keys sent',
  },
  contacts: {
    title: 'Contacts',
    search: 'Name, initials, number',
    none: 'No contacts yet. Add one, or import a CSV or vCard file.',
    notFound: 'Nobody found. Try other letters or digits.',
    add: 'New contact',
    edit: 'Edit contact',
    remove: 'Delete contact',
    import: 'Import a CSV or vCard file',
    call: 'Call {{name}}',
    more: 'More for {{name}}',
    redial: 'Call {{name}} again',
    speedDial: 'Speed dial (Ctrl and a digit)',
    assign: 'Make it speed dial {{key}}',
    unassign: 'Take speed dial {{key}} away',
    name: 'Name',
    numbers: 'Numbers',
    numbersHint: 'One a line, at most 5; the first is called',
    company: 'Company',
    note: 'Note',
    save: 'Save',
    cancel: 'Cancel',
    undo: 'Undo',
    done: {
      added: '{{name}} was added',
      changed: '{{name}} was changed',
      removed: '{{name}} was deleted',
      imported: '{{count}} contacts were imported',
    },
    report: 'Import',
    reportSum: '{{added}} added, {{known}} known already, {{failed}} lines not imported.',
    line: 'Line {{line}}',
  },
  sipHeaders: {
    title: 'Told by the PBX',
    autoAnswer: 'Automatic answer',
    byHeader: 'by {{header}}',
    bySetting: 'by this desk’s setting',
  },
  habits: {
    title: 'Inbound calls',
    doNotDisturbCode: 'In do not disturb callers get',
    code486: '486 Busy',
    code480: '480 Unavailable',
    autoAnswer: 'Automatic answer',
    autoAnswerRisk:
      'A tone warns you before the line opens. Whoever can send these headers can open the microphone: choose only what your PBX uses.',
    header: {
      'alert-info': 'Alert-Info (info=alert-autoanswer)',
      'call-info': 'Call-Info (answer-after)',
      'answer-mode': 'Answer-Mode: Auto (RFC 5373)',
      'alert-auto-answer': 'Alert-Auto-Answer',
      'x-auto-answer': 'X-Auto-Answer',
    },
    all: 'Answer every inbound call',
    afterSeconds: 'After ringing for so many seconds',
    sipHeaders: 'X- headers kept in the call record',
    sipHeadersHint: 'One a line, at most 20; X-Customer-Id decides whose card is shown.',
    sipHeadersWrong: 'One header name a line, each beginning with X-',
  },
};

export const enHabitsTrouble: typeof zhHabitsTrouble = {
  'redial-nothing': { what: 'No call has been made yet.', next: 'Type a number, then press Call.' },
  'speed-dial-empty': {
    what: 'Speed dial {{message}} is not set.',
    next: 'In Contacts, open a contact’s “…” and choose this digit.',
  },
  'contacts-unreadable': {
    what: 'The contacts could not be opened; the phone works as usual.',
    next: 'Start Sidetone again; if that does not help, ask your administrator.',
  },
  'contacts-not-saved': { what: 'The contacts were not saved.', next: 'Check the space on the disk and try again.' },
  'contacts-too-many': {
    what: 'There can be {{message}} contacts at most; nothing was imported.',
    next: 'Shorten the file and import it again.',
  },
  'import-no-name': { what: 'No name: “{{message}}”.', next: 'Add the name and import again.' },
  'import-no-number': { what: '“{{message}}” has no number.', next: 'Add a number and import again.' },
  'import-number-unreadable': {
    what: '“{{message}}” is no number that can be called.',
    next: 'Correct it and import again; numbers abroad start with +.',
  },
  'import-too-long': {
    what: 'The line of “{{message}}” is too long.',
    next: 'Name and company take 100 characters, the note 500.',
  },
  'import-quote-open': {
    what: 'A quotation mark is never closed; nothing after it was read: “{{message}}”.',
    next: 'Close it and import again.',
  },
  'auto-answer-muted': {
    what: 'The microphone is muted or missing: the call was not answered automatically.',
    next: 'Unmute the headset’s microphone, then press Answer.',
  },
  'keys-unreadable': {
    what: '“{{message}}” is no key of a telephone; nothing was sent.',
    next: 'Paste only 0–9, *, #, A–D and commas (two seconds each); copy it again.',
  },
  'keys-empty': {
    what: 'There is no key in what was pasted.',
    next: 'Copy the keys to send, 1234# say, and paste again.',
  },
  'keys-too-many': {
    what: 'At most {{message}} keys are sent at once; nothing was sent.',
    next: 'Paste them in parts.',
  },
  'keys-not-now': {
    what: 'Keys cannot be sent now: the call is not up, or on hold.',
    next: 'Paste again once the call is up or resumed.',
  },
  'keys-interrupted': {
    what: 'The call was put on hold; {{message}} keys were not sent.',
    next: 'Resume the call and send the rest again.',
  },
};
