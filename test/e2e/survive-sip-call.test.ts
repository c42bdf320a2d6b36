import { AsteriskStage } from '../../survive/asterisk-stage';
import { dialogCases } from '../../survive/cases/dialogs';
import { asteriskUnavailable } from '../asterisk/install';
import { appMissing } from '../support/desk-app';
import { describeCases } from '../support/describe-cases';

describeCases('offers and timers of a call, with Asterisk 22', {
  missing: appMissing ?? asteriskUnavailable(),
  cases: dialogCases,
  start: () => AsteriskStage.start({ media: false, simulatedClock: true }),
});
