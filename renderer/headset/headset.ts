import type { ButtonLevel } from '../../domain/headset-reports';

export interface HeadsetListener {
  /** A device can be spoken to; the next call of `show` reaches it. */
  opened(deviceId: string, name: string): void;
  closed(deviceId: string): void;
  report(deviceId: string, levels: ReadonlyMap<number, ButtonLevel>): void;
}

/** The headsets of this computer whose buttons and lights the system lets us use. */
export interface Headsets {
  /** Opens those that are there, and those that come. */
  start(listener: HeadsetListener): Promise<void>;
  /** Puts the lights of a device so; usage → on. */
  show(deviceId: string, lights: ReadonlyMap<number, boolean>): void;
  /** Asks the system for a headset that was not offered by itself. Only as an answer to a click. */
  find(): Promise<void>;
  stop(): void;
}
