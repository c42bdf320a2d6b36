import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { SidetoneError, toFailure } from '../../contracts/errors';
import { madeCall, recordOf } from '../../domain/reconcile/testing/made-books';
import { readCdrFile } from './cdr-file';
import { readEventFile } from './event-file';
import { readOptions } from './options';
import { readRecordsFile } from './records-source';
import { reportJson, reportText } from './report';
import { runReconcile } from './run';
import { timeReader } from './time';

const utc = timeReader('UTC');
const told = () => undefined;
const BUSY =
  '"","1001","602","agents",""""" <1001>","PJSIP/1001-00000002","","Busy","20","2026-11-27 22:28:28",,"2026-11-27 22:28:28",0,0,"BUSY","DOCUMENTATION"';
const NEW = `${BUSY},"pbx-1795818508.2","3t62nc52l0","","pbx-1795818508.2",2`;

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'sidetone-books-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function file(name: string, text: string): Promise<string> {
  const target = path.join(folder, name);
  await writeFile(target, text);
  return target;
}

async function cdr(text: string, columns: readonly string[] | null = null) {
  return readCdrFile({ file: await file('Master.csv', text), columns, readTime: utc, told });
}

const failure = (work: Promise<unknown>) => work.then(() => null, toFailure);

describe('CDR', () => {
  it('are read as cdr_csv writes them, with and without its later columns', async () => {
    const [line] = await cdr(`${NEW}\n`);
    expect(line).toEqual({
      where: 'Master.csv, line 1',
      source: '1001',
      destination: '602',
      channel: 'PJSIP/1001-00000002',
      destinationChannel: '',
      startMs: Date.parse('2026-11-27T22:28:28Z'),
      answeredMs: null,
      endMs: Date.parse('2026-11-27T22:28:28Z'),
      disposition: 'BUSY',
      uniqueId: 'pbx-1795818508.2',
      linkedId: 'pbx-1795818508.2',
      sequence: '2',
      callIds: ['3t62nc52l0'],
    });
    expect(await cdr(BUSY)).toMatchObject([{ uniqueId: '', callIds: [] }]);
    expect(await cdr(`${BUSY},"pbx-1.2"`)).toMatchObject([{ uniqueId: 'pbx-1.2', callIds: [] }]);
    expect(await cdr(`${BUSY},"a;b"`)).toMatchObject([{ uniqueId: '', callIds: ['a', 'b'] }]);
  });

  it('are read in other columns, by a header or by name', async () => {
    const columns = 'start,answer,end,src,dst,channel,dstchannel,disposition,CDR(sipcallid)';
    const line = '2026-11-27 09:00:00,2026-11-27 09:00:05,2026-11-27 09:01:00,1001,600,PJSIP/1001-0a,,ANSWERED,abc';
    const wanted = [{ source: '1001', destination: '600', callIds: ['abc'], where: 'Master.csv, line 2' }];
    expect(await cdr(`\ufeff${columns}\n${line}\n`)).toMatchObject(wanted);
    const names = columns.replace('CDR(sipcallid)', 'sipcallid').split(',');
    expect(await cdr(line, names)).toMatchObject([{ source: '1001', callIds: ['abc'] }]);
  });

  it('that are wrong are refused with line and next step', async () => {
    const cases = [
      [
        `${NEW}\n${NEW.replace('22:28:28', '25:99:00')}`,
        /^Master.csv, line 2: start: "2026-11-27 25:99:00" is no time/,
      ],
      [`${NEW}\na,b,c\n`, /^Master.csv, line 2: a line of 3 columns/],
      [`${NEW}\n"","1001","half a li`, /^Master.csv, line \d: this is no CSV: .*half a line/],
      ['[Nov 27] pbx.c: Set("a=b")', /^Master.csv, line 1: this is no CSV: Invalid Opening Quote/],
      [NEW.replace('"BUSY"', '"17"'), /^Master.csv, line 1: disposition: not a disposition/],
    ] as const;
    for (const [text, message] of cases) {
      expect(await failure(cdr(text))).toMatchObject({
        code: 'books-invalid',
        message: expect.stringMatching(message),
      });
    }
    const gone = readCdrFile({ file: path.join(folder, 'gone.csv'), columns: null, readTime: utc, told });
    expect(await failure(gone)).toMatchObject({
      code: 'file-unreadable',
      message: expect.stringContaining('gone.csv'),
    });
  });

  it('of whatever content throw nothing but a clear error', async () => {
    const lines = fc.array(fc.oneof(fc.string(), fc.constant(NEW), fc.constant('"'), fc.string({ unit: 'binary' })));
    await fc.assert(
      fc.asyncProperty(lines, fc.constantFrom('\n', '\r\n', ','), async (given, separator) => {
        const target = await file('random.csv', given.join(separator));
        for (const read of [readCdrFile, readEventFile]) {
          const error = await read({ file: target, columns: null, readTime: utc, told }).then(
            () => null,
            (thrown: unknown) => thrown,
          );
          if (error !== null) expect(error).toBeInstanceOf(SidetoneError);
        }
        const error = await readRecordsFile(target).then(
          () => null,
          (thrown: unknown) => thrown,
        );
        if (error !== null) expect(error).toBeInstanceOf(SidetoneError);
      }),
      { numRuns: 150 },
    );
  });
});

