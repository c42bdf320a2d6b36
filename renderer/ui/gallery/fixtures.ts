import type { ModelState } from '../../../contracts/speech';
import type { CallQuality } from '../../../contracts/records';
import type { ShownCard } from '../../../contracts/cues';
import type { Customer } from '../../../contracts/customers';
import type { DeskStatus, RecordFeedItem } from '../../../contracts/server-api';
import type { Language } from '../../../contracts/cues';
import type { ConnectionStep, LearntCard, RecordRow, TakeBackView } from '../model';

type Pair = { zh: string; en: string };
const people: { name: Pair; company: Pair; story: Pair; number: string }[] = [
  [
    '李女士',
    'Ms Li',
    '晨光文具',
    'Morning Stationery',
    '觉得价格太贵，想要折扣',
    'Finds it too expensive, wants a discount',
    '8001',
  ],
  ['王先生', 'Mr Wang', '远航物流', 'Voyage Logistics', '要求不要再打电话', 'Asks never to be called again', '8002'],
  [
    '张经理',
    'Manager Zhang',
    '安居装饰',
    'Anju Interiors',
    '想投诉上次的服务',
    'Wants to complain about the last service',
    '8003',
  ],
  [
    '陈女士',
    'Ms Chen',
    '小鹿童装',
    'Fawn Clothing',
    '正忙，请明天下午再打',
    'Busy, asks for a call tomorrow afternoon',
    '8004',
  ],
  [
    'Michael Brown',
    'Michael Brown',
    'Brown & Co',
    'Brown & Co',
    '英语客户，询问价格',
    'English speaker, asks how much it is',
    '8005',
  ],
  ['赵先生', 'Mr Zhao', '恒信五金', 'Hengxin Hardware', '要求转人工客服', 'Asks for a human', '8006'],
  [
    '孙老师',
    'Teacher Sun',
    '育英学校',
    'Yuying School',
    '要考虑一下，想加微信',
    'Will think about it, prefers a message',
    '8007',
  ],
  ['周女士', 'Ms Zhou', '', '', '电话占线', 'Her line is busy', '8008'],
].map(([zh, en, companyZh, companyEn, storyZh, storyEn, number]) => ({
  name: { zh: zh ?? '', en: en ?? '' },
  company: { zh: companyZh ?? '', en: companyEn ?? '' },
  story: { zh: storyZh ?? '', en: storyEn ?? '' },
  number: number ?? '',
}));

export function customers(language: Language): Customer[] {
  const label = (zh: string, en: string) => (language === 'zh' ? zh : en);
  return people.map((person) => ({
    customerId: `c-${person.number}`,
    name: person.name[language],
    number: person.number,
    language,
    company: person.company[language],
    story: person.story[language],
    practice: true,
    facts: [
      { label: label('城市', 'City'), value: label('上海', 'Shanghai') },
      {
        label: label('现用套餐', 'Plan'),
        value: label('企业基础版，2026 年 12 月到期', 'Business Basic, ends December 2026'),
      },
      { label: label('上次联系', 'Last contact'), value: label('11 月 3 日，有意向', '3 November, interested') },
    ],
  }));
}

export function lostCall(language: Language): TakeBackView {
  const displayName = customers(language)[0]?.name ?? '';
  return { state: 'failed', displayName, number: '138****8000', failure: 'refused', sipCode: 501 };
}

