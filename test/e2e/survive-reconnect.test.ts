import { AsteriskStage } from '../../survive/asterisk-stage';
import { reconnectCases } from '../../survive/cases/reconnect';
import { asteriskUnavailable } from '../asterisk/install';
import { appMissing } from '../support/desk-app';
import { describeCases } from '../support/describe-cases';

describeCases('what a reconnect leaves as it was, with Asterisk 22', {
  missing: appMissing ?? asteriskUnavailable(),
  cases: reconnectCases,
  start: () => AsteriskStage.start(),
});
