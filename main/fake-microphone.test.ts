import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import wavefile from 'wavefile';
import { checkFakeMicrophone } from './fake-microphone';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'sidetone-wav-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function fileOf(name: string, bytes: Uint8Array | string): string {
  const file = path.join(folder, name);
  writeFileSync(file, bytes);
  return file;
}

function wav(bitDepth: '16' | '32f', samples: number): Uint8Array {
  const made = new wavefile.WaveFile();
  made.fromScratch(1, 48_000, bitDepth, new Float64Array(samples));
  return made.toBuffer();
}

describe('a file for the fake microphone', () => {
  it('may be a wav of whole numbers or of floating point', () => {
    expect(() => checkFakeMicrophone(fileOf('whole.wav', wav('16', 100)))).not.toThrow();
    expect(() => checkFakeMicrophone(`${fileOf('float.wav', wav('32f', 100))}%noloop`)).not.toThrow();
  });

  it.each([
    ['is not a wav file', 'text.wav', 'This is a letter, not a sound.'],
    ['is not a wav file', 'empty.wav', ''],
    ['without sound', 'silent.wav', wav('16', 0)],
    ['or cut off', 'cut.wav', wav('16', 100).slice(0, 30)],
  ])('is refused when it %s, by key and name (%s)', (reason, name, content) => {
    const file = fileOf(name, content);
    expect(() => checkFakeMicrophone(file)).toThrow(`fakeMicrophoneWav: ${file}`);
    expect(() => checkFakeMicrophone(file)).toThrow(reason);
  });

  it('is refused when compressed, or not there', () => {
    const compressed = new wavefile.WaveFile();
    compressed.fromScratch(1, 8_000, '16', new Int16Array(100));
    compressed.toMuLaw();
    expect(() => checkFakeMicrophone(fileOf('mulaw.wav', compressed.toBuffer()))).toThrow('compressed');
    expect(() => checkFakeMicrophone(path.join(folder, 'nowhere.wav'))).toThrow('cannot be read (ENOENT)');
  });
});
