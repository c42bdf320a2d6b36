import { beforeEach, describe, expect, it } from 'vitest';
import { settingsSchema } from '../../contracts/settings';
import type { DeviceInfo } from '../../domain/device-choice';
import { DeviceKeeper } from './device-keeper';

const headset = { deviceId: 'h', label: 'Headset' };
const builtIn = { deviceId: 'b', label: 'Built-in' };

/** A microphone of a device, as far as the keeper looks at one. */
class FakeMicrophone extends EventTarget {
  readyState = 'live';
  constructor(readonly label: string) {
    super();
  }
  stop(): void {
    this.readyState = 'ended';
  }
  get stream(): MediaStream {
    const tracks = () => [this];
    return { getAudioTracks: tracks, getTracks: tracks } as unknown as MediaStream;
  }
}

describe('a headset that comes and goes', () => {
  let there: DeviceInfo[];
  let changed: () => void;
  let opened: FakeMicrophone[];
  let used: string[];
  let told: string[];
  let outputs: string[];
  let keeper: DeviceKeeper;
  let first: FakeMicrophone;

  beforeEach(() => {
    there = [headset, builtIn];
    opened = [];
    used = [];
    told = [];
    outputs = [];
    const { audio } = settingsSchema.parse({
      audio: { inputDeviceId: 'h', outputDeviceId: 'h', levels: { 'output:b': 0.5 } },
    });
    keeper = new DeviceKeeper(
      {
        settings: () => audio,
        openMicrophone: ({ deviceId }) => {
          const microphone = new FakeMicrophone(there.find((device) => device.deviceId === deviceId)?.label ?? '?');
          opened.push(microphone);
          return Promise.resolve(microphone.stream);
        },
        useMicrophone: (stream) => {
          used.push(stream.getAudioTracks()[0]?.label ?? '');
          return Promise.resolve();
        },
        useOutput: ({ deviceId, volume }) => outputs.push(`${deviceId} ${volume}`),
        tell: ({ code, message }) => told.push(`${code} ${message}`),
      },
      {
        list: () => Promise.resolve(there),
        onChange: (listener) => {
          changed = listener;
          return () => (changed = () => undefined);
        },
      },
    );
    first = new FakeMicrophone('Headset');
    keeper.start(first.stream);
  });

  const settled = () => new Promise((resolve) => setTimeout(resolve, 5));

  it('is replaced by the next device, and takes the call back', async () => {
    there = [builtIn];
    changed();
    await settled();
    expect(used).toEqual(['Built-in']);
    expect(outputs).toEqual(['b 0.5']);
    expect(told).toEqual(['headset-gone Built-in']);
    there = [builtIn, headset];
    changed();
    await settled();
    expect(used).toEqual(['Built-in', 'Headset']);
    expect(outputs).toEqual(['b 0.5', 'h 1']);
    expect(told.at(-1)).toBe('headset-back Headset');
  });

  it('is replaced when its track ends, before anybody says that a device has gone', async () => {
    there = [builtIn];
    first.stop();
    first.dispatchEvent(new Event('ended'));
    await settled();
    expect(used).toEqual(['Built-in']);
  });

  it('does nothing for a change that does not concern the call', async () => {
    there = [...there, { deviceId: 'c', label: 'Camera' }];
    changed();
    await settled();
    expect([...used, ...told, ...outputs]).toEqual([]);
  });

  it('says that no microphone is left, and takes the first that comes', async () => {
    there = [];
    first.stop();
    changed();
    await settled();
    expect(told).toEqual(['microphone-gone ']);
    there = [builtIn];
    changed();
    await settled();
    expect(used).toEqual(['Built-in']);
  });

  it('looks again when devices change while one is being opened', async () => {
    there = [builtIn];
    changed();
    there = [builtIn, headset];
    changed();
    await settled();
    const last = used.at(-1);
    expect(last === undefined || last === 'Headset').toBe(true);
  });

  it('is left alone after the call', async () => {
    keeper.stop();
    there = [builtIn];
    changed();
    await settled();
    expect(opened).toEqual([]);
  });
});
