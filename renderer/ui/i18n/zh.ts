import { zhAccounts } from './zh-accounts';
import { zhCall } from './zh-call';
import { zhContest, zhContestTrouble } from './zh-contest';
import { zhDesktop } from './zh-desktop';
import { zhDisplay } from './zh-display';
import { zhForm } from './zh-form';
import { zhHabits, zhHabitsTrouble } from './zh-habits';
import { zhLines, zhLinesTrouble } from './zh-lines';
import { zhPages } from './zh-pages';
import { zhRecording } from './zh-recording';
import { zhShell } from './zh-shell';
import { zhTrouble } from './zh-trouble';
import { zhTroubleInput } from './zh-trouble-input';

/** Chinese words. The shape of this object is the list of all words; en.ts has the same keys. */
export const zh = {
  ...zhCall,
  ...zhPages,
  ...zhShell,
  ...zhDesktop,
  ...zhAccounts,
  ...zhLines,
  ...zhRecording,
  ...zhHabits,
  ...zhForm,
  ...zhContest,
  ...zhDisplay,
  trouble: { ...zhTrouble, ...zhTroubleInput, ...zhLinesTrouble, ...zhHabitsTrouble, ...zhContestTrouble },
};

export type Words = typeof zh;
