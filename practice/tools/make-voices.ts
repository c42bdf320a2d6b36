/**
 * Build-time script: fills practice/voices with FLAC copies of the recorded telesales lines that may ship, and renders
 * the few lines they lack. Nothing here runs when the practice PBX starts.
 *
 *   tsx practice/tools/make-voices.ts [SHARED_FOLDER]      (default: ../shared beside the repository)
 *
 * Needs `flac` and `sox` on the PATH.
 */
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const practiceFolder = dirname(dirname(fileURLToPath(import.meta.url)));
const repository = dirname(practiceFolder);
const shared = resolve(process.argv[2] ?? join(dirname(repository), 'shared'));
const clips = join(shared, 'audio', 'telesales');
const kokoro = join(shared, 'models', 'kokoro-82m-zh');
const voices = join(practiceFolder, 'voices');

const LICENCE = 'Apache-2.0 (Kokoro-82M voice): may ship';
const COLUMNS = ['file', 'language', 'role', 'voice', 'text', 'expected_keywords', 'licence', 'seconds'] as const;
type Row = Record<(typeof COLUMNS)[number], string>;

/** Small talk that no story tells: left out to keep the folder small. */
const UNUSED = /\/n(?!08|17|19)\d\d_/;

/** Lines that the recorded set lacks. */
const RENDERED: ReadonlyArray<{ id: string; role: string; text: string; keywords: string; voices: readonly string[] }> =
  [
    { id: 'p01', role: 'customer', text: '喂，你好，哪位？', keywords: '', voices: ['zf_xiaobei', 'zm_yunxi'] },
    { id: 'p02', role: 'customer', text: '多少钱一个月？', keywords: '多少钱', voices: ['zf_xiaobei', 'zm_yunxi'] },
    { id: 'p03', role: 'customer', text: '现在有没有优惠？', keywords: '优惠', voices: ['zf_xiaobei', 'zm_yunxi'] },
    { id: 'p04', role: 'customer', text: '我现在没空，在开会。', keywords: '没空', voices: ['zf_xiaobei', 'zm_yunxi'] },
    { id: 'p05', role: 'customer', text: '嗯，你说吧。', keywords: '', voices: ['zf_xiaobei', 'zm_yunxi'] },
    { id: 'p06', role: 'customer', text: '好，再见。', keywords: '', voices: ['zf_xiaobei', 'zm_yunxi'] },
    { id: 'p07', role: 'customer', text: '你怎么有我的电话号码？', keywords: '', voices: ['zf_xiaobei', 'zm_yunxi'] },
    {
      id: 'v01',
      role: 'voicemail',
      text: '您好，您拨打的用户暂时无法接听，请在提示音后留言。',
      keywords: '',
      voices: ['zf_xiaobei'],
    },
  ];

function readRows(): Row[] {
  const [head = '', ...lines] = readFileSync(join(clips, 'MANIFEST.tsv'), 'utf8').trim().split('\n');
  const names = head.split('\t');
  return lines.map((line) => {
    const cells = line.split('\t');
    const cell = (column: string): string => cells[names.indexOf(column)] ?? '';
    return Object.fromEntries(COLUMNS.map((column) => [column, cell(column)])) as Row;
  });
}

function encode(wav: string, file: string): void {
  mkdirSync(dirname(join(voices, file)), { recursive: true });
  execFileSync('flac', ['-8', '-e', '-s', '-f', '--no-padding', '-o', join(voices, file), wav]);
}

function render(line: (typeof RENDERED)[number], voice: string, scratch: string): Row {
  const raw = join(scratch, 'raw.wav');
  const wav = join(scratch, 'line.wav');
  execFileSync(process.execPath, [join(kokoro, 'kokoro-zh.cjs'), line.text, raw, voice], {
    env: { ...process.env, NODE_PATH: join(repository, 'node_modules') },
  });
  execFileSync('sox', [raw, '-r', '16000', '-b', '16', wav, 'norm', '-3']);
  const seconds = execFileSync('soxi', ['-D', wav], { encoding: 'utf8' }).trim();
  const file = `zh/${line.id}_${voice}.flac`;
  encode(wav, file);
  return {
    file,
    language: 'zh',
    role: line.role,
    voice,
    text: line.text,
    expected_keywords: line.keywords,
    licence: LICENCE,
    seconds: Number(seconds).toFixed(2),
  };
}

rmSync(voices, { recursive: true, force: true });
const scratch = mkdtempSync(join(tmpdir(), 'make-voices-'));
const rows: Row[] = [];
try {
  for (const row of readRows()) {
    if (!row.licence.includes('may ship') || UNUSED.test(row.file)) continue;
    const file = join(dirname(row.file), `${basename(row.file, '.wav')}.flac`);
    encode(join(clips, row.file), file);
    rows.push({ ...row, file });
  }
  for (const line of RENDERED) for (const voice of line.voices) rows.push(render(line, voice, scratch));
} finally {
  rmSync(scratch, { recursive: true, force: true });
}
const table = [COLUMNS.join('\t'), ...rows.map((row) => COLUMNS.map((column) => row[column]).join('\t'))];
writeFileSync(join(voices, 'MANIFEST.tsv'), `${table.join('\n')}\n`);
process.stdout.write(`${rows.length} clips in practice/voices\n`);