export function cards(language: Language, leading: ShownCard['state']): ShownCard[] {
  const zh = language === 'zh';
  const base = { leg: 'customer', keywordId: 'k', priority: 3 } as const;
  return [
    {
      ...base,
      cardId: '1',
      cueId: 'how-much',
      title: zh ? '询价' : 'Asks the price',
      action: 'inform',
      lines: [zh ? '基础版每月 199 元。' : 'The basic plan is 199 a month.'],
      phrase: zh ? '多少钱' : 'how much',
      heardAtMs: 61_000,
      state: 'used',
    },
    {
      ...base,
      cardId: '2',
      cueId: 'complaint',
      title: zh ? '投诉' : 'Complaint',
      action: 'alert-supervisor',
      lines: ['…'],
      phrase: zh ? '投诉' : 'complain',
      heardAtMs: 95_000,
      state: 'withdrawn',
    },
    {
      ...base,
      cardId: '3',
      cueId: 'too-expensive',
      title: zh ? '嫌贵' : 'Too expensive',
      action: 'offer',
      lines: zh
        ? ['理解您的顾虑。按年付可以打八五折，平均每天不到六块钱。', '您愿意先试用一个月，满意再决定吗？']
        : [
            'I understand. Paid yearly it is 15 % less, under one dollar a day.',
            'Would you like a free month first, and decide after it?',
          ],
      phrase: zh ? '太贵了' : 'too expensive',
      heardAtMs: 201_000,
      state: leading,
    },
  ];
}

export function rows(language: Language, nowMs: number): RecordRow[] {
  const titles = language === 'zh' ? ['嫌贵', '询价', '免呼'] : ['Too expensive', 'Asks the price', 'Do not call'];
  const kinds = [
    { disposition: 'interested', cause: 'customer-hangup', talkMs: 227_000, cues: [0, 1], sync: 'waiting' },
    { disposition: 'opt-out', cause: 'customer-hangup', talkMs: 42_000, cues: [2], sync: 'synced' },
    { disposition: null, cause: 'busy', talkMs: 0, cues: [], sync: 'synced' },
    { disposition: 'sale', cause: 'agent-hangup', talkMs: 611_000, cues: [1], sync: 'synced' },
    { disposition: null, cause: 'missed', talkMs: 0, cues: [], sync: 'refused' },
    { disposition: 'callback', cause: 'agent-hangup', talkMs: 88_000, cues: [], sync: 'synced' },
  ] as const;
  return Array.from({ length: 16 }, (_, index) => {
    const kind = kinds[index % kinds.length] ?? kinds[0];
    const person = people[index % people.length];
    return {
      recordId: `0193${String(index).padStart(4, '0')}-0000-7000-8000-000000000000`,
      direction: kind.cause === 'missed' ? 'inbound' : 'outbound',
      maskedNumber: index % 3 === 0 ? '138****8000' : (person?.number ?? ''),
      customerName: index % 7 === 6 ? null : (person?.name[language] ?? null),
      agentExtension: '1001',
      startedAt: new Date(nowMs - (index * 17 + 4) * 60_000).toISOString(),
      answered: kind.talkMs > 0,
      talkMs: kind.talkMs,
      cause: kind.cause,
      disposition: kind.disposition,
      cueTitles: kind.cues.map((cue) => titles[cue] ?? ''),
      optOut: kind.disposition === 'opt-out',
      sync: kind.sync,
    };
  });
}

export function desks(language: Language, nowMs: number): DeskStatus[] {
  const names =
    language === 'zh'
      ? ['林晓', '何静', '马超', '高丽', '罗勇', '郑敏', '谢芳', '唐亮', '许诺', '韩梅']
      : [
          'Lin Xiao',
          'He Jing',
          'Ma Chao',
          'Gao Li',
          'Luo Yong',
          'Zheng Min',
          'Xie Fang',
          'Tang Liang',
          'Xu Nuo',
          'Han Mei',
        ];
  const states = [
    'in-call',
    'in-call',
    'ready',
    'wrap-up',
    'break',
    'in-call',
    'ringing',
    'ready',
    'offline',
    'in-call',
  ] as const;
  const iso = (secondsAgo: number) => new Date(nowMs - secondsAgo * 1000).toISOString();
  return names.map((name, index) => {
    const state = states[index] ?? 'ready';
    const person = people[index % people.length];
    return {
      deskId: `desk-${index}`,
      name,
      extension: String(1001 + index),
      state,
      breakReason: state === 'break' ? 'meal' : null,
      stateSince: iso(index * 37 + 15),
      call:
        state === 'in-call'
          ? {
              recordId: 'r',
              direction: 'outbound',
              phase: index === 5 ? 'held' : 'active',
              maskedNumber: '138****8000',
              customerName: person?.name[language] ?? null,
              since: iso(index * 37 + 15),
              quality: index === 9 ? 'poor' : 'good',
              customerSpeech: [
                { startedAt: iso(52), endedAt: iso(40) },
                { startedAt: iso(31), endedAt: iso(27) },
                { startedAt: iso(9), endedAt: null },
              ],
            }
          : null,
      lastCue:
        index < 6
          ? { title: language === 'zh' ? '嫌贵' : 'Too expensive', phrase: '…', at: iso(index === 1 ? 20 : 400) }
          : null,
      unsynced: index === 3 ? 2 : 0,
    };
  });
}

