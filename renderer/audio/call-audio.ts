import { EAR_SAMPLE_RATE_HZ, type AudioFrame } from '../../contracts/audio';
import type { TapMessage } from './tap-worklet';
import { enterAudioRoom, type AudioRoom } from './audio-room';
import { routeTo, type Output } from './output';
import tapWorkletUrl from './tap-worklet?worker&url';

export interface CallAudioListener {
  frame(frame: AudioFrame): void;
  /** Loudness of each leg, 0 to 1, every 32 ms. */
  levels(agent: number, customer: number): void;
}

/** Loudness of a frame mapped from −60…0 dBFS to 0…1. */
export function loudness(pcm: Float32Array): number {
  let sum = 0;
  for (const sample of pcm) sum += sample * sample;
  const rms = Math.sqrt(sum / pcm.length);
  if (rms < 1e-6) return 0;
  return Math.min(1, Math.max(0, (20 * Math.log10(rms) + 60) / 60));
}

/**
 * The audio of one call at the desk: plays the customer on the talking device and taps both legs apart.
 * The context runs at 16 kHz, so the browser's own resampler feeds the ears.
 */
export class CallAudio {
  readonly #callId: string;
  readonly #listener: CallAudioListener;
  #output: Output;
  #room: AudioRoom | null = null;
  #context: AudioContext | null = null;
  #tap: AudioWorkletNode | null = null;
  #player: HTMLAudioElement | null = null;
  #agentSource: MediaStreamAudioSourceNode | null = null;
  #customerSource: MediaStreamAudioSourceNode | null = null;

  constructor(callId: string, output: Output, listener: CallAudioListener) {
    this.#callId = callId;
    this.#output = output;
    this.#listener = listener;
  }

  /** Begins to tap; resolves when the worklet runs. The customer may be attached before or after. */
  async start(microphone: MediaStream): Promise<void> {
    const room = enterAudioRoom();
    this.#room = room;
    const context = new room.window.AudioContext({ sampleRate: EAR_SAMPLE_RATE_HZ, latencyHint: 'interactive' });
    this.#context = context;
    await context.audioWorklet.addModule(new URL(tapWorkletUrl, location.href).href);
    if (context.state === 'closed') return;
    await context.resume();
    const tap = new room.window.AudioWorkletNode(context, 'sidetone-tap', {
      numberOfInputs: 2,
      numberOfOutputs: 1,
      channelCount: 1,
      channelCountMode: 'explicit',
    });
    tap.port.onmessage = (event: MessageEvent<TapMessage>) => this.#onTap(event.data);
    this.#agentSource = context.createMediaStreamSource(microphone);
    this.#agentSource.connect(tap, 0, 0);
    // A node without a way to the destination is not pulled; the tap's output is silence.
    tap.connect(context.destination);
    this.#tap = tap;
    if (this.#player?.srcObject instanceof MediaStream) this.#connectCustomer(this.#player.srcObject);
  }

  /** @param playing what plays this stream already, from now on ours */
  attachCustomer(stream: MediaStream, playing: HTMLAudioElement | null = null): void {
    const player = this.#player ?? playing ?? new Audio();
    this.#player = player;
    if (player.srcObject !== stream) player.srcObject = stream;
    routeTo(player, this.#output);
    void player.play().catch(() => undefined);
    if (this.#tap) this.#connectCustomer(stream);
  }

  /** The call goes on with another microphone. */
  attachAgent(microphone: MediaStream): void {
    if (!this.#context || !this.#tap) return;
    this.#agentSource?.disconnect();
    this.#agentSource = this.#context.createMediaStreamSource(microphone);
    this.#agentSource.connect(this.#tap, 0, 0);
  }

  /** The customer is heard elsewhere from now on. */
  setOutput(output: Output): void {
    this.#output = output;
    if (this.#player) routeTo(this.#player, output);
  }

  /** Taps no longer; the customer is played on. `start` taps again. */
  rest(): void {
    if (this.#tap) this.#tap.port.onmessage = null;
    void this.#context?.close();
    this.#room?.leave();
    this.#room = null;
    // A node that is held would hold the room.
    this.#context = null;
    this.#tap = null;
    this.#agentSource = null;
    this.#customerSource = null;
  }

  stop(): void {
    this.rest();
    if (this.#player) {
      this.#player.pause();
      this.#player.srcObject = null;
    }
  }

  #connectCustomer(stream: MediaStream): void {
    if (!this.#context || !this.#tap || stream.getAudioTracks().length === 0) return;
    this.#customerSource?.disconnect();
    this.#customerSource = this.#context.createMediaStreamSource(stream);
    this.#customerSource.connect(this.#tap, 0, 1);
  }

  #onTap(message: TapMessage): void {
    const { sequence, captureTimeMs, agent, customer } = message;
    const base = { type: 'frame' as const, callId: this.#callId, sequence, captureTimeMs };
    this.#listener.frame({ ...base, leg: 'agent', pcm: agent });
    this.#listener.frame({ ...base, leg: 'customer', pcm: customer });
    this.#listener.levels(loudness(agent), loudness(customer));
  }
}
