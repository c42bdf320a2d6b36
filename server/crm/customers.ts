import { readFile } from 'node:fs/promises';
import { SidetoneError } from '../../contracts/errors';
import { customerSchema, customersSchema, type Customer } from '../../contracts/customers';
import { parseJsonFile } from '../../domain/json-check';
import type { Database } from '../store/database';

/** Reads a customers file (customersSchema as JSON). Throws `customers-unreadable` or `invalid-customers` with line and key. */
export async function readCustomersFile(path: string): Promise<Customer[]> {
  const text = await readFile(path, 'utf8').catch((cause: unknown) => {
    throw new SidetoneError('customers-unreadable', `The customers file ${path} cannot be read. Check the path.`, {
      cause,
    });
  });
  return parseJsonFile(text, customersSchema, 'invalid-customers', path).customers;
}

/** Adds and updates; customers that are not in the list stay. */
export async function upsertCustomers(database: Database, customers: Customer[]): Promise<void> {
  await database.transaction(async (client) => {
    for (const customer of customers) {
      await client.query(
        `INSERT INTO customers (customer_id, body) VALUES ($1, $2)
         ON CONFLICT (customer_id) DO UPDATE SET body = excluded.body, updated_at = now()`,
        [customer.customerId, JSON.stringify(customer)],
      );
    }
  });
}

export async function listCustomers(database: Database): Promise<Customer[]> {
  const rows = await database.query<{ body: unknown }>('SELECT body FROM customers ORDER BY customer_id');
  return rows.map((row) => customerSchema.parse(row.body));
}
