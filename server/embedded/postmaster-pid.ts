import { execFile } from 'node:child_process';
import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import pg from 'pg';
import { SidetoneError } from '../../contracts/errors';
import { APPLICATION_NAME } from '../store/database';

const STOP_TIMEOUT_MS = 30_000;

/**
 * Clears the way after a crash. A postmaster that outlived its server is stopped (fast shutdown); a postmaster.pid whose
 * process is gone, or whose number now belongs to another program, is removed.
 * Throws `data-in-use` when a living server is at work on this data.
 */
export async function clearStalePostmaster(cluster: string, urlFor: (port: number) => string): Promise<void> {
  const file = join(cluster, 'postmaster.pid');
  const lines = (await readFile(file, 'utf8').catch(() => '')).split('\n');
  const pid = Number(lines[0]);
  if (!Number.isInteger(pid) || pid <= 0) return;
  const use = await probe(urlFor(Number(lines[3])));
  if (!(use !== 'no answer' || (await runsOn(pid, cluster)))) {
    await rm(file, { force: true });
    return;
  }
  if (use === 'in use') {
    throw new SidetoneError('data-in-use', 'Another Sidetone server is running on this data folder. Stop it first.');
  }
  process.kill(pid, 'SIGINT');
  const deadline = performance.now() + STOP_TIMEOUT_MS;
  while (isAlive(pid)) {
    if (performance.now() > deadline) {
      throw new SidetoneError('data-in-use', `The database left by an earlier start (process ${pid}) does not stop.`);
    }
    await delay(50);
  }
}

export const delay = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

/** Whether process `pid` is a PostgreSQL started on `cluster`; a number that another program has by now is not. */
async function runsOn(pid: number, cluster: string): Promise<boolean> {
  if (!isAlive(pid)) return false;
  try {
    if (process.platform === 'linux') {
      return (await readFile(`/proc/${pid}/cmdline`, 'utf8')).split('\0').includes(cluster);
    }
    if (process.platform === 'darwin') {
      const { stdout } = await promisify(execFile)('ps', ['-p', String(pid), '-o', 'command=']);
      return stdout.includes(cluster);
    }
  } catch {
    // Gone meanwhile.
  }
  // Windows tells no command line here: only an answer with this cluster's password counts as ours.
  return false;
}

/** Only this cluster's PostgreSQL accepts its random password. */
async function probe(url: string): Promise<'no answer' | 'idle' | 'in use'> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 3_000, query_timeout: 3_000 });
  client.on('error', () => undefined);
  try {
    await client.connect();
    const { rowCount } = await client.query('SELECT 1 FROM pg_stat_activity WHERE application_name = $1', [
      APPLICATION_NAME,
    ]);
    return (rowCount ?? 0) > 0 ? 'in use' : 'idle';
  } catch {
    return 'no answer';
  } finally {
    await client.end().catch(() => undefined);
  }
}
