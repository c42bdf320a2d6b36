import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { closeSync, openSync } from 'node:fs';
import { chown, mkdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { promisify } from 'node:util';
import pg from 'pg';
import { SidetoneError } from '../contracts/errors';
import { clusterParent, postgresAccount, reachableBinaries, type Account } from './embedded/account';
import { hydrateSymlinks, platformPackageFolder } from './embedded/binaries';
import { clearStalePostmaster, delay } from './embedded/postmaster-pid';

const USER = 'sidetone';
const DATABASE = 'sidetone';
const START_ATTEMPTS = 10;
const READY_TIMEOUT_MS = 60_000;
const STOP_TIMEOUT_MS = 20_000;
const RETRY_MS = 300;

interface Cluster {
  /** PostgreSQL's data directory. */
  path: string;
  binaries: string;
  account: Account | null;
  password: string;
  logFile: string;
}

/**
 * A real PostgreSQL of our own in a folder: made at first start, started on a free port of 127.0.0.1, started again when
 * it dies, stopped with {@link stop}. Should this process be killed, a guard stops PostgreSQL in its place.
 */
export class EmbeddedPostgres {
  #process: ChildProcess | undefined;
  #guard: ChildProcess | undefined;
  #stopping = false;
  #restarting: Promise<void> | undefined;

  private constructor(
    private readonly cluster: Cluster,
    private readonly port: number,
  ) {}

  /** Throws `data-folder-unusable`, `no-embedded-postgres`, `no-postgres-account`, `data-in-use` or `postgres-start-failed`. */
  static async start(folder: string): Promise<EmbeddedPostgres> {
    const cluster = await prepareCluster(folder);
    await clearStalePostmaster(cluster.path, (port) => urlOf(cluster, port, 'postgres'));
    for (let attempt = 1; ; attempt += 1) {
      const postgres = new EmbeddedPostgres(cluster, await freePort());
      try {
        await postgres.#launch();
        await createDatabase(urlOf(cluster, postgres.port, 'postgres'));
        return postgres;
      } catch (error) {
        await postgres.stop();
        // Another program may have taken the port, or children of a killed postmaster still hold its shared memory.
        if (attempt >= START_ATTEMPTS) throw error;
        await delay(RETRY_MS);
      }
    }
  }

  /** Connection URL; the same as long as this object lives. */
  get url(): string {
    return urlOf(this.cluster, this.port, DATABASE);
  }

  /** Process id of the postmaster, undefined while it is down. */
  get pid(): number | undefined {
    return this.#process?.pid;
  }

  /** Stops PostgreSQL (fast shutdown: open transactions are rolled back, everything committed is on disk). */
  async stop(): Promise<void> {
    this.#stopping = true;
    await this.#restarting;
    const child = this.#process;
    if (child && child.exitCode === null && child.signalCode === null) {
      const exited = new Promise((resolve) => child.once('exit', resolve));
      const impatience = setTimeout(() => child.kill('SIGQUIT'), STOP_TIMEOUT_MS);
      await this.#requestStop(child);
      await exited;
      clearTimeout(impatience);
    }
    this.#guard?.kill('SIGKILL');
    this.#guard = undefined;
  }

  async #requestStop(child: ChildProcess): Promise<void> {
    if (process.platform !== 'win32') {
      child.kill('SIGINT');
      return;
    }
    // Windows has no signals to send; pg_ctl asks by PostgreSQL's own pipe.
    const pgCtl = join(this.cluster.binaries, 'bin', 'pg_ctl.exe');
    await promisify(execFile)(pgCtl, ['stop', '-m', 'fast', '-D', this.cluster.path]).catch(() => child.kill());
  }

  async #launch(): Promise<void> {
    const { path, binaries, account, logFile } = this.cluster;
    const log = openSync(logFile, 'w', 0o600);
    const child = spawn(executable(binaries, 'postgres'), ['-D', path, '-p', String(this.port), ...settings()], {
      ...account,
      cwd: path,
      stdio: ['ignore', log, log],
      // Its own process group: Ctrl-C reaches us, and we stop PostgreSQL last.
      detached: process.platform !== 'win32',
      windowsHide: true,
    });
    closeSync(log);
    this.#process = child;
    const exit = new Promise<never>((_resolve, reject) => {
      child.once('error', reject);
      child.once('exit', () => reject(new SidetoneError('postgres-start-failed', 'PostgreSQL ended while starting.')));
    });
    exit.catch(() => undefined);
    this.#guardAgainstOwnDeath(child);
    const giveUp = new AbortController();
    try {
      await Promise.race([waitUntilReady(urlOf(this.cluster, this.port, 'postgres'), giveUp.signal), exit]);
    } catch (cause) {
      giveUp.abort();
      const lastWords = (await readFile(logFile, 'utf8').catch(() => '')).trim().split('\n').slice(-3).join(' | ');
      throw new SidetoneError('postgres-start-failed', `PostgreSQL could not be started. ${lastWords}`, { cause });
    }
    child.once('exit', () => {
      if (!this.#stopping) this.#restarting = this.#relaunch();
    });
    // It may have died between being ready and the line above.
    if (child.exitCode !== null || child.signalCode !== null) {
      throw new SidetoneError('postgres-start-failed', 'PostgreSQL ended right after its start.');
    }
  }

  /** Until it runs again, requests are answered "database unavailable" and the desks keep their records. */
  async #relaunch(): Promise<void> {
    this.#guard?.kill('SIGKILL');
    while (!this.#stopping) {
      try {
        await this.#launch();
        return;
      } catch {
        await delay(RETRY_MS);
      }
    }
  }

  /** A shell that waits for our end of its pipe to close, which the system does however we die. */
  #guardAgainstOwnDeath(child: ChildProcess): void {
    this.#guard?.kill('SIGKILL');
    if (process.platform === 'win32' || child.pid === undefined) return;
    this.#guard = spawn('sh', ['-c', 'read -r _; kill -INT "$0"', String(child.pid)], {
      stdio: ['pipe', 'ignore', 'ignore'],
      detached: true,
    });
    this.#guard.on('error', () => undefined);
    this.#guard.unref();
  }
}

