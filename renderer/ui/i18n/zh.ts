import { zhAccounts } from './zh-accounts';
import { zhCall } from './zh-call';
import { zhCueBook, zhCueBookTrouble } from './zh-cue-book';
import { zhContest, zhContestTrouble } from './zh-contest';
import { zhDesktop } from './zh-desktop';
import { zhDisplay } from './zh-display';
import { zhForm } from './zh-form';
import { zhHabits, zhHabitsTrouble } from './zh-habits';
import { zhLines, zhLinesTrouble } from './zh-lines';
import { zhModels, zhModelsTrouble } from './zh-models';
import { zhPages } from './zh-pages';
import { zhRecording, zhRecordingTrouble } from './zh-recording';
import { zhRehearsal } from './zh-rehearsal';
import { zhRewrite, zhRewriteTrouble } from './zh-rewrite';
import { zhScript } from './zh-script';
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
  ...zhRehearsal,
  ...zhRewrite,
  ...zhCueBook,
  ...zhScript,
  ...zhModels,
  trouble: {
    ...zhTrouble,
    ...zhTroubleInput,
    ...zhRecordingTrouble,
    ...zhLinesTrouble,
    ...zhHabitsTrouble,
    ...zhCueBookTrouble,
    ...zhModelsTrouble,
    ...zhRewriteTrouble,
    ...zhContestTrouble,
  },
};

export type Words = typeof zh;
