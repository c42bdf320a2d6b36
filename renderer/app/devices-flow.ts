import { toFailure } from '../../contracts/errors';
import type { Settings } from '../../contracts/settings';
import { loudness } from '../audio/call-audio';
import { browserDevices, type AudioDevices } from '../audio/devices';
import { closeMicrophone, openMicrophone } from '../audio/microphone';
import { routeTo } from '../audio/output';
import { TonePlayer } from '../audio/tones';
import type { AppStore, DeviceKind, DeviceTest, LevelsStore, Trouble } from '../ui/model';
import { microphoneOptions, outputOf } from './audio-choices';

type Audio = Settings['audio'];

const TEST_TONE_MS = 3_000;
const RECORD_MS = 3_000;

/** The list of audio devices and the test of each. */
export class DevicesFlow {
  readonly #store: AppStore;
  readonly #levels: LevelsStore;
  readonly #devices: AudioDevices;
  readonly #player = new TonePlayer();
  #stopTest: (() => void) | null = null;

  constructor(store: AppStore, levels: LevelsStore, devices: AudioDevices = browserDevices) {
    this.#store = store;
    this.#levels = levels;
    this.#devices = devices;
    devices.onChange(() => void this.refresh());
  }

  async refresh(): Promise<void> {
    const [inputs, outputs] = await Promise.all([this.#devices.list('input'), this.#devices.list('output')]);
    this.#store.setState((state) => ({ devices: { ...state.devices, inputs, outputs } }));
  }

  /** Starts a test with these settings, saved or not, or stops it when it runs. */
  async toggleTest(kind: DeviceKind | 'recording', audio: Audio): Promise<void> {
    const running = this.#store.getState().devices.testing;
    this.#stopTest?.();
    if (running === kind || (running === 'playing' && kind === 'recording')) return;
    this.#show({ testing: kind, trouble: null });
    try {
      if (kind === 'input') this.#stopTest = await this.#listen(audio);
      else if (kind === 'recording') this.#stopTest = await this.#recordAndPlay(audio);
      else this.#stopTest = this.#play(kind, audio);
    } catch (error) {
      const { code, message } = toFailure(error);
      this.#show({ testing: null, trouble: { code, message } });
    }
  }

  async #listen(audio: Audio): Promise<() => void> {
    const microphone = await openMicrophone(microphoneOptions(audio));
    const stopMeter = this.#meter(microphone);
    void this.refresh();
    return () => {
      stopMeter();
      closeMicrophone(microphone);
      this.#done();
    };
  }

  /** Three seconds of the microphone as the customer would hear it, then the same at the headset. */
  async #recordAndPlay(audio: Audio): Promise<() => void> {
    const microphone = await openMicrophone(microphoneOptions(audio));
    const stopMeter = this.#meter(microphone);
    const recorder = new MediaRecorder(microphone);
    const player = new Audio();
    const parts: Blob[] = [];
    let wanted = true;
    const end = () => {
      if (!wanted) return;
      wanted = false;
      clearTimeout(timer);
      stopMeter();
      if (recorder.state !== 'inactive') recorder.stop();
      closeMicrophone(microphone);
      player.pause();
      URL.revokeObjectURL(player.src);
      this.#done();
    };
    recorder.ondataavailable = ({ data }) => parts.push(data);
    recorder.onstop = () => {
      if (!wanted) return;
      stopMeter();
      this.#show({ testing: 'playing' });
      player.src = URL.createObjectURL(new Blob(parts, { type: recorder.mimeType }));
      routeTo(player, outputOf(audio, 'output'));
      player.onended = end;
      player.play().catch((error: unknown) => {
        end();
        const { code, message } = toFailure(error);
        this.#show({ trouble: { code, message } });
      });
    };
    recorder.start();
    const timer = setTimeout(() => recorder.stop(), RECORD_MS);
    return end;
  }

  #meter(microphone: MediaStream): () => void {
    const context = new AudioContext();
    const analyser = context.createAnalyser();
    analyser.fftSize = 1024;
    context.createMediaStreamSource(microphone).connect(analyser);
    const samples = new Float32Array(analyser.fftSize);
    const timer = setInterval(() => {
      analyser.getFloatTimeDomainData(samples);
      this.#levels.setState({ agent: loudness(samples) });
    }, 50);
    return () => {
      clearInterval(timer);
      if (context.state !== 'closed') void context.close();
      this.#levels.setState({ agent: 0 });
    };
  }

  #play(kind: 'output' | 'ring', audio: Audio): () => void {
    this.#player.start(kind === 'ring' ? 'ring' : 'ringback', outputOf(audio, kind));
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

  #show(part: { testing?: DeviceTest | null; trouble?: Trouble | null }): void {
    this.#store.setState((state) => ({ devices: { ...state.devices, ...part } }));
  }
}
