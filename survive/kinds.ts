import { asteriskUnavailable } from '../test/asterisk/install';
import { smallDiskMissing } from '../test/support/small-disk';
import { AsteriskStage, type AsteriskStageOptions } from './asterisk-stage';
import type { CaseStage, SurviveCase } from './case';
import { deviceCases } from './cases/devices';
import { dialogCases } from './cases/dialogs';
import { headsetCases } from './cases/headset';
import { networkCases } from './cases/network';
import { pathCases } from './cases/paths';
import { recordingCases } from './cases/recording';
import { reconnectCases } from './cases/reconnect';
import { registrationCases } from './cases/registration';
import { screenTruthCases } from './cases/screen-truth';
import { secondWayCases } from './cases/second-way';
import { senselessCases } from './cases/senseless';
import { sleepCases } from './cases/sleep';
import { takeBackCases } from './cases/take-back';
import { tortureCases } from './cases/torture';
import { twoLinesCases } from './cases/two-lines';
import { killKind } from './kill-kind';
import { PracticeStage } from './practice-stage';
import { seededRandom } from '../bench/random';
import { reconcileKind } from './reconcile-kind';
import { runCases } from './run-cases';
import { soakKind } from './soak-kind';
import type { TableRow } from './table';

/** What can be asked for by name or by row. */
export type Listed = Pick<SurviveCase<never>, 'name' | 'row' | 'injected'>;

/** Cases that are played on the same stage, one after another. */
export interface Kind {
  readonly cases: readonly Listed[];
  /** Why they cannot run on this machine, or null. */
  missing(): string | null;
  run(wanted: (listed: Listed) => boolean): Promise<TableRow[]>;
}

function kind<Stage extends CaseStage>(
  cases: readonly SurviveCase<Stage>[],
  start: () => Promise<Stage>,
  missing: () => string | null = () => null,
): Kind {
  return { cases, missing, run: (wanted) => runCases(cases.filter(wanted), start) };
}

/** All that `npm run survive` runs: a case is one entry in a file of cases/, a kind one line here. */
export function allKinds({ seed, kills, soak }: { seed: number; kills: number; soak: number }): readonly Kind[] {
  const asterisk = (cases: readonly SurviveCase<AsteriskStage>[], options: AsteriskStageOptions = {}) =>
    kind(cases, () => AsteriskStage.start({ ...options, random: seededRandom(seed) }), asteriskUnavailable);
  const practice = (cases: readonly SurviveCase<PracticeStage>[], missing?: () => string | null) => {
    const start = async () => {
      const stage = await PracticeStage.start({ faults: seededRandom(seed) });
      await stage.open();
      return stage;
    };
    return kind(cases, start, missing);
  };
  return [
    asterisk([...networkCases, ...reconnectCases, ...sleepCases, ...takeBackCases, ...twoLinesCases]),
    asterisk(secondWayCases, { secondWay: true }),
    asterisk(dialogCases, { media: false, simulatedClock: true }),
    asterisk([...senselessCases, ...pathCases], { media: false }),
    asterisk(registrationCases, { media: false }),
    practice([...deviceCases, ...screenTruthCases, ...headsetCases]),
    practice(tortureCases(seed)),
    practice(recordingCases, () => smallDiskMissing),
    reconcileKind(),
    soakKind({ calls: soak }),
    killKind({ kills, seed }),
  ];
}
