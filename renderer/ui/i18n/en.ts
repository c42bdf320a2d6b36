import { enAccounts } from './en-accounts';
import { enCall } from './en-call';
import { enCueBook, enCueBookTrouble } from './en-cue-book';
import { enContest, enContestTrouble } from './en-contest';
import { enDesktop } from './en-desktop';
import { enDisplay } from './en-display';
import { enForm } from './en-form';
import { enHabits, enHabitsTrouble } from './en-habits';
import { enLines, enLinesTrouble } from './en-lines';
import { enModels, enModelsTrouble } from './en-models';
import { enPages } from './en-pages';
import { enRecording, enRecordingTrouble } from './en-recording';
import { enRehearsal } from './en-rehearsal';
import { enRewrite, enRewriteTrouble } from './en-rewrite';
import { enScript } from './en-script';
import { enShell } from './en-shell';
import { enTrouble } from './en-trouble';
import { enTroubleInput } from './en-trouble-input';
import type { Words } from './zh';

/** English words. */
export const en: Words = {
  ...enCall,
  ...enPages,
  ...enShell,
  ...enDesktop,
  ...enAccounts,
  ...enLines,
  ...enRecording,
  ...enHabits,
  ...enForm,
  ...enContest,
  ...enDisplay,
  ...enRehearsal,
  ...enRewrite,
  ...enCueBook,
  ...enScript,
  ...enModels,
  trouble: {
    ...enTrouble,
    ...enTroubleInput,
    ...enRecordingTrouble,
    ...enLinesTrouble,
    ...enHabitsTrouble,
    ...enCueBookTrouble,
    ...enModelsTrouble,
    ...enRewriteTrouble,
    ...enContestTrouble,
  },
};
