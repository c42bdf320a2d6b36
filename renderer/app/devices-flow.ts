import { toFailure } from '../../contracts/errors';
import { loudness } from '../audio/call-audio';
import { closeMicrophone, openMicrophone } from '../audio/microphone';
import { TonePlayer } from '../audio/tones';
import type { AppStore, DeviceKind, LevelsStore } from '../ui/model';

const TEST_TONE_MS = 3_000;

/** The list of audio devices and the test of each. */
export class DevicesFlow {
  readonly #store: AppStore;
  readonly #levels: LevelsStore;
  readonly #player = new TonePlayer();
  #stopTest: (() => void) | null = null;

  constructor(store: AppStore, levels: LevelsStore) {
    this.#store = store;
    this.#levels = levels;
    navigator.mediaDevices.addEventListener('devicechange', () => void this.refresh());
  }

  async refresh(): Promise<void> {
    const devices = await navigator.mediaDevices.enumerateDevices().catch(() => []);
    const list = (kind: MediaDeviceKind) =>
      devices
        .filter((device) => device.kind === kind && device.deviceId !== '')
        .map(({ deviceId, label }) => ({ deviceId, label: label || deviceId }));
    this.#store.setState((state) => ({
      devices: { ...state.devices, inputs: list('audioinput'), outputs: list('audiooutput') },
    }));
  }

  /** Starts the test of a device, or stops it when it runs. */
  async toggleTest(kind: DeviceKind, deviceId: string): Promise<void> {
    const running = this.#store.getState().devices.testing;
    this.#stopTest?.();
    if (running === kind) return;
    this.#show({ testing: kind, trouble: null });
    try {
      this.#stopTest = kind === 'input' ? await this.#listen(deviceId) : this.#play(kind, deviceId);
    } catch (error) {
      const { code, message } = toFailure(error);
      this.#show({ testing: null, trouble: { code, message } });
    }
  }

  async #listen(deviceId: string): Promise<() => void> {
    const microphone = await openMicrophone(deviceId);
    const context = new AudioContext();
    const analyser = context.createAnalyser();
    analyser.fftSize = 1024;
    context.createMediaStreamSource(microphone).connect(analyser);
    const samples = new Float32Array(analyser.fftSize);
    const timer = setInterval(() => {
      analyser.getFloatTimeDomainData(samples);
      this.#levels.setState({ agent: loudness(samples) });
    }, 50);
    void this.refresh();
    return () => {
      clearInterval(timer);
      void context.close();
      closeMicrophone(microphone);
      this.#levels.setState({ agent: 0 });
      this.#done();
    };
  }

  #play(kind: DeviceKind, deviceId: string): () => void {
    this.#player.start(kind === 'ring' ? 'ring' : 'ringback', deviceId);
    const stop = () => {
      clearTimeout(timer);
      this.#player.stop();
      this.#done();
    };
    const timer = setTimeout(stop, TEST_TONE_MS);
    return stop;
  }

  #done(): void {
    this.#stopTest = null;
    this.#show({ testing: null });
  }

  #show(part: { testing?: DeviceKind | null; trouble?: { code: string; message: string } | null }): void {
    this.#store.setState((state) => ({ devices: { ...state.devices, ...part } }));
  }
}
