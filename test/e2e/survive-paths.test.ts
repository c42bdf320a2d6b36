import { AsteriskStage } from '../../survive/asterisk-stage';
import { pathCases } from '../../survive/cases/paths';
import { asteriskUnavailable } from '../asterisk/install';
import { appMissing } from '../support/desk-app';
import { describeCases } from '../support/describe-cases';

describeCases('the paths of a call, with Asterisk 22', {
  missing: appMissing ?? asteriskUnavailable(),
  cases: pathCases,
  start: () => AsteriskStage.start({ media: false }),
});
