/** Two files of JsSIP 3.13 that its package does not export by type. */
declare module 'jssip/lib/RequestSender' {
  interface Handlers {
    onRequestTimeout(): void;
    onTransportError(): void;
    onAuthenticated(request: unknown): void;
    onReceiveResponse(response: unknown): void;
  }
  /** Sends a request in a transaction of its own and answers a challenge (RFC 3261 section 22). */
  export default class RequestSender {
    constructor(agent: unknown, request: unknown, handlers: Handlers);
    send(): void;
  }
}

declare module 'jssip/lib/Dialog/RequestSender' {
  /** Sends a request of a dialog. */
  export default class DialogRequestSender {
    _eventHandlers: { onErrorResponse(response: unknown): void };
    _receiveResponse(response: { method: string; status_code: number }): void;
  }
}
