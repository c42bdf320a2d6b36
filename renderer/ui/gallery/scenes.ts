import type { Language } from '../../../contracts/cues';
import type { AppModel, CallView } from '../model';
import { initialModel } from '../model';
import { call, twoLines } from './calls';
import { cueBookScene, scriptScene } from './cue-books';
import { modelManager } from './models';
import { isRehearsal, rehearsalScenes, rehearsing } from './rehearsals';
import { cards, customers, desks, feed, learnt, lostCall, models, rows, testSteps } from './fixtures';
import { filledForm } from './forms';
import { contests, openContests } from './reviews';
import { detail, playing, withGap } from './record-detail';
import { captions, rewritten, saying, script } from './spoken';

export const sceneNames = [
  'idle',
  ...rehearsalScenes,
  'ringing',
  'in-call',
  'hearing',
  'form',
  'held',
  'two-lines',
  'lost-call',
  'wrap-up',
  'rewritten',
  'records',
  'playback',
  'monitor',
  'settings',
  'cue-book',
  'script',
  'script-branch',
  'settings-models',
  'error',
] as const;
export type SceneName = (typeof sceneNames)[number];

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
      earsWork: 'everything',
      cards: [],
      recordId: null,
      language: null,
      captions: [],
      saying: [],
      unread: 0,
      script: script(language),
      scriptLabel: null,
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
      saying: saying(language),
      scriptIndex: 1,
      scriptNext: 2,
      scriptTicked: ['greet'],
    },
  });
  if (isRehearsal(name)) return rehearsing(base, name);
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
      return wrappingUp(base, language, nowMs);
    case 'rewritten':
      return { ...wrappingUp(base, language, nowMs), rewrite: rewritten(language) };
    case 'cue-book':
      return { ...base, tab: 'settings', cueBook: cueBookScene(language, nowMs) };
    case 'script':
      return { ...base, tab: 'settings', cueBook: scriptScene(language, nowMs) };
    case 'script-branch': {
      const cueBook = scriptScene(language, nowMs);
      return { ...base, tab: 'settings', cueBook: { ...cueBook, scriptAt: { versionId: null, lineId: 'line-1' } } };
    }
    case 'records':
      return { ...base, tab: 'records', records: { ...base.records, selected: detail(language, nowMs) } };
    case 'playback': {
      const selected = detail(language, nowMs);
      return {
        ...base,
        tab: 'records',
        ...playing(selected),
        records: { ...base.records, selected: withGap(selected) },
      };
    }
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
        teamLearning: { atMs: nowMs - 600_000, trouble: null },
        settings: {
          ...base.settings,
          saved: {
            ...base.settings.saved,
            pbxMode: 'own',
            serverUrl: 'https://central.example.com',
            team: language === 'zh' ? '一组' : 'Team 1',
            webSocketUrl: 'wss://pbx.example.com:8089/ws',
            domain: 'pbx.example.com',
            extension: '1001',
            iceServers: [{ urls: 'stun:stun.example.com:3478', username: '', credential: '' }],
          },
          passwordStored: true,
          steps: testSteps(),
        },
      };
    case 'settings-models':
      return { ...base, tab: 'settings', modelManager: modelManager() };
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

function wrappingUp(base: AppModel, language: Language, nowMs: number): AppModel {
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
}
