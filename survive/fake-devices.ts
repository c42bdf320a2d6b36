import type { Page } from 'playwright-core';

interface FakeDevices {
  /** Ids of the devices that are plugged in. */
  there: string[];
  tracks: { deviceId: string; track: MediaStreamTrack }[];
  senders: RTCRtpSender[];
}

/**
 * This machine has no headset to pull out. The page's list of devices, and which device a microphone is of, are made
 * up; sound, call and everything of ours are real.
 */
export async function fakeDevices(page: Page): Promise<void> {
  await page.evaluate(() => {
    const fake: FakeDevices = { there: ['headset', 'built-in'], tracks: [], senders: [] };
    Object.assign(window, { fake });
    const { mediaDevices } = navigator;
    mediaDevices.enumerateDevices = () =>
      Promise.resolve(
        fake.there.flatMap((deviceId) =>
          (['audioinput', 'audiooutput'] as const).map((kind) => {
            const facts = { deviceId, kind, label: `The ${deviceId}`, groupId: '' };
            return { ...facts, toJSON: () => facts } as MediaDeviceInfo;
          }),
        ),
      );
    const open = mediaDevices.getUserMedia.bind(mediaDevices);
    mediaDevices.getUserMedia = async (wanted) => {
      const audio = typeof wanted?.audio === 'object' ? wanted.audio : {};
      const { ideal } = (audio.deviceId ?? {}) as { ideal?: string };
      const stream = await open({ audio: { ...audio, deviceId: undefined } });
      const [track] = stream.getAudioTracks();
      if (track) fake.tracks.push({ deviceId: ideal ?? '', track });
      return stream;
    };
    const addTrack = RTCPeerConnection.prototype.addTrack;
    RTCPeerConnection.prototype.addTrack = function (track, ...streams) {
      const sender = addTrack.call(this, track, ...streams);
      fake.senders.push(sender);
      return sender;
    };
  });
}

/** Pulls a device out, as the browser tells it, or plugs it in. */
export async function plug(page: Page, deviceId: string, inserted: boolean): Promise<void> {
  await page.evaluate(
    ([id, back]) => {
      const { fake } = window as unknown as { fake: FakeDevices };
      fake.there = back ? [id, ...fake.there] : fake.there.filter((other) => other !== id);
      for (const { track, deviceId: of } of back ? [] : fake.tracks) {
        if (of !== id || track.readyState === 'ended') continue;
        track.stop();
        track.dispatchEvent(new Event('ended'));
      }
      navigator.mediaDevices.dispatchEvent(new Event('devicechange'));
    },
    [deviceId, inserted] as const,
  );
}

/** The device of the track that is sent, and whether it is live and enabled. */
export function sending(page: Page): Promise<string> {
  return page.evaluate(() => {
    const { fake } = window as unknown as { fake: FakeDevices };
    const track = fake.senders.at(-1)?.track;
    const of = fake.tracks.find((known) => known.track === track)?.deviceId ?? 'none';
    return `${of} ${track?.readyState ?? ''}${track?.enabled ? '' : ' muted'}`;
  });
}
