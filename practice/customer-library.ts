import { readdir, readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { SidetoneError } from '../contracts/errors';
import { practiceCustomerSchema, type PracticeCustomer } from '../contracts/practice';
import { parseJsonFile } from '../domain/json-check';
import type { VoiceLibrary } from './voice-library';

export const CUSTOMERS_FOLDER = join(dirname(fileURLToPath(import.meta.url)), 'customers');

const INVALID = 'practice-customer-invalid';

/**
 * Reads every customer of a folder, ordered by extension.
 * @throws SidetoneError `practice-customers-missing` for a folder that cannot be read; `practice-customer-invalid`
 *   naming file, line and key of each mistake, an id or an extension that is used twice, or a line nobody recorded
 */
export async function loadPracticeCustomers(
  folder: string = CUSTOMERS_FOLDER,
  voices?: VoiceLibrary,
): Promise<PracticeCustomer[]> {
  const files = await readdir(folder).catch((cause: unknown) => {
    throw new SidetoneError(
      'practice-customers-missing',
      `The folder of practice customers cannot be read: ${folder}.`,
      {
        cause,
      },
    );
  });
  const customers: PracticeCustomer[] = [];
  for (const file of files.filter((name) => name.endsWith('.json')).sort()) {
    const text = await readFile(join(folder, file), 'utf8');
    const customer = parseJsonFile(text, practiceCustomerSchema, INVALID, join(folder, file));
    const twin = customers.find(
      (other) => other.customerId === customer.customerId || other.extension === customer.extension,
    );
    if (twin) throw new SidetoneError(INVALID, `${file} repeats the id or the extension of ${twin.customerId}.`);
    const unrecorded = customer.steps.flatMap(({ say }) => say).find((id) => voices?.clips.has(id) === false);
    if (unrecorded !== undefined) {
      throw new SidetoneError(INVALID, `${file} says "${unrecorded}", which is not in the MANIFEST.tsv of the voices.`);
    }
    customers.push(customer);
  }
  return customers.sort((left, right) => Number(left.extension) - Number(right.extension));
}
