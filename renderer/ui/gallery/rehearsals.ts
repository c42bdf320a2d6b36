import type { Language } from '../../../contracts/cues';
import type { Customer } from '../../../contracts/customers';
import type { QualityScore, ScoredItem } from '../../../contracts/quality-form';
import type { TimelineEntry } from '../../../contracts/records';
import type { TranscriptLine } from '../../../contracts/transcript';
import type { RehearsalRecord } from '../../../domain/rehearsal/practice-mark';
import type { AccountView, AppModel } from '../model';
import type { RehearsalPage } from '../rehearsal/rehearsal-model';
import { customers } from './fixtures';

const practiceAccounts: AccountView[] = [
  {
    accountId: 'main',
    label: null,
    extension: '1001',
    state: 'registered',
    practice: true,
    trouble: null,
    mailbox: null,
  },
];

const NOTHING_REDACTED = {
  'card-number': 0,
  'identity-number': 0,
  'bank-account': 0,
  'phone-number': 0,
  address: 0,
  name: 0,
};

/** Those who have a story, with what it brings up. */
function rehearsalPeople(language: Language): Customer[] {
  const words =
    language === 'zh'
      ? ['太贵', '便宜', '发票', '考虑一下']
      : ['too expensive', 'cheaper', 'invoice', 'think about it'];
  return customers(language).map((customer, index) => ({
    ...customer,
    language: customer.number === '8005' ? 'en' : customer.language,
    expectedCues: words.slice(0, 1 + (index % 4)),
  }));
}

const item = (
  language: Language,
  itemId: string,
  zh: string,
  en: string,
  weight: number,
  met: boolean,
): ScoredItem => ({
  itemId,
  type: itemId === 'closing' ? 'closing' : 'say',
  title: { zh, en },
  weight,
  fails: false,
  outcome: met ? 'met' : 'not-met',
  points: met ? weight : 0,
  reason: met ? 'said' : 'not-said',
  measured: null,
  evidence: met ? [{ leg: 'agent', atMs: 3_400, endMs: 6_000, words: language === 'zh' ? zh : en }] : [],
  history: [],
});

function score(language: Language, total: number, better: boolean): QualityScore {
  const items = [
    item(language, 'greeting', '开场问候', 'Greeting', 10, true),
    item(language, 'identity', '报明身份', 'Says who is calling', 15, true),
    item(language, 'notice-of-recording', '告知录音', 'Notice of recording', 15, better),
    item(language, 'closing', '礼貌收尾', 'Closing', 10, false),
  ];
  return { form: { name: 'General', language, version: 1 }, total, weighted: total, failed: false, items };
}

function lines(language: Language): TranscriptLine[] {
  const line = (leg: 'agent' | 'customer', from: number, to: number, zh: string, en: string): TranscriptLine => ({
    leg,
    startMs: from * 1000,
    endMs: to * 1000,
    text: language === 'zh' ? zh : en,
  });
  return [
    line('agent', 3, 7, '您好，我是云帆科技的小林。', 'Hello, this is Lin from Yunfan.'),
    line('customer', 9, 12, '你们的套餐太贵了。', 'Your plan is too expensive.'),
    line('agent', 13, 19, '一年九百六，平均每天不到三块钱。', 'It is less than fifty cents a day.'),
    line('customer', 21, 24, '能不能便宜一点？', 'Could you make it cheaper?'),
    line('agent', 29, 33, '年付可以打九折。', 'Ten per cent off by the year.'),
    line('customer', 34, 37, '我考虑一下吧。', 'I will think about it.'),
    line('agent', 38, 41, '好的，您慢慢考虑。', 'Of course, take your time.'),
  ];
}

/** Rehearsals over two weeks, getting better, newest first. */
function rehearsals(language: Language, nowMs: number): RehearsalRecord[] {
  const zh = language === 'zh';
  const people = customers(language);
  const said = lines(language);
  const word = (zhWord: string, enWord: string) => (zh ? zhWord : enWord);
  const card = (cueId: string, title: string, atSeconds: number, state: 'confirmed' | 'used' | 'dismissed') =>
    ({ type: 'card', atMs: atSeconds * 1000, cueId, title, state }) as const;
  const timeline: TimelineEntry[] = [
    { type: 'phase', atMs: 2_000, phase: 'active' },
    ...said.map(({ leg, startMs, endMs }) => ({ type: 'speech' as const, leg, atMs: startMs, endMs })),
    card('too-expensive', word('嫌贵', 'Too expensive'), 11.5, 'confirmed'),
    card('too-expensive', word('嫌贵', 'Too expensive'), 14, 'used'),
    card('discount', word('要优惠', 'Asks for a lower price'), 23.5, 'confirmed'),
    card('think', word('要考虑', 'Will think about it'), 36.5, 'confirmed'),
    card('think', word('要考虑', 'Will think about it'), 37, 'dismissed'),
  ];
  return [76, 82, 74, 70, 64, 66, 58, 61, 52, 48].map((total, index): RehearsalRecord => {
    const person = people[index % 3];
    const startedMs = nowMs - 600_000 - Math.floor(index / 2) * 2 * 86_400_000 - (index % 2) * 3_600_000;
    const iso = (atMs: number) => new Date(startedMs + atMs).toISOString();
    return {
      recordId: `01938f6e-0000-7000-8000-00000000000${String(index)}`,
      sipCallId: 'x',
      agentExtension: '1001',
      direction: 'outbound',
      remoteNumber: person?.number ?? '8001',
      customerId: person?.customerId ?? null,
      customerName: person?.name ?? null,
      language,
      startedAt: iso(0),
      answeredAt: iso(2_000),
      endedAt: iso(45_000),
      ringMs: 2_000,
      talkMs: 43_000,
      holdMs: 0,
      wrapUpMs: 9_000,
      cause: 'agent-hangup',
      sipCode: null,
      quality: null,
      speech: { agentMs: 17_000, customerMs: 9_000, lostFrames: 0 },
      disposition: 'interested',
      notes: '',
      callbackAt: null,
      optOut: null,
      timeline,
      practice: {
        expected: [
          { phrase: word('太贵', 'too expensive'), cueId: 'too-expensive' },
          { phrase: word('便宜', 'cheaper'), cueId: 'discount' },
          { phrase: word('发票', 'invoice'), cueId: 'invoice' },
          { phrase: word('考虑一下', 'think about it'), cueId: 'think' },
        ],
      },
      transcript: { lines: said, redacted: NOTHING_REDACTED },
      review: {
        summary: { language, sentences: [], disposition: null, callbackAt: null },
        satisfaction: 3,
        score: score(language, total, index < 3),
      },
    };
  });
}

export const rehearsalScenes = ['rehearsal', 'rehearsal-report', 'rehearsal-progress'] as const;

const pages: Record<(typeof rehearsalScenes)[number], RehearsalPage> = {
  rehearsal: { page: 'customers' },
  'rehearsal-report': { page: 'report', recordId: null },
  'rehearsal-progress': { page: 'progress', story: null },
};

export function isRehearsal(scene: string): scene is keyof typeof pages {
  return scene in pages;
}

export function rehearsing(base: AppModel, scene: keyof typeof pages): AppModel {
  return {
    ...base,
    accounts: practiceAccounts,
    customers: rehearsalPeople(base.language),
    rehearsals: rehearsals(base.language, base.agent.sinceMs),
    view: { ...base.view, rehearsal: pages[scene] },
  };
}
