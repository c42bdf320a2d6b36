/** 3:07, 12:40, 1:02:03. `durationMs` below zero counts as zero. */
export function formatDuration(durationMs: number): string {
  const seconds = Math.max(0, Math.floor(durationMs / 1000));
  const hours = Math.floor(seconds / 3600);
  const minutes = Math.floor(seconds / 60) % 60;
  const two = (value: number) => String(value).padStart(2, '0');
  return hours > 0 ? `${hours}:${two(minutes)}:${two(seconds % 60)}` : `${two(minutes)}:${two(seconds % 60)}`;
}

/** Time of day, 24 hours; with the date when it is another day than `nowMs`. */
export function formatMoment(iso: string, nowMs: number): string {
  const moment = new Date(iso);
  const now = new Date(nowMs);
  const two = (value: number) => String(value).padStart(2, '0');
  const time = `${two(moment.getHours())}:${two(moment.getMinutes())}`;
  if (moment.toDateString() === now.toDateString()) return time;
  const day = `${two(moment.getMonth() + 1)}-${two(moment.getDate())}`;
  return moment.getFullYear() === now.getFullYear() ? `${day} ${time}` : `${moment.getFullYear()}-${day} ${time}`;
}

/** Value of a datetime-local input for a moment, in local time: 2026-11-21T15:30. */
export function toLocalInput(iso: string | null): string {
  if (iso === null) return '';
  const moment = new Date(iso);
  return new Date(moment.getTime() - moment.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
}

/** The moment of a datetime-local value; null when it is empty or half typed. */
export function fromLocalInput(value: string): string | null {
  const moment = new Date(value);
  return value === '' || Number.isNaN(moment.getTime()) ? null : moment.toISOString();
}

const TITLES = /^(mr|mrs|ms|miss|dr|prof)\.?\s+/i;

/** Letter of an avatar: the surname's character in Chinese, the first letter after any title elsewhere. */
export function initialOf(name: string): string {
  return [...name.trim().replace(TITLES, '')][0]?.toUpperCase() ?? '?';
}