describe('times', () => {
  it('are read in the zone of the PBX, over a change of the clock too', () => {
    const shanghai = timeReader('Asia/Shanghai');
    const berlin = timeReader('Europe/Berlin');
    expect(shanghai('2026-11-27 08:00:00')).toBe(Date.parse('2026-11-27T00:00:00Z'));
    expect(berlin('2026-07-01 12:00:00.250')).toBe(Date.parse('2026-07-01T10:00:00.250Z'));
    expect(berlin('2026-03-29 03:30:00')).toBe(Date.parse('2026-03-29T01:30:00Z'));
    expect(utc('1795818504.123456')).toBe(1_795_818_504_123);
    for (const wrong of ['', 'now', '2026-02-30 00:00:00', '2026-01-01 24:30:00', '27.11.2026']) {
      expect(utc(wrong)).toBeNull();
    }
  });
});

describe('channel events', () => {
  it('are read as cel_custom writes them', async () => {
    const line =
      '"HANGUP","1795818504.5","","1001","","","","600","agents","PJSIP/1001-0a","","","3","","pbx-1.2","pbx-1.2","","","","{""hangupcause"":16,""hangupsource"":""""}"';
    const target = await file('cel.csv', line);
    expect(await readEventFile({ file: target, columns: null, readTime: utc, told })).toEqual([
      {
        where: 'cel.csv, line 1',
        type: 'HANGUP',
        atMs: 1_795_818_504_500,
        callerNumber: '1001',
        extension: '600',
        channel: 'PJSIP/1001-0a',
        uniqueId: 'pbx-1.2',
        linkedId: 'pbx-1.2',
        hangupCause: 16,
        otherChannel: '',
      },
    ]);
  });
});

