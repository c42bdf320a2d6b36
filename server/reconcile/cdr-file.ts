import { z } from 'zod';
import { SidetoneError } from '../../contracts/errors';
import type { CdrLine } from '../../domain/reconcile/facts';
import { csvRows, type Told } from './csv';

/** cdr_csv's columns; the last ones are written as cdr.conf says. */
const ALWAYS = [
  ...['accountcode', 'src', 'dst', 'dcontext', 'clid', 'channel', 'dstchannel', 'lastapp', 'lastdata'],
  ...['start', 'answer', 'end', 'duration', 'billsec', 'disposition', 'amaflags'],
];
const NEW_COLUMNS = ['peeraccount', 'linkedid', 'sequence'];
const NEEDED = ['src', 'dst', 'channel', 'dstchannel', 'start', 'answer', 'end', 'disposition'];
const UNIQUE_ID = /^[\w.-]*\d+\.\d+$/;

/** What cdr_csv wrote: loguniqueid, loguserfield and newcdrcolumns each add columns. */
function usualColumns(line: readonly string[]): readonly string[] | null {
  const more = line.length - ALWAYS.length;
  const tail = more >= NEW_COLUMNS.length ? NEW_COLUMNS : [];
  const between = more - tail.length;
  if (between === 0) return [...ALWAYS, ...tail];
  if (between === 1) {
    const name = UNIQUE_ID.test(line[ALWAYS.length] ?? '') ? 'uniqueid' : 'userfield';
    return [...ALWAYS, name, ...tail];
  }
  return between === 2 ? [...ALWAYS, 'uniqueid', 'userfield', ...tail] : null;
}

const lineSchema = z.object({
  src: z.string(),
  dst: z.string(),
  channel: z.string().min(1, 'the channel is missing'),
  dstchannel: z.string(),
  start: z.string(),
  answer: z.string(),
  end: z.string(),
  disposition: z.string().regex(/^[A-Za-z ]+$/, 'not a disposition such as ANSWERED'),
  uniqueid: z.string().default(''),
  linkedid: z.string().default(''),
  sequence: z.string().default(''),
  userfield: z.string().default(''),
  sipcallid: z.string().default(''),
});

export interface CdrFileOptions {
  readonly file: string;
  readonly columns: readonly string[] | null;
  readonly readTime: (text: string) => number | null;
  readonly told: Told;
}

/** Reads Asterisk's CDR. Throws `file-unreadable` or `books-invalid`, naming the line. */
export async function readCdrFile({ file, columns, readTime, told }: CdrFileOptions): Promise<CdrLine[]> {
  const lines: CdrLine[] = [];
  for await (const { where, values } of csvRows({ file, what: 'CDR', usualColumns, columns, needed: NEEDED, told })) {
    const line = lineSchema.safeParse(values);
    if (!line.success) {
      const [issue] = line.error.issues;
      throw invalid(where, `${issue?.path.join('.') ?? ''}: ${issue?.message ?? 'not valid'}.`);
    }
    const { src, dst, channel, dstchannel, disposition, uniqueid, linkedid, sequence, ...rest } = line.data;
    lines.push({
      where,
      source: src,
      destination: dst,
      channel,
      destinationChannel: dstchannel,
      startMs: timeOf('start', rest.start),
      answeredMs: /^0*$/.test(rest.answer) ? null : timeOf('answer', rest.answer),
      endMs: timeOf('end', rest.end),
      disposition: disposition.toUpperCase(),
      uniqueId: uniqueid,
      linkedId: linkedid,
      sequence,
      callIds: [rest.sipcallid, rest.userfield].flatMap((text) => text.split(';')).filter((text) => text !== ''),
    });
    function timeOf(column: string, text: string): number {
      const atMs = readTime(text);
      if (atMs === null)
        throw invalid(where, `${column}: "${text.slice(0, 40)}" is no time such as 2026-11-27 09:30:00.`);
      return atMs;
    }
  }
  return lines;
}

function invalid(where: string, wrong: string): SidetoneError {
  const next = 'Are these CDR, in the columns of cdr_csv? Other columns are named by --cdr-columns.';
  return new SidetoneError('books-invalid', `${where}: ${wrong} ${next}`);
}
