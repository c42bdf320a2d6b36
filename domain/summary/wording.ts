import type { CallCause } from '../../contracts/calls';
import type { Language } from '../../contracts/cues';
import type { FoundDate } from './next-actions';

/** The sentences of a summary in one language. `title`: an intent's, a sentence without its subject. */
export interface Wording {
  readonly outcome: (title: string) => string;
  readonly undecided: string;
  readonly unanswered: (cause: CallCause) => string;
  readonly customer: (title: string, quote: string) => string;
  readonly agent: (title: string, quote: string) => string;
  readonly amount: (quote: string) => string;
  readonly next: (action: string, date: FoundDate | null) => string;
  readonly check: (quote: string) => string;
}

const small = (title: string) => title.charAt(0).toLowerCase() + title.slice(1);
const two = (value: number) => String(value).padStart(2, '0');
const hour = ({ at, timeKnown }: FoundDate) => (timeKnown ? ` ${two(at.getHours())}:${two(at.getMinutes())}` : '');

const WEEKDAYS = {
  zh: ['周日', '周一', '周二', '周三', '周四', '周五', '周六'],
  en: ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'],
};
const MONTHS = [
  ...['January', 'February', 'March', 'April', 'May', 'June'],
  ...['July', 'August', 'September', 'October', 'November', 'December'],
];

const UNANSWERED: Readonly<Record<Language, Partial<Record<CallCause, string>>>> = {
  zh: {
    busy: '对方占线，未接通。',
    'no-answer': '无人接听。',
    rejected: '对方拒接。',
    unavailable: '对方暂时无法接通。',
    'not-found': '号码不存在。',
    missed: '来电未接。',
    cancelled: '接通前已取消。',
    network: '因网络故障未接通。',
  },
  en: {
    busy: 'The line was busy.',
    'no-answer': 'Nobody answered.',
    rejected: 'The call was declined.',
    unavailable: 'The other party could not be reached.',
    'not-found': 'The number does not exist.',
    missed: 'The call was missed.',
    cancelled: 'The call was cancelled before it was answered.',
    network: 'The call failed because of the network.',
  },
};

export const WORDING: Readonly<Record<Language, Wording>> = {
  zh: {
    outcome: (title) => `结果：客户${title}。`,
    undecided: '结果：客户没有作出决定。',
    unanswered: (cause) => UNANSWERED.zh[cause] ?? '未接通。',
    customer: (title, quote) => `客户${title}：“${quote}”`,
    agent: (title, quote) => `坐席${title}：“${quote}”`,
    amount: (quote) => `提到的金额：“${quote}”`,
    next: (action, date) =>
      date
        ? `下一步：${date.at.getMonth() + 1}月${date.at.getDate()}日（${WEEKDAYS.zh[date.at.getDay()]}）${hour(date).trim()}${date.timeKnown ? ' ' : ''}${action}。`
        : `下一步：${action}。`,
    check: (quote) => `请核实：客户提到投诉或不再来电，但可能是否定的意思：“${quote}”`,
  },
  en: {
    outcome: (title) => `Outcome: the customer ${small(title)}.`,
    undecided: 'Outcome: the customer did not decide.',
    unanswered: (cause) => UNANSWERED.en[cause] ?? 'The call was not answered.',
    customer: (title, quote) => `The customer ${small(title)}: “${quote}”`,
    agent: (title, quote) => `The agent ${small(title)}: “${quote}”`,
    amount: (quote) => `An amount was named: “${quote}”`,
    next: (action, date) =>
      date
        ? `Next: ${small(action)} on ${WEEKDAYS.en[date.at.getDay()]} ${date.at.getDate()} ${MONTHS[date.at.getMonth()]}${hour(date).replace(' ', ', ')}.`
        : `Next: ${small(action)}.`,
    check: (quote) =>
      `Please check: the customer named a complaint or not being called, but may have denied it: “${quote}”`,
  },
};
