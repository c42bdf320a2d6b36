import { expect, it, vi } from 'vitest';

vi.mock('electron', () => ({ session: {} }));
const { chooseHeadset, mayUseDevice } = await import('./headset-permission');

const headset = { deviceId: 'headset', collections: [{ usagePage: 0x0c }, { usagePage: 0x0b }] };
const keyboard = { deviceId: 'keyboard', collections: [{ usagePage: 0x01, usage: 6 }] };

it('lets our own page use headsets and nothing else', () => {
  const ask = (deviceType: string, origin: string, device: typeof headset) =>
    mayUseDevice({ deviceType, origin, device });
  expect(ask('hid', 'sidetone://app', headset)).toBe(true);
  expect(ask('hid', 'sidetone://app/', headset)).toBe(true);
  expect(ask('hid', 'sidetone://app', keyboard as typeof headset)).toBe(false);
  expect(ask('usb', 'sidetone://app', headset)).toBe(false);
  expect(ask('hid', 'https://example.com', headset)).toBe(false);
  expect(ask('hid', 'sidetone://apparently', headset)).toBe(false);
  expect(mayUseDevice({ deviceType: 'hid', origin: 'sidetone://app', device: {} })).toBe(false);
});

it('chooses a headset among devices, never another', () => {
  expect(chooseHeadset([keyboard, headset])).toBe('headset');
  expect(chooseHeadset([keyboard])).toBeNull();
});
