/**
 * Build-time script: renders `sentences.zh.txt` for the fit of the band repair with the four Mandarin voices of Kokoro
 * that speak none of the telesales lines, one voice a sentence in turn. Nothing here runs in the product.
 *
 *   tsx main/copilot/band-repair/render-lines.ts OUT_FOLDER [KOKORO_FOLDER]    (../shared/models/kokoro-82m-zh unless told)
 */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

const VOICES = ['zf_xiaoxiao', 'zm_yunjian', 'zf_xiaoyi', 'zm_yunyang'];

const repository = path.resolve(import.meta.dirname, '../../..');
const [out, kokoro = path.resolve(repository, '../shared/models/kokoro-82m-zh')] = process.argv.slice(2);
if (!out) {
  process.stderr.write('tsx main/copilot/band-repair/render-lines.ts OUT_FOLDER [KOKORO_FOLDER]\n');
  process.exit(2);
}
mkdirSync(out, { recursive: true });
const sentences = readFileSync(path.join(import.meta.dirname, 'sentences.zh.txt'), 'utf8')
  .trim()
  .split('\n');
for (const [index, sentence] of sentences.entries()) {
  const voice = VOICES[index % VOICES.length] ?? '';
  const file = path.join(out, `s${String(index + 1).padStart(3, '0')}_${voice}.wav`);
  if (existsSync(file)) continue;
  execFileSync(process.execPath, [path.join(kokoro, 'kokoro-zh.cjs'), sentence, file, voice], {
    env: { ...process.env, NODE_PATH: path.join(repository, 'node_modules') },
  });
}
