import { createReadStream } from 'node:fs';
import path from 'node:path';
import { CsvError, parse } from 'csv-parse';
import { z } from 'zod';
import { SidetoneError } from '../../contracts/errors';

/** More in one line is a quote that nobody closed. */
const MAX_LINE_CHARACTERS = 1_000_000;
const TOLD_EVERY_LINES = 50_000;

export type Told = (text: string) => void;

/** A line as names and values, and where it stands. */
export interface Row {
  readonly where: string;
  readonly values: Readonly<Record<string, string>>;
}

const rowSchema = z.object({ record: z.array(z.string()), info: z.object({ lines: z.number() }) });

export interface CsvFile {
  readonly file: string;
  /** What the lines are, for messages: `CDR`. */
  readonly what: string;
  /** Names of the columns by a line's width and content, where neither a header nor `columns` tells them. */
  usualColumns(line: readonly string[]): readonly string[] | null;
  readonly columns: readonly string[] | null;
  /** Columns without which a line says nothing. */
  readonly needed: readonly string[];
  readonly told: Told;
}

/**
 * Reads a CSV file line by line. The first line may be a header. Throws `file-unreadable`, or `books-invalid` with the
 * line's number and what to do.
 */
export async function* csvRows(csv: CsvFile): AsyncGenerator<Row> {
  const { file, what, told } = csv;
  const name = path.basename(file);
  const source = createReadStream(file);
  const lines = source.pipe(
    parse({
      bom: true,
      info: true,
      relax_column_count: true,
      skip_empty_lines: true,
      max_record_size: MAX_LINE_CHARACTERS,
    }),
  );
  source.once('error', (error) => lines.destroy(error));
  let columns = csv.columns;
  let count = 0;
  try {
    for await (const given of lines) {
      const { record, info } = rowSchema.parse(given);
      count += 1;
      if (count === 1 && columns === null && isHeader(record, csv.needed)) {
        columns = record.map(columnName);
        continue;
      }
      const names = columns ?? csv.usualColumns(record);
      const where = `${name}, line ${String(info.lines)}`;
      if (!names || record.length < names.length) throw wrongWidth(csv, where, record.length, names);
      yield { where, values: Object.fromEntries(names.map((column, index) => [column, record[index] ?? ''])) };
      if (count % TOLD_EVERY_LINES === 0) told(`${name}: ${String(count)} lines read`);
    }
  } catch (error) {
    throw clearError(error, file, what);
  }
}

/** `CHANNEL(uniqueid)`, `UniqueID` → `uniqueid`. */
export function columnName(given: string): string {
  const inner = /^\s*(?:\w+\()?([\w-]+)\)?\s*$/.exec(given)?.[1] ?? given.trim();
  return inner.toLowerCase();
}

function isHeader(line: readonly string[], needed: readonly string[]): boolean {
  const names = line.map(columnName);
  return needed.every((column) => names.includes(column));
}

function wrongWidth({ what, needed }: CsvFile, where: string, width: number, names: readonly string[] | null) {
  const wanted = names ? `${String(names.length)} columns are named` : `its columns are not known`;
  return new SidetoneError(
    'books-invalid',
    `${where}: a line of ${String(width)} columns, and ${wanted}. ` +
      `Name the columns of the ${what} in their order, with ${needed.join(', ')} among them; docs/reconcile.md tells how.`,
  );
}

function clearError(error: unknown, file: string, what: string): SidetoneError {
  if (error instanceof SidetoneError) return error;
  const message = error instanceof Error ? error.message : String(error);
  if (error instanceof CsvError) {
    const line = z.number().safeParse(error.lines).data;
    const where = line === undefined ? path.basename(file) : `${path.basename(file)}, line ${String(line)}`;
    return new SidetoneError(
      'books-invalid',
      `${where}: this is no CSV: ${message} Give the file as Asterisk wrote it; a file that is being written may end in half a line.`,
      { cause: error },
    );
  }
  return new SidetoneError('file-unreadable', `The ${what} cannot be read: ${message}`, { cause: error });
}
