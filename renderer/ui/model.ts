import { createStore } from 'zustand/vanilla';
import type { StoreApi } from 'zustand/vanilla';
import type { AgentState } from '../../contracts/calls';
import type { Language } from '../../contracts/cues';
import type { ContactForm } from '../../contracts/contacts';
import type { Customer } from '../../contracts/customers';
import type { SipHeaders } from '../../contracts/records';
import type { MessageSummary } from '../../domain/message-summary';
import type { ShortcutTrouble } from '../../contracts/desktop';
import type { DisplaySettings, Settings } from '../../contracts/settings';
import { EMPTY_MONITOR, type MonitorModel } from './monitor/floor-model';
import { NO_CONTACTS, type ContactsView } from './phone/contacts-model';
import type { OpenContest } from '../../contracts/contests';
import type { ContestActions, ContestsView } from './records/contests-model';
import type { PlaybackView } from './records/playback-model';
import type { CallView, CopilotView, QualityWord, TakeBackView } from './phone/phone-model';
import type { FormActions, FormView, RewriteView, SummaryActions, WrapUpForm, WrapUpView } from './phone/phone-model';
import type { RehearsalRecord } from '../../domain/rehearsal/practice-mark';
import type { RehearsalPage } from './rehearsal/rehearsal-model';
import { EMPTY_FILTER, type RecordFilter, type RecordRow, type RecordsView } from './records/records-model';
import { NO_CUE_BOOKS, type CueBookActions, type CueBookView } from './settings/cue-book/cue-book-model';
import { noSettings, type SettingsForm } from './settings/settings-form';
import { NO_MODEL_MANAGER, type ModelActions, type ModelManagerView } from './settings/models-model';
import type { CheckStepView, DeviceKind, DevicesView, LearntCard } from './settings/settings-model';
import type { SettingsView, TeamLearningView } from './settings/settings-model';
import type { Trouble } from './trouble';

export * from './monitor/floor-model';
export type * from './phone/contacts-model';
export type * from './phone/phone-model';
export type * from './records/contests-model';
export type * from './records/playback-model';
export * from './records/records-model';
export * from './settings/cue-book/cue-book-model';
export type * from './settings/models-model';
export type * from './settings/settings-model';
export type * from './trouble';

export type TabName = 'phone' | 'records' | 'monitor' | 'settings';
export type ThemeChoice = 'system' | 'light' | 'dark';

export interface RegistrationView {
  state: 'registered' | 'connecting' | 'failed' | 'offline';
  extension: string;
  /** The main account's PBX says that it is for practice. */
  practice: boolean;
  trouble: Trouble | null;
}

