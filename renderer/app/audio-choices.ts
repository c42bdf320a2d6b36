import type { Settings } from '../../contracts/settings';
import type { NoiseFilterUse } from '../../contracts/speech';
import type { SpokenLanguage } from '../../contracts/transcript';
import type { MicrophoneOptions } from '../audio/microphone';
import type { Output } from '../audio/output';

type Audio = Settings['audio'];

/** How a microphone is opened; without `deviceId` the one of the settings. */
export function microphoneOptions(audio: Audio, deviceId = audio.inputDeviceId): MicrophoneOptions {
  const { echoCancellation, noiseSuppression, autoGainControl } = audio;
  return { deviceId, gain: levelOf(audio, 'input', deviceId), echoCancellation, noiseSuppression, autoGainControl };
}

/** Where a call or the ring is played; without `deviceId` on the device of the settings. */
export function outputOf(
  audio: Audio,
  kind: 'output' | 'ring',
  deviceId = kind === 'ring' ? audio.ringDeviceId : audio.outputDeviceId,
): Output {
  return { deviceId, volume: Math.min(1, levelOf(audio, kind, deviceId)) };
}

/** How the ears hear what is said. Without `spokenLanguage`, in the language of the cue book. */
export function hearingOf({ spokenLanguage, noiseFilter }: Settings['copilot']): {
  spokenLanguage: SpokenLanguage | undefined;
  noiseFilter: NoiseFilterUse;
} {
  return { spokenLanguage: spokenLanguage === 'book' ? undefined : spokenLanguage, noiseFilter };
}

/** Each device keeps its own level in each of its uses. */
function levelOf(audio: Audio, kind: 'input' | 'output' | 'ring', deviceId: string): number {
  return audio.levels[`${kind}:${deviceId}`] ?? 1;
}
