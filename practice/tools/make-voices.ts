/**
 * Build-time script: fills practice/voices with FLAC copies of the recorded telesales lines that may ship, and renders
 * the few lines they lack. Nothing here runs when the practice PBX starts.
 *
 *   tsx practice/tools/make-voices.ts [SHARED_FOLDER]      (default: ../shared beside the repository)
 *
 * Needs `flac` and `sox` on the PATH.
 */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { encodeFlac, renderLines } from './render-line';

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

function render(scratch: string): Row[] {
  const wanted = RENDERED.flatMap((line) => line.voices.map((voice) => ({ line, voice })));
  const files = wanted.map(({ line, voice }) => `zh/${line.id}_${voice}.flac`);
  const seconds = renderLines(
    wanted.map(({ line, voice }, index) => ({ text: line.text, voice, flac: join(voices, files[index] ?? '') })),
    { kokoro, scratch },
  );
  return wanted.map(({ line, voice }, index) => ({
    file: files[index] ?? '',
    language: 'zh',
    role: line.role,
    voice,
    text: line.text,
    expected_keywords: line.keywords,
    licence: LICENCE,
    seconds: (seconds[index] ?? 0).toFixed(2),
  }));
}

rmSync(voices, { recursive: true, force: true });
const scratch = mkdtempSync(join(tmpdir(), 'make-voices-'));
const rows: Row[] = [];
try {
  for (const row of readRows()) {
    if (!row.licence.includes('may ship') || UNUSED.test(row.file)) continue;
    const file = join(dirname(row.file), `${basename(row.file, '.wav')}.flac`);
    encodeFlac(join(clips, row.file), join(voices, file));
    rows.push({ ...row, file });
  }
  rows.push(...render(scratch));
} finally {
  rmSync(scratch, { recursive: true, force: true });
}
const table = [COLUMNS.join('\t'), ...rows.map((row) => COLUMNS.map((column) => row[column]).join('\t'))];
writeFileSync(join(voices, 'MANIFEST.tsv'), `${table.join('\n')}\n`);
process.stdout.write(`${rows.length} clips in practice/voices\n`);
