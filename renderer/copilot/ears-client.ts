import type { AudioFrame } from '../../contracts/audio';
import { EARS_PORT_MESSAGE } from '../../contracts/ipc';
import { earsMessageSchema, type EarsCommand, type EarsMessage } from '../../contracts/speech';

type StartCall = Extract<EarsCommand, { type: 'start-call' }>;

/**
 * The window's end of the ears' port. A restarted ears process comes with a fresh port: the call in progress is
 * announced to it again, and the frames between are lost and counted by their sequence numbers.
 */
export class EarsClient {
  readonly #listener: (message: EarsMessage) => void;
  #port: MessagePort | null = null;
  #call: StartCall | null = null;

  constructor(page: Window, listener: (message: EarsMessage) => void) {
    this.#listener = listener;
    page.addEventListener('message', (event) => {
      if (event.source !== page || event.data !== EARS_PORT_MESSAGE || !event.ports[0]) return;
      this.#adopt(event.ports[0]);
    });
  }

  startCall(command: Omit<StartCall, 'type'>): void {
    this.#call = { type: 'start-call', ...command };
    this.#port?.postMessage(this.#call);
  }

  frame(frame: AudioFrame): void {
    // Copied, not transferred: Electron loses transferred buffers on a port (electron#34905).
    this.#port?.postMessage(frame);
  }

  endCall(callId: string): void {
    if (this.#call?.callId === callId) this.#call = null;
    const command: EarsCommand = { type: 'end-call', callId };
    this.#port?.postMessage(command);
  }

  #adopt(port: MessagePort): void {
    this.#port?.close();
    this.#port = port;
    port.onmessage = (event: MessageEvent<unknown>) => {
      const parsed = earsMessageSchema.safeParse(event.data);
      if (parsed.success) this.#listener(parsed.data);
      else this.#listener({ type: 'trouble', code: 'ears-protocol', message: parsed.error.message });
    };
    port.start();
    if (this.#call) port.postMessage(this.#call);
  }
}
