import { reconcile, type Reconciliation } from '../../domain/reconcile/reconcile';
import { readCdrFile } from './cdr-file';
import type { Told } from './csv';
import { readEventFile } from './event-file';
import type { Asked } from './options';
import { fetchRecords, readRecordsFile } from './records-source';

/** Reads everything that was named, and compares it. Throws a SidetoneError that says what is wrong, where, and what next. */
export async function runReconcile(asked: Asked, told: Told): Promise<Reconciliation> {
  const { readTime, options } = asked;
  const all =
    'file' in asked.records
      ? await readRecordsFile(asked.records.file)
      : await fetchRecords({ ...asked.records, fromMs: options.fromMs, told });
  // The company's PBX has no line of a call to a practice customer.
  const records = all.filter(({ practice }) => practice === undefined);
  told(`${String(records.length)} records, ${String(all.length - records.length)} of practice left out`);
  const cdr = [];
  for (const file of asked.cdr) cdr.push(...(await readCdrFile({ file, columns: asked.cdrColumns, readTime, told })));
  told(`${String(cdr.length)} CDR`);
  const events = [];
  for (const file of asked.events) {
    events.push(...(await readEventFile({ file, columns: asked.eventColumns, readTime, told })));
  }
  told(`${String(events.length)} channel events`);
  return reconcile({ records, cdr, events }, options);
}