describe('records', () => {
  const record = { ...recordOf(madeCall(1)), where: undefined, deskId: undefined };

  it('are read as an array, as a page of the server, and one a line', async () => {
    const chained = { deskId: 'desk-1', number: 1, record };
    for (const text of [
      JSON.stringify([chained, record]),
      JSON.stringify({ records: [chained, record] }),
      `${JSON.stringify(chained)}\n\n${JSON.stringify(record)}\n`,
    ]) {
      const read = await readRecordsFile(await file('records.json', text));
      expect(read.map(({ deskId, recordId }) => [deskId, recordId])).toEqual([
        ['desk-1', record.recordId],
        [null, record.recordId],
      ]);
    }
  });

  it('that are wrong are refused with their place', async () => {
    const text = `${JSON.stringify(record)}\n${JSON.stringify({ ...record, cause: 'bored' })}`;
    expect(await failure(readRecordsFile(await file('wrong.ndjson', text)))).toMatchObject({
      code: 'records-invalid',
      message: expect.stringMatching(/^wrong.ndjson, line 2: this is no call record \(cause: /),
    });
    expect(await failure(readRecordsFile(await file('no.json', 'a,b')))).toMatchObject({
      message: expect.stringMatching(/^no.json, line 1: this is no call record \(it is no JSON\)/),
    });
  });
});

describe('the command line', () => {
  it('is refused with the option that is wrong', () => {
    const given = ['--records', 'r.json', '--cdr', 'Master.csv'];
    const cases: [string[], RegExp][] = [
      [[], /records: is missing/],
      [['--records', 'r.json'], /cdr: is missing/],
      [[...given, '--tolerance-seconds', 'many'], /tolerance-seconds/],
      [[...given, '--time-zone', 'Moon/Base'], /time-zone: is no time zone/],
      [[...given, '--from', 'yesterday'], /--from: "yesterday" is no time/],
      [['--records', 'https://central.example.com', '--cdr', 'x'], /--token/],
      [[...given, '--nonsense'], /nonsense/],
    ];
    for (const [argv, message] of cases) expect(() => readOptions(argv, {})).toThrow(message);
    expect(readOptions(['--help'], {})).toBeNull();
    const asked = readOptions([...given, '--time-zone', 'Asia/Shanghai', '--from', '2026-11-27'], {});
    expect(asked?.options.fromMs).toBe(Date.parse('2026-11-26T16:00:00Z'));
  });
});

describe('transfers that a real Asterisk 22 made of a REFER, blind and attended', () => {
  const transfers = (name: string) => path.join(import.meta.dirname, 'testing', 'transfers', name);
  /** The desk's three calls: one sent on blindly, one and its consultation joined. */
  const desk = [
    ['aab779b4b1fa', '22:51:15.7', 2.5],
    ['9ea558182397', '22:51:24.3', 5],
    ['c25f1b541dcc', '22:51:26.8', 2.5],
  ] as const;
  const records = desk.map(([sipCallId, clock, talkS], index) => {
    const startedAt = `2026-11-27T${clock}00Z`;
    const endedAt = new Date(Date.parse(startedAt) + talkS * 1000).toISOString();
    return { ...recordOf(madeCall(index)), sipCallId, remoteNumber: '604', startedAt, answeredAt: startedAt, endedAt };
  });

  async function reconciled(cdrText: string, ...more: string[]) {
    const source = await file('transfers.json', JSON.stringify(records));
    const lines = await file('transfers.csv', cdrText);
    const asked = readOptions(['--records', source, '--cdr', lines, '--events', transfers('cel.csv'), ...more], {});
    if (!asked) throw new Error('These are options.');
    return runReconcile(asked, told);
  }

  it('agree with the records to the second', async () => {
    const text = await readFile(transfers('Master.csv'), 'utf8');
    const report = await reconciled(text, '--tolerance-seconds', '1');
    expect(report).toMatchObject({ records: 3, pbxCalls: 3, agreed: 3, flagged: 0 });
  });

  it('are explained by the channel events where the CDR are lost', async () => {
    const text = await readFile(transfers('Master.csv'), 'utf8');
    const kept = text.split('\n').filter((line) => !line.includes('"PJSIP/1001-'));
    const { findings, flagged } = await reconciled(kept.join('\n'));
    expect(flagged).toBe(0);
    expect(findings.map(({ kind, sipCallId }) => [kind, sipCallId])).toEqual(
      desk.map(([sipCallId]) => ['transferred', sipCallId]),
    );
  });
});

it('leaves out records of practice, of which the company’s PBX knows nothing', async () => {
  const practice = { ...recordOf(madeCall(2)), practice: { expected: [] } };
  const records = await file('practice.json', JSON.stringify([recordOf(madeCall(1)), practice]));
  const asked = readOptions(['--records', records, '--cdr', await file('one.csv', NEW)], {});
  if (!asked) throw new Error('These are options.');
  expect((await runReconcile(asked, told)).records).toBe(1);
});

describe('the books of fourteen kinds of call, as the real app and a real Asterisk 22 wrote them', () => {
  const book = (name: string) => path.join(import.meta.dirname, 'testing', 'fourteen-calls', name);

  it.each([
    ['with channel events', ['--events', book('cel.csv')]],
    ['from the CDR alone, though three calls of one number began within a second of another', []],
  ])('are explained %s', async (_title, more) => {
    const argv = ['--records', book('records.json'), '--cdr', book('Master.csv'), ...more];
    const asked = readOptions(argv, {});
    if (!asked) throw new Error('These are options.');
    expect(await runReconcile(asked, told)).toMatchObject({ records: 14, pbxCalls: 13, flagged: 0 });
  });
});

describe('the report', () => {
  it('names what is flagged, where it stands, and sums it up', async () => {
    const records = await file('report.json', '[]');
    const lines = await file('report.csv', NEW);
    const asked = readOptions(['--records', records, '--cdr', lines, '--extensions', '1001'], {});
    if (!asked) throw new Error('These are options.');
    const report = await runReconcile(asked, told);
    const text = reportText(report);
    expect(text).toMatch(/✗ +2026-11-27 22:28:28 +1001 +602 +missing-record .*report.csv, line 1/);
    expect(text).toContain('0 records, 1 PBX call: 0 agree, 0 explained, 1 flagged.');
    expect(JSON.parse(reportJson(report))).toMatchObject({
      flagged: 1,
      findings: [{ at: '2026-11-27T22:28:28.000Z', kind: 'missing-record', sipCallId: '3t62nc52l0' }],
    });
  });
});
