import type { CallRecord } from '../contracts/records';

/** What a support person may read of a call: how it went, not with whom or about what. */
export function callForSupport(record: CallRecord) {
  const { direction, startedAt, answeredAt, endedAt, ringMs, talkMs, holdMs, cause, sipCode, quality } = record;
  const lostFrames = record.speech.lostFrames;
  const moments = record.timeline.flatMap((entry) => {
    if (entry.type === 'phase') return [{ atMs: Math.round(entry.atMs), what: `phase ${entry.phase}` }];
    if (entry.type === 'warning') return [{ atMs: Math.round(entry.atMs), what: `warning ${entry.code}` }];
    if (entry.type === 'mute') return [{ atMs: Math.round(entry.atMs), what: entry.muted ? 'muted' : 'unmuted' }];
    return [];
  });
  const times = { startedAt, answeredAt, endedAt, ringMs, talkMs, holdMs };
  return { direction, ...times, cause, sipCode, quality, callQuality: record.callQuality ?? null, lostFrames, moments };
}

const REMOVED = '[removed]';
/** The folder of a user, in a path of any system: it bears the user's name. */
const HOME = /((?:\/home|[\\/]Users)[\\/])[^\\/]+/gi;
/** Long enough to be a telephone number or a part of one. Times are written with fewer digits in a row. */
const DIGITS = '\\d{5,}';

/**
 * The same data with every secret gone from its texts, whatever text it hid in: passwords, tokens, names, numbers. Long
 * runs of digits go too, for a number may be written in a way nobody foresaw.
 */
export function withoutSecrets(value: unknown, secrets: readonly string[]): unknown {
  const known = secrets.filter((secret) => secret.length > 1).sort((a, b) => b.length - a.length);
  const escaped = (list: string[]) => list.map((secret) => secret.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  const isShortNumber = (secret: string) => /^\d+$/.test(secret);
  // A run of digits before the short numbers: one of them inside a long number must not leave its rest standing.
  const words = escaped(known.filter((secret) => !isShortNumber(secret)));
  const anySecret = new RegExp([...words, DIGITS, ...escaped(known.filter(isShortNumber))].join('|'), 'g');
  const clean = (text: string) => text.replace(HOME, `$1${REMOVED}`).replace(anySecret, REMOVED);
  const walk = (part: unknown): unknown => {
    if (typeof part === 'string') return clean(part);
    if (Array.isArray(part)) return part.map(walk);
    if (part === null || typeof part !== 'object') return part;
    return Object.fromEntries(Object.entries(part).map(([key, inner]) => [clean(key), walk(inner)]));
  };
  return walk(value);
}
