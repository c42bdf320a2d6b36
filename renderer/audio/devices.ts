import type { DeviceInfo } from '../../domain/device-choice';

export type DeviceDirection = 'input' | 'output';

/** The audio devices of the machine: the browser's, or a test's own. */
export interface AudioDevices {
  list(direction: DeviceDirection): Promise<DeviceInfo[]>;
  /** One came or went. Answers the function that ends the listening. */
  onChange(listener: () => void): () => void;
}

const kinds = { input: 'audioinput', output: 'audiooutput' } as const;

export const browserDevices: AudioDevices = {
  async list(direction) {
    const devices = await navigator.mediaDevices.enumerateDevices().catch(() => []);
    return devices
      .filter(({ kind, deviceId }) => kind === kinds[direction] && deviceId !== '')
      .map(({ deviceId, label }) => ({ deviceId, label: label || deviceId }));
  },
  onChange(listener) {
    navigator.mediaDevices.addEventListener('devicechange', listener);
    return () => navigator.mediaDevices.removeEventListener('devicechange', listener);
  },
};
