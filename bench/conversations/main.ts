/**
 * `npm run conversations`: the labelled calls through the real ears and the real understanding, over lines of several
 * kinds; prints what was found of what was expected, by condition, and what was not.
 *
 *   npm run conversations -- [--only ID,ID…] [--conditions N] [--shared DIR] [--models DIR] [--noise-filter off|recogniser|both]
 *     [--out FILE]
 *
 * `--out` keeps what was made of each call, a line of JSON each.
 * Exit code 0 when every call was analysed; how well is for the reader to judge.
 */
import { access, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { EAR_SAMPLE_RATE_HZ } from '../../contracts/audio';
import { SidetoneError } from '../../contracts/errors';
import { noiseFilterUseSchema, type NoiseFilterUse } from '../../contracts/speech';
import { FileAnalyzer, type Analysis } from '../../main/copilot/analyze-file';
import { compare, type Comparison, type Labels } from '../../main/copilot/expectations';
import { readKeywords, type WantedKeywords } from '../../main/copilot/keywords-file';
import { loadEars } from '../../main/copilot/load-ears';
import { loadRnnoiseFilter } from '../../main/copilot/rnnoise-filter';
import { createEarsPipeline } from '../../main/copilot/pipeline';
import { modelSearchPath } from '../../models/locate';
import { seededRandom } from '../random';
import { Lines, assemble } from './assemble';
import { CONDITIONS, type Condition } from './conditions';
import { readConversations, type Conversation } from './script';

/** A Friday: what "next Wednesday" means is labelled from here. */
const MADE_AT = new Date('2026-11-27T10:00');
const KINDS = ['cues', 'outcome', 'callbackAt', 'facts', 'fields', 'score', 'redacted'] as const;

async function analyzer(folders: readonly string[]): Promise<FileAnalyzer> {
  const { vad, fastEar, carefulEar } = await loadEars(modelSearchPath({ folders }), (models) => {
    for (const { name, state, message } of models) {
      if (state !== 'loading' && state !== 'ready') process.stderr.write(`${name}: ${message}\n`);
    }
  });
  if (!vad) throw new SidetoneError('model-missing', 'The voice detector is not at hand. Run "npm run models".');
  const careful = (await carefulEar) ?? undefined;
  return new FileAnalyzer((emit) =>
    createEarsPipeline({
      vad,
      fastEar: fastEar ?? undefined,
      carefulEar: careful,
      noiseFilter: loadRnnoiseFilter,
      emit,
      trouble: ({ code, message }) => process.stderr.write(`${code}: ${message}\n`),
    }),
  );
}

/** Every conversation over a line of one condition. */
async function hear(
  ears: FileAnalyzer,
  conversations: readonly Conversation[],
  { condition, lines, babble }: { condition: Condition; lines: Lines; babble: Float32Array },
  books: Record<'zh' | 'en', WantedKeywords>,
  noiseFilter: NoiseFilterUse,
): Promise<Analysis[]> {
  const random = seededRandom(1);
  const analyses: Analysis[] = [];
  for (const conversation of conversations) {
    const legs = await assemble(conversation, lines);
    const agent = await condition.apply(legs.agent, { babble, random });
    const customer = await condition.apply(legs.customer, { babble: babble.toReversed(), random });
    const source = {
      sampleRateHz: EAR_SAMPLE_RATE_HZ,
      channelCount: 2,
      async *blocks() {
        yield await Promise.resolve([agent, customer]);
      },
    };
    const { language } = conversation;
    const { keywords, book } = books[language];
    const options = { customerChannel: 1 as const, language, keywords, book, madeAt: MADE_AT, noiseFilter };
    analyses.push(await ears.analyzeSource(conversation.id, source, options));
    process.stderr.write('.');
  }
  process.stderr.write('\n');
  return analyses;
}

function row(title: string, comparison: Comparison): string {
  const cells = KINDS.map((kind) => {
    const { expected, found, false: wrong } = comparison[kind];
    return expected + wrong === 0
      ? '–'
      : `${String(found)}/${String(expected)}${wrong ? `, ${String(wrong)} false` : ''}`;
  });
  return `| ${[title, String(comparison.files), ...cells].join(' | ')} |`;
}

async function exists(folder: string): Promise<boolean> {
  return access(folder).then(
    () => true,
    () => false,
  );
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      only: { type: 'string' },
      conditions: { type: 'string' },
      shared: { type: 'string' },
      models: { type: 'string', multiple: true },
      'noise-filter': { type: 'string', default: 'off' },
      out: { type: 'string' },
    },
  });
  const recordedFolder = path.resolve(values.shared ?? path.join(import.meta.dirname, '../../../shared'), 'audio');
  const hasRecorded = await exists(recordedFolder);
  if (!hasRecorded)
    process.stderr.write(`The calls with recorded speech are left out: ${recordedFolder} is not there.\n`);
  const groups = {
    Mandarin: await readConversations('zh'),
    English: await readConversations('en'),
    recorded: hasRecorded ? await readConversations('recorded') : [],
  };
  const noiseFilter = noiseFilterUseSchema.parse(values['noise-filter']);
  const only = values.only?.split(',');
  const lines = await Lines.open(hasRecorded ? recordedFolder : null);
  const babble = await lines.babble();
  const bookOf = (language: 'zh' | 'en') =>
    readKeywords(path.resolve(import.meta.dirname, '../../domain/cue-books', `${language}.json`));
  const books = { zh: await bookOf('zh'), en: await bookOf('en') };
  const ears = await analyzer(values.models ?? []);
  const missed: string[] = [];
  const rows: string[] = [];
  const kept: string[] = [];
  for (const condition of CONDITIONS.slice(0, Number(values.conditions ?? CONDITIONS.length))) {
    for (const [group, all] of Object.entries(groups)) {
      const conversations = all.filter(({ id }) => !only || only.includes(id));
      if (conversations.length === 0) continue;
      const analyses = await hear(ears, conversations, { condition, lines, babble }, books, noiseFilter);
      kept.push(...analyses.map((analysis) => JSON.stringify({ condition: condition.name, ...analysis })));
      const labels: Labels = Object.fromEntries(conversations.map(({ id, expect }) => [id, expect]));
      rows.push(row(`${group}, ${condition.name}`, compare(analyses, labels)));
      missed.push(...conversations.flatMap((one) => differences(one, analyses, condition)));
    }
  }
  if (values.out !== undefined) await writeFile(values.out, `${kept.join('\n')}\n`);
  const head = ['', 'calls', 'cards', 'outcome', 'call back', 'facts', 'fields', 'score', 'secrets'];
  process.stdout.write(`| ${head.join(' | ')} |\n| ${head.map(() => '---').join(' | ')} |\n${rows.join('\n')}\n`);
  process.stdout.write(`\n${missed.join('\n')}\n`);
}

/** What was missed and what was false in one call, a line a kind. */
function differences({ id, expect }: Conversation, analyses: readonly Analysis[], condition: Condition): string[] {
  const analysis = analyses.find(({ file }) => file === id);
  if (!analysis) return [];
  const comparison = compare([analysis], { [id]: expect });
  return KINDS.flatMap((kind) => {
    const { missed, precisionOf } = comparison[kind];
    const wrong = Object.entries(precisionOf).flatMap(([what, share]) => (share < 1 ? [what] : []));
    if (missed.length + wrong.length === 0) return [];
    const parts = [
      missed.length ? `missed ${missed.map(({ what }) => what).join(', ')}` : '',
      wrong.length ? `false ${wrong.join(', ')}` : '',
    ];
    return [`- ${condition.name}, ${id}, ${kind}: ${parts.filter(Boolean).join('; ')}`];
  });
}

await main();
