import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { FRAME_MS, FRAME_SAMPLES } from '../../contracts/audio';
import { recordingSettingsSchema, type RecordingSettings } from '../../contracts/recording';
import { IDLE_CALL, type CallState } from '../../domain/call-state';
import type { DraftEvent } from '../../domain/record-builder';
import { FakeSession } from '../call/fake-telephone';
import { FakeRecordingDisk } from '../recording/fake-disk';
import { openFakeOpus } from '../recording/fake-opus';
import type { Notice } from '../recording/notice';
import { openSealed } from '../recording/sealing';
import type { CallView } from '../ui/model';
import { CallRecording } from './call-recording';

const recordId = '0199c0de-0000-7000-8000-000000000001';
const deskKey = new Uint8Array(32).fill(3);
const ACTIVE: CallState = { ...IDLE_CALL, phase: 'active', direction: 'outbound' };

const realTimeout = setTimeout;
/** Web Crypto answers from other threads, by the real clock. */
const answers = () => new Promise((resolve) => realTimeout(resolve, 10));

function scene(settings: Partial<RecordingSettings>) {
  const disk = new FakeRecordingDisk();
  const session = new FakeSession('8001');
  session.reading = { packetsSent: 50 } as FakeSession['reading'];
  const notes: DraftEvent[] = [];
  const troubles: string[] = [];
  const notices: { kind: string; finish(): void }[] = [];
  let state = ACTIVE;
  let view = {} as CallView;
  let nextFrame = 0;
  const changes = () => notes.flatMap((note) => (note.type === 'recording' ? [note.change] : []));
  const recording = new CallRecording(
    {
      recordId,
      direction: 'outbound',
      remoteNumber: '8001',
      state: () => state,
      session: () => session,
      draft: () => null,
      note: (event) => notes.push(event),
      show: (change) => (view = change(view)),
    },
    {
      deskKey,
      disk,
      settings: recordingSettingsSchema.parse({ when: 'all', announce: 'none', pauseForCards: false, ...settings }),
      language: 'zh',
      openEncoder: openFakeOpus,
      openNotice: (kind) => {
        let finish = () => undefined as void;
        const said = new Promise<void>((resolve) => (finish = resolve));
        notices.push({ kind, finish: () => finish() });
        const notice: Notice = {
          track: {} as MediaStreamTrack,
          samples: new Float32Array(99),
          play: () => said,
          close: () => undefined,
        };
        return Promise.resolve(notice);
      },
      trouble: (code) => troubles.push(code),
    },
  );
  return {
    disk,
    session,
    notices,
    troubles,
    recording,
    changes,
    warnings: () => notes.flatMap((note) => (note.type === 'warning' ? [note.code] : [])),
    facts: () => notes.filter((note) => note.type === 'recording-facts').at(-1),
    view: () => view.recording,
    move(patch: Partial<CallState>, type: 'mute' | 'unmute' | 'hold-accepted') {
      state = { ...state, ...patch };
      recording.moved(state, { type });
    },
    key() {
      recording.moved(state, { type: 'send-dtmf', tone: '4' });
    },
    /** Answered, and the file's key is made. */
    async begun() {
      recording.talking();
      while (!changes().includes('started')) await answers();
    },
    /** Seconds of the call until it is so, or far too many. */
    async until(so: () => boolean) {
      for (let second = 0; second < 60 && !so(); second += 1) await this.seconds(1);
      expect(so()).toBe(true);
    },
    /** So many seconds of a call in which both sides speak. */
    async seconds(count: number) {
      for (let second = 0; second < count; second += 1) {
        for (let frame = 0; frame < 31; frame += 1, nextFrame += 1) {
          recording.heard({
            captureTimeMs: nextFrame * FRAME_MS,
            agent: new Float32Array(FRAME_SAMPLES).fill(0.5),
            customer: new Float32Array(FRAME_SAMPLES).fill(0.2),
          });
        }
        await vi.advanceTimersByTimeAsync(1000);
        await answers();
      }
    },
  };
}

