import { contextBridge, ipcRenderer, webFrame } from 'electron';
import {
  EARS_PORT_MESSAGE,
  type EventChannel,
  type EventPayload,
  type InvokeChannel,
  type InvokeRequest,
  type InvokeResult,
  type SidetoneBridge,
} from '../contracts/ipc';

function invoke<C extends InvokeChannel>(channel: C, request: InvokeRequest<C>): Promise<InvokeResult<C>> {
  return ipcRenderer.invoke(channel, request) as Promise<InvokeResult<C>>;
}

function subscribe<C extends EventChannel>(channel: C, listener: (payload: EventPayload<C>) => void): () => void {
  const forward = (_event: unknown, payload: EventPayload<C>) => listener(payload);
  ipcRenderer.on(channel, forward);
  return () => ipcRenderer.off(channel, forward);
}

const bridge: SidetoneBridge = {
  bootstrap: () => invoke('app:bootstrap', null),
  saveSettings: (request) => invoke('settings:save', request),
  testConnection: (request) => invoke('settings:test-connection', request),
  saveDeviceToken: (request) => invoke('secrets:save-device-token', request),
  freeSpace: () => invoke('storage:free-space', null),
  saveDiagnostics: (request) => invoke('diagnostics:save', request),
  connectEars: () => invoke('ears:connect', null),
  models: {
    view: () => invoke('models:view', null),
    fetch: (request) => invoke('models:fetch', request),
    test: (request) => invoke('models:test', request),
    use: (request) => invoke('models:use', request),
    rollBack: (request) => invoke('models:roll-back', request),
    verify: () => invoke('models:verify', null),
    importFolder: () => invoke('models:import', null),
    cancel: () => invoke('models:cancel', null),
    onWork: (listener) => subscribe('models:work', listener),
  },
  rewriteSummary: (request) => invoke('summary:rewrite', request),
  cancelRewrite: () => invoke('summary:cancel', null),
  testRewrite: (request) => invoke('summary:test', request),
  beginRecording: (request) => invoke('recordings:begin', request),
  appendRecording: (request) => invoke('recordings:append', request),
  endRecording: (request) => invoke('recordings:end', request),
  readRecording: (request) => invoke('recordings:read', request),
  exportRecording: (request) => invoke('recordings:export', request),
  cueVersions: (request) => invoke('cue-books:versions', request),
  readCueVersion: (request) => invoke('cue-books:read', request),
  saveCueBook: (request) => invoke('cue-books:save', request),
  rollBackCueBook: (request) => invoke('cue-books:roll-back', request),
  exportCueBook: (request) => invoke('cue-books:export', request),
  setTextSize: (percent) => webFrame.setZoomFactor(percent / 100),
  onEarsState: (listener) => subscribe('ears:state', listener),
  onTestStep: (listener) => subscribe('settings:test-step', listener),
  showDesktop: (request) => invoke('desktop:show', request),
  listenToDesktop: () => invoke('desktop:listen', null),
  onDesktopCommand: (listener) => subscribe('desktop:command', listener),
  onLink: (listener) => subscribe('desktop:link', listener),
  onResumed: (listener) => subscribe('desktop:resumed', listener),
  onReloading: (listener) => subscribe('desktop:reloading', listener),
};

contextBridge.exposeInMainWorld('sidetone', bridge);

// A MessagePort cannot cross the context bridge; it can be posted to the page. The page is our own origin.
ipcRenderer.on('ears:port', (event) => {
  window.postMessage(EARS_PORT_MESSAGE, window.location.origin, event.ports);
});
