import type { Failure } from '../../contracts/errors';
import type { Settings } from '../../contracts/settings';
import { SYSTEM, chooseDevice, type DeviceInfo } from '../../domain/device-choice';
import { browserDevices, type AudioDevices } from '../audio/devices';
import { sourceTrack, type MicrophoneOptions } from '../audio/microphone';
import { microphoneOptions, outputOf } from './audio-choices';
import type { Output } from '../audio/output';

export interface DeviceKeeperOptions {
  settings(): Settings['audio'];
  openMicrophone(options: MicrophoneOptions): Promise<MediaStream>;
  /** Puts another microphone into the call under way; the one before is closed there. */
  useMicrophone(microphone: MediaStream): Promise<void>;
  useOutput(output: Output): void;
  tell(failure: Failure, level: 'warning' | 'info'): void;
}

/** Keeps a call heard when its headset goes: the next device takes over at once, and the headset again when it is back. */
export class DeviceKeeper {
  readonly #options: DeviceKeeperOptions;
  readonly #devices: AudioDevices;
  #stopListening: (() => void) | null = null;
  #microphone: MediaStream | null = null;
  #onEnded: (() => void) | null = null;
  /** What stands in for the wanted device; null while that is in use. */
  #standIn: DeviceInfo | null = null;
  #outputInUse: string | null = null;
  #settling: Promise<void> | null = null;
  #again = false;

  constructor(options: DeviceKeeperOptions, devices: AudioDevices = browserDevices) {
    this.#options = options;
    this.#devices = devices;
  }

  start(microphone: MediaStream): void {
    this.stop();
    this.#watch(microphone);
    this.#stopListening = this.#devices.onChange(() => this.check());
  }

  stop(): void {
    this.#stopListening?.();
    this.#stopListening = null;
    this.#unwatch();
    this.#standIn = null;
    this.#outputInUse = null;
  }

  /** Looks at the devices; changes that come meanwhile are looked at once more. */
  check(): void {
    if (this.#settling) {
      this.#again = true;
      return;
    }
    this.#settling = this.#settle()
      .catch(() => undefined)
      .finally(() => {
        this.#settling = null;
        if (!this.#again) return;
        this.#again = false;
        this.check();
      });
  }

  async #settle(): Promise<void> {
    const [inputs, outputs] = await Promise.all([this.#devices.list('input'), this.#devices.list('output')]);
    if (!this.#stopListening) return;
    this.#settleOutput(outputs);
    await this.#settleInput(inputs);
  }

  #settleOutput(outputs: DeviceInfo[]): void {
    const audio = this.#options.settings();
    const chosen = chooseDevice(audio.outputDeviceId, outputs)?.deviceId ?? audio.outputDeviceId;
    if (chosen === (this.#outputInUse ?? audio.outputDeviceId)) return;
    this.#outputInUse = chosen;
    this.#options.useOutput(outputOf(audio, 'output', chosen));
  }

  async #settleInput(inputs: DeviceInfo[]): Promise<void> {
    const audio = this.#options.settings();
    const track = this.#microphone && sourceTrack(this.#microphone);
    const inUse = this.#standIn?.deviceId ?? audio.inputDeviceId;
    const listed = inUse === SYSTEM || inputs.some(({ deviceId }) => deviceId === inUse);
    const alive = track?.readyState === 'live' && listed;
    const chosen = chooseDevice(audio.inputDeviceId, inputs);
    if (!chosen) {
      this.#options.tell({ code: 'microphone-gone', message: '', retryable: true }, 'warning');
      return;
    }
    if (alive && chosen.deviceId === inUse) return;
    const microphone = await this.#options.openMicrophone(microphoneOptions(audio, chosen.deviceId));
    if (!this.#stopListening) {
      for (const opened of microphone.getTracks()) opened.stop();
      return;
    }
    const wanted = chosen.deviceId === audio.inputDeviceId;
    const code = wanted && this.#standIn ? 'headset-back' : 'headset-gone';
    this.#watch(microphone);
    this.#standIn = wanted ? null : chosen;
    await this.#options.useMicrophone(microphone);
    const message = sourceTrack(microphone)?.label || chosen.label;
    this.#options.tell({ code, message, retryable: false }, code === 'headset-back' ? 'info' : 'warning');
  }

  #watch(microphone: MediaStream): void {
    this.#unwatch();
    const onEnded = () => this.check();
    sourceTrack(microphone)?.addEventListener('ended', onEnded);
    this.#microphone = microphone;
    this.#onEnded = onEnded;
  }

  #unwatch(): void {
    const track = this.#microphone && sourceTrack(this.#microphone);
    if (track && this.#onEnded) track.removeEventListener('ended', this.#onEnded);
    this.#microphone = null;
    this.#onEnded = null;
  }
}
