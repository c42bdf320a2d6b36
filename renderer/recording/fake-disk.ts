import { SidetoneError } from '../../contracts/errors';
import type { RecordingDisk } from './recording-disk';

/** A disk in memory. `full`: it takes nothing more; what it has it keeps. */
export class FakeRecordingDisk implements RecordingDisk {
  full = false;
  readonly ended = new Set<string>();
  readonly #files = new Map<string, Uint8Array>();

  begin(recordId: string, head: Uint8Array): Promise<number> {
    return this.append(recordId, 0, head);
  }

  append(recordId: string, atByte: number, bytes: Uint8Array): Promise<number> {
    if (this.full) return Promise.reject(new SidetoneError('disk-full', 'Full.', { retryable: true }));
    const before = this.#files.get(recordId) ?? new Uint8Array();
    const file = new Uint8Array(atByte + bytes.length);
    file.set(before.subarray(0, atByte));
    file.set(bytes, atByte);
    this.#files.set(recordId, file);
    return Promise.resolve(file.length);
  }

  end(recordId: string): Promise<void> {
    this.ended.add(recordId);
    return Promise.resolve();
  }

  read(recordId: string, part = 0): Promise<Uint8Array | null> {
    return Promise.resolve(part === 0 ? (this.#files.get(recordId) ?? null) : null);
  }
}