describe('the recording of a call', () => {
  beforeEach(() => {
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval', 'setTimeout', 'clearTimeout', 'performance'] });
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it('says nothing of a call that is not to be recorded, whatever keys are pressed', () => {
    const call = scene({ when: 'off', pauseForCards: true });
    call.recording.talking();
    call.key();
    call.recording.toggle();
    expect(call.view()).toBeUndefined();
    expect(call.changes()).toEqual([]);
  });

  it('is shown when the disk has it, and is closed at the end of the call', async () => {
    const call = scene({});
    await call.begun();
    expect(call.view()?.state).toBe('starting');
    await call.until(() => call.view()?.state === 'recording');
    call.recording.ended();
    while (!call.disk.ended.has(recordId)) await call.seconds(1);
    const file = (await call.disk.read(recordId)) ?? new Uint8Array();
    expect((await openSealed(deskKey, file)).complete).toBe(true);
    expect(call.changes()).toEqual(['started', 'stopped']);
    expect(call.facts()).toMatchObject({ bytes: file.length });
  });

  it('alarms on screen and in the record when bytes stop, and when they never came', async () => {
    const call = scene({});
    await call.begun();
    await call.until(() => call.view()?.state === 'recording');
    call.disk.full = true;
    await call.until(() => call.view()?.state === 'stalled');
    expect(call.warnings()).toEqual(['recording-stalled']);
    call.disk.full = false;
    await call.until(() => call.view()?.state === 'recording');
    expect(call.changes()).toEqual(['started', 'stalled', 'flowing']);
    const never = scene({});
    never.disk.full = true;
    await never.begun();
    await never.until(() => never.view()?.state === 'stalled');
  });

  it('follows policy: not at all, or when the agent begins it', async () => {
    for (const when of ['off', 'inbound'] as const) {
      const call = scene({ when });
      call.recording.talking();
      await call.seconds(2);
      call.recording.toggle();
      await call.seconds(2);
      expect([call.view(), await call.disk.read(recordId)]).toEqual([undefined, null]);
    }
    const byHand = scene({ when: 'by-hand' });
    byHand.recording.talking();
    expect(byHand.view()?.state).toBe('waiting');
    byHand.recording.toggle();
    await byHand.until(() => byHand.view()?.state === 'recording');
    byHand.recording.toggle();
    expect(byHand.view()?.state).toBe('paused-by-hand');
    byHand.recording.toggle();
    expect(byHand.changes()).toEqual(['started', 'paused-by-hand', 'resumed']);
  });

  it('pauses for keys and spoken digits, and goes on by itself', async () => {
    const call = scene({ pauseForCards: true });
    await call.begun();
    await call.until(() => call.view()?.state === 'recording');
    call.key();
    expect(call.view()?.state).toBe('paused-for-card');
    await call.until(() => call.view()?.state === 'recording');
    call.recording.speech({
      type: 'digits',
      callId: recordId,
      leg: 'customer',
      startMs: 20_000,
      endMs: 22_000,
      count: 16,
    });
    expect(call.view()?.state).toBe('paused-for-card');
    await call.until(() => call.changes().length === 5);
    expect(call.changes()).toEqual(['started', 'paused-for-card', 'resumed', 'paused-for-card', 'resumed']);
  });

  it('tells the customer, not while muted or held, anew when cut short, and gives the microphone back', async () => {
    const call = scene({ announce: 'spoken', beepEverySeconds: 15 });
    call.move({ muted: true }, 'mute');
    await call.begun();
    await call.seconds(3);
    expect(call.session.asked).toEqual([]);
    call.move({ muted: false }, 'unmute');
    await call.until(() => call.session.asked.length === 1);
    expect(call.session.asked).toEqual(['send-instead']);
    expect(call.view()?.announcing).toBe(true);
    call.move({ hold: 'held' }, 'hold-accepted');
    await call.until(() => call.session.asked.length === 2);
    expect(call.session.asked).toEqual(['send-instead', 'send-microphone']);
    expect(call.view()?.announcing).toBe(false);
    expect(call.changes()).toEqual(['started']);
    call.move({ hold: 'none' }, 'unmute');
    await call.until(() => call.view()?.announcing === true);
    call.notices.at(-1)?.finish();
    await call.until(() => call.changes().includes('announced'));
    expect(call.notices.map(({ kind }) => kind)).toEqual(['spoken', 'spoken']);
    expect(call.changes()).toEqual(['started', 'announced']);
    await call.until(() => call.notices.at(-1)?.kind === 'beep');
  });

  it('says so when the end of the file does not reach the disk', async () => {
    const call = scene({});
    await call.begun();
    await call.until(() => call.view()?.state === 'recording');
    call.disk.full = true;
    call.recording.ended();
    await call.until(() => call.troubles.length > 0);
    expect(call.troubles).toEqual(['recording-not-saved']);
  });
});