/** One of the desk's accounts. */
export interface AccountView {
  accountId: string;
  /** What the agent calls it; null for the main account. */
  label: string | null;
  extension: string;
  state: RegistrationView['state'];
  /** Its PBX says that it is for practice; absent before it has answered. */
  practice?: boolean;
  trouble: Trouble | null;
  /** What its PBX last told of its mailbox; null where it never did. */
  mailbox: MessageSummary | null;
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

export interface Notice extends Trouble {
  id: string;
  level: 'error' | 'warning' | 'info';
}

/** Everything the window shows. Changed by the composition root only, except `view`. */
export interface AppModel {
  /** All accounts together: registered while any of them is. `extension` and `trouble` are the main one's. */
  registration: RegistrationView;
  /** The main account first. */
  accounts: AccountView[];
  /** The account calls go out by. */
  dialAccount: string;
  agent: AgentView;
  /** Callers are turned away; calls can still be made. */
  doNotDisturb: boolean;
  /** What the PBX last told of the mailbox; null where it never did. */
  mailbox: MessageSummary | null;
  network: QualityWord | 'offline';
  sync: SyncView;
  /** The call under way, from dialling or answering to its end. */
  call: CallView | null;
  /** An inbound call that rings, phase `ringing`. */
  incoming: CallView | null;
  /** The call of the other line, held or joined to the first. */
  otherCall: CallView | null;
  /** An inbound call that rings behind a call. */
  waiting: CallView | null;
  /** Both parties and the agent hear each other. */
  joined: boolean;
  /** A call that a crash cut short and that is not on the screen (again). */
  takeBack: TakeBackView | null;
  copilot: CopilotView;
  wrapUp: WrapUpView | null;
  /** Null: no language model was asked about the call that is wrapped up. */
  rewrite: RewriteView | null;
  form: FormView | null;
  customers: Customer[];
  contacts: ContactsView;
  cueBook: CueBookView;
  recent: RecordRow[];
  records: RecordsView;
  /** What was said of the scores of records that were opened, by their ids. */
  contests: Record<string, ContestsView>;
  /** For supervisors: what waits for a decision. */
  openContests: OpenContest[];
  /** The recording of the record that is open, once it was asked for. */
  playback: PlaybackView | null;
  /** Rehearsals on this desk, newest first; null until they were asked for. */
  rehearsals: readonly RehearsalRecord[] | null;
  monitor: MonitorModel;
  role: 'agent' | 'supervisor';
  settings: SettingsView;
  /** What was learnt about cards on this desk and by its team; read when Settings are opened. */
  learnt: LearntCard[];
  teamLearning: TeamLearningView;
  secretStorage: { backend: string; persistent: boolean };
  devices: DevicesView;
  /** Headsets whose buttons and lights are in use. */
  headsets: { deviceId: string; name: string }[];
  check: { running: boolean; steps: CheckStepView[] };
  modelManager: ModelManagerView;
  /** Where the file for support was written, or why it was not; null before. */
  diagnosticsFile: string | null;
  /** Shortcuts of the whole system that could not be had. */
  shortcutTroubles: ShortcutTrouble[];
  notices: Notice[];
  language: Language;
  theme: ThemeChoice;
  display: DisplaySettings;
  tab: TabName;
  /** Folded and unfolded parts: the window's own, written by its components. */
  view: {
    keypadOpen: boolean;
    callKeysOpen: boolean;
    captionsOpen: boolean;
    /** The keys sent show as dots. */
    keysHidden: boolean;
    helpOpen: boolean;
    transferOpen: boolean;
    leftList: 'customers' | 'contacts' | 'recent';
    rehearsal: RehearsalPage | null;
    /** What stands in the number field, and whether a link put it there: then it waits for a yes. */
    dialText: string;
    dialFromLink: boolean;
    /** What the link asks to send with its call, until the number is changed. */
    dialHeaders: SipHeaders | null;
  };
}

/** Loudness of both sides, −60 dBFS and below as 0, full scale as 1, apart from AppModel so that meters redraw alone. */
export interface LevelsModel {
  agent: number;
  customer: number;
}

/** What the user can ask of the address book. */
export interface ContactActions {
  save(form: ContactForm, contactId: string | null): void;
  remove(contactId: string): void;
  importFile(bytes: ArrayBuffer): void;
  closeReport(): void;
  undo(): void;
  setSpeedDial(key: number, person: { name: string; number: string } | null): void;
  speedDial(key: number): void;
}

/** What the user can ask for. None throws: trouble comes back as a notice or a state. */
export interface AppActions {
  /**
   * Any text a person pastes; the composition root finds the number in it. `accountId`: by this one, whichever is
   * chosen; `headers`: sent with it.
   */
  dial(text: string, by?: { accountId?: string | undefined; headers?: SipHeaders | null }): void;
  /** Calls go out by this account from now on. */
  chooseAccount(accountId: string): void;
  /** Calls the other party of a record again, by the account of that call. */
  redial(recordId: string): void;
  /** The number that was called last, by the account it was called by. */
  redialLast(): void;
  contacts: ContactActions;
  cueBook: CueBookActions;
  answer(): void;
  decline(): void;
  /** Stops the ring here; the caller still hears ringing. */
  ignore(): void;
  hangUp(): void;
  /** Calls whom a crash cut off, where the PBX did not give the call back. */
  callBack(): void;
  dismissTakeBack(): void;
  toggleMute(): void;
  toggleHold(): void;
  /** The caller who waits: the present call is held first. */
  answerWaiting(): void;
  declineWaiting(): void;
  swapLines(): void;
  hangUpOther(): void;
  /** Any text or the name of a target: to a number, a queue, a menu, a park. */
  transfer(text: string): void;
  /** Calls somebody on the second line, the customer on hold. */
  consult(text: string): void;
  /** The two other parties are connected, the agent leaves. */
  completeTransfer(): void;
  /** All three hear each other, or no longer. */
  toggleConference(): void;
  /** Begins the recording, pauses it, goes on with it. */
  toggleRecording(): void;
  /** One of 0-9 * #. */
  sendDtmf(digit: string): void;
  /** A pasted row of keys: one after another, a comma for two seconds. */
  sendKeys(text: string): void;
  cancelKeys(): void;
  toggleDoNotDisturb(): void;
  useCard(cardId: string): void;
  dismissCard(cardId: string): void;
  nextScriptLine(): void;
  /** Goes to any line of the script. */
  jumpScript(index: number): void;
  form: FormActions;
  summary: SummaryActions;
  updateWrapUp(patch: Partial<WrapUpForm>): void;
  extendWrapUp(): void;
  finishWrapUp(form: WrapUpForm): void;
  setAgentState(state: 'ready' | 'break', reason?: string): void;
  setTab(tab: TabName): void;
  setLanguage(language: Language): void;
  setTheme(theme: ThemeChoice): void;
  setDisplay(part: Partial<DisplaySettings>): void;
  /** Forgets what was learnt about one card, or about all. */
  forgetLearnt(cueId?: string): void;
  saveSettings(form: SettingsForm): void;
  /** `accountId`: of one of the other accounts. */
  testConnection(form: SettingsForm, accountId?: string): void;
  /** Asks the language model of the page about a made-up call. */
  testRewrite(form: SettingsForm): void;
  /** Starts the test of a device, or stops it when it runs. */
  testDevice(kind: DeviceKind | 'recording', audio: Settings['audio']): void;
  /** Asks the system for a headset with buttons. */
  findHeadset(): void;
  /** Microphone, speaker, PBX, STUN and TURN, and a call to an echo. */
  runCheck(): void;
  saveDiagnostics(): void;
  refreshModels(): void;
  models: ModelActions;
  searchRecords(filter: RecordFilter): void;
  openRecord(recordId: string): void;
  closeRecord(): void;
  /** Opens the recording of a record, to be seen and played. */
  playRecording(recordId: string): void;
  /** Writes it, not encrypted, where the user chooses. */
  exportRecording(recordId: string): void;
  contests: ContestActions;
  retrySync(): void;
  dismissNotice(id: string): void;
}

/** The call that redialling means; null before the first. */
export function lastDialled({ recent }: Pick<AppModel, 'recent'>): RecordRow | null {
  return recent.find(({ direction }) => direction === 'outbound') ?? null;
}

/** The account an earlier call used: by its name or, renamed since, by its extension; null where it is gone. */
export function accountOfCall(
  { accounts }: Pick<AppModel, 'accounts'>,
  { agentAccount, agentExtension }: Pick<RecordRow, 'agentAccount' | 'agentExtension'>,
): AccountView | null {
  const named = accounts.filter(({ label }) => label === (agentAccount ?? null));
  const extension = (account: AccountView) => account.extension === agentExtension;
  return named.find(extension) ?? named[0] ?? accounts.find(extension) ?? null;
}

export type AppStore = StoreApi<AppModel>;
export type LevelsStore = StoreApi<LevelsModel>;

/** The model before anything is known. */
export function initialModel(nowMs: number): AppModel {
  return {
    registration: { state: 'offline', extension: '', practice: false, trouble: null },
    accounts: [],
    dialAccount: 'main',
    agent: { state: 'offline', breakReason: null, sinceMs: nowMs },
    doNotDisturb: false,
    mailbox: null,
    network: 'unknown',
    sync: { unsynced: 0, refused: 0, serverState: 'none', trouble: null },
    call: null,
    incoming: null,
    otherCall: null,
    waiting: null,
    joined: false,
    takeBack: null,
    copilot: {
      models: [],
      ears: 'loading',
      lostFrames: 0,
      earsWork: 'everything',
      cards: [],
      recordId: null,
      language: null,
      captions: [],
      saying: [],
      unread: 0,
      script: [],
      scriptLabel: null,
      scriptIndex: 0,
      scriptNext: null,
      scriptTicked: [],
    },
    wrapUp: null,
    rewrite: null,
    form: null,
    customers: [],
    contacts: NO_CONTACTS,
    cueBook: NO_CUE_BOOKS,
    recent: [],
    records: { filter: EMPTY_FILTER, rows: [], total: 0, selected: null },
    contests: {},
    openContests: [],
    playback: null,
    rehearsals: null,
    monitor: EMPTY_MONITOR,
    role: 'agent',
    settings: noSettings(),
    learnt: [],
    teamLearning: { atMs: null, trouble: null },
    secretStorage: { backend: 'unknown', persistent: false },
    check: { running: false, steps: [] },
    modelManager: NO_MODEL_MANAGER,
    diagnosticsFile: null,
    devices: { inputs: [], outputs: [], testing: null, trouble: null },
    headsets: [],
    shortcutTroubles: [],
    notices: [],
    language: 'zh',
    theme: 'system',
    display: { textSizePercent: 100, screenReaderFirst: false },
    tab: 'phone',
    view: {
      keypadOpen: true,
      callKeysOpen: false,
      captionsOpen: false,
      keysHidden: false,
      helpOpen: false,
      transferOpen: false,
      leftList: 'customers',
      rehearsal: null,
      dialText: '',
      dialFromLink: false,
      dialHeaders: null,
    },
  };
}

/** The one store of the window. `patch` overrides parts of the initial model. */
export function createAppStore(patch: Partial<AppModel> = {}): AppStore {
  return createStore<AppModel>()(() => ({ ...initialModel(Date.now()), ...patch }));
}

export function createLevelsStore(): LevelsStore {
  return createStore<LevelsModel>()(() => ({ agent: 0, customer: 0 }));
}
