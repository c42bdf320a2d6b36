import { describe, expect, it } from 'vitest';
import { startRecordingWatch, watchRecording, type RecordingReading } from './recording-watch';

/** When the alarm was on, second by second. */
type Written = Pick<RecordingReading, 'bytes' | 'audioMs'> & { soundDue?: boolean };

function alarms(readings: Written[], holdBackMs = 0): boolean[] {
  let watch = startRecordingWatch(0);
  return readings.map((reading, second) => {
    watch = watchRecording(watch, { atMs: (second + 1) * 1000, soundDue: true, ...reading }, holdBackMs);
    return watch.stalled;
  });
}
const seconds = (count: number, of: (second: number) => Written) =>
  Array.from({ length: count }, (_, index) => of(index + 1));

describe('whether a recording is written', () => {
  it('is content while bytes and sound grow', () => {
    expect(alarms(seconds(30, (s) => ({ bytes: s * 100, audioMs: s * 1000 })))).not.toContain(true);
  });

  it('sees bytes that never began or stopped growing, and that they grow again', () => {
    expect(alarms(seconds(6, () => ({ bytes: 0, audioMs: 0 })))).toEqual([false, false, false, false, true, true]);
    const stopped = alarms(seconds(12, (s) => ({ bytes: s < 4 || s > 9 ? s : 3, audioMs: s * 1000 })));
    expect(stopped.indexOf(true)).toBe(7);
    expect(stopped.at(-1)).toBe(false);
  });

  it('sees sound that stopped while chunks without sound still come', () => {
    expect(alarms(seconds(8, (s) => ({ bytes: s * 30, audioMs: Math.min(s, 2) * 1000 }))).at(-1)).toBe(true);
  });

  it('misses no sound of a call behind another one, and misses it again when the call is in front', () => {
    const waiting = seconds(30, (s) => ({ bytes: s * 30, audioMs: 2_000, soundDue: s > 20 }));
    expect(alarms(waiting).indexOf(true)).toBe(24);
  });

  it('waits for the first sound as long as it is held back, and no longer', () => {
    const held = seconds(20, (s) => ({ bytes: s * 30, audioMs: 0 }));
    expect(alarms(held, 15_000).indexOf(true)).toBe(19);
  });
});
