import type { Figures, ResultRow } from './measure';

const HEAD = [
  'measure',
  'what',
  'ours p50 (p95)',
  'alternative p50 (p95)',
  'ours ÷ alternative',
  'n',
  'alternative is',
];

/** Three significant digits, never an exponent. */
export function shortNumber(value: number): string {
  if (!Number.isFinite(value)) return '–';
  const decimals = Math.max(0, 2 - Math.floor(Math.log10(Math.abs(value) || 1)));
  return value.toFixed(Math.min(decimals, 6));
}

/** The rows as text in columns, the way of the better figure said in the first column of figures. */
export function resultTable(rows: readonly ResultRow[]): string {
  const cells = rows.map((row) => [
    row.measure,
    row.what,
    withTail(row.ours, row.unit),
    withTail(row.alternative, row.unit),
    `${shortNumber(row.ratio)} (${row.better} is better)`,
    `${row.ours.samples}/${row.alternative.samples}`,
    row.alternativeIs,
  ]);
  const widths = HEAD.map((head, column) => Math.max(...[HEAD, ...cells].map((line) => (line[column] ?? head).length)));
  const line = (values: readonly string[]) =>
    values
      .map((value, column) => value.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd();
  return [line(HEAD), line(widths.map((width) => '─'.repeat(width))), ...cells.map(line)].join('\n');
}

function withTail({ median, tail }: Figures, unit: string): string {
  return `${shortNumber(median)} (${shortNumber(tail)}) ${unit}`;
}
