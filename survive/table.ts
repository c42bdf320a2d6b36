/** One row of what `npm run survive` prints. */
export interface TableRow {
  readonly case: string;
  readonly row: number | null;
  readonly injected: string;
  readonly seen: string;
  readonly silenceS: number | null;
  readonly untruths: readonly string[];
  readonly lost: number;
  readonly doubled: number;
  /** It did not do as it must, and why. */
  readonly failure: string | null;
}

/** Whether nothing was lost, doubled, untrue or otherwise than it must be. */
export function holds({ untruths, lost, doubled, failure }: TableRow): boolean {
  return failure === null && untruths.length === 0 && lost === 0 && doubled === 0;
}

/** Rows of docs/reliability.md. */
export const ROWS = 27;

/** What the table says of a row that no case is of: a claim without a proof is no claim. */
export function uncovered(covered: readonly (number | null)[]): TableRow[] {
  const rows = Array.from({ length: ROWS }, (_, index) => index + 1).filter((row) => !covered.includes(row));
  const nothing = { injected: 'nothing', seen: '', silenceS: null, untruths: [], lost: 0, doubled: 0 };
  return rows.map((row) => ({ case: '–', row, ...nothing, failure: 'not covered' }));
}

const HEAD = ['case', 'row', 'injected', 'seen by the user', 'silence s', 'untrue', 'lost', 'doubled', ''];

/** A plain table, each column as wide as its widest cell. */
export function table(rows: readonly TableRow[]): string {
  const inOrder = [...rows].sort((one, other) => (one.row ?? Infinity) - (other.row ?? Infinity));
  const cells = inOrder.map((row) => [
    row.case,
    String(row.row ?? '–'),
    row.injected,
    row.failure ?? row.seen,
    row.silenceS?.toFixed(1) ?? '–',
    String(row.untruths.length),
    String(row.lost),
    String(row.doubled),
    holds(row) ? 'held' : 'FAILED',
  ]);
  const widths = HEAD.map((name, column) => Math.max(...[HEAD, ...cells].map((row) => (row[column] ?? name).length)));
  const line = (row: readonly string[]) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd();
  const rule = widths.map((width) => '─'.repeat(width)).join('  ');
  return [line(HEAD), rule, ...cells.map(line)].join('\n');
}
