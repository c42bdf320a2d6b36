import { readdir, readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseOrThrow, SidetoneError } from '../contracts/errors';
import { practiceCustomerSchema, type PracticeCustomer } from '../contracts/practice';

export const CUSTOMERS_FOLDER = join(dirname(fileURLToPath(import.meta.url)), 'customers');

/**
 * Reads every customer of a folder, ordered by extension.
 * @throws SidetoneError `practice-customer-invalid` naming the file and the path of each wrong key, or an id or an
 *   extension that is used twice
 */
export async function loadPracticeCustomers(folder: string = CUSTOMERS_FOLDER): Promise<PracticeCustomer[]> {
  const files = (await readdir(folder)).filter((file) => file.endsWith('.json')).sort();
  const customers: PracticeCustomer[] = [];
  for (const file of files) {
    const customer = parseOrThrow(
      practiceCustomerSchema,
      parseJson(await readFile(join(folder, file), 'utf8'), file),
      'practice-customer-invalid',
      `Practice customer ${file}`,
    );
    const twin = customers.find(
      (other) => other.customerId === customer.customerId || other.extension === customer.extension,
    );
    if (twin) {
      throw new SidetoneError(
        'practice-customer-invalid',
        `${file} repeats the id or the extension of ${twin.customerId}.`,
      );
    }
    customers.push(customer);
  }
  return customers.sort((left, right) => Number(left.extension) - Number(right.extension));
}

function parseJson(text: string, file: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new SidetoneError('practice-customer-invalid', `Practice customer ${file} is not JSON.`, { cause });
  }
}
