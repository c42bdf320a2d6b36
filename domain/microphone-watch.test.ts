import { describe, expect, it } from 'vitest';
import { MICROPHONE_WATCH, watchMicrophone, type MicrophoneLevel, type MicrophoneWatch } from './microphone-watch';

const VOICE = 1e-3;
const ROOM = 1e-7;

/** 100 ms after 100 ms of the same. */
function hears(watch: MicrophoneWatch, forMs: number, part: Partial<MicrophoneLevel>): MicrophoneWatch {
  let next = watch;
  for (let passed = 0; passed < forMs; passed += 100) {
    const atMs = (next.lastAtMs ?? 0) + 100;
    next = watchMicrophone(next, { atMs, meanSquare: ROOM, muted: false, farSpeaking: false, ...part });
  }
  return next;
}

describe('a microphone that was granted and gives nothing', () => {
  it('is called silent within three seconds, whoever speaks', () => {
    expect(hears(MICROPHONE_WATCH, 2_000, { meanSquare: 0, farSpeaking: true }).silent).toBe(false);
    expect(hears(MICROPHONE_WATCH, 2_700, { meanSquare: 0, farSpeaking: true }).silent).toBe(true);
  });

  it('is not called so for a quiet room, and no longer when it gives sound again', () => {
    expect(hears(MICROPHONE_WATCH, 10_000, {}).silent).toBe(false);
    const silent = hears(MICROPHONE_WATCH, 4_000, { meanSquare: 0 });
    expect(hears(silent, 100, {}).silent).toBe(false);
  });

  it('may gate itself while the customer speaks, once it has been heard', () => {
    const gated = hears(hears(MICROPHONE_WATCH, 1_000, { meanSquare: VOICE }), 20_000, {
      meanSquare: 0,
      farSpeaking: true,
    });
    expect(gated.silent).toBe(false);
    expect(hears(gated, 3_200, { meanSquare: 0 }).silent).toBe(true);
  });

  it('is silent when muted too: it will be when unmuted', () => {
    expect(hears(MICROPHONE_WATCH, 3_200, { meanSquare: 0, muted: true }).silent).toBe(true);
  });
});

describe('talking while muted', () => {
  it('is told after half a second of voice, and no longer when unmuted', () => {
    const room = hears(MICROPHONE_WATCH, 3_000, { muted: true });
    expect(hears(room, 300, { meanSquare: VOICE, muted: true }).talkingWhileMuted).toBe(false);
    const talking = hears(room, 700, { meanSquare: VOICE, muted: true });
    expect(talking.talkingWhileMuted).toBe(true);
    expect(hears(talking, 100, { meanSquare: VOICE }).talkingWhileMuted).toBe(false);
  });

  it('is told only of an agent who is muted', () => {
    expect(hears(MICROPHONE_WATCH, 10_000, { meanSquare: VOICE }).talkingWhileMuted).toBe(false);
  });

  it('stays on screen for a moment, then goes', () => {
    const talking = hears(MICROPHONE_WATCH, 1_000, { meanSquare: VOICE, muted: true });
    expect(hears(talking, 1_000, { muted: true }).talkingWhileMuted).toBe(true);
    expect(hears(talking, 6_000, { muted: true }).talkingWhileMuted).toBe(false);
  });

  it('is not told of a noisy room', () => {
    const noisy = hears(MICROPHONE_WATCH, 60_000, { meanSquare: 1e-4 });
    expect(hears(noisy, 5_000, { meanSquare: 2e-4, muted: true }).talkingWhileMuted).toBe(false);
  });
});
