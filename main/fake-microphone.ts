import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { SidetoneError } from '../contracts/errors';

/** The part of a wav file in which its `fmt ` and `data` chunks begin, with room for what writers put before them. */
const HEADER_BYTES = 64 * 1024;
/** RIFF format tags: PCM, IEEE float, and the extensible one that names either further on. */
const PLAYABLE_FORMATS = [1, 3, 0xfffe];

/**
 * Makes sure that Chromium can play this file as a microphone: given any other, it is silent without a word. A
 * trailing `%noloop` is Chromium's own. @throws SidetoneError `config-invalid`, naming the key and the file.
 */
export function checkFakeMicrophone(value: string): void {
  const file = value.replace(/%noloop$/, '');
  const reason = whyNotPlayable(file);
  if (reason === null) return;
  throw new SidetoneError(
    'config-invalid',
    `fakeMicrophoneWav: ${file} ${reason}. Give a wav file with uncompressed sound, or leave the key out.`,
  );
}

function whyNotPlayable(file: string): string | null {
  let header: Buffer;
  let bytes: number;
  try {
    const handle = openSync(file, 'r');
    try {
      bytes = fstatSync(handle).size;
      header = Buffer.alloc(Math.min(bytes, HEADER_BYTES));
      readSync(handle, header, 0, header.length, 0);
    } finally {
      closeSync(handle);
    }
  } catch (error) {
    return `cannot be read (${(error as NodeJS.ErrnoException).code ?? 'unknown error'})`;
  }
  if (header.toString('latin1', 0, 4) !== 'RIFF' || header.toString('latin1', 8, 12) !== 'WAVE') {
    return 'is not a wav file';
  }
  let format: number | null = null;
  for (let at = 12; at + 8 <= header.length;) {
    const name = header.toString('latin1', at, at + 4);
    const length = header.readUInt32LE(at + 4);
    if (name === 'fmt ' && at + 10 <= header.length) format = header.readUInt16LE(at + 8);
    if (name === 'data') {
      if (format === null || !PLAYABLE_FORMATS.includes(format)) return 'is a wav file in a compressed format';
      return length === 0 || at + 8 >= bytes ? 'is a wav file without sound in it' : null;
    }
    // A chunk of an odd length is followed by a byte of padding.
    at += 8 + length + (length % 2);
  }
  return 'is a wav file without sound in it, or cut off';
}
