import type { Language } from '../../../contracts/cues';
import type { CallRecord, TimelineEntry } from '../../../contracts/records';
import type { AppModel, RecordDetailView } from '../model';
import { callQuality, rows } from './fixtures';
import { reviewed } from './reviews';

/** A whole record, as the record's screen shows it. */
export function detail(language: Language, nowMs: number): RecordDetailView {
  const row = rows(language, nowMs)[0];
  const zh = language === 'zh';
  const speech = (leg: 'agent' | 'customer', fromSeconds: number, toSeconds: number): TimelineEntry => ({
    type: 'speech',
    leg,
    atMs: fromSeconds * 1000,
    endMs: toSeconds * 1000,
  });
  const price = { type: 'card', cueId: 'price', title: zh ? '询价' : 'Asks the price' } as const;
  const expensive = { type: 'card', cueId: 'expensive', title: zh ? '嫌贵' : 'Too expensive' } as const;
  const complaint = { type: 'card', cueId: 'complaint', title: zh ? '投诉' : 'Complaint' } as const;
  const word = (leg: 'agent' | 'customer', atMs: number, phrase: string, outcome: 'confirmed' | 'withdrawn') =>
    ({ type: 'keyword', leg, atMs, phrase, score: 0.41, outcome }) as const;
  const timeline: TimelineEntry[] = [
    { type: 'phase', atMs: 0, phase: 'dialing' },
    { type: 'phase', atMs: 900, phase: 'remote-ringing' },
    { type: 'phase', atMs: 6_000, phase: 'active' },
    speech('customer', 7, 9),
    speech('agent', 10, 24),
    speech('customer', 26, 34),
    speech('agent', 35, 52),
    speech('customer', 54, 61),
    word('customer', 60_500, zh ? '多少钱' : 'how much', 'confirmed'),
    { ...price, atMs: 60_600, state: 'hearing' },
    { ...price, atMs: 61_400, state: 'confirmed' },
    speech('agent', 63, 80),
    { ...price, atMs: 66_000, state: 'used' },
    speech('customer', 82, 97),
    word('customer', 95_000, zh ? '投诉' : 'complain', 'withdrawn'),
    { ...complaint, atMs: 95_100, state: 'hearing' },
    { ...complaint, atMs: 97_100, state: 'withdrawn' },
    { type: 'phase', atMs: 110_000, phase: 'held' },
    { type: 'phase', atMs: 142_000, phase: 'active' },
    speech('agent', 143, 160),
    { type: 'mute', atMs: 162_000, muted: true },
    { type: 'mute', atMs: 172_000, muted: false },
    { type: 'gap', atMs: 176_000, leg: 'agent', lostFrames: 12 },
    speech('customer', 180, 203),
    word('customer', 201_000, zh ? '太贵' : 'too expensive', 'confirmed'),
    { ...expensive, atMs: 201_100, state: 'confirmed' },
    speech('agent', 205, 226),
    { ...expensive, atMs: 208_000, state: 'used' },
    { type: 'phase', atMs: 233_000, phase: 'ended' },
  ];
  const startedMs = nowMs - 4 * 60_000;
  const record: CallRecord = {
    recordId: row?.recordId ?? '',
    sipCallId: 'x',
    agentExtension: '1001',
    direction: 'outbound',
    remoteNumber: '+8613800138000',
    customerId: 'c-8001',
    customerName: row?.customerName ?? null,
    language,
    startedAt: new Date(startedMs).toISOString(),
    answeredAt: new Date(startedMs + 6_000).toISOString(),
    endedAt: new Date(startedMs + 233_000).toISOString(),
    ringMs: 6_000,
    talkMs: 227_000,
    holdMs: 32_000,
    wrapUpMs: 14_000,
    cause: 'customer-hangup',
    sipCode: null,
    quality: { packetsSent: 11350, packetsReceived: 11320, packetsLost: 23, jitterMs: 4.3 },
    callQuality: callQuality(),
    speech: { agentMs: 86_000, customerMs: 55_000, lostFrames: 12 },
    disposition: 'interested',
    notes: zh
      ? '对年付八五折有兴趣，需要和财务确认。下周二上午再联系。'
      : 'Interested in the yearly price; must ask finance. Call again Tuesday morning.',
    callbackAt: new Date(nowMs + 3 * 86_400_000).toISOString(),
    optOut: null,
    timeline,
    ...reviewed(language),
  };
  return {
    record,
    maskedNumber: '138****8000',
    sync: 'waiting',
    syncTrouble: null,
    chainNumber: 128,
    hash: '9f2c61d0a77be41c'.repeat(4),
  };
}

/** The record with a recording that leaps over the time on hold. */
export function withGap(view: RecordDetailView): RecordDetailView {
  const missing = [{ fromMs: 110_000, toMs: 140_000 }];
  return { ...view, record: { ...view.record, recording: { fromMs: 6_000, durationMs: 197_000, bytes: 1, missing } } };
}

/** Its player, opened: loud where somebody spoke. */
export function playing({ record }: RecordDetailView): Pick<AppModel, 'playback'> {
  const callMs = (tenth: number) => 6_000 + tenth * 100 + (tenth >= 1_040 ? 30_000 : 0);
  const peaks = (leg: 'agent' | 'customer') =>
    Array.from({ length: 1_970 }, (_, tenth) => {
      const spoke = record.timeline.some(
        (entry) =>
          entry.type === 'speech' && entry.leg === leg && entry.atMs <= callMs(tenth) && callMs(tenth) < entry.endMs,
      );
      return spoke ? 0.2 + 0.15 * Math.sin(tenth) : 0.001;
    });
  return {
    playback: {
      ...{ recordId: record.recordId, state: 'ready', url: '', durationMs: 197_000, complete: true },
      ...{ peaks: { agent: peaks('agent'), customer: peaks('customer') }, trouble: null, exportedTo: null },
    },
  };
}
