import assert from 'node:assert/strict';
import type { SurviveCase } from '../case';
import { fakeDevices, plug, sending } from '../fake-devices';
import { ECHO, SPEAKING } from '../practice-customers';
import { LIMIT_MS, type PracticeStage } from '../practice-stage';
import { until } from '../until';

const headsetChosen = {
  audio: {
    inputDeviceId: 'headset',
    outputDeviceId: 'headset',
    ringDeviceId: 'default',
    levels: {},
    echoCancellation: true,
    noiseSuppression: true,
    autoGainControl: true,
  },
};

/** Waits until the call's microphone is this one, and as live or muted. */
function sends({ page }: PracticeStage, wanted: string): Promise<string> {
  return until(
    () => sending(page),
    (said) => said === wanted,
    { what: 'The microphone that is sent', everyMs: 20 },
  );
}

/** Failures of headsets and loudspeakers, against the practice PBX. Each starts the app anew. */
export const deviceCases: readonly SurviveCase<PracticeStage>[] = [
  {
    name: 'headset-pulled-out',
    row: 20,
    title:
      'goes on with the next device when the headset is pulled out in a call, and with the headset when it is back',
    injected: 'the headset leaves a call, and is back (made up in the page)',
    async run(stage) {
      await stage.open(headsetChosen);
      const { page } = stage;
      await fakeDevices(page);
      await stage.talk(ECHO.number);
      assert.equal(await sending(page), 'headset live');
      const pulledAt = performance.now();
      await plug(page, 'headset', false);
      await sends(stage, 'built-in live');
      const goneMs = performance.now() - pulledAt;
      await page.getByText('耳麦断开，通话已转到').waitFor({ timeout: LIMIT_MS });
      // The mute is not lost on the way back.
      await page.getByRole('button', { name: '静音', exact: true }).click();
      await sends(stage, 'built-in live muted');
      const backAt = performance.now();
      await plug(page, 'headset', true);
      await sends(stage, 'headset live muted');
      const backMs = performance.now() - backAt;
      await page.getByText('耳麦已恢复').waitFor({ timeout: LIMIT_MS });
      await page.getByRole('button', { name: '取消静音', exact: true }).click();
      await sends(stage, 'headset live');
      // The echo extension sends our voice back: the customer's meter moves by the new microphone.
      await page.waitForFunction(
        () => document.querySelectorAll('.st-side:nth-child(2) .st-meter i[data-lit]').length > 3,
        null,
        { timeout: LIMIT_MS },
      );
      await stage.hangUpAndWrapUp();
      const figure = `next device after ${goneMs.toFixed(0)} ms, the headset after ${backMs.toFixed(0)} ms`;
      return { seen: 'told of both; the call goes on', figure };
    },
  },
  {
    name: 'echo-heard',
    row: 23,
    title: 'warns of the customer’s echo in the microphone, and advises a headset',
    injected: 'what comes in goes out again 150 ms later, 12 dB softer',
    async run(stage) {
      await stage.open(headsetChosen);
      const { page } = stage;
      // A loudspeaker near the microphone.
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
      await stage.talk(SPEAKING.number);
      await stage.warning('echo-heard').waitFor({ timeout: LIMIT_MS });
      const figure = `named ${((performance.now() - startedAt) / 1000).toFixed(1)} s after dialling`;
      await page.getByText('请戴耳麦').waitFor({ timeout: LIMIT_MS });
      await stage.hangUpAndWrapUp();
      return { seen: 'warned, and a headset advised', figure };
    },
  },
];
