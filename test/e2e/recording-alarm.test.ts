import { recordingCases } from '../../survive/cases/recording';
import { PracticeStage } from '../../survive/practice-stage';
import { appMissing } from '../support/desk-app';
import { describeCases } from '../support/describe-cases';
import { smallDiskMissing } from '../support/small-disk';

describeCases('a recording whose disk fills up', {
  missing: appMissing ?? smallDiskMissing,
  cases: recordingCases,
  start: async () => {
    const stage = await PracticeStage.start();
    await stage.open();
    return stage;
  },
});
