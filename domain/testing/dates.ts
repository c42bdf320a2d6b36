import type { FindDate } from '../summary/next-actions';

/** A stand-in for the finder of dates: tomorrow or a Thursday, and a whole hour. */
export const fakeFindDate: FindDate = (text, now) => {
  const days = /明天|tomorrow/.test(text) ? 1 : /Thursday/.test(text) ? (4 - now.getDay() + 7) % 7 || 7 : null;
  if (days === null) return null;
  const hours = ['三点', 'at ten', '上午', 'morning'].find((word) => text.includes(word));
  const hour = hours === '三点' ? 15 : hours === 'at ten' ? 10 : 9;
  const at = new Date(now.getFullYear(), now.getMonth(), now.getDate() + days, hour);
  return { at, timeKnown: hours === '三点' || hours === 'at ten' };
};
