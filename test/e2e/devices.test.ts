import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { appMissing, startDesk, startFloor, type DeskApp, type Floor } from '../support/desk-app';
import { LIMIT_MS, dial, finishCall, nextEvent } from '../support/desk-facts';

const because = appMissing ? ` (${appMissing})` : '';

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
async function fakeDevices(page: Page): Promise<void> {
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
async function plug(page: Page, deviceId: string, inserted: boolean): Promise<void> {
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
function sending(page: Page): Promise<string> {
  return page.evaluate(() => {
    const { fake } = window as unknown as { fake: FakeDevices };
    const track = fake.senders.at(-1)?.track;
    const of = fake.tracks.find((known) => known.track === track)?.deviceId ?? 'none';
    return `${of} ${track?.readyState ?? ''}${track?.enabled ? '' : ' muted'}`;
  });
}

const warning = (page: Page, code: string) => page.locator(`[data-testid=call-warning][data-warning=${code}]`);

describe.skipIf(appMissing)(`headsets and loudspeakers${because}`, { timeout: 4 * LIMIT_MS }, () => {
  let floor: Floor;
  let desk: DeskApp | null = null;

  beforeAll(async () => {
    floor = await startFloor();
  });
  afterEach(async () => {
    await desk?.app.close();
    desk = null;
  });
  afterAll(() => floor?.stop());

  async function start(): Promise<Page> {
    desk = await startDesk(floor, {
      audio: {
        inputDeviceId: 'headset',
        outputDeviceId: 'headset',
        ringDeviceId: 'default',
        levels: {},
        echoCancellation: true,
        noiseSuppression: true,
        autoGainControl: true,
      },
    });
    await desk.page.getByText(/1001 已注册/).waitFor({ timeout: LIMIT_MS });
    return desk.page;
  }

  async function call(page: Page, number: string): Promise<void> {
    const connected = nextEvent(floor, 'media-connected');
    await dial(page, number);
    await connected;
    await page.getByRole('button', { name: '保持', exact: true, disabled: false }).waitFor({ timeout: LIMIT_MS });
  }

  it('goes on with the next device when the headset is pulled out in a call, and with the headset when it is back', async () => {
    const page = await start();
    await fakeDevices(page);
    await call(page, '600');
    expect(await sending(page)).toBe('headset live');
    const pulledAt = performance.now();
    await plug(page, 'headset', false);
    await expect.poll(() => sending(page), { timeout: LIMIT_MS, interval: 20 }).toBe('built-in live');
    process.stdout.write(`headset removed: next device after ${Math.round(performance.now() - pulledAt)} ms\n`);
    await page.getByText('耳麦断开，通话已转到').waitFor({ timeout: LIMIT_MS });
    // The mute is not lost on the way back.
    await page.getByRole('button', { name: '静音', exact: true }).click();
    await expect.poll(() => sending(page), { timeout: LIMIT_MS }).toBe('built-in live muted');
    const backAt = performance.now();
    await plug(page, 'headset', true);
    await expect.poll(() => sending(page), { timeout: LIMIT_MS, interval: 20 }).toBe('headset live muted');
    process.stdout.write(`headset back: in use after ${Math.round(performance.now() - backAt)} ms\n`);
    await page.getByText('耳麦已恢复').waitFor({ timeout: LIMIT_MS });
    await page.getByRole('button', { name: '取消静音', exact: true }).click();
    await expect.poll(() => sending(page), { timeout: LIMIT_MS }).toBe('headset live');
    // The echo extension sends our voice back: the customer's meter moves by the new microphone.
    await page.waitForFunction(
      () => document.querySelectorAll('.st-side:nth-child(2) .st-meter i[data-lit]').length > 3,
      null,
      {
        timeout: LIMIT_MS,
      },
    );
    await finishCall(page);
  });

  it('warns of the customer’s echo in the microphone, and advises a headset', async () => {
    const page = await start();
    // A loudspeaker near the microphone: what comes in goes out again, 150 ms later and 12 dB softer.
    await page.evaluate(() => {
      const context = new AudioContext();
      const room = context.createMediaStreamDestination();
      navigator.mediaDevices.getUserMedia = () => Promise.resolve(room.stream.clone());
      const addTrack = RTCPeerConnection.prototype.addTrack;
      RTCPeerConnection.prototype.addTrack = function (track, ...streams) {
        this.addEventListener('track', ({ track: far }) => {
          const air = context.createDelay(1);
          air.delayTime.value = 0.15;
          const loss = context.createGain();
          loss.gain.value = 0.25;
          context
            .createMediaStreamSource(new MediaStream([far]))
            .connect(air)
            .connect(loss)
            .connect(room);
        });
        return addTrack.call(this, track, ...streams);
      };
    });
    const startedAt = performance.now();
    await call(page, '8001');
    await warning(page, 'echo-heard').waitFor({ timeout: LIMIT_MS });
    process.stdout.write(`echo: named ${Math.round(performance.now() - startedAt)} ms after dialling\n`);
    await page.getByText('请戴耳麦').waitFor({ timeout: LIMIT_MS });
    await finishCall(page);
  });

  it('records three seconds of the microphone and plays them back, in Settings', async () => {
    const page = await start();
    await page.getByRole('button', { name: /设置/ }).last().click();
    const test = page.getByTestId('test-recording');
    await test.click();
    await page.locator('[data-testid=test-recording][data-state=recording]').waitFor({ timeout: LIMIT_MS });
    await page.locator('[data-testid=test-recording][data-state=playing]').waitFor({ timeout: LIMIT_MS });
    await page.locator('[data-testid=test-recording][data-state=idle]').waitFor({ timeout: LIMIT_MS });
  });
});
