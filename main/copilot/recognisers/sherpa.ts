import { createRequire } from 'node:module';
import type { SherpaConfig } from './sherpa-config';

export interface SherpaWave {
  sampleRate: number;
  samples: Float32Array;
}
export interface OfflineStream {
  acceptWaveform(wave: SherpaWave): void;
}
export interface OfflineRecognizer {
  createStream(): OfflineStream;
  setConfig(config: SherpaConfig): void;
  decodeAsync(stream: OfflineStream): Promise<unknown>;
}
export interface OnlineStream {
  acceptWaveform(wave: SherpaWave): void;
  inputFinished(): void;
}
export interface OnlineRecognizer {
  createStream(): OnlineStream;
  isReady(stream: OnlineStream): boolean;
  decode(stream: OnlineStream): void;
  getResult(stream: OnlineStream): unknown;
}
/** The part of sherpa-onnx-node that is used; the package has no types of its own that fit. */
interface SherpaModule {
  OfflineRecognizer: { createAsync(config: SherpaConfig): Promise<OfflineRecognizer> };
  OnlineRecognizer: new (config: SherpaConfig) => OnlineRecognizer;
}

/** Required when wanted, not imported: its native library is large and a desk without the model never needs it. */
export const loadSherpa = () => createRequire(import.meta.url)('sherpa-onnx-node') as SherpaModule;
