/** `2026-11-27 22:26:19`, with or without a fraction: what Asterisk writes of a time. */
const CLOCK_TIME = /^(\d{4})-(\d{2})-(\d{2})[ T](\d{2}):(\d{2}):(\d{2})(\.\d{1,9})?$/;
const EPOCH_TIME = /^(\d{9,11})(\.\d{1,9})?$/;

/** Whether this computer knows the time zone. */
export function isTimeZone(zone: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: zone });
    return true;
  } catch {
    return false;
  }
}

/** A function that reads Asterisk's times of that zone as ms since the epoch; null for what is no time. */
export function timeReader(zone: string): (text: string) => number | null {
  const format = new Intl.DateTimeFormat('en-CA', {
    timeZone: zone,
    hourCycle: 'h23',
    ...({ year: 'numeric', month: '2-digit', day: '2-digit' } as const),
    ...({ hour: '2-digit', minute: '2-digit', second: '2-digit' } as const),
  });
  /** How far the zone's clocks are ahead of UTC at that moment. */
  const aheadMs = (atMs: number) => {
    const part = Object.fromEntries(format.formatToParts(atMs).map(({ type, value }) => [type, Number(value)]));
    const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = part;
    return Date.UTC(year, month - 1, day, hour, minute, second) - Math.floor(atMs / 1000) * 1000;
  };
  return (text) => {
    const epoch = EPOCH_TIME.exec(text);
    if (epoch) return Math.round(Number(text) * 1000);
    const clock = CLOCK_TIME.exec(text);
    if (!clock) return null;
    const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = clock.slice(1, 7).map(Number);
    const asUtcMs = Date.UTC(year, month - 1, day, hour, minute, second);
    // The 30th of February is no day.
    if (new Date(asUtcMs).getUTCDate() !== day || new Date(asUtcMs).getUTCHours() !== hour) return null;
    const nearMs = asUtcMs - aheadMs(asUtcMs);
    return asUtcMs - aheadMs(nearMs) + Math.round(Number(clock[7] ?? 0) * 1000);
  };
}
