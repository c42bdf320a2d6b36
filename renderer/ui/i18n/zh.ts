import { zhCall } from './zh-call';
import { zhDesktop } from './zh-desktop';
import { zhHabits, zhHabitsTrouble } from './zh-habits';
import { zhPages } from './zh-pages';
import { zhShell } from './zh-shell';
import { zhTrouble } from './zh-trouble';

/** Chinese words. The shape of this object is the list of all words; en.ts has the same keys. */
export const zh = {
  ...zhCall,
  ...zhPages,
  ...zhShell,
  ...zhDesktop,
  ...zhHabits,
  trouble: { ...zhTrouble, ...zhHabitsTrouble },
};

export type Words = typeof zh;
