import { AsteriskStage } from '../../survive/asterisk-stage';
import { registrationCases } from '../../survive/cases/registration';
import { asteriskUnavailable } from '../asterisk/install';
import { appMissing } from '../support/desk-app';
import { describeCases } from '../support/describe-cases';

describeCases('the registration of a desk, with Asterisk 22', {
  missing: appMissing ?? asteriskUnavailable(),
  cases: registrationCases,
  start: () => AsteriskStage.start({ media: false }),
});