async function prepareCluster(folder: string): Promise<Cluster> {
  const packageFolder = platformPackageFolder();
  await hydrateSymlinks(packageFolder);
  const account = await postgresAccount();
  const binaries = await reachableBinaries(packageFolder, account);
  await mkdir(folder, { recursive: true, mode: 0o755 }).catch((cause: unknown) => {
    const message = `The data folder ${folder} cannot be made or is no folder. Choose another.`;
    throw new SidetoneError('data-folder-unusable', message, { cause });
  });
  const parent = await clusterParent(folder, account);
  const cluster = {
    path: join(parent, 'cluster'),
    binaries,
    account,
    password: await keptPassword(join(parent, 'password'), account),
    logFile: join(parent, 'postgres.log'),
  };
  if (!(await stat(join(cluster.path, 'PG_VERSION')).catch(() => null))) await initialise(cluster, parent);
  return cluster;
}

async function keptPassword(file: string, account: Account | null): Promise<string> {
  const kept = (await readFile(file, 'utf8').catch(() => '')).trim();
  if (kept !== '') return kept;
  const password = randomBytes(24).toString('base64url');
  await writeFile(file, `${password}\n`, { mode: 0o600 });
  // initdb reads it under its own account.
  if (account) await chown(file, account.uid, account.gid);
  return password;
}

/** Beside its place and then renamed, so that a start that was killed in the middle leaves nothing half-made. */
async function initialise({ path, binaries, account }: Cluster, parent: string): Promise<void> {
  const draft = `${path}.draft`;
  await rm(draft, { recursive: true, force: true });
  const flags = [
    `--pgdata=${draft}`,
    `--username=${USER}`,
    `--pwfile=${join(parent, 'password')}`,
    '--auth=scram-sha-256',
    '--encoding=UTF8',
    '--locale=C',
  ];
  try {
    await promisify(execFile)(executable(binaries, 'initdb'), flags, { ...account, cwd: parent });
  } catch (cause) {
    const reason = cause instanceof Error && 'stderr' in cause ? String(cause.stderr).trim() : String(cause);
    throw new SidetoneError('postgres-start-failed', `The database could not be made. ${reason}`, { cause });
  }
  await rename(draft, path);
}

function executable(binaries: string, name: string): string {
  return join(binaries, 'bin', process.platform === 'win32' ? `${name}.exe` : name);
}

function settings(): string[] {
  const values = {
    listen_addresses: '127.0.0.1',
    unix_socket_directories: '',
    fsync: 'on',
    full_page_writes: 'on',
    synchronous_commit: 'on',
    max_connections: '40',
    // Values of a failing statement stay out of the log: they can be numbers of customers.
    log_error_verbosity: 'terse',
    log_parameter_max_length_on_error: '0',
    log_min_error_statement: 'panic',
  };
  return Object.entries(values).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
}

function urlOf(cluster: Cluster, port: number, database: string): string {
  return `postgresql://${USER}:${cluster.password}@127.0.0.1:${port}/${database}`;
}

async function waitUntilReady(url: string, giveUp: AbortSignal): Promise<void> {
  const deadline = performance.now() + READY_TIMEOUT_MS;
  for (;;) {
    const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 3_000 });
    client.on('error', () => undefined);
    try {
      await client.connect();
      return;
    } catch (error) {
      const refused = error instanceof pg.DatabaseError && error.code === '28P01';
      if (refused || giveUp.aborted || performance.now() > deadline) throw error;
      await delay(30);
    } finally {
      await client.end().catch(() => undefined);
    }
  }
}

async function createDatabase(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  client.on('error', () => undefined);
  await client.connect();
  try {
    const { rowCount } = await client.query('SELECT 1 FROM pg_database WHERE datname = $1', [DATABASE]);
    if (rowCount === 0) await client.query(`CREATE DATABASE ${client.escapeIdentifier(DATABASE)}`);
  } finally {
    await client.end();
  }
}

async function freePort(): Promise<number> {
  const probe = createServer();
  await new Promise<void>((resolve, reject) => {
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', resolve);
  });
  const address = probe.address();
  await new Promise((resolve) => probe.close(resolve));
  if (address === null || typeof address === 'string') throw new SidetoneError('internal', 'No free port.');
  return address.port;
}
