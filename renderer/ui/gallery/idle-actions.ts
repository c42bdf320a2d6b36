import type { AppActions, AppStore } from '../model';

/** Actions that change only what the gallery can change by itself; the rest does nothing. */
export function idleActions(store: AppStore): AppActions {
  const nothing = () => undefined;
  return {
    dial: nothing,
    redial: nothing,
    answer: nothing,
    decline: nothing,
    ignore: nothing,
    hangUp: nothing,
    callBack: nothing,
    dismissTakeBack: nothing,
    toggleMute: nothing,
    toggleHold: nothing,
    sendDtmf: nothing,
    useCard: nothing,
    dismissCard: nothing,
    nextScriptLine: nothing,
    updateWrapUp: nothing,
    extendWrapUp: nothing,
    finishWrapUp: nothing,
    setAgentState: nothing,
    setTab: (tab) => store.setState({ tab }),
    setLanguage: (language) => store.setState({ language }),
    setTheme: (theme) => store.setState({ theme }),
    saveSettings: nothing,
    testConnection: nothing,
    testDevice: nothing,
    findHeadset: nothing,
    runCheck: nothing,
    saveDiagnostics: nothing,
    refreshModels: nothing,
    searchRecords: (filter) => store.setState((model) => ({ records: { ...model.records, filter } })),
    openRecord: nothing,
    closeRecord: nothing,
    retrySync: nothing,
    dismissNotice: (id) => store.setState((model) => ({ notices: model.notices.filter((notice) => notice.id !== id) })),
  };
}
