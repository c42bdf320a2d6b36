import { z } from 'zod';
import { SidetoneError } from '../../contracts/errors';
import type { ChannelEvent } from '../../domain/reconcile/facts';
import { csvRows, type Told } from './csv';

/** The columns of Asterisk's own cel_custom.conf. */
const USUAL = [
  ...['eventtype', 'eventtime', 'name', 'num', 'ani', 'rdnis', 'dnid', 'exten', 'context', 'channame', 'appname'],
  ...['appdata', 'amaflags', 'accountcode', 'uniqueid', 'linkedid', 'bridgepeer', 'userfield', 'userdeftype'],
  'eventextra',
];
const NEEDED = ['eventtype', 'eventtime', 'channame', 'uniqueid', 'linkedid'];

const lineSchema = z.object({
  eventtype: z.string().regex(/^[A-Za-z_]+$/, 'not an event such as CHAN_START'),
  eventtime: z.string(),
  num: z.string().optional(),
  cidnum: z.string().optional(),
  exten: z.string().default(''),
  channame: z.string(),
  uniqueid: z.string(),
  linkedid: z.string(),
  eventextra: z.string().optional(),
  extra: z.string().optional(),
});
const extraSchema = z.object({
  hangupcause: z.number().int().nullable().catch(null),
  channel2_name: z.string().catch(''),
});

export interface EventFileOptions {
  readonly file: string;
  readonly columns: readonly string[] | null;
  readonly readTime: (text: string) => number | null;
  readonly told: Told;
}

/** Reads Asterisk's channel events. Throws `file-unreadable` or `books-invalid`, naming the line. */
export async function readEventFile({ file, columns, readTime, told }: EventFileOptions): Promise<ChannelEvent[]> {
  const events: ChannelEvent[] = [];
  const usualColumns = (line: readonly string[]) => (line.length === USUAL.length ? USUAL : null);
  const csv = { file, what: 'channel events', usualColumns, columns, needed: NEEDED, told };
  for await (const { where, values } of csvRows(csv)) {
    const line = lineSchema.safeParse(values);
    if (!line.success) {
      const [issue] = line.error.issues;
      throw invalid(where, `${issue?.path.join('.') ?? ''}: ${issue?.message ?? 'not valid'}.`);
    }
    const { eventtype, eventtime, num, cidnum, exten, channame, uniqueid, linkedid, eventextra, extra } = line.data;
    const atMs = readTime(eventtime);
    if (atMs === null) throw invalid(where, `eventtime: "${eventtime.slice(0, 40)}" is no time.`);
    events.push({
      where,
      type: eventtype.toUpperCase(),
      atMs,
      callerNumber: num ?? cidnum ?? '',
      extension: exten,
      channel: channame,
      uniqueId: uniqueid,
      linkedId: linkedid,
      ...extraOf(eventextra ?? extra ?? ''),
    });
  }
  return events;
}

/** What an event adds, as JSON; many add nothing. */
function extraOf(text: string): Pick<ChannelEvent, 'hangupCause' | 'otherChannel'> {
  const extra = extraSchema.safeParse(parsed(text)).data;
  return { hangupCause: extra?.hangupcause ?? null, otherChannel: extra?.channel2_name ?? '' };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return null;
  }
}

function invalid(where: string, wrong: string): SidetoneError {
  const next = 'Are these channel events, in the columns of cel_custom.conf? Others are named by --event-columns.';
  return new SidetoneError('books-invalid', `${where}: ${wrong} ${next}`);
}
