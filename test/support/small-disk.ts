import { execFileSync } from 'node:child_process';
import { mkdirSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/** Why no small disk can be had here, or null. */
export const smallDiskMissing: string | null =
  process.platform === 'linux' && process.getuid?.() === 0 ? null : 'only root on Linux can mount a small disk';

/** A disk that can be filled up: a file system of its own, in memory. */
export class SmallDisk {
  readonly folder: string;

  private constructor(folder: string) {
    this.folder = folder;
  }

  /** Over the folder, which is made if it is not there. */
  static mount(folder: string, megabytes: number): SmallDisk {
    mkdirSync(folder, { recursive: true });
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${String(megabytes)}m`, 'tmpfs', folder]);
    return new SmallDisk(folder);
  }

  /** Takes every free byte, and what is freed meanwhile. */
  fill(): void {
    for (let left = this.#freeBytes(); left > 0; left = this.#freeBytes()) {
      try {
        writeFileSync(this.#ballast, Buffer.alloc(left), { flag: 'a' });
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error;
      }
    }
  }

  /** There is room again. */
  clear(): void {
    rmSync(this.#ballast, { force: true });
  }

  /** What was written on it is gone. */
  unmount(): void {
    execFileSync('umount', ['--lazy', this.folder]);
  }

  get #ballast(): string {
    return path.join(this.folder, 'ballast');
  }

  #freeBytes(): number {
    const { bavail, bsize } = statfsSync(this.folder);
    return bavail * bsize;
  }
}
