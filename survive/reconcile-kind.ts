import { asteriskUnavailable } from '../test/asterisk/install';
import type { Kind } from './kinds';
import { RecordedCalls } from './recorded-calls';
import { inOneLine, say } from './run-cases';
import type { TableRow } from './table';

type Result = Pick<TableRow, 'seen' | 'lost' | 'doubled' | 'failure'>;

/** Calls of every kind, and what reconciling their records with Asterisk's books finds, as one row of the table. */
export function reconcileKind(): Kind {
  const listed = { name: 'reconcile', row: 25, injected: 'calls of every kind, beside Asterisk’s CDR and events' };
  return {
    cases: [listed],
    missing: asteriskUnavailable,
    run: async (wanted) => {
      if (!wanted(listed)) return [];
      const calls = await RecordedCalls.start();
      try {
        const failed = (error: unknown) => ({ seen: '', lost: 0, doubled: 0, failure: inOneLine(error) });
        const result = await compared(calls).catch(failed);
        say(`${result.failure === null ? '✓' : '✗'} ${listed.name}: ${result.failure ?? result.seen}`);
        const { name, row, injected } = listed;
        return [{ case: name, row, injected, ...result, silenceS: null, untruths: [] }];
      } finally {
        await calls.stop();
      }
    },
  };
}

async function compared(calls: RecordedCalls): Promise<Result> {
  await calls.make((name) => say(`  made: ${name}`));
  const { records, pbxCalls, agreed, explained, flagged, findings } = await calls.reconciled([
    ...['--events', calls.events, '--tolerance-seconds', '2'],
  ]);
  const told = (wanted: string) => findings.filter(({ verdict, kind }) => verdict === 'flagged' && kind === wanted);
  const { report } = await calls.reconciledWrongly();
  const sums = `${String(agreed)} agree, ${String(explained)} explained, ${String(flagged)} flagged`;
  const wrongs = `1 missing and 1 doubled: ${String(report.flagged)} flagged`;
  const failures = [
    ...findings.filter(({ verdict }) => verdict === 'flagged').map(({ kind, text }) => `${kind}: ${text}`),
    ...(records === calls.kinds.length ? [] : [`${String(records)} records of ${String(calls.kinds.length)} calls`]),
    ...(report.flagged === 2 ? [] : [wrongs]),
  ];
  return {
    seen: `${String(records)} records, ${String(pbxCalls)} PBX calls: ${sums}; then ${wrongs}`,
    lost: told('missing-record').length,
    doubled: told('doubled-record').length,
    failure: failures.length === 0 ? null : failures.join('; '),
  };
}
