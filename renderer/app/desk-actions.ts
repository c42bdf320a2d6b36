import type { AppActions, AppStore } from '../ui/model';
import type { Headsets } from '../headset/headset';
import type { RecordStore } from '../records/store';
import type { AgentFlow } from './agent-flow';
import type { CallFlow } from './call-flow';
import type { CheckFlow } from './check-flow';
import type { DevicesFlow } from './devices-flow';
import type { DiagnosticsFlow } from './diagnostics-flow';
import type { RecordFlow } from './record-flow';
import type { SettingsFlow } from './settings-flow';
import type { TakeBackFlow } from './take-back-flow';

const EXTRA_WRAP_UP_MS = 30_000;

export interface DeskParts {
  store: AppStore;
  agent: AgentFlow;
  call: CallFlow;
  records: RecordStore;
  recordFlow: RecordFlow;
  settings: SettingsFlow;
  devices: DevicesFlow;
  headsets: Headsets;
  check: CheckFlow;
  takeBack: TakeBackFlow;
  diagnostics: DiagnosticsFlow;
  dial(text: string): void;
  wakeOutbox(): void;
}

/** What the screen may ask for, each request handed to the part that answers it. */
export function deskActions(parts: DeskParts): AppActions {
  const { store, agent, call, records, recordFlow, settings, devices, check, diagnostics, dial, wakeOutbox } = parts;
  return {
    dial,
    redial: (recordId) => void recordFlow.numberOf(recordId).then((number) => number !== null && dial(number)),
    answer: () => call.request({ type: 'answer' }),
    decline: () => call.request({ type: 'decline' }),
    ignore: () => call.request({ type: 'silence' }),
    hangUp: () => call.request({ type: 'hang-up' }),
    callBack: () => parts.takeBack.callBack(),
    dismissTakeBack: () => parts.takeBack.dismiss(),
    toggleMute: () => call.request({ type: call.state.muted ? 'unmute' : 'mute' }),
    toggleHold: () => call.request({ type: call.state.hold === 'none' ? 'hold' : 'resume' }),
    sendDtmf: (tone) => call.request({ type: 'send-dtmf', tone }),
    useCard: (cardId) => call.markCard(cardId, 'used'),
    dismissCard: (cardId) => call.markCard(cardId, 'dismissed'),
    nextScriptLine: () =>
      store.setState(({ copilot }) => ({
        copilot: { ...copilot, scriptIndex: Math.max(0, Math.min(copilot.script.length - 1, copilot.scriptIndex + 1)) },
      })),
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
      if (tab === 'settings') void devices.refresh();
    },
    setLanguage: (language) => {
      store.setState({ language });
      void settings.patch({ language });
    },
    setTheme: (theme) => {
      store.setState({ theme });
      void settings.patch({ theme });
    },
    saveSettings: (form) => void settings.save(form),
    testConnection: (form) => void settings.test(form),
    testDevice: (kind, audio) => void devices.toggleTest(kind, audio),
    findHeadset: () => void parts.headsets.find().catch(() => undefined),
    runCheck: () => void check.run(),
    saveDiagnostics: () => void diagnostics.save(),
    refreshModels: () => void window.sidetone.connectEars(),
    searchRecords: (filter) => recordFlow.search(filter),
    openRecord: (recordId) => void recordFlow.open(recordId),
    closeRecord: () => recordFlow.close(),
    retrySync: () => {
      void records.retryRefused();
      wakeOutbox();
    },
    dismissNotice: (id) => store.setState((model) => ({ notices: model.notices.filter((notice) => notice.id !== id) })),
  };
}
