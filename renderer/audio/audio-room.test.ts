// @vitest-environment jsdom
import { expect, it } from 'vitest';
import { enterAudioRoom } from './audio-room';

const frames = () => [...document.querySelectorAll('iframe')];

it('renews the room after thirty calls, a tap and a meter each, and never under a call', () => {
  for (let call = 0; call < 29; call += 1) {
    const [tap, meter] = [enterAudioRoom(), enterAudioRoom()];
    expect(tap.window).toBe(meter.window);
    tap.leave();
    meter.leave();
  }
  const [first] = frames();
  expect(frames()).toHaveLength(1);
  // The thirtieth call lasts on: one that comes meanwhile is in the same room, however many there were.
  const lasting = enterAudioRoom();
  for (let call = 0; call < 10; call += 1) {
    const other = enterAudioRoom();
    expect(other.window).toBe(lasting.window);
    other.leave();
    // Told twice, it left once.
    other.leave();
  }
  expect(frames()).toEqual([first]);
  lasting.leave();
  expect(frames()).toEqual([]);
  const next = enterAudioRoom();
  expect(frames()).toHaveLength(1);
  expect(frames()[0]).not.toBe(first);
  next.leave();
  expect(frames()).toHaveLength(1);
});
