import { randomUUID } from 'node:crypto';
import { copyFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CallRecord } from '../../contracts/records';
import { readOptions } from '../../server/reconcile/options';
import { reportText } from '../../server/reconcile/report';
import { runReconcile } from '../../server/reconcile/run';
import { RecordedCalls } from '../../survive/recorded-calls';
import { CDR_COLUMNS } from '../asterisk/configuration';
import { asteriskUnavailable } from '../asterisk/install';
import { appMissing } from '../support/desk-app';

const BUILD_LIMIT_MS = 15 * 60_000;
const TEST_LIMIT_MS = 20 * 60_000;
const reason = appMissing ?? asteriskUnavailable();

describe.skipIf(reason)(`records beside the books of a real Asterisk 22${reason ? ` (${reason})` : ''}`, () => {
  let calls: RecordedCalls;
  let records: CallRecord[];
  let cdr: string;
  let events: string;

  beforeAll(async () => {
    calls = await RecordedCalls.start();
  }, BUILD_LIMIT_MS);

  afterAll(async () => {
    await calls?.stop();
  });

  async function reconciled(source: string, ...more: string[]) {
    const argv = ['--records', source, ...(more.includes('--cdr') ? [] : ['--cdr', cdr]), ...more];
    const asked = readOptions(argv, { SIDETONE_SUPERVISOR_TOKEN: calls.floor.server.tokens.supervisorToken ?? '' });
    if (!asked) throw new Error('These are options.');
    return runReconcile(asked, () => undefined);
  }

  async function fileOf(given: readonly unknown[]): Promise<string> {
    const file = path.join(calls.floor.folder, 'records.ndjson');
    await writeFile(file, given.map((record) => JSON.stringify(record)).join('\n'));
    return file;
  }

  it('explains every difference of twelve kinds of call', { timeout: TEST_LIMIT_MS }, async () => {
    for (const { name, make } of calls.kinds) {
      await make();
      console.info(`made: ${name}`);
    }
    records = await calls.floor.records();
    await calls.booksAreClosed();
    // Copies: the PBX goes on writing.
    cdr = path.join(calls.floor.folder, 'Master.csv');
    events = path.join(calls.floor.folder, 'cel.csv');
    await copyFile(calls.floor.asterisk.books.cdr, cdr);
    await copyFile(calls.floor.asterisk.books.events, events);
    const report = await reconciled(calls.floor.server.url, '--events', events, '--tolerance-seconds', '2');
    console.info(reportText(report));
    expect(report).toMatchObject({ records: calls.kinds.length, flagged: 0 });
  });

  it('explains them from the CDR alone, and from CDR of other columns', { timeout: TEST_LIMIT_MS }, async () => {
    expect(await reconciled(calls.floor.server.url)).toMatchObject({ records: calls.kinds.length, flagged: 0 });
    const file = calls.floor.asterisk.books.customCdr;
    const other = await reconciled(calls.floor.server.url, '--cdr', file, '--cdr-columns', CDR_COLUMNS.join(','));
    expect(other).toMatchObject({ records: calls.kinds.length, flagged: 0 });
  });

  it('flags the record that is missing and the one that is there twice, and no other', async () => {
    const [first, second, ...others] = records;
    // Another record of the same call.
    const twice = { ...second, recordId: randomUUID() };
    const report = await reconciled(await fileOf([...others, second, twice]), '--events', events);
    const flagged = report.findings.filter(({ verdict }) => verdict === 'flagged');
    console.info(reportText(report));
    expect(flagged.map(({ kind, sipCallId }) => [kind, sipCallId])).toEqual(
      expect.arrayContaining([
        ['missing-record', first?.sipCallId],
        ['doubled-record', second?.sipCallId],
      ]),
    );
    expect(flagged).toHaveLength(2);
  });
});
