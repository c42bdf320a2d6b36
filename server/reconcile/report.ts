import type { Finding } from '../../domain/reconcile/facts';
import type { Reconciliation } from '../../domain/reconcile/reconcile';

const COLUMNS = ['', 'began (UTC)', 'desk', 'number', 'what', 'why, and where'] as const;

/** The report for people: what is flagged first, then what is explained, then the sums. */
export function reportText(report: Reconciliation): string {
  const rows = (verdict: Finding['verdict']) => report.findings.filter((one) => one.verdict === verdict).map(rowOf);
  const all = [...rows('flagged'), ...rows('explained')];
  const others = Object.entries(report.otherEndpoints).map(([name, calls]) => `${name} (${String(calls)})`);
  return [
    ...(all.length > 0 ? [table([[...COLUMNS], ...all]), ''] : []),
    `${counted(report.records, 'record')}, ${counted(report.pbxCalls, 'PBX call')}: ` +
      `${String(report.agreed)} agree, ${String(report.explained)} explained, ${String(report.flagged)} flagged.`,
    ...sums(report),
    ...(others.length > 0 ? [`Not compared, no desk with records (calls): ${others.join(', ')}.`] : []),
    ...advice(report),
    report.flagged === 0 ? 'Every difference is explained.' : 'Look into what is flagged: docs/reconcile.md says how.',
  ].join('\n');
}

/** The same for programs: times in ISO 8601. */
export function reportJson({ findings, ...sums_ }: Reconciliation): string {
  const listed = findings.map(({ atMs, ...finding }) => ({ at: new Date(atMs).toISOString(), ...finding }));
  return JSON.stringify({ ...sums_, findings: listed }, null, 2);
}

function rowOf({ verdict, kind, atMs, extension, number, text, where }: Finding): string[] {
  const at = new Date(atMs).toISOString().slice(0, 19).replace('T', ' ');
  const places = where.length > 3 ? [...where.slice(0, 3), `${String(where.length - 3)} more`] : where;
  return [verdict === 'flagged' ? '✗' : '·', at, extension, number, kind, `${text} [${places.join('; ')}]`];
}

function table(rows: readonly (readonly string[])[]): string {
  const widths = COLUMNS.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows
    .map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

function sums({ findings }: Reconciliation): string[] {
  return (['flagged', 'explained'] as const).flatMap((verdict) => {
    const counts = new Map<string, number>();
    for (const one of findings) if (one.verdict === verdict) counts.set(one.kind, (counts.get(one.kind) ?? 0) + 1);
    const told = [...counts].sort(([, a], [, b]) => b - a).map(([kind, count]) => `${kind} ${String(count)}`);
    return told.length > 0 ? [`${verdict}: ${told.join(', ')}`] : [];
  });
}

/** What many of a kind at once mean: a setting of the PBX, not that many faults. */
function advice({ findings }: Reconciliation): string[] {
  const missing = findings.filter(({ kind }) => kind === 'missing-cdr').length;
  return missing > 0 && missing * 2 > findings.length
    ? ['Most are missing CDR: does cdr.conf say unanswered = yes, and are all files of these days given?']
    : [];
}

const counted = (count: number, what: string) => `${String(count)} ${what}${count === 1 ? '' : 's'}`;
