import { expect, it } from 'vitest';
import {
  followCall,
  IDLE_HEADSET,
  pressButtons,
  type HeadsetCall,
  type HeadsetCommand,
  type HeadsetState,
} from './headset-buttons';
import { isTelephony, layoutOf, readReport, USAGE, writeReports, type HidCollection } from './headset-reports';

/**
 * The telephony collection of an Anker PowerConf (USB 291a:3301), as WebHID tells of it. Report 2: hook switch and line
 * busy as levels, mute, flash, redial and speed dial as presses; out: off-hook, mute, ring, hold, microphone.
 */
const powerConf: HidCollection[] = [
  {
    usagePage: 0x0c,
    usage: 1,
    inputReports: [{ reportId: 1, items: [{ usages: [0x0c00e9], reportSize: 1, reportCount: 8 }] }],
  },
  {
    usagePage: 0x0b,
    usage: 5,
    inputReports: [
      {
        reportId: 2,
        items: [
          { usages: [0x0b0020, 0x0b0097], isAbsolute: true, reportSize: 1, reportCount: 2 },
          { usages: [0x0b002f, 0x0b0021, 0x0b0070, 0x0b0050], isAbsolute: false, reportSize: 1, reportCount: 4 },
          { isConstant: true, reportSize: 1, reportCount: 2 },
        ],
      },
    ],
    outputReports: [
      {
        reportId: 2,
        items: [
          { usages: [0x080017, 0x080009, 0x080018, 0x080020, 0x080021], reportSize: 1, reportCount: 5 },
          { isConstant: true, reportSize: 1, reportCount: 3 },
        ],
      },
    ],
  },
];
const HOOK = 0b1;
const MUTE = 0b100;
const FLASH = 0b1000;

const layout = layoutOf(powerConf);
const talking: HeadsetCall = { phase: 'talking', muted: false, held: false };
const ringing: HeadsetCall = { phase: 'ringing', muted: false, held: false };

/** A headset and what it asked for; `lit` is what its lights show, as the byte of its report. */
class Headset {
  state: HeadsetState = IDLE_HEADSET;
  readonly asked: HeadsetCommand[] = [];
  lit: number | null = null;

  call(call: HeadsetCall): this {
    const step = followCall(this.state, call);
    this.state = step.state;
    this.#light(step.lights);
    return this;
  }
  report(...bytes: number[]): this {
    const data = new DataView(Uint8Array.from(bytes).buffer);
    const step = pressButtons(this.state, readReport(layout, 2, data));
    this.state = step.state;
    this.asked.push(...step.commands);
    this.#light(step.lights);
    return this;
  }
  #light(lights: ReadonlyMap<number, boolean> | null): void {
    if (lights) this.lit = writeReports(layout, lights)[0]?.data[0] ?? null;
  }
}

it('knows a telephony device by its page', () => {
  expect(isTelephony(powerConf)).toBe(true);
  expect(isTelephony([{ usagePage: 1, usage: 6 }])).toBe(false);
});

it('rings, is answered by its hook, and hangs up by it', () => {
  const headset = new Headset().call(ringing);
  expect(headset.lit).toBe(0b100);
  headset.report(HOOK);
  expect(headset.asked).toEqual(['answer']);
  headset.call(talking);
  expect(headset.lit).toBe(0b001);
  headset.report(0);
  expect(headset.asked).toEqual(['answer', 'hang-up']);
  headset.call(IDLE_HEADSET.call);
  expect(headset.lit).toBe(0);
});

it('takes the echo of what the screen did for no press', () => {
  const headset = new Headset().call(ringing).call(talking).report(HOOK);
  headset.call(IDLE_HEADSET.call).report(0);
  expect(headset.asked).toEqual([]);
  // The echo may come so late that the next call rings already.
  headset.call(talking).report(HOOK).call(IDLE_HEADSET.call).call(ringing).report(0);
  expect(headset.asked).toEqual([]);
});

it('mutes by a press, shows the mute of the screen, and does not mistake the hook in the same report', () => {
  const headset = new Headset().call(talking);
  headset.report(MUTE).report(0);
  expect(headset.asked).toEqual(['mute']);
  headset.call({ ...talking, muted: true });
  expect(headset.lit).toBe(0b011);
  headset.report(MUTE).report(0);
  expect(headset.asked).toEqual(['mute', 'unmute']);
});

it('holds by a flash, and lights the hold', () => {
  const headset = new Headset()
    .call(talking)
    .report(HOOK)
    .report(HOOK | FLASH)
    .report(HOOK);
  expect(headset.asked).toEqual(['toggle-hold']);
  expect(headset.call({ ...talking, held: true }).lit).toBe(0b1001);
});

it('puts a device that was taken off the hook for nothing back in step', () => {
  const headset = new Headset();
  headset.report(HOOK);
  expect(headset.asked).toEqual([]);
  expect(headset.lit).toBe(0);
});

const level = (usage: number, on: boolean, absolute: boolean) => new Map([[usage, { on, absolute }]]);

it('takes a hook that is a push button, and a mute that is a switch', () => {
  const answered = followCall(IDLE_HEADSET, talking).state;
  expect(pressButtons(answered, level(USAGE.hookSwitch, true, false)).commands).toEqual(['hang-up']);
  const down = pressButtons(answered, level(USAGE.phoneMute, true, true));
  expect(down.commands).toEqual(['mute']);
  const muted = followCall(down.state, { ...talking, muted: true }).state;
  expect(pressButtons(muted, level(USAGE.phoneMute, false, true)).commands).toEqual(['unmute']);
});

it('declines by the drop button while it rings, and hangs up by it in a call', () => {
  const press = level(USAGE.drop, true, false);
  expect(pressButtons(followCall(IDLE_HEADSET, ringing).state, press).commands).toEqual(['decline']);
  expect(pressButtons(followCall(IDLE_HEADSET, talking).state, press).commands).toEqual(['hang-up']);
  expect(pressButtons(IDLE_HEADSET, press).commands).toEqual([]);
});

it('reads buttons that come as an index, and reports that are cut short', () => {
  const array = layoutOf([
    {
      usagePage: 0x0b,
      inputReports: [
        {
          items: [
            {
              isArray: true,
              usages: [USAGE.hookSwitch, USAGE.phoneMute],
              logicalMinimum: 1,
              reportSize: 8,
              reportCount: 1,
            },
          ],
        },
      ],
    },
  ]);
  const levels = readReport(array, 0, new DataView(Uint8Array.from([2]).buffer));
  expect([levels.get(USAGE.hookSwitch)?.on, levels.get(USAGE.phoneMute)?.on]).toEqual([false, true]);
  expect(readReport(layout, 2, new DataView(new ArrayBuffer(0))).size).toBe(0);
});

it('counts a range of usages and gives each light its own report', () => {
  const lights = layoutOf([
    {
      usagePage: 0x0b,
      outputReports: [
        { reportId: 0x17, items: [{ usages: [USAGE.ledOffHook], reportSize: 1, reportCount: 1 }] },
        {
          reportId: 9,
          items: [
            { isConstant: true, reportSize: 1, reportCount: 9 },
            { isRange: true, usageMinimum: 0x080008, usageMaximum: 0x080009, reportSize: 1, reportCount: 2 },
          ],
        },
      ],
    },
  ]);
  const muted = new Map([
    [USAGE.ledOffHook, true],
    [USAGE.ledMute, true],
  ]);
  expect(writeReports(lights, muted)).toEqual([
    { reportId: 0x17, data: Uint8Array.from([1]) },
    { reportId: 9, data: Uint8Array.from([0, 0b100]) },
  ]);
});
