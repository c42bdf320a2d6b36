import { AsteriskStage } from '../../survive/asterisk-stage';
import { senselessCases } from '../../survive/cases/senseless';
import { asteriskUnavailable } from '../asterisk/install';
import { appMissing } from '../support/desk-app';
import { describeCases } from '../support/describe-cases';

describeCases('a PBX that talks nonsense, Asterisk 22 behind a proxy', {
  missing: appMissing ?? asteriskUnavailable(),
  cases: senselessCases,
  start: () => AsteriskStage.start({ media: false }),
});
