import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { runner } from 'node-pg-migrate';

const migrationsFolder = join(fileURLToPath(new URL('.', import.meta.url)), 'migrations');

/** Brings the schema up to date. Servers that start together wait for each other (advisory lock). */
export async function migrate(databaseUrl: string): Promise<void> {
  await runner({
    databaseUrl,
    dir: migrationsFolder,
    migrationsTable: 'schema_migrations',
    direction: 'up',
    advisoryLockMode: 'wait',
    // The library reports each statement; failures are thrown all the same.
    log: () => undefined,
  });
}
