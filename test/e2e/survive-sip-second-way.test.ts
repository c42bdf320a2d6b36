import { AsteriskStage } from '../../survive/asterisk-stage';
import { secondWayCases } from '../../survive/cases/second-way';
import { asteriskUnavailable } from '../asterisk/install';
import { appMissing } from '../support/desk-app';
import { describeCases } from '../support/describe-cases';

describeCases('a PBX with a second address, Asterisk 22', {
  missing: appMissing ?? asteriskUnavailable(),
  cases: secondWayCases,
  start: () => AsteriskStage.start({ secondWay: true }),
});
