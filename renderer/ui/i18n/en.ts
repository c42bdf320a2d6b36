import { enCall } from './en-call';
import { enDesktop } from './en-desktop';
import { enHabits, enHabitsTrouble } from './en-habits';
import { enPages } from './en-pages';
import { enShell } from './en-shell';
import { enTrouble } from './en-trouble';
import type { Words } from './zh';

/** English words. */
export const en: Words = {
  ...enCall,
  ...enPages,
  ...enShell,
  ...enDesktop,
  ...enHabits,
  trouble: { ...enTrouble, ...enHabitsTrouble },
};
