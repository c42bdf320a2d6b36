import type JsSIP from 'jssip';

export type JsSipCall = ReturnType<JsSIP.UA['call']>;

/** What ended a session: a response, or the other side's CANCEL or BYE. One of ours is a string without headers. */
export interface EndMessage {
  status_code?: number;
  getHeaders?(name: string): string[];
}

interface RequestOptions {
  eventHandlers?: { onErrorResponse?: (response: { status_code: number }) => void };
}

interface RefreshOptions {
  eventHandlers: { failed(response?: unknown): void };
  extraHeaders: string[];
}

interface InDialogRequest {
  method: string;
  cseq: number;
  reply(code: number, reason?: string | null, headers?: string[]): void;
}

interface InitialRequest {
  call_id?: string;
  cseq: number;
  clone(): InitialRequest;
  setHeader(name: string, value: string): void;
  getHeaders(name: string): string[];
}

/** What a session of JsSIP 3.13 keeps to itself and its types leave out. */
export interface JsSipInside {
  _ua: { isConnected(): boolean };
  _request: InitialRequest;
  _dialog?: {
    uac_pending_reply: boolean;
    _incoming_ack_seqnum: number | null;
    id: { call_id: string; local_tag: string; remote_tag: string };
    local_seqnum: number | undefined;
    _route_set: string[];
    _remote_target: { toString(): string };
  };
  _status: number;
  _is_canceled: boolean;
  _localHold: boolean;
  /** Seconds; `refresher`: we are. */
  _sessionTimers: { defaultExpires: number; currentExpires: number; running: boolean; refresher: boolean };
  /** Sends or silences the microphone, by hold and mute. */
  _setLocalMediaStatus(): void;
  _runSessionTimer: () => void;
  _receiveInviteResponse: (response: unknown) => void;
  _sendUpdate(options: RefreshOptions): void;
  _sendReinvite(options: RefreshOptions): void;
  onTransportError: () => void;
  onRequestTimeout: () => void;
  sendRequest: (method: string, options?: RequestOptions) => unknown;
  receiveRequest: (request: InDialogRequest) => void;
}
