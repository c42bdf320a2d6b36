import { execFile } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { chmod, chown, cp, mkdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { SidetoneError } from '../../contracts/errors';

const run = promisify(execFile);

/** PostgreSQL refuses to run as root; then it runs as this account of the system. */
export interface Account {
  uid: number;
  gid: number;
}

/** Where things go that the account must reach when the given folder lies in a private home such as /root. */
const SHARED_STATE_FOLDER = '/var/lib/sidetone';

/** Null when this process is not root and needs no other account. Makes the account `postgres` when it is missing. */
export async function postgresAccount(): Promise<Account | null> {
  if (process.getuid?.() !== 0) return null;
  const existing = await lookUpAccount();
  if (existing) return existing;
  try {
    await run('useradd', ['--system', '--user-group', '--no-create-home', '--shell', '/usr/sbin/nologin', 'postgres']);
  } catch (cause) {
    throw new SidetoneError(
      'no-postgres-account',
      'PostgreSQL does not run as root and the account "postgres" could not be made. Start as another user.',
      { cause },
    );
  }
  const made = await lookUpAccount();
  if (!made)
    throw new SidetoneError('no-postgres-account', 'The account "postgres" is missing. Start as another user.');
  return made;
}

async function lookUpAccount(): Promise<Account | null> {
  const line = (await readFile('/etc/passwd', 'utf8').catch(() => ''))
    .split('\n')
    .find((each) => each.startsWith('postgres:'));
  const [, , uid, gid] = line?.split(':') ?? [];
  return uid !== undefined && gid !== undefined ? { uid: Number(uid), gid: Number(gid) } : null;
}

/** True when `account` may pass every folder above `path`. */
async function isReachable(path: string, account: Account): Promise<boolean> {
  for (let folder = dirname(resolve(path)); ; folder = dirname(folder)) {
    const info = await stat(folder).catch(() => null);
    if (info) {
      const bit = info.uid === account.uid ? 0o100 : info.gid === account.gid ? 0o010 : 0o001;
      if ((info.mode & bit) === 0) return false;
    }
    if (folder === dirname(folder)) return true;
  }
}

/**
 * The folder that holds the database of `folder`: one inside it, or, for root with a private home, one below
 * /var/lib/sidetone whose path is kept in `folder`. It exists and belongs to the account afterwards.
 */
export async function clusterParent(folder: string, account: Account | null): Promise<string> {
  let parent = join(folder, 'postgres');
  if (account) {
    // Others may pass through our own folder, not list it; what is secret in it has mode 0600.
    await chmod(folder, ((await stat(folder)).mode & 0o777) | 0o011);
    if (!(await isReachable(parent, account))) parent = await remoteParent(join(folder, 'postgres-folder.txt'));
  }
  await mkdir(parent, { recursive: true, mode: 0o755 });
  if (account) {
    await chown(parent, account.uid, account.gid);
    await chmod(parent, 0o700);
  }
  return parent;
}

async function remoteParent(pointerFile: string): Promise<string> {
  const kept = (await readFile(pointerFile, 'utf8').catch(() => '')).trim();
  if (kept !== '') return kept;
  const parent = join(SHARED_STATE_FOLDER, `postgres-${randomBytes(8).toString('hex')}`);
  await writeFile(pointerFile, `${parent}\n`);
  return parent;
}

/** The package's `native` folder, or, when the account cannot reach it, a copy that it can. */
export async function reachableBinaries(packageFolder: string, account: Account | null): Promise<string> {
  const native = join(packageFolder, 'native');
  if (!account || (await isReachable(join(native, 'bin', 'postgres'), account))) return native;
  const version = await readFile(join(packageFolder, 'package.json'), 'utf8');
  const key = createHash('sha256').update(version).digest('hex').slice(0, 16);
  const copy = join(SHARED_STATE_FOLDER, `${basename(packageFolder)}-${key}`);
  const exists = await stat(copy).then(
    () => true,
    () => false,
  );
  if (exists) return copy;
  await mkdir(SHARED_STATE_FOLDER, { recursive: true, mode: 0o755 });
  const partial = `${copy}.${process.pid}`;
  await cp(native, partial, { recursive: true, verbatimSymlinks: true });
  // A second server that was faster has made the same copy.
  await rename(partial, copy).catch(() => rm(partial, { recursive: true, force: true }));
  return copy;
}
