import { session } from 'electron';
import { isTelephony, type HidCollection } from '../../domain/headset-reports';
import { APP_ORIGIN } from '../app-protocol';

interface AskedDevice {
  deviceId?: string;
  collections?: readonly HidCollection[];
}

/** Our own page may use the buttons of telephones and headsets, and no other device of any kind. */
export function mayUseDevice(details: { deviceType: string; origin: string; device: AskedDevice }): boolean {
  if (details.deviceType !== 'hid' || !isAppOrigin(details.origin)) return false;
  return isTelephony(details.device.collections ?? []);
}

/** Of the devices that match what the page asked for, the first headset. */
export function chooseHeadset(devices: readonly AskedDevice[]): string | null {
  return devices.find(({ collections }) => isTelephony(collections ?? []))?.deviceId ?? null;
}

export function permitHeadsets(): void {
  session.defaultSession.setDevicePermissionHandler((details) =>
    mayUseDevice(details as Parameters<typeof mayUseDevice>[0]),
  );
  session.defaultSession.on('select-hid-device', (event, { deviceList, frame }, callback) => {
    event.preventDefault();
    const ours = frame !== null && isAppOrigin(frame.url);
    callback(ours ? chooseHeadset(deviceList as readonly AskedDevice[]) : null);
  });
}

function isAppOrigin(url: string): boolean {
  return url === APP_ORIGIN || url.startsWith(`${APP_ORIGIN}/`);
}
