import { describe, expect, it } from 'vitest';
import { chooseDevice, realDevices } from './device-choice';

const system = { deviceId: 'default', label: 'System' };
const headset = { deviceId: 'h', label: 'Headset' };
const builtIn = { deviceId: 'b', label: 'Built-in' };

describe('the device in use', () => {
  it('is the wanted one while it is there', () => {
    expect(chooseDevice('h', [system, builtIn, headset])).toBe(headset);
    expect(chooseDevice('default', [system, headset])).toBe(system);
  });

  it('is the system’s choice while it is not, else the first there is', () => {
    expect(chooseDevice('h', [system, builtIn])).toBe(system);
    expect(chooseDevice('h', [builtIn])).toBe(builtIn);
    expect(chooseDevice('default', [headset, builtIn])?.deviceId).toBe('default');
    expect(chooseDevice('h', [])).toBeNull();
  });

  it('is listed once, under its own id', () => {
    expect(
      realDevices([system, { deviceId: 'communications', label: '' }, builtIn, { deviceId: '', label: '' }]),
    ).toEqual([builtIn]);
  });
});
