import type { ButtonLevel } from '../../domain/headset-reports';
import type { HeadsetListener, Headsets } from './headset';

/** Headsets without a computer: the test plugs them in and presses their buttons. */
export class FakeHeadsets implements Headsets {
  /** Device id → what its lights show. */
  readonly lights = new Map<string, ReadonlyMap<number, boolean>>();
  asked = 0;
  #listener: HeadsetListener | null = null;

  start(listener: HeadsetListener): Promise<void> {
    this.#listener = listener;
    return Promise.resolve();
  }
  show(deviceId: string, lights: ReadonlyMap<number, boolean>): void {
    this.lights.set(deviceId, lights);
  }
  find(): Promise<void> {
    this.asked += 1;
    return Promise.resolve();
  }
  stop(): void {
    this.#listener = null;
  }

  plugIn(deviceId: string, name: string): void {
    this.#listener?.opened(deviceId, name);
  }
  pullOut(deviceId: string): void {
    this.#listener?.closed(deviceId);
  }
  press(deviceId: string, usage: number, on: boolean, absolute: boolean): void {
    this.#listener?.report(deviceId, new Map<number, ButtonLevel>([[usage, { on, absolute }]]));
  }
}
