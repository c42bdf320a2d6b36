import type { Kind } from './kinds';
import { killCampaign, killSchedule } from './kill-campaign';
import { PracticeStage } from './practice-stage';
import { say } from './run-cases';
import { seededRandom } from '../bench/random';

/** The kill campaign as one row of the table. */
export function killKind({ kills, seed }: { kills: number; seed: number }): Kind {
  const listed = { name: 'kills', row: 25, injected: `${String(kills)} SIGKILLs in the middle of calls` };
  return {
    cases: [listed],
    missing: () => null,
    run: async (wanted) => {
      if (kills === 0 || !wanted(listed)) return [];
      const stage = await PracticeStage.start();
      try {
        const told = (done: number) => void (done % 10 === 0 && say(`  ${String(done)} of ${String(kills)} kills`));
        const report = await killCampaign(stage, { schedule: killSchedule(kills, seededRandom(seed)), told });
        const moments = Object.entries(report.perMoment).map(([moment, count]) => `${moment} ${String(count)}`);
        say(`  ${moments.join(', ')}; ${report.secondsPerKill.toFixed(1)} s a kill`);
        const { calls, records, balance, chainWhole } = report;
        return [
          {
            case: listed.name,
            row: listed.row,
            injected: listed.injected,
            seen: `${String(calls)} calls, ${String(records)} records, ${String(balance.attempts)} of calls that never left`,
            silenceS: null,
            untruths: [],
            lost: balance.lost.length,
            doubled: balance.doubled.length,
            failure: chainWhole ? null : 'the chain of records is not whole',
          },
        ];
      } finally {
        await stage.stop();
      }
    },
  };
}
