import type { Page } from 'playwright-core';

const PRESS = { hook: 0b1, mute: 0b100 };
const LIGHT = { 'off-hook': 0b1, mute: 0b10, ring: 0b100 };

export interface SimulatedHeadset {
  /** Off the hook or on it, as the device's own button does. */
  hook(off: boolean): Promise<void>;
  /** Presses mute and lets go. */
  mute(): Promise<void>;
  pullOut(): Promise<void>;
  plugIn(): Promise<void>;
  /** Waits until just these lights are on. */
  shows(...lights: (keyof typeof LIGHT)[]): Promise<void>;
}

/**
 * Gives the page a headset by a WebHID of its own (no USB device can be made here), and loads it anew. Report 2: hook
 * switch as a level, mute as a press; lights for off-hook, mute and ring. As real ones do, it moves its hook to what its
 * off-hook light is told.
 */
export async function simulateHeadset(page: Page): Promise<SimulatedHeadset> {
  await page.addInitScript(() => {
    class Device extends EventTarget {
      readonly productName = 'Simulated headset';
      readonly collections = [
        {
          usagePage: 0x0b,
          usage: 5,
          inputReports: [
            {
              reportId: 2,
              items: [
                { usages: [0x0b0020, 0x0b0097], isAbsolute: true, reportSize: 1, reportCount: 2 },
                { usages: [0x0b002f], isAbsolute: false, reportSize: 1, reportCount: 1 },
                { isConstant: true, reportSize: 1, reportCount: 5 },
              ],
            },
          ],
          outputReports: [
            {
              reportId: 2,
              items: [{ usages: [0x080017, 0x080009, 0x080018], isAbsolute: true, reportSize: 1, reportCount: 3 }],
            },
          ],
        },
      ];
      opened = false;
      buttons = 0;
      lights = 0;
      open() {
        this.opened = true;
        return Promise.resolve();
      }
      close() {
        this.opened = false;
        return Promise.resolve();
      }
      sendReport(_reportId: number, data: Uint8Array) {
        this.lights = data[0] ?? 0;
        this.report((this.buttons & ~1) | (this.lights & 1));
        return Promise.resolve();
      }
      report(buttons: number) {
        this.buttons = buttons;
        const data = new DataView(Uint8Array.from([buttons]).buffer);
        this.dispatchEvent(Object.assign(new Event('inputreport'), { reportId: 2, data }));
      }
    }
    const device = new Device();
    const hid = Object.assign(new EventTarget(), {
      getDevices: () => Promise.resolve([device]),
      requestDevice: () => Promise.resolve([device]),
    });
    Object.defineProperty(navigator, 'hid', { value: hid });
    Object.assign(window, { headset: device });
  });
  await page.reload();
  const set = (bits: number, on: boolean) =>
    page.evaluate(
      ([mask, down]) => {
        const device = (window as unknown as { headset: { buttons: number; report(buttons: number): void } }).headset;
        device.report(down ? device.buttons | mask : device.buttons & ~mask);
      },
      [bits, on] as const,
    );
  const tell = (name: 'connect' | 'disconnect') =>
    page.evaluate((type) => {
      const { hid } = navigator as unknown as { hid: EventTarget };
      const device = (window as unknown as { headset: { opened: boolean } }).headset;
      if (type === 'disconnect') device.opened = false;
      hid.dispatchEvent(Object.assign(new Event(type), { device }));
    }, name);
  return {
    hook: (off) => set(PRESS.hook, off),
    mute: async () => {
      await set(PRESS.mute, true);
      await set(PRESS.mute, false);
    },
    pullOut: () => tell('disconnect'),
    plugIn: () => tell('connect'),
    shows: async (...lights) => {
      const wanted = lights.reduce((bits, light) => bits | LIGHT[light], 0);
      await page.waitForFunction(
        (bits) => (window as unknown as { headset: { lights: number } }).headset.lights === bits,
        wanted,
        { timeout: 60_000 },
      );
    },
  };
}
