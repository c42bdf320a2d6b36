import { AsteriskStage } from '../../survive/asterisk-stage';
import { sleepCases } from '../../survive/cases/sleep';
import { asteriskUnavailable } from '../asterisk/install';
import { appMissing } from '../support/desk-app';
import { describeCases } from '../support/describe-cases';

describeCases('a computer that sleeps and a window that is hidden, with Asterisk 22', {
  missing: appMissing ?? asteriskUnavailable(),
  cases: sleepCases,
  start: () => AsteriskStage.start(),
});
