import { createStore } from 'zustand/vanilla';
import type { StoreApi } from 'zustand/vanilla';
import type { z } from 'zod';
import type { AgentState, CallCause, CallPhase, Direction, Disposition } from '../../contracts/calls';
import type { Language, ShownCard } from '../../contracts/cues';
import type { Customer } from '../../contracts/customers';
import type { CallRecord } from '../../contracts/records';
import type { DeskStatus, RecordFeedItem, todayCountsSchema } from '../../contracts/server-api';
import type { ModelState } from '../../contracts/speech';
import type { SettingsForm } from './settings/settings-form';
import { emptySettingsForm } from './settings/settings-form';

export type TabName = 'phone' | 'records' | 'monitor' | 'settings';
export type ThemeChoice = 'system' | 'light' | 'dark';
export type QualityWord = 'good' | 'fair' | 'poor' | 'unknown';

/**
 * Something that went wrong. Known codes have their own words in both languages (i18n `trouble.*`);
 * otherwise `message` is shown as it is.
 */
export interface Trouble {
  code: string;
  message: string;
}

export interface RegistrationView {
  state: 'registered' | 'connecting' | 'failed' | 'offline';
  extension: string;
  /** The practice PBX is in use, no PBX of the user's own. */
  practice: boolean;
  trouble: Trouble | null;
}

export interface AgentView {
  state: AgentState;
  breakReason: string | null;
  /** Wall clock (ms since 1970) of entering the state. */
  sinceMs: number;
}

export interface SyncView {
  /** Records made here and not yet acknowledged. */
  unsynced: number;
  refused: number;
  serverState: 'online' | 'offline' | 'none';
  trouble: Trouble | null;
}

/** A call as the screen shows it. Times are wall clock, ms since 1970. */
export interface CallView {
  recordId: string;
  phase: CallPhase;
  direction: Direction;
  /** Masked: 138****8000. */
  number: string;
  displayName: string;
  customer: Customer | null;
  startedAtMs: number;
  answeredAtMs: number | null;
  muted: boolean;
  onHold: boolean;
  /** The other side holds us. */
  remoteHeld: boolean;
  /** Signalling or media is being recovered since this time. */
  reconnectingSinceMs: number | null;
  dtmfSent: string;
  quality: QualityWord;
  /** Mean opinion score, 1 to 4.5 (ITU-T G.107); null while unknown. */
  mos: number | null;
  speaking: { agent: boolean; customer: boolean };
  endedCause: CallCause | null;
  sipCode: number | null;
}

export interface ScriptLine {
  id: string;
  title: string;
  line: string;
}

export interface CopilotView {
  models: ModelState[];
  ears: 'ready' | 'loading' | 'restarting' | 'unavailable';
  lostFrames: number;
  cards: ShownCard[];
  script: ScriptLine[];
  scriptIndex: number;
}

export interface WrapUpView {
  recordId: string;
  displayName: string;
  number: string;
  /** Keeps the customer's card on screen while the call is written up. */
  customer?: Customer | null;
  cause: CallCause;
  talkMs: number;
  secondsLeft: number;
  /** The whole time of the countdown ring. */
  secondsTotal: number;
  paused: boolean;
  disposition: Disposition | null;
  notes: string;
  /** ISO 8601 with offset. */
  callbackAt: string | null;
}
export type WrapUpForm = Pick<WrapUpView, 'disposition' | 'notes' | 'callbackAt'>;

export type RecordSync = 'synced' | 'waiting' | 'refused';

/** One line of the records table and of the recent calls. */
export interface RecordRow {
  recordId: string;
  direction: Direction;
  maskedNumber: string;
  customerName: string | null;
  /** ISO 8601. */
  startedAt: string;
  answered: boolean;
  talkMs: number;
  cause: CallCause;
  disposition: Disposition | null;
  cueTitles: string[];
  optOut: boolean;
  sync: RecordSync;
}

export interface RecordDetailView {
  record: CallRecord;
  maskedNumber: string;
  sync: RecordSync;
  syncTrouble: Trouble | null;
  /** Place in the desk's chain; null until it is chained. */
  chainNumber: number | null;
  hash: string | null;
}

export interface RecordFilter {
  text: string;
  direction: Direction | 'all';
  result: Disposition | 'all';
  sync: RecordSync | 'all';
}

export interface RecordsView {
  filter: RecordFilter;
  rows: RecordRow[];
  /** All records of the desk, whatever the filter. */
  total: number;
  selected: RecordDetailView | null;
}

export interface MonitorModel {
  /** `refused`: the server does not let this desk or browser watch. */
  connection: 'connecting' | 'live' | 'offline' | 'refused';
  trouble: Trouble | null;
  desks: DeskStatus[];
  today: z.infer<typeof todayCountsSchema> | null;
  /** Newest first. */
  feed: RecordFeedItem[];
}

export type ConnectionStepName = 'dns' | 'tls' | 'websocket' | 'register' | 'auth';
export interface ConnectionStep {
  step: ConnectionStepName;
  state: 'waiting' | 'running' | 'ok' | 'failed' | 'skipped';
  trouble: Trouble | null;
  /** Facts for the curious: an address, a code, milliseconds. */
  detail: string;
}

