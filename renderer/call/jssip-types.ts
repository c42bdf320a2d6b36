import type JsSIP from 'jssip';

export type JsSipCall = ReturnType<JsSIP.UA['call']>;

interface RequestOptions {
  eventHandlers?: { onErrorResponse?: (response: { status_code: number }) => void };
}

/** What a session of JsSIP 3.13 keeps to itself and its types leave out. */
export interface JsSipInside {
  _request?: { call_id?: string };
  _dialog?: { uac_pending_reply: boolean };
  _localHold: boolean;
  /** Sends or silences the microphone, by hold and mute. */
  _setLocalMediaStatus(): void;
  onTransportError: () => void;
  onRequestTimeout: () => void;
  sendRequest: (method: string, options?: RequestOptions) => unknown;
  receiveRequest: (request: { method: string }) => void;
}
