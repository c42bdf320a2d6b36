import type { Failure } from '../../contracts/errors';
import type { SipHeaders } from '../../contracts/records';
import { accountOfCall, lastDialled, type AppActions, type AppStore, type CopilotView } from '../ui/model';
import type { Headsets } from '../headset/headset';
import type { RecordStore } from '../records/store';
import type { AccountsFlow } from './accounts-flow';
import type { AgentFlow } from './agent-flow';
import type { CheckFlow } from './check-flow';
import type { DeskBooks } from './desk-books';
import type { DevicesFlow } from './devices-flow';
import type { DiagnosticsFlow } from './diagnostics-flow';
import { contactActions } from './contacts-flow';
import type { Habits } from './habits';
import type { PlaybackFlow } from './playback-flow';
import type { RecordFlow } from './record-flow';
import type { RecordingFlow } from './recording-flow';
import type { SettingsFlow } from './settings-flow';
import type { Switchboard } from './switchboard';
import type { TakeBackFlow } from './take-back-flow';

const EXTRA_WRAP_UP_MS = 30_000;

export interface DeskParts {
  store: AppStore;
  agent: AgentFlow;
  call: Switchboard;
  records: RecordStore;
  recordFlow: RecordFlow;
  recording: RecordingFlow;
  playback: PlaybackFlow;
  settings: SettingsFlow;
  devices: DevicesFlow;
  headsets: Headsets;
  check: CheckFlow;
  habits: Habits;
  notice(failure: Failure, level: 'info'): void;
  takeBack: TakeBackFlow;
  diagnostics: DiagnosticsFlow;
  accounts: AccountsFlow;
  books: DeskBooks;
  dial(text: string, headers?: SipHeaders | null, accountId?: string): void;
  wakeOutbox(): void;
}

/** What the screen may ask for, each request handed to the part that answers it. */
export function deskActions(parts: DeskParts): AppActions {
  const { store, agent, call, records, recordFlow, settings, devices, check, diagnostics, accounts, dial, wakeOutbox } =
    parts;
  /** By the account it came or went by: the customer sees the same brand, and the same PBX knows the number. */
  const redial = async (recordId: string): Promise<void> => {
    const record = await recordFlow.recordOf(recordId);
    if (record) dial(record.remoteNumber, null, accountOfCall(store.getState(), record)?.accountId);
  };
  return {
    dial: (text, { accountId, headers } = {}) => dial(text, headers, accountId),
    chooseAccount: (accountId) => accounts.choose(accountId),
    redial: (recordId) => void redial(recordId),
    redialLast: () => {
      const last = lastDialled(store.getState());
      if (last) void redial(last.recordId);
      else parts.notice({ code: 'redial-nothing', message: '', retryable: false }, 'info');
    },
    contacts: contactActions(parts.habits.contacts),
    cueBook: parts.books.actions,
    answer: () => call.request({ type: 'answer' }),
    decline: () => call.request({ type: 'decline' }),
    ignore: () => call.request({ type: 'silence' }),
    hangUp: () => call.request({ type: 'hang-up' }),
    callBack: () => parts.takeBack.callBack(),
    dismissTakeBack: () => parts.takeBack.dismiss(),
    toggleMute: () => call.request({ type: call.state.muted ? 'unmute' : 'mute' }),
    toggleHold: () => call.request({ type: call.state.hold === 'none' ? 'hold' : 'resume' }),
    answerWaiting: () => call.request({ type: 'answer' }),
    declineWaiting: () => call.declineWaiting(),
    swapLines: () => call.swap(),
    hangUpOther: () => call.hangUpOther(),
    transfer: (text) => call.transfers.transfer(text),
    consult: (text) => call.transfers.consult(text),
    completeTransfer: () => call.transfers.complete(),
    toggleConference: () => call.toggleConference(),
    toggleRecording: () => parts.recording.toggle(store.getState().call?.recordId ?? ''),
    sendDtmf: (tone) => parts.habits.keys.press(tone),
    sendKeys: (text) => parts.habits.keys.paste(text),
    cancelKeys: () => parts.habits.keys.cancel(),
    toggleDoNotDisturb: () => parts.habits.doNotDisturb.toggle(),
    useCard: (cardId) => call.markCard(cardId, 'used'),
    dismissCard: (cardId) => call.markCard(cardId, 'dismissed'),
    nextScriptLine: () => store.setState(({ copilot }) => ({ copilot: atLine(copilot, copilot.scriptNext) })),
    jumpScript: (index) => store.setState(({ copilot }) => ({ copilot: atLine(copilot, index) })),
    form: parts.habits.form.actions,
    summary: parts.habits.summary.actions,
    updateWrapUp: (patch) => {
      store.setState((model) => ({ wrapUp: model.wrapUp && { ...model.wrapUp, ...patch } }));
      const { wrapUp } = store.getState();
      if (wrapUp) call.updateWrapUp(wrapUp);
    },
    extendWrapUp: () => agent.extend(EXTRA_WRAP_UP_MS),
    finishWrapUp: (form) => {
      call.updateWrapUp(form);
      agent.request({ type: 'wrap-up-done' });
    },
    setAgentState: (state, reason) =>
      agent.request(state === 'ready' ? { type: 'be-ready' } : { type: 'take-break', reason: reason ?? '' }),
    setTab: (tab) => {
      store.setState({ tab });
      if (tab !== 'settings') return;
      void devices.refresh();
      parts.books.learning.show();
    },
    setLanguage: (language) => {
      store.setState({ language });
      void settings.patch({ language });
    },
    setTheme: (theme) => {
      store.setState({ theme });
      void settings.patch({ theme });
    },
    setDisplay: (part) => void settings.setDisplay(part),
    forgetLearnt: (cueId) => parts.books.learning.forget(cueId),
    saveSettings: (form) => void settings.save(form),
    testConnection: (form, accountId) => void settings.test(form, accountId),
    testRewrite: (form) => void settings.testRewrite(form),
    testDevice: (kind, audio) => void devices.toggleTest(kind, audio),
    findHeadset: () => void parts.headsets.find().catch(() => undefined),
    runCheck: () => void check.run(),
    saveDiagnostics: () => void diagnostics.save(),
    refreshModels: () => void window.sidetone.connectEars(),
    models: settings.models.actions,
    searchRecords: (filter) => recordFlow.search(filter),
    openRecord: (recordId) => void recordFlow.open(recordId),
    closeRecord: () => recordFlow.close(),
    playRecording: (recordId) => void parts.playback.open(recordId),
    exportRecording: (recordId) => void parts.playback.export(recordId),
    contests: recordFlow.contests.actions,
    retrySync: () => {
      void records.retryRefused();
      wakeOutbox();
    },
    dismissNotice: (id) => store.setState((model) => ({ notices: model.notices.filter((notice) => notice.id !== id) })),
  };
}

/** At that line; the line below follows until the call's own copilot knows a branch. */
function atLine(copilot: CopilotView, index: number | null): CopilotView {
  if (index === null || !copilot.script[index]) return copilot;
  return { ...copilot, scriptIndex: index, scriptNext: index + 1 < copilot.script.length ? index + 1 : null };
}