export interface SettingsView {
  /** The saved settings; the page edits its own copy. */
  saved: SettingsForm;
  passwordStored: boolean;
  saving: boolean;
  /** Why the last save was refused. */
  saveTrouble: Trouble | null;
  testing: boolean;
  steps: ConnectionStep[];
}

export interface AudioDevice {
  deviceId: string;
  label: string;
}
export type DeviceKind = 'input' | 'output' | 'ring';

export interface DevicesView {
  inputs: AudioDevice[];
  outputs: AudioDevice[];
  /** The device that is being tested now. Input level comes in LevelsModel.agent. */
  testing: DeviceKind | null;
  trouble: Trouble | null;
}

export interface Notice extends Trouble {
  id: string;
  level: 'error' | 'warning' | 'info';
}

/** Everything the window shows. Changed by the composition root only, except `view`. */
export interface AppModel {
  registration: RegistrationView;
  agent: AgentView;
  network: QualityWord | 'offline';
  sync: SyncView;
  /** The call under way, from dialling or answering to its end. */
  call: CallView | null;
  /** An inbound call that rings, phase `ringing`. */
  incoming: CallView | null;
  copilot: CopilotView;
  wrapUp: WrapUpView | null;
  customers: Customer[];
  recent: RecordRow[];
  records: RecordsView;
  monitor: MonitorModel;
  role: 'agent' | 'supervisor';
  settings: SettingsView;
  secretStorage: { backend: string; persistent: boolean };
  devices: DevicesView;
  notices: Notice[];
  language: Language;
  theme: ThemeChoice;
  tab: TabName;
  /** Folded and unfolded parts: the window's own, written by its components. */
  view: { keypadOpen: boolean; callKeysOpen: boolean; helpOpen: boolean; leftList: 'customers' | 'recent' };
}

/** Levels of both sides, 0 (silence) to 1 (full scale), apart from AppModel so that meters redraw alone. */
export interface LevelsModel {
  agent: number;
  customer: number;
}

/** What the user can ask for. None throws: trouble comes back as a notice or a state. */
export interface AppActions {
  /** Any text a person pastes; the composition root finds the number in it. */
  dial(text: string): void;
  redial(recordId: string): void;
  answer(): void;
  decline(): void;
  /** Stops the ring here; the caller still hears ringing. */
  ignore(): void;
  hangUp(): void;
  toggleMute(): void;
  toggleHold(): void;
  /** One of 0-9 * #. */
  sendDtmf(digit: string): void;
  useCard(cardId: string): void;
  dismissCard(cardId: string): void;
  nextScriptLine(): void;
  updateWrapUp(patch: Partial<WrapUpForm>): void;
  extendWrapUp(): void;
  finishWrapUp(form: WrapUpForm): void;
  setAgentState(state: 'ready' | 'break', reason?: string): void;
  setTab(tab: TabName): void;
  setLanguage(language: Language): void;
  setTheme(theme: ThemeChoice): void;
  saveSettings(form: SettingsForm): void;
  testConnection(form: SettingsForm): void;
  /** Starts the test of a device, or stops it when it runs. */
  testDevice(kind: DeviceKind, deviceId: string): void;
  refreshModels(): void;
  searchRecords(filter: RecordFilter): void;
  openRecord(recordId: string): void;
  closeRecord(): void;
  retrySync(): void;
  dismissNotice(id: string): void;
}

export type AppStore = StoreApi<AppModel>;
export type LevelsStore = StoreApi<LevelsModel>;

export const EMPTY_FILTER: RecordFilter = { text: '', direction: 'all', result: 'all', sync: 'all' };
export const EMPTY_MONITOR: MonitorModel = {
  connection: 'connecting',
  trouble: null,
  desks: [],
  today: null,
  feed: [],
};

/** The model before anything is known. */
export function initialModel(nowMs: number): AppModel {
  return {
    registration: { state: 'offline', extension: '', practice: false, trouble: null },
    agent: { state: 'offline', breakReason: null, sinceMs: nowMs },
    network: 'unknown',
    sync: { unsynced: 0, refused: 0, serverState: 'none', trouble: null },
    call: null,
    incoming: null,
    copilot: { models: [], ears: 'loading', lostFrames: 0, cards: [], script: [], scriptIndex: 0 },
    wrapUp: null,
    customers: [],
    recent: [],
    records: { filter: EMPTY_FILTER, rows: [], total: 0, selected: null },
    monitor: EMPTY_MONITOR,
    role: 'agent',
    settings: {
      saved: emptySettingsForm(),
      passwordStored: false,
      saving: false,
      saveTrouble: null,
      testing: false,
      steps: [],
    },
    secretStorage: { backend: 'unknown', persistent: false },
    devices: { inputs: [], outputs: [], testing: null, trouble: null },
    notices: [],
    language: 'zh',
    theme: 'system',
    tab: 'phone',
    view: { keypadOpen: true, callKeysOpen: false, helpOpen: false, leftList: 'customers' },
  };
}

/** The one store of the window. `patch` overrides parts of the initial model. */
export function createAppStore(patch: Partial<AppModel> = {}): AppStore {
  return createStore<AppModel>()(() => ({ ...initialModel(Date.now()), ...patch }));
}

export function createLevelsStore(): LevelsStore {
  return createStore<LevelsModel>()(() => ({ agent: 0, customer: 0 }));
}
