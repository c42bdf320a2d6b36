import { FRAME_MS, legSchema, type AudioFrame } from '../../contracts/audio';
import { EARS_PORT_MESSAGE } from '../../contracts/ipc';
import { earsMessageSchema, type EarsCommand, type EarsMessage } from '../../contracts/speech';

type StartCall = Extract<EarsCommand, { type: 'start-call' }>;

/** A call the ears have not heard out yet. Both legs are cut by one clock: a frame number holds for both. */
interface Hearing {
  start: StartCall;
  /** Frames given to whichever ears there were. */
  sentFrames: number;
  /** Frames the ears said they heard, or that were told as lost. */
  settledFrames: number;
  /** The ears died since the last frame that is settled: what follows it up to the next frame heard is lost. */
  interrupted: boolean;
  ended: boolean;
}

/** What the listener gets; how far the ears have come stays here. */
export type EarsReport = Exclude<EarsMessage, { type: 'heard' }>;

/**
 * The window's end of the ears' port. A restarted ears process comes with a fresh port: the call in progress is
 * announced to it again, and what was spoken to dead ears is told as a gap, at most half a second too much.
 */
export class EarsClient {
  readonly #listener: (message: EarsReport) => void;
  #captionsWanted = false;
  #port: MessagePort | null = null;
  #call: Hearing | null = null;
  /** Calls that are over, of which more may be said. */
  readonly #ending = new Set<string>();

  constructor(page: Window, listener: (message: EarsReport) => void) {
    this.#listener = listener;
    page.addEventListener('message', (event) => {
      if (event.source !== page || event.data !== EARS_PORT_MESSAGE || !event.ports[0]) return;
      this.#adopt(event.ports[0]);
    });
  }

  startCall(command: Omit<StartCall, 'type'>): void {
    const start: StartCall = { type: 'start-call', ...command };
    this.#call = { start, sentFrames: 0, settledFrames: 0, interrupted: this.#port === null, ended: false };
    this.#begin(start);
  }

  /** Whether somebody reads along: with the call there is, and with those to come. */
  wantCaptions(wanted: boolean): void {
    if (wanted === this.#captionsWanted) return;
    this.#captionsWanted = wanted;
    if (this.#call && !this.#call.ended) this.#tellCaptions(this.#call.start.callId);
  }

  frame(frame: AudioFrame): void {
    const call = this.#call;
    if (!call || call.ended || call.start.callId !== frame.callId) return;
    if (this.#port && call.interrupted) {
      this.#tellLost(call, frame.sequence);
      call.interrupted = false;
    }
    call.sentFrames = Math.max(call.sentFrames, frame.sequence + 1);
    // Copied, not transferred: Electron loses transferred buffers on a port (electron#34905).
    this.#port?.postMessage(frame);
  }

  endCall(callId: string): void {
    if (this.#call?.start.callId === callId) {
      this.#call.ended = true;
      if (this.#call.interrupted) this.#tellLost(this.#call, this.#call.sentFrames);
    }
    this.#ending.add(callId);
    const command: EarsCommand = { type: 'end-call', callId };
    if (this.#port) this.#port.postMessage(command);
    else queueMicrotask(() => this.#endAll());
  }

  #adopt(port: MessagePort): void {
    this.#lose();
    this.#port?.close();
    this.#port = port;
    port.onmessage = (event: MessageEvent<unknown>) => {
      const parsed = earsMessageSchema.safeParse(event.data);
      if (parsed.success) this.#onMessage(parsed.data);
      else this.#listener({ type: 'trouble', code: 'ears-protocol', message: parsed.error.message });
    };
    port.addEventListener('close', () => {
      if (this.#port !== port) return;
      this.#port = null;
      this.#lose();
    });
    port.start();
    if (this.#call && !this.#call.ended) this.#begin(this.#call.start);
  }

  #begin(start: StartCall): void {
    this.#port?.postMessage(start);
    if (this.#captionsWanted) this.#tellCaptions(start.callId);
  }

  #tellCaptions(callId: string): void {
    const command: EarsCommand = { type: 'captions', callId, wanted: this.#captionsWanted };
    this.#port?.postMessage(command);
  }

  #onMessage(message: EarsMessage): void {
    const call = this.#call;
    if (message.type === 'heard') {
      if (call?.start.callId === message.callId) {
        call.settledFrames = Math.max(call.settledFrames, message.frames);
      }
      return;
    }
    if (message.type === 'call-ended') {
      this.#ending.delete(message.callId);
      if (call?.start.callId === message.callId) this.#call = null;
    }
    this.#listener(message);
  }

  /** There are no ears any more that could say more of them. */
  #endAll(): void {
    for (const callId of [...this.#ending]) this.#onMessage({ type: 'call-ended', callId });
  }

  /** The ears are gone: of a call that goes on the loss is known at its next frame, of one that is over now. */
  #lose(): void {
    const call = this.#call;
    if (call) call.interrupted = true;
    if (call?.ended) this.#tellLost(call, call.sentFrames);
    this.#endAll();
  }

  #tellLost(call: Hearing, upToFrames: number): void {
    const lostFrames = upToFrames - call.settledFrames;
    if (lostFrames <= 0) return;
    const { callId } = call.start;
    const atMs = call.settledFrames * FRAME_MS;
    call.settledFrames = upToFrames;
    for (const leg of legSchema.options) {
      this.#listener({ type: 'speech', event: { type: 'gap', callId, leg, lostFrames, atMs } });
    }
  }
}
