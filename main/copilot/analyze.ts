import path from 'node:path';
import { parseArgs } from 'node:util';
import { languageSchema, type Language } from '../../contracts/cues';
import { SidetoneError, toFailure } from '../../contracts/errors';
import { noiseFilterUseSchema } from '../../contracts/speech';
import { spokenLanguageSchema } from '../../contracts/transcript';
import { modelSearchPath } from '../../models/locate';
import { FileAnalyzer, type Analysis } from './analyze-file';
import { compare, readLabels } from './expectations';
import { readKeywords } from './keywords-file';
import { loadEars } from './load-ears';
import { createEarsPipeline } from './pipeline';
import { loadRnnoiseFilter } from './rnnoise-filter';
import { expandRecordings } from './recordings';

const USAGE =
  'npm run analyze -- FILE… [--customer-channel 0|1] [--keywords FILE] [--language zh|en] [--spoken zh|en|yue|auto] [--models DIR] [--expect FILE] [--made-at TIME] [--noise-filter USE]\n' +
  'FILE: wav or FLAC, mono (the customer) or stereo; a folder means every such file in it.\n' +
  '--keywords: a text file, a phrase a line, or a cue book (JSON).\n' +
  '--expect: labels by file name (JSON); a last line says how well they were met.\n' +
  '--made-at: when the call was made, 2026-11-27T10:00; if not given, now.\n' +
  '--noise-filter: off, recogniser (the careful ear alone), or both; if not given, off.\n' +
  '--language: what is spoken; if not given, the language of the keywords.\n' +
  '--spoken: what the careful ear is told is spoken, as Settings can say it; auto: it finds out by itself.\n';

function bundledCueBook(language: Language): string {
  return path.resolve(import.meta.dirname, '../../domain/cue-books', `${language}.json`);
}

/** A folder means every recording in it. Tells of what cannot be listed. */
async function expand(paths: readonly string[]): Promise<string[]> {
  const lists = await Promise.all(
    paths.map((given) =>
      expandRecordings(given).catch((error: unknown) => {
        fail(given, error);
        return [];
      }),
    ),
  );
  return lists.flat();
}

function fail(file: string | null, error: unknown): void {
  const { code, message } = toFailure(error);
  process.stderr.write(`${JSON.stringify({ ...(file === null ? {} : { file }), code, message })}\n`);
  process.exitCode = 1;
}

function readArguments() {
  try {
    return parseArgs({
      allowPositionals: true,
      options: {
        'customer-channel': { type: 'string', default: '1' },
        keywords: { type: 'string' },
        language: { type: 'string' },
        spoken: { type: 'string' },
        expect: { type: 'string' },
        'made-at': { type: 'string' },
        'noise-filter': { type: 'string', default: 'off' },
        models: { type: 'string', multiple: true },
        help: { type: 'boolean', short: 'h', default: false },
      },
    });
  } catch (error) {
    return refuse(error instanceof Error ? error.message : String(error));
  }
}

/** A wrong command line: what is wrong, how it goes, exit code 2. */
function refuse(sentence: string): never {
  process.stderr.write(`${sentence}\n${USAGE}`);
  process.exit(2);
}

async function main(): Promise<void> {
  const { values, positionals } = readArguments();
  if (values.help) {
    process.stdout.write(USAGE);
    return;
  }
  const channel = values['customer-channel'];
  if (positionals.length === 0) refuse('No file is given.');
  if (channel !== '0' && channel !== '1') refuse('--customer-channel is 0 or 1.');
  const asked = languageSchema.optional().safeParse(values.language).data;
  if (values.language !== asked) refuse('--language is zh or en.');
  const noiseFilter = noiseFilterUseSchema.safeParse(values['noise-filter']).data;
  if (!noiseFilter) refuse('--noise-filter is off, recogniser or both.');
  const spokenLanguage = spokenLanguageSchema.optional().safeParse(values.spoken).data;
  if (values.spoken !== spokenLanguage) refuse('--spoken is zh, en, yue or auto.');
  const madeAt = values['made-at'] === undefined ? undefined : new Date(values['made-at']);
  if (madeAt && Number.isNaN(madeAt.getTime())) refuse('--made-at is a time like 2026-11-27T10:00.');
  const labels = values.expect === undefined ? null : await readLabels(values.expect);
  const wanted = await readKeywords(values.keywords ?? bundledCueBook(asked ?? 'zh'));
  const { keywords, book } = wanted;
  const language = asked ?? wanted.language;
  const { vad, fastEar, carefulEar } = await loadEars(modelSearchPath({ folders: values.models ?? [] }), (models) => {
    for (const { name, state, message } of models) {
      if (state !== 'loading' && state !== 'ready') process.stderr.write(`${name}: ${message}\n`);
    }
  });
  if (!vad) throw new SidetoneError('model-missing', 'The voice detector is not at hand. Run "npm run models".');
  const careful = (await carefulEar) ?? undefined;
  const analyzer = new FileAnalyzer((emit) =>
    createEarsPipeline({
      vad,
      fastEar: fastEar ?? undefined,
      carefulEar: careful,
      noiseFilter: loadRnnoiseFilter,
      emit,
      trouble: (failure) => fail(null, new SidetoneError(failure.code, failure.message)),
    }),
  );
  const analyses: Analysis[] = [];
  for (const file of await expand(positionals)) {
    try {
      const analysis = await analyzer.analyze(file, {
        customerChannel: channel === '0' ? 0 : 1,
        language,
        spokenLanguage,
        keywords,
        book,
        madeAt,
        noiseFilter,
      });
      analyses.push(analysis);
      process.stdout.write(`${JSON.stringify(analysis)}\n`);
    } catch (error) {
      fail(file, error);
    }
  }
  if (labels) process.stdout.write(`${JSON.stringify({ expectations: compare(analyses, labels) })}\n`);
}

main().catch((error: unknown) => fail(null, error));
