import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { SidetoneError, failureSchema } from '../../contracts/errors';
import { deskCallSchema, type DeskCall } from '../../domain/reconcile/facts';
import type { Told } from './csv';

const PAGE = 500;
/** A call that began before the first moment asked for may belong to a line after it. */
const MARGIN_MS = 3_600_000;

const itemSchema = z.union([
  z.object({ deskId: z.string(), record: deskCallSchema }),
  deskCallSchema.transform((record) => ({ deskId: null, record })),
]);
const pageSchema = z.object({ records: z.array(z.unknown()) });

/** Reads exported records: JSON (an array, or a page of the server) or one JSON object a line. */
export async function readRecordsFile(file: string): Promise<DeskCall[]> {
  const name = path.basename(file);
  const text = await readFile(file, 'utf8').catch((cause: Error) => {
    throw new SidetoneError('file-unreadable', `The records cannot be read: ${cause.message}`, { cause });
  });
  const whole = parsed(text);
  const page = pageSchema.safeParse(whole).data;
  const list = page ? page.records : Array.isArray(whole) ? (whole as unknown[]) : null;
  if (list) return list.map((item, index) => recordOf(item, `${name}, record ${String(index + 1)}`));
  const records: DeskCall[] = [];
  for (const [index, line] of text
    .replace(/^\uFEFF/, '')
    .split('\n')
    .entries()) {
    if (line.trim() !== '') records.push(recordOf(parsed(line), `${name}, line ${String(index + 1)}`));
  }
  return records;
}

export interface ServerSource {
  readonly url: URL;
  readonly token: string;
  readonly fromMs: number | null;
  readonly told: Told;
}

/** Asks the central server for its records, page by page, newest first, as far back as `fromMs`. */
export async function fetchRecords({ url, token, fromMs, told }: ServerSource): Promise<DeskCall[]> {
  const records: DeskCall[] = [];
  for (let before: string | null = null; ;) {
    const address = new URL('/v1/records', url);
    address.searchParams.set('limit', String(PAGE));
    if (before !== null) address.searchParams.set('before', before);
    const page = (await ask(address, token)).map((item) => recordOf(item, 'the server'));
    records.push(...page);
    const oldest = page.at(-1);
    if (!oldest || page.length < PAGE) return records;
    if (fromMs !== null && Date.parse(oldest.startedAt) < fromMs - MARGIN_MS) return records;
    before = oldest.recordId;
    told(`${String(records.length)} records fetched`);
  }
}

async function ask(address: URL, token: string): Promise<unknown[]> {
  const headers = { authorization: `Bearer ${token}` };
  const response = await fetch(address, { headers }).catch((cause: unknown) => {
    const message = `No server answers at ${address.origin}. Start it, or correct --records.`;
    throw new SidetoneError('server-unreachable', message, { retryable: true, cause });
  });
  const answer: unknown = await response.json().catch(() => null);
  const page = pageSchema.safeParse(answer).data;
  if (response.ok && page) return page.records;
  const failure = z.object({ error: failureSchema }).safeParse(answer).data?.error;
  const said = failure?.message ?? `It answered ${String(response.status)}.`;
  const next = response.status === 401 || response.status === 403 ? " Give a supervisor's token by --token." : '';
  throw new SidetoneError(failure?.code ?? 'server-error', `${address.origin} gave no records: ${said}${next}`);
}

function recordOf(item: unknown, where: string): DeskCall {
  const read = itemSchema.safeParse(item);
  if (read.success) return { ...read.data.record, deskId: read.data.deskId, where };
  if (item === undefined) throw notARecord(where, 'it is no JSON');
  const direct = z.object({ record: z.unknown() }).safeParse(item).data?.record ?? item;
  const [issue] = deskCallSchema.safeParse(direct).error?.issues ?? [];
  const wrong = issue ? `${issue.path.join('.') || 'it'}: ${issue.message}` : 'the desk is missing';
  throw notARecord(where, wrong);
}

function notARecord(where: string, wrong: string): SidetoneError {
  const next = 'Export them with GET /v1/records, or give the address of the server.';
  return new SidetoneError('records-invalid', `${where}: this is no call record (${wrong}). ${next}`);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text.replace(/^\uFEFF/, '')) as unknown;
  } catch {
    return undefined;
  }
}
