import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AgentSpeech, levelDb } from './agent-speech';
import { FrameClock } from './frame-clock';
import { decodeMulaw, encodeMulaw, MULAW_SILENCE } from './g711';
import { decodeTelephoneEvent, encodeTelephoneEvent, TelephoneEventReceiver } from './telephone-event';
import { CHINA_TONE_HZ, progressTone, tone, voicemailBeep } from './tones';

describe('G.711 µ-law', () => {
  it('decodes the corner values of the standard', () => {
    expect([...decodeMulaw(Uint8Array.of(0xff, 0x7f, 0x80, 0x00))]).toEqual([0, 0, 32_124, -32_124]);
    expect([...encodeMulaw(Int16Array.of(0, 32_767, -32_768))]).toEqual([MULAW_SILENCE, 0x80, 0x00]);
  });

  it('keeps every code, and every sample within a sixteenth', () => {
    const codes = Uint8Array.from({ length: 256 }, (_, code) => code).filter((code) => code !== 0x7f);
    expect([...encodeMulaw(decodeMulaw(codes))]).toEqual([...codes]);
    fc.assert(
      fc.property(fc.integer({ min: -32_000, max: 32_000 }), (sample) => {
        const [back = 0] = decodeMulaw(encodeMulaw(Int16Array.of(sample)));
        expect(Math.abs(back - sample)).toBeLessThanOrEqual(Math.abs(sample) / 16 + 8);
      }),
    );
  });
});

describe('telephone events', () => {
  it('come back as they were sent', () => {
    const event = { digit: '#', end: true, volumeDbm0: -10, durationSamples: 800 };
    expect([...encodeTelephoneEvent(event)]).toEqual([11, 0x8a, 3, 32]);
    expect(decodeTelephoneEvent(encodeTelephoneEvent(event))).toEqual(event);
  });

  it('give one digit for all the packets of a key press, whichever are lost', () => {
    const receiver = new TelephoneEventReceiver();
    const packet = (end: boolean): Uint8Array =>
      encodeTelephoneEvent({ digit: '5', end, volumeDbm0: -10, durationSamples: 160 });
    expect([packet(false), packet(false), packet(true), packet(true)].map((p) => receiver.receive(p, 1000))).toEqual([
      '5',
      null,
      null,
      null,
    ]);
    expect(receiver.receive(packet(true), 2000)).toBe('5');
    expect(receiver.receive(Uint8Array.of(5), 3000)).toBeNull();
    expect(receiver.receive(Uint8Array.of(16, 0, 0, 0), 3000)).toBeNull();
  });
});

describe('a tone', () => {
  it('has its pitch, its length, its level, and no click at its ends', () => {
    const samples = tone({ frequencyHz: CHINA_TONE_HZ, durationMs: 1000, sampleRateHz: 8000, amplitudeRatio: 0.5 });
    const crossings = samples.filter((sample, index) => sample >= 0 && (samples[index - 1] ?? 0) < 0).length;
    expect(samples).toHaveLength(8000);
    expect(Math.abs(crossings - CHINA_TONE_HZ)).toBeLessThanOrEqual(1);
    expect(levelDb(samples)).toBeCloseTo(20 * Math.log10(0.5 / Math.SQRT2), 0);
    expect([samples[0], samples.at(-1)].map(Math.abs as (value: number | undefined) => number)).toEqual([0, 0]);
    expect(voicemailBeep(8000)).toHaveLength(4000);
  });

  it.each([
    ['ringback', 1000, 4000],
    ['busy', 350, 350],
    ['congestion', 700, 700],
  ] as const)('of the network (%s) sounds for %i ms and is quiet for %i ms', (name, soundMs, quietMs) => {
    const period = progressTone(name, 8000);
    expect(period).toHaveLength((soundMs + quietMs) * 8);
    expect(levelDb(period.subarray(0, soundMs * 8))).toBeGreaterThan(-25);
    expect(period.subarray(soundMs * 8).every((sample) => sample === 0)).toBe(true);
    // Frames of 20 ms: the next period follows without a gap.
    expect(period.length % 160).toBe(0);
  });
});

describe("a customer's ear", () => {
  const speech = tone({ frequencyHz: 300, durationMs: 20, sampleRateHz: 8000 });
  const noise = Int16Array.from({ length: 160 }, (_, index) => (index % 2 === 0 ? 150 : -150));
  const hear = (ear: AgentSpeech, frame: Int16Array | null, times: number): boolean[] =>
    Array.from({ length: times }, () => ear.handleFrame(frame));

  it('hears speech begin after three frames and end after the hangover', () => {
    const ear = new AgentSpeech();
    expect(hear(ear, null, 50)).not.toContain(true);
    expect(hear(ear, speech, 4)).toEqual([false, false, true, true]);
    expect(hear(ear, null, 10)).not.toContain(false);
    expect(hear(ear, null, 1)).toEqual([false]);
  });

  it('takes neither a click nor a steady noise for speech', () => {
    const ear = new AgentSpeech();
    expect(hear(ear, speech, 2)).not.toContain(true);
    hear(ear, null, 5);
    hear(ear, noise, 600);
    expect(ear.speaking).toBe(false);
    expect(hear(ear, speech, 3).at(-1)).toBe(true);
  });
});

describe('the frame clock', () => {
  function clockAt(): { frames: () => number; wake: (atMs: number) => void; clock: FrameClock; delays: number[] } {
    let nowMs = 0;
    let frames = 0;
    let next: (() => void) | null = null;
    const delays: number[] = [];
    const clock = new FrameClock({
      intervalMs: 20,
      onFrame: () => (frames += 1),
      nowMs: () => nowMs,
      schedule: (run, delayMs) => {
        delays.push(delayMs);
        next = run;
        return run;
      },
      cancel: () => (next = null),
    });
    const wake = (atMs: number): void => {
      nowMs = atMs;
      next?.();
    };
    return { frames: () => frames, wake, clock, delays };
  }

  it('does not drift when timers fire late', () => {
    const { frames, wake, clock, delays } = clockAt();
    clock.start();
    for (let atMs = 23; atMs <= 2003; atMs += 20) wake(atMs);
    expect(frames()).toBe(100);
    expect(delays.slice(0, 3)).toEqual([20, 17, 17]);
    wake(2083);
    expect(frames()).toBe(104);
  });

  it('gives up the frames of a long stall, and stops for good', () => {
    const { frames, wake, clock } = clockAt();
    clock.start();
    wake(10_000);
    expect(frames()).toBe(1);
    clock.stop();
    wake(20_000);
    expect(frames()).toBe(1);
  });
});
