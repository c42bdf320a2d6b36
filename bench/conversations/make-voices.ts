/**
 * Build-time script: speaks the Mandarin lines of the labelled conversations that have no recording yet.
 *
 *   tsx bench/conversations/make-voices.ts [SHARED_FOLDER]      (default: ../shared beside the repository)
 *
 * Needs `flac` and `sox` on the PATH. The English lines are those of practice/voices.
 */
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { renderLines } from '../../practice/tools/render-line';
import { readConversations } from './script';

const shared = path.resolve(process.argv[2] ?? path.join(import.meta.dirname, '../../../shared'));
const kokoro = path.join(shared, 'models', 'kokoro-82m-zh');
const folder = path.join(import.meta.dirname, 'voices');
const manifest = path.join(folder, 'MANIFEST.tsv');
const HEAD = 'file\tlanguage\trole\tvoice\ttext\tlicence\tseconds';

interface Line {
  leg: string;
  voice: string;
  text: string;
}

const key = ({ voice, text }: Pick<Line, 'voice' | 'text'>) => `${voice}\t${text}`;
const rows = new Map<string, string>();
const counts = new Map<string, number>();
for (const row of existsSync(manifest) ? readFileSync(manifest, 'utf8').trim().split('\n').slice(1) : []) {
  const [, , , voice = '', text = ''] = row.split('\t');
  rows.set(key({ voice, text }), row);
  counts.set(voice, (counts.get(voice) ?? 0) + 1);
}

const conversations = [...(await readConversations('zh')), ...(await readConversations('recorded'))];
const lines = new Map<string, Line>();
for (const { turns, voices } of conversations) {
  for (const [leg, text] of turns) {
    const voice = voices[leg];
    // The English voices are of practice/voices.
    if (typeof text !== 'string' || !voice.startsWith('z') || rows.has(key({ voice, text }))) continue;
    lines.set(key({ voice, text }), { leg, voice, text });
  }
}
const scratch = mkdtempSync(path.join(os.tmpdir(), 'conversation-voices-'));
try {
  const wanted = [...lines.values()].map((line) => {
    const number = (counts.get(line.voice) ?? 0) + 1;
    counts.set(line.voice, number);
    return { ...line, file: `zh/${line.voice}_${String(number).padStart(2, '0')}.flac` };
  });
  const toRender = wanted.map(({ text, voice, file }) => ({ text, voice, flac: path.join(folder, file) }));
  const seconds = renderLines(toRender, { kokoro, scratch });
  wanted.forEach(({ leg, voice, text, file }, index) => {
    const licence = 'Apache-2.0 (Kokoro-82M voice): may ship';
    rows.set(key({ voice, text }), [file, 'zh', leg, voice, text, licence, seconds[index]?.toFixed(2)].join('\t'));
  });
  writeFileSync(manifest, `${[HEAD, ...rows.values()].join('\n')}\n`);
} finally {
  rmSync(scratch, { recursive: true, force: true });
}
process.stdout.write(`${String(rows.size)} lines\n`);
