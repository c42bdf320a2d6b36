import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { reportText } from '../../server/reconcile/report';
import { RecordedCalls } from '../../survive/recorded-calls';
import { CDR_COLUMNS } from '../asterisk/configuration';
import { asteriskUnavailable } from '../asterisk/install';
import { appMissing } from '../support/desk-app';

const BUILD_LIMIT_MS = 15 * 60_000;
const TEST_LIMIT_MS = 20 * 60_000;
const reason = appMissing ?? asteriskUnavailable();

describe.skipIf(reason)(`records beside the books of a real Asterisk 22${reason ? ` (${reason})` : ''}`, () => {
  let calls: RecordedCalls;

  beforeAll(async () => {
    calls = await RecordedCalls.start();
  }, BUILD_LIMIT_MS);

  afterAll(async () => {
    await calls?.stop();
  });

  it('explains every difference of sixteen kinds of call', { timeout: TEST_LIMIT_MS }, async () => {
    await calls.make((name) => console.info(`made: ${name}`));
    const report = await calls.reconciled(['--events', calls.events, '--tolerance-seconds', '2']);
    console.info(reportText(report));
    expect(report).toMatchObject({ records: 16, flagged: 0 });
  });

  it('explains them from the CDR alone, and from CDR of other columns', { timeout: TEST_LIMIT_MS }, async () => {
    expect(await calls.reconciled([])).toMatchObject({ records: 16, flagged: 0 });
    const file = calls.floor.asterisk.books.customCdr;
    const other = await calls.reconciled(['--cdr', file, '--cdr-columns', CDR_COLUMNS.join(',')]);
    expect(other).toMatchObject({ records: 16, flagged: 0 });
  });

  it('flags the record that is missing and the one that is there twice, and no other', async () => {
    const { report, missing, doubled } = await calls.reconciledWrongly();
    const flagged = report.findings.filter(({ verdict }) => verdict === 'flagged');
    console.info(reportText(report));
    expect(flagged.map(({ kind, sipCallId }) => [kind, sipCallId])).toEqual(
      expect.arrayContaining([
        ['missing-record', missing],
        ['doubled-record', doubled],
      ]),
    );
    expect(flagged).toHaveLength(2);
  });
});
