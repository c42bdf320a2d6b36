/** A part of a report, as WebHID tells of it (https://wicg.github.io/webhid/#hidreportitem-dictionary). */
export interface HidReportItem {
  isAbsolute?: boolean;
  isArray?: boolean;
  isConstant?: boolean;
  isRange?: boolean;
  /** Usage page << 16 | usage. */
  usages?: readonly number[];
  usageMinimum?: number;
  usageMaximum?: number;
  /** Bits of one field, and how many fields follow each other. */
  reportSize?: number;
  reportCount?: number;
  logicalMinimum?: number;
}
export interface HidReport {
  reportId?: number;
  items?: readonly HidReportItem[];
}
export interface HidCollection {
  usagePage?: number;
  usage?: number;
  inputReports?: readonly HidReport[];
  outputReports?: readonly HidReport[];
}

/** HID Usage Tables 1.5: section 14 (Telephony Device page, 0x0B) and section 11 (LED page, 0x08). */
export const TELEPHONY_PAGE = 0x0b;
export const USAGE = {
  hookSwitch: 0x0b_0020,
  flash: 0x0b_0021,
  drop: 0x0b_0026,
  phoneMute: 0x0b_002f,
  ringer: 0x0b_009e,
  ledMute: 0x08_0009,
  ledOffHook: 0x08_0017,
  ledRing: 0x08_0018,
  ledHold: 0x08_0020,
} as const;

interface Field {
  reportId: number;
  /** Counted from the first bit after the report's id. */
  bit: number;
  bits: number;
  /** Level, or (false) a press that says nothing of what is on. */
  absolute: boolean;
  /** The one usage of a variable field; the choices of an array, whose value is an index. */
  usages: readonly number[];
  isArray: boolean;
  logicalMinimum: number;
}

/** Where in its reports a device keeps its buttons and lights. */
export interface HeadsetLayout {
  inputs: readonly Field[];
  outputs: readonly Field[];
  /** Report id → length in bytes. */
  outputBytes: ReadonlyMap<number, number>;
}

/** Whether a device has a telephony page of its own, whatever else it has. */
export function isTelephony(collections: readonly HidCollection[]): boolean {
  return collections.some(({ usagePage }) => usagePage === TELEPHONY_PAGE);
}

export function layoutOf(collections: readonly HidCollection[]): HeadsetLayout {
  const outputBytes = new Map<number, number>();
  const reports = (direction: 'inputReports' | 'outputReports') =>
    collections.flatMap((collection) => collection[direction] ?? []);
  const outputs = reports('outputReports').flatMap((report) => {
    const { fields, bits } = fieldsOf(report);
    outputBytes.set(report.reportId ?? 0, Math.ceil(bits / 8));
    return fields;
  });
  return { inputs: reports('inputReports').flatMap((report) => fieldsOf(report).fields), outputs, outputBytes };
}

function fieldsOf({ reportId = 0, items = [] }: HidReport): { fields: Field[]; bits: number } {
  const fields: Field[] = [];
  let bit = 0;
  for (const item of items) {
    const { reportSize: bits = 0, reportCount = 0, isArray = false, logicalMinimum = 0 } = item;
    const usages = usagesOf(item);
    for (let index = 0; index < reportCount; index += 1, bit += bits) {
      if (item.isConstant) continue;
      // HID 1.11 section 6.2.2.8: with fewer usages than fields the last one stands for the rest.
      const usage = usages[Math.min(index, usages.length - 1)];
      if (usage === undefined) continue;
      const own = isArray ? usages : [usage];
      fields.push({ reportId, bit, bits, absolute: item.isAbsolute ?? true, usages: own, isArray, logicalMinimum });
    }
  }
  return { fields, bits: bit };
}

function usagesOf({ isRange, usages, usageMinimum, usageMaximum }: HidReportItem): readonly number[] {
  if (!isRange || usageMinimum === undefined || usageMaximum === undefined) return usages ?? [];
  return Array.from({ length: Math.min(256, usageMaximum - usageMinimum + 1) }, (_, index) => usageMinimum + index);
}

export interface ButtonLevel {
  on: boolean;
  absolute: boolean;
}

/** Usage → level, of every button that a report speaks of. A report that is too short speaks of fewer. */
export function readReport(layout: HeadsetLayout, reportId: number, data: DataView): Map<number, ButtonLevel> {
  const levels = new Map<number, ButtonLevel>();
  for (const field of layout.inputs) {
    if (field.reportId !== reportId || field.bit + field.bits > data.byteLength * 8) continue;
    const value = bitsAt(data, field.bit, field.bits);
    if (field.isArray) {
      const chosen = field.usages[value - field.logicalMinimum];
      for (const usage of field.usages) {
        const on = usage === chosen || levels.get(usage)?.on === true;
        levels.set(usage, { on, absolute: field.absolute });
      }
    } else {
      const [usage] = field.usages;
      if (usage !== undefined) levels.set(usage, { on: value !== 0, absolute: field.absolute });
    }
  }
  return levels;
}

/** The reports that put a device's lights so. Lights it does not have are left out. */
export function writeReports(
  layout: HeadsetLayout,
  lights: ReadonlyMap<number, boolean>,
): { reportId: number; data: Uint8Array<ArrayBuffer> }[] {
  const reports = new Map<number, Uint8Array<ArrayBuffer>>();
  for (const { reportId, bit, usages, isArray } of layout.outputs) {
    const on = lights.get(usages[0] ?? -1);
    if (on === undefined || isArray) continue;
    const data = reports.get(reportId) ?? new Uint8Array(layout.outputBytes.get(reportId) ?? 0);
    if (on) data[bit >> 3] = (data[bit >> 3] ?? 0) | (1 << (bit & 7));
    reports.set(reportId, data);
  }
  return [...reports].map(([reportId, data]) => ({ reportId, data }));
}

function bitsAt(data: DataView, from: number, count: number): number {
  let value = 0;
  for (let index = 0; index < Math.min(count, 31); index += 1) {
    const at = from + index;
    if (data.getUint8(at >> 3) & (1 << (at & 7))) value |= 1 << index;
  }
  return value;
}
