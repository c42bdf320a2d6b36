import { access, copyFile, mkdir, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { withLock } from '../../build/file-checks.mjs';
import { cacheFolder } from '../../build/folders.mjs';
import { aptInstall, isOnPath } from '../../build/linux-libraries.mjs';
import { lastWords, runCommand } from '../../build/run-command.mjs';

/** Where the tests' Asterisk lives: a small Debian sid of its own, since older Debians have no Asterisk. */
export const asteriskFolder = path.join(cacheFolder(), 'asterisk-22');

/** Why no Asterisk can be had here, as a reason to skip; null where one can be. */
export function asteriskUnavailable(): string | null {
  if (process.platform !== 'linux') return 'Asterisk is built from Debian packages, on Linux only';
  if (process.getuid?.() !== 0) return 'building and running Asterisk in a chroot needs root';
  if (!isOnPath('apt-get')) return 'there is no apt to build Asterisk with';
  return null;
}

const exists = (file: string) =>
  access(file).then(
    () => true,
    () => false,
  );

/**
 * Makes sure that Asterisk 22 is in the cache folder; builds it there in a few minutes if it is not.
 * Throws an Error with what debootstrap or apt said.
 */
export async function ensureAsterisk(log: (line: string) => void = () => undefined): Promise<string> {
  const program = path.join(asteriskFolder, 'usr', 'sbin', 'asterisk');
  await withLock(`${asteriskFolder}.lock`, async () => {
    if (await exists(program)) return;
    if (!isOnPath('debootstrap')) {
      const failure = await aptInstall(['debootstrap']);
      if (failure !== null) throw new Error(failure);
    }
    log('building Asterisk from Debian packages');
    const work = await mkdtemp(`${asteriskFolder}.building-`);
    try {
      await buildInto(work, await debianMirror());
      await rename(work, asteriskFolder);
    } finally {
      await rm(work, { recursive: true, force: true });
    }
  });
  return asteriskFolder;
}

/** The mirror this machine takes its own Debian packages from; Debian's own where apt tells none. */
async function debianMirror(): Promise<string> {
  const targets = await runCommand('apt-get', [
    'indextargets',
    '--format',
    '$(ORIGIN)|$(LABEL)|$(REPO_URI)',
    'Created-By: Packages',
  ]);
  // The security archive has no sid.
  const own = targets.output.split('\n').find((line) => line.startsWith('Debian|Debian|'));
  return own?.split('|')[2] ?? 'http://deb.debian.org/debian';
}

async function buildInto(folder: string, mirror: string): Promise<void> {
  const proxy = /"(.+)"/.exec((await runCommand('apt-config', ['dump', 'Acquire::http::Proxy'])).output)?.[1];
  const env = {
    ...process.env,
    DEBIAN_FRONTEND: 'noninteractive',
    LC_ALL: 'C',
    ...(proxy ? { http_proxy: proxy } : undefined),
  };
  const step = async (command: string, args: string[]) => {
    const result = await runCommand(command, args, { env });
    if (result.code !== 0) throw new Error(`${command} failed: ${lastWords(result, 6)}`);
  };
  await step('debootstrap', ['--variant=minbase', 'sid', folder, mirror]);
  // No service may start while it is installed.
  await writeFile(path.join(folder, 'usr', 'sbin', 'policy-rc.d'), '#!/bin/sh\nexit 101\n', { mode: 0o755 });
  await copyFile('/etc/resolv.conf', path.join(folder, 'etc', 'resolv.conf')).catch(() => undefined);
  // A mirror that is a snapshot keeps lists whose date has passed; their signature is checked all the same.
  const options = ['Acquire::Retries=3', 'Acquire::Check-Valid-Until=false', 'APT::Sandbox::User=root'];
  const apt = ['apt-get', ...options.flatMap((option) => ['-o', option])];
  await step('chroot', [folder, ...apt, 'update']);
  await step('chroot', [folder, ...apt, 'install', '-y', '--no-install-recommends', 'asterisk', 'asterisk-modules']);
  await step('chroot', [folder, 'apt-get', 'clean']);
  await rm(path.join(folder, 'var', 'lib', 'apt', 'lists'), { recursive: true, force: true });
  await mkdir(path.join(folder, 'var', 'run', 'asterisk'), { recursive: true });
}

/** Asterisk's version, such as `22.10.1`. */
export async function asteriskVersion(folder: string): Promise<string> {
  const { output } = await runCommand('chroot', [folder, 'asterisk', '-V']);
  return /[\d.]+/.exec(output)?.[0] ?? (await readFile(path.join(folder, 'etc', 'debian_version'), 'utf8')).trim();
}
