import type { CallRecord, TimelineEntry } from '../../../contracts/records';
import type { Language } from '../../../contracts/cues';
import type { AppModel, CallView, RecordDetailView } from '../model';
import { initialModel } from '../model';
import { call, twoLines } from './calls';
import { callQuality, cards, customers, desks, feed, learnt, lostCall, models, rows, testSteps } from './fixtures';
import { filledForm } from './forms';
import { contests, openContests, reviewed } from './reviews';
import { captions, script } from './spoken';

export const sceneNames = [
  'idle',
  'ringing',
  'in-call',
  'hearing',
  'form',
  'held',
  'two-lines',
  'lost-call',
  'wrap-up',
  'records',
  'monitor',
  'settings',
  'error',
] as const;
export type SceneName = (typeof sceneNames)[number];

function detail(language: Language, nowMs: number): RecordDetailView {
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

/** The model of one scene. Only for the gallery and for tests. */
export function scene(name: SceneName, language: Language, nowMs: number): AppModel {
  const all = rows(language, nowMs);
  const base: AppModel = {
    ...initialModel(nowMs),
    language,
    registration: { state: 'registered', extension: '1001', practice: true, trouble: null },
    agent: { state: 'ready', breakReason: null, sinceMs: nowMs - 134_000 },
    network: 'good',
    sync: { unsynced: 0, refused: 0, serverState: 'online', trouble: null },
    copilot: {
      models: models(),
      ears: 'ready',
      lostFrames: 0,
      cards: [],
      recordId: null,
      language: null,
      captions: [],
      script: script(language),
      scriptIndex: 0,
      scriptNext: 1,
      scriptTicked: [],
    },
    customers: customers(language),
    recent: all,
    contests: { [all[0]?.recordId ?? '']: contests(language) },
    records: {
      filter: { text: '', direction: 'all', result: 'all', sync: 'all' },
      rows: all,
      total: 128,
      selected: null,
    },
    secretStorage: { backend: 'gnome_libsecret', persistent: true },
    role: 'supervisor',
    headsets: [{ deviceId: '1', name: 'Jabra Evolve2 65' }],
    devices: {
      inputs: [{ deviceId: 'jabra', label: 'Jabra Evolve2 65' }],
      outputs: [{ deviceId: 'jabra', label: 'Jabra Evolve2 65' }],
      testing: null,
      trouble: null,
    },
  };
  const inCall = { ...base.agent, state: 'in-call' as const, sinceMs: nowMs - 207_000 };
  const talk = (patch: Partial<CallView>, leading: 'hearing' | 'confirmed'): AppModel => ({
    ...base,
    agent: inCall,
    sync: { ...base.sync, unsynced: 1 },
    call: call(language, nowMs, patch),
    copilot: {
      ...base.copilot,
      cards: cards(language, leading),
      captions: captions(language),
      scriptIndex: 1,
      scriptNext: 2,
      scriptTicked: ['greet'],
    },
  });
  switch (name) {
    case 'idle':
      return base;
    case 'ringing':
      return {
        ...base,
        agent: { state: 'ringing', breakReason: null, sinceMs: nowMs - 4_000 },
        incoming: call(language, nowMs, {
          phase: 'ringing',
          direction: 'inbound',
          startedAtMs: nowMs - 4_000,
          answeredAtMs: null,
        }),
      };
    case 'in-call':
      return talk({}, 'confirmed');
    case 'form':
      return { ...talk({}, 'confirmed'), form: filledForm(language) };
    case 'hearing':
      return talk(
        {
          muted: true,
          dtmfSent: '1#',
          quality: 'fair',
          qualitySide: 'my-network',
          mos: 3.8,
          warnings: ['talking-while-muted'],
          recording: { state: 'paused-for-card', announcing: false },
        },
        'hearing',
      );
    case 'two-lines': {
      const talking = talk({}, 'confirmed');
      return { ...talking, ...twoLines(language, nowMs), view: { ...talking.view, captionsOpen: true } };
    }
    case 'held': {
      const held = talk({ phase: 'held', onHold: true, speaking: { agent: false, customer: false } }, 'confirmed');
      return {
        ...held,
        copilot: { ...held.copilot, cards: held.copilot.cards.slice(0, 2), lostFrames: 42 },
        view: { ...held.view, callKeysOpen: true },
      };
    }
    case 'lost-call':
      return { ...base, takeBack: lostCall(language) };
    case 'wrap-up':
      return {
        ...base,
        agent: { state: 'wrap-up', breakReason: null, sinceMs: nowMs - 12_000 },
        copilot: {
          ...base.copilot,
          cards: cards(language, 'used'),
          recordId: 'r',
          language,
          captions: captions(language),
        },
        form: filledForm(language),
        wrapUp: {
          recordId: 'r',
          displayName: customers(language)[0]?.name ?? '',
          number: '138****8000',
          customer: customers(language)[0] ?? null,
          cause: 'customer-hangup',
          talkMs: 227_000,
          secondsLeft: 18,
          secondsTotal: 30,
          paused: false,
          disposition: 'interested',
          notes:
            language === 'zh'
              ? '对年付八五折有兴趣，需要和财务确认。'
              : 'Interested in the yearly price; must ask finance.',
          callbackAt: null,
        },
      };
    case 'records':
      return { ...base, tab: 'records', records: { ...base.records, selected: detail(language, nowMs) } };
    case 'monitor':
      return {
        ...base,
        tab: 'monitor',
        openContests: openContests(language),
        monitor: {
          connection: 'live',
          trouble: null,
          desks: desks(language, nowMs),
          today: { calls: 412, answered: 287, answerRate: 0.697, talkMs: 51_240_000, optOuts: 6 },
          feed: feed(language, nowMs),
        },
      };
    case 'settings':
      return {
        ...base,
        tab: 'settings',
        learnt: learnt(language),
        settings: {
          ...base.settings,
          saved: {
            ...base.settings.saved,
            pbxMode: 'own',
            webSocketUrl: 'wss://pbx.example.com:8089/ws',
            domain: 'pbx.example.com',
            extension: '1001',
            iceServers: [{ urls: 'stun:stun.example.com:3478', username: '', credential: '' }],
          },
          passwordStored: true,
          steps: testSteps(),
        },
      };
    case 'error':
      return {
        ...base,
        registration: {
          ...base.registration,
          state: 'failed',
          practice: false,
          trouble: { code: 'wrong-password', message: '' },
        },
        agent: { ...base.agent, state: 'offline' },
        network: 'offline',
        sync: { unsynced: 3, refused: 0, serverState: 'offline', trouble: { code: 'server-unreachable', message: '' } },
        copilot: { ...base.copilot, ears: 'unavailable', script: [] },
        customers: [],
        notices: [
          { id: '1', level: 'warning', code: 'server-unreachable', message: '' },
          { id: '2', level: 'error', code: 'microphone-denied', message: '' },
        ],
      };
  }
}
