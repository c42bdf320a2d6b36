import type { zhForm } from './zh-form';

/** The form of a call, in English. */
export const enForm: typeof zhForm = {
  form: {
    title: 'Form',
    count: '{{confirmed}} of {{total}} confirmed',
    missing: '{{missing}} required missing',
    hint: 'What is heard is filled in here. Enter confirms, arrows move, or type over it.',
    required: 'required',
    said: '“{{words}}” {{time}}',
    takes: '{{words}} · Enter takes it',
    unreadable: '“{{text}}” does not fit this field; write it another way.',
    challenged: 'Confirmed “{{before}}”, since then heard “{{after}}”. Enter takes the new one, Esc keeps the first.',
    confirm: 'Confirm {{label}}',
    clear: 'Clear {{label}}',
    yes: 'Yes',
    no: 'No',
    withheld: 'not sent with the record: {{kind}}',
    byHand: 'typed by the agent',
    mark: {
      empty: 'Empty',
      asks: 'Check',
      heard: 'Heard, to be confirmed',
      typed: 'Typed',
      confirmed: 'Confirmed',
    },
    trouble: {
      'invalid-range': 'Heard “{{said}}”, which is not from {{min}} to {{max}}. Ask again.',
      'invalid-date': 'There is no such day as “{{said}}”. Ask again.',
      'invalid-phone': '“{{said}}” is no whole telephone number. Ask again.',
      'invalid-past': '“{{said}}” is over already. Ask again.',
      'invalid-future': '“{{said}}” is yet to come. Ask again.',
      contradictory: 'First “{{before}}”, then “{{after}}”: ask which it is.',
      'hour-assumed': '“{{said}}”: in the morning or in the afternoon?',
      'several-options': '“{{said}}” can mean more than one: ask which it is.',
    },
  },
};
