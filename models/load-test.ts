import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { SidetoneError } from '../contracts/errors';
import {
  modelJobMessageSchema,
  type ModelJob,
  type ModelJobMessage,
  type ModelMeasurement,
  type TestClip,
} from '../contracts/models';
import { whatIsWrong } from './recogniser-kinds';

/** A process for one job: a bad model may end it, or keep it for ever. */
export interface JobProcess {
  onMessage(listener: (message: unknown) => void): void;
  /** `code` null: killed by a signal. */
  onExit(listener: (code: number | null) => void): void;
  kill(): void;
}
export type StartJob = (job: ModelJob) => JobProcess;

/** Whisper small loads in seconds on a slow desk; what takes this long does not come back. */
const TEST_LIMIT_MS = 120_000;
const CONVERT_LIMIT_MS = 15 * 60_000;

/** One sentence in each language, of the voices that come with the product in `folder`. */
export function testClips(folder: string): TestClip[] {
  const clips: TestClip[] = [
    {
      file: 'zh/l02_zm_yunxi.flac',
      language: 'zh',
      text: '你说的这个产品我听懂了，但是太贵了。别的公司才卖一半的价钱，你能不能便宜一点？',
      phrases: ['太贵', '便宜'],
    },
    {
      file: 'en/l02_af_bella.flac',
      language: 'en',
      text: 'I understand your product, but it is too expensive. Others sell it for half the price. Can you make it cheaper?',
      phrases: [],
    },
  ];
  return clips.map((clip) => ({ ...clip, file: path.join(folder, clip.file) }));
}

/**
 * Loads a model with its real engine in a process of its own and lets it hear the clips. Throws SidetoneError
 * `model-wrong-kind`, `model-crashed`, `model-hangs`, `model-hears-nothing`, or what the engine said.
 */
export async function loadTest(
  start: StartJob,
  job: Extract<ModelJob, { kind: 'test' }>,
  limits: { limitMs?: number; signal?: AbortSignal | undefined } = {},
): Promise<ModelMeasurement> {
  const wrong = await whatIsPlain(job);
  if (wrong) throw new SidetoneError('model-wrong-kind', wrong);
  const last = await run(start, job, limits.limitMs ?? TEST_LIMIT_MS, limits.signal);
  if (last.type !== 'measured') throw new SidetoneError('model-crashed', 'The test ended without a result.');
  return last.measurement;
}

/** Makes the files of a product's model in a process of its own: seconds of work that would hold up everything else. */
export async function convertApart(start: StartJob, name: string, folder: string, signal?: AbortSignal): Promise<void> {
  await run(start, { kind: 'convert', name, folder }, CONVERT_LIMIT_MS, signal);
}

/** What is wrong before any engine sees it; null when nothing is. */
async function whatIsPlain({
  role,
  recogniser = 'whisper',
  files,
}: Extract<ModelJob, { kind: 'test' }>): Promise<string | null> {
  if (role !== 'careful-ear') return null;
  const wrong = await whatIsWrong(recogniser, files);
  if (wrong !== null || recogniser !== 'whisper') return wrong;
  const { tokens = '' } = files;
  const [first = ''] = (await readFile(tokens, 'utf8')).split('\n', 1);
  if (/^[A-Za-z0-9+/]+={0,2} \d+$/.test(first)) return null;
  return `${path.basename(tokens)} is no list of Whisper's tokens in sherpa-onnx's layout (base64 and a number in each line).`;
}

function run(
  start: StartJob,
  job: ModelJob,
  limitMs: number,
  signal: AbortSignal | undefined,
): Promise<Exclude<ModelJobMessage, { type: 'loaded' | 'failed' }>> {
  const child = start(job);
  let isLoaded = job.kind !== 'test';
  return new Promise((resolve, reject) => {
    const end = (settle: () => void) => {
      clearTimeout(clock);
      signal?.removeEventListener('abort', cancel);
      child.kill();
      settle();
    };
    const fail = (code: string, message: string) => end(() => reject(new SidetoneError(code, message)));
    const cancel = () => fail('cancelled', 'Cancelled.');
    const clock = setTimeout(
      () => fail('model-hangs', `There was no answer in ${String(Math.round(limitMs / 1000))} s; it was stopped.`),
      limitMs,
    );
    signal?.addEventListener('abort', cancel);
    if (signal?.aborted) cancel();
    child.onMessage((data) => {
      const parsed = modelJobMessageSchema.safeParse(data);
      if (!parsed.success) return fail('model-crashed', 'The test answered something that is no answer.');
      const message = parsed.data;
      if (message.type === 'loaded') isLoaded = true;
      else if (message.type === 'failed') fail(message.failure.code, message.failure.message);
      else end(() => resolve(message));
    });
    child.onExit((code) => {
      const how = code === null ? 'was killed' : `ended with code ${String(code)}`;
      if (isLoaded) fail('model-crashed', `The engine ${how} while it worked with the model.`);
      else
        fail(
          'model-wrong-kind',
          `The engine ${how} while it loaded the model: another kind of model, or a damaged one.`,
        );
    });
  });
}
