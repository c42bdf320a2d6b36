import type { Kind } from './kinds';
import { PracticeStage } from './practice-stage';
import { say } from './run-cases';
import { listenersLimit, soak } from './soak';

const PSS_GROWTH_LIMIT_PERCENT = 10;

/** Many short calls in one run of the app as one row of the table. */
export function soakKind({ calls }: { calls: number }): Kind {
  const listed = { name: 'soak', row: 24, injected: `${String(calls)} short calls in one run` };
  return {
    cases: [listed],
    missing: () => (process.platform === 'linux' ? null : 'Handles and memory are read from /proc of Linux.'),
    run: async (wanted) => {
      if (!wanted(listed)) return [];
      const stage = await PracticeStage.start();
      try {
        const told = (done: number) => void (done % 50 === 0 && say(`  ${String(done)} of ${String(calls)} calls`));
        const { start, middle, end, secondsPerCall } = await soak(stage, { calls, told });
        for (const holdings of [start, middle, end]) say(`  ${JSON.stringify(holdings)}`);
        say(`  ${secondsPerCall.toFixed(1)} s a call`);
        const { lost, doubled } = await stage.settle();
        const growth = (end.pssMb / start.pssMb - 1) * 100;
        const seen = [
          `PSS ${growth.toFixed(1)} %`,
          `${String(end.handles - start.handles)} handles`,
          `${String(end.timers - start.timers)} timers more`,
          `${String(end.listeners - start.listeners)} listeners more`,
        ];
        const failures = [
          ...(growth < PSS_GROWTH_LIMIT_PERCENT ? [] : [`PSS grew by ${growth.toFixed(1)} %`]),
          ...(end.peerConnections === 0 ? [] : [`${String(end.peerConnections)} connections are left`]),
          ...(end.listeners < listenersLimit(calls) * start.listeners
            ? []
            : [`${String(end.listeners - start.listeners)} event listeners are left`]),
          ...(end.timers === start.timers ? [] : ['timers are left']),
        ];
        return [
          {
            case: listed.name,
            row: listed.row,
            injected: listed.injected,
            seen: seen.join(', '),
            silenceS: null,
            untruths: [],
            lost: lost.length,
            doubled: doubled.length,
            failure: failures.length === 0 ? null : failures.join('; '),
          },
        ];
      } finally {
        await stage.stop();
      }
    },
  };
}