export function feed(language: Language, nowMs: number): RecordFeedItem[] {
  return rows(language, nowMs).map((row, index) => ({
    recordId: row.recordId,
    deskId: `desk-${index % 4}`,
    number: 90 - index,
    direction: row.direction,
    maskedNumber: row.maskedNumber,
    customerName: row.customerName,
    startedAt: row.startedAt,
    talkMs: row.talkMs,
    cause: row.cause,
    disposition: row.disposition,
    cues: row.cueTitles,
  }));
}

/** Three minutes of a good line with one bad moment. */
export function callQuality(): CallQuality {
  const points = Array.from({ length: 200 }, (_, second) => {
    const bad = second > 92 && second < 104;
    const mos = bad ? 2.4 + Math.abs(second - 98) / 5 : 4.3 + 0.1 * Math.sin(second);
    return { in: mos, out: 4.3, loss: bad ? 14 : 0, jitter: bad ? 48 : 4, rtt: 38 };
  });
  return {
    meanMos: 4.21,
    worstMos: 2.4,
    measuredSeconds: 200,
    poorSeconds: 9,
    sides: { 'my-microphone': 0, 'my-network': 11, 'their-side': 0 },
    series: { fromMs: 6_000, stepSeconds: 1, points },
  };
}

export function models(): ModelState[] {
  return [
    { name: 'silero-vad-v5', role: 'vad', state: 'ready', message: '' },
    { name: 'fsmn-ctc-kws-zh', role: 'fast-ear', state: 'ready', message: '' },
    { name: 'whisper-base', role: 'careful-ear', state: 'ready', message: '' },
  ];
}

export function learnt(language: Language): LearntCard[] {
  const zh = language === 'zh';
  const card = (cueId: string, title: string, own: [number, number], team: [number, number]): LearntCard => ({
    ...{ cueId, title, used: own[0], dismissed: own[1], urgent: cueId === 'stop' },
    team: { used: team[0], dismissed: team[1] },
  });
  return [
    card('price', zh ? '嫌贵' : 'Too expensive', [9, 3], [120, 60]),
    card('form', zh ? '要资料' : 'Asks for a form', [0, 14], [3, 90]),
    card('family', zh ? '要和家人商量' : 'Asks the family', [0, 5], [1, 95]),
    card('manager', zh ? '找经理' : 'Wants the manager', [0, 13], [40, 2]),
    card('stop', zh ? '不要再打' : 'Do not call', [3, 0], [0, 0]),
    card('invoice', zh ? '发票' : 'Invoice', [0, 0], [4, 1]),
  ];
}

export function testSteps(): ConnectionStep[] {
  return [
    { step: 'dns', state: 'ok', trouble: null, detail: '203.0.113.7 · 12 ms' },
    { step: 'tls', state: 'ok', trouble: null, detail: 'TLS 1.3 · 31 ms' },
    { step: 'websocket', state: 'ok', trouble: null, detail: 'sip · 18 ms' },
    { step: 'register', state: 'ok', trouble: null, detail: '401 · 9 ms' },
    { step: 'auth', state: 'failed', trouble: { code: 'wrong-password', message: '' }, detail: '403' },
  ];
}
