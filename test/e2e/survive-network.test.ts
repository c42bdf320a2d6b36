import { AsteriskStage } from '../../survive/asterisk-stage';
import { networkCases } from '../../survive/cases/network';
import { asteriskUnavailable } from '../asterisk/install';
import { appMissing } from '../support/desk-app';
import { describeCases } from '../support/describe-cases';

describeCases('a network that fails in a call, with Asterisk 22', {
  missing: appMissing ?? asteriskUnavailable(),
  cases: networkCases,
  start: () => AsteriskStage.start(),
});
