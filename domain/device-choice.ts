/** Which audio device to use now, by what is wanted and what is there. Pure. */

export interface DeviceInfo {
  deviceId: string;
  label: string;
}

/** The system's own choice, and what stands for it in the list of devices. */
export const SYSTEM = 'default';
/** Windows lists its device for calls a second time under this name. */
const SYSTEM_CALLS = 'communications';

/** The wanted device while it is there; else the system's choice; else the first there is. null: there is none. */
export function chooseDevice(wanted: string, devices: readonly DeviceInfo[]): DeviceInfo | null {
  const present = devices.find(({ deviceId }) => deviceId === wanted);
  if (present) return present;
  // The system's choice is there as long as anything is, whether it is listed or not.
  if (wanted === SYSTEM) return devices.length > 0 ? { deviceId: SYSTEM, label: '' } : null;
  return devices.find(({ deviceId }) => deviceId === SYSTEM) ?? realDevices(devices)[0] ?? null;
}

/** Each device once, under its own id. */
export function realDevices<T extends DeviceInfo>(devices: readonly T[]): T[] {
  return devices.filter(({ deviceId }) => deviceId !== SYSTEM && deviceId !== SYSTEM_CALLS && deviceId !== '');
}
