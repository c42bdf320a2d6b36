import {
  isTelephony,
  layoutOf,
  readReport,
  TELEPHONY_PAGE,
  writeReports,
  type HeadsetLayout,
  type HidCollection,
} from '../../domain/headset-reports';
import type { HeadsetListener, Headsets } from './headset';

/** The part of WebHID that is used (https://wicg.github.io/webhid/); the DOM types have none of it. */
interface HidDevice extends EventTarget {
  readonly opened: boolean;
  readonly productName: string;
  readonly collections: readonly HidCollection[];
  open(): Promise<void>;
  close(): Promise<void>;
  sendReport(reportId: number, data: Uint8Array<ArrayBuffer>): Promise<void>;
}
interface Hid extends EventTarget {
  getDevices(): Promise<HidDevice[]>;
  requestDevice(options: { filters: { usagePage: number }[] }): Promise<HidDevice[]>;
}
type InputReport = Event & { readonly reportId: number; readonly data: DataView };
type Connection = Event & { readonly device: HidDevice };

interface Open {
  id: string;
  device: HidDevice;
  layout: HeadsetLayout;
  /** One report after another: a device may drop the second of two that overlap. */
  sending: Promise<void>;
  onReport(event: Event): void;
}

/** Headsets by WebHID's telephony page. */
export class WebHidHeadsets implements Headsets {
  readonly #hid: Hid | undefined;
  readonly #open = new Map<HidDevice, Open>();
  #listener: HeadsetListener | null = null;
  #count = 0;
  readonly #onConnect = (event: Event) => void this.#add((event as Connection).device);
  readonly #onDisconnect = (event: Event) => this.#remove((event as Connection).device);

  constructor(hid = (navigator as unknown as { hid?: Hid }).hid) {
    this.#hid = hid;
  }

  async start(listener: HeadsetListener): Promise<void> {
    this.#listener = listener;
    this.#hid?.addEventListener('connect', this.#onConnect);
    this.#hid?.addEventListener('disconnect', this.#onDisconnect);
    for (const device of (await this.#hid?.getDevices()) ?? []) await this.#add(device);
  }

  show(deviceId: string, lights: ReadonlyMap<number, boolean>): void {
    const open = [...this.#open.values()].find(({ id }) => id === deviceId);
    if (!open) return;
    for (const { reportId, data } of writeReports(open.layout, lights)) {
      // A device that was pulled out takes no report; its disconnect event says so.
      open.sending = open.sending.then(() => open.device.sendReport(reportId, data)).catch(() => undefined);
    }
  }

  async find(): Promise<void> {
    const devices = await this.#hid?.requestDevice({ filters: [{ usagePage: TELEPHONY_PAGE }] });
    for (const device of devices ?? []) await this.#add(device);
  }

  stop(): void {
    this.#hid?.removeEventListener('connect', this.#onConnect);
    this.#hid?.removeEventListener('disconnect', this.#onDisconnect);
    for (const device of [...this.#open.keys()]) {
      this.#remove(device);
      void device.close().catch(() => undefined);
    }
    this.#listener = null;
  }

  async #add(device: HidDevice): Promise<void> {
    if (this.#open.has(device) || !isTelephony(device.collections)) return;
    this.#count += 1;
    const id = String(this.#count);
    const layout = layoutOf(device.collections);
    const onReport = (event: Event) => {
      const { reportId, data } = event as InputReport;
      this.#listener?.report(id, readReport(layout, reportId, data));
    };
    this.#open.set(device, { id, device, layout, sending: Promise.resolve(), onReport });
    try {
      if (!device.opened) await device.open();
    } catch {
      // Another program may hold it; plugging it in again brings a new event.
      this.#open.delete(device);
      return;
    }
    device.addEventListener('inputreport', onReport);
    this.#listener?.opened(id, device.productName);
  }

  #remove(device: HidDevice): void {
    const open = this.#open.get(device);
    if (!open) return;
    device.removeEventListener('inputreport', open.onReport);
    this.#open.delete(device);
    this.#listener?.closed(open.id);
  }
}
