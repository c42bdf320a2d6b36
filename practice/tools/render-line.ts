import { execFileSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const repository = resolve(dirname(fileURLToPath(import.meta.url)), '../..');

/** A Mandarin line and the FLAC file it becomes: 16 kHz, -3 dBFS at its loudest. */
export interface LineToRender {
  text: string;
  /** A Kokoro-82M voice. */
  voice: string;
  flac: string;
}

/** Runs inside one Node.js for all lines, for the synthesiser takes seconds to load. */
const SYNTHESISE = `
const [folder, lines] = [process.argv[1], JSON.parse(process.argv[2])];
const kokoro = require(folder + '/kokoro-zh.cjs');
(async () => {
  const model = await kokoro.load();
  for (const { text, voice, wav } of lines) {
    const sentences = [];
    for await (const sentence of kokoro.stream(model, text, { voice })) sentences.push(sentence);
    kokoro.wav(wav, sentences);
  }
})();`;

/** Needs `flac` on the PATH. */
export function encodeFlac(wav: string, flac: string): void {
  mkdirSync(dirname(flac), { recursive: true });
  execFileSync('flac', ['-8', '-e', '-s', '-f', '--no-padding', '-o', flac, wav]);
}

/**
 * Speaks Mandarin lines; needs `sox` and `flac` on the PATH. Returns their lengths in seconds, in order.
 * @param kokoro folder of the synthesiser and its voices
 */
export function renderLines(lines: readonly LineToRender[], { kokoro, scratch }: { kokoro: string; scratch: string }) {
  const raw = lines.map((line, index) => ({ ...line, wav: join(scratch, `raw-${index}.wav`) }));
  execFileSync(process.execPath, ['-e', SYNTHESISE, kokoro, JSON.stringify(raw)], {
    env: { ...process.env, NODE_PATH: join(repository, 'node_modules') },
    stdio: 'inherit',
  });
  return raw.map(({ wav: from, flac }) => {
    const wav = join(scratch, 'line.wav');
    execFileSync('sox', [from, '-r', '16000', '-b', '16', wav, 'norm', '-3']);
    encodeFlac(wav, flac);
    return Number(execFileSync('soxi', ['-D', wav], { encoding: 'utf8' }).trim());
  });
}
