import { fork } from 'node:child_process';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { timedWordSchema } from '../../contracts/transcript';
import { loadEars } from '../../main/copilot/load-ears';
import { loadTest, testClips } from '../../models/load-test';
import { ModelManager } from '../../models/model-manager';
import { nodeJob } from '../../models/node-job';
import { recogniserIn } from '../../models/recogniser-kinds';
import type { RecogniseJob } from '../support/recognise-apart';
import { spokenSlowly, tinyRecognisers, tinySenseVoice } from '../support/tiny-recognisers';

const TIMEOUT_MS = 120_000;
const transcriptSchema = z.strictObject({
  text: z.string(),
  words: z.array(timedWordSchema).optional(),
  language: z.string().optional(),
});
const answerSchema = z.object({
  result: z.object({
    heard: z.array(transcriptSchema),
  }),
});

/** In a process of its own, with the real engine. */
function recogniseApart(job: RecogniseJob): Promise<z.infer<typeof answerSchema>['result']> {
  const child = fork(path.join(import.meta.dirname, '../support/recognise-apart.ts'), [], {
    execArgv: ['--import', 'tsx'],
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
  });
  child.send(job);
  return new Promise((resolve, reject) => {
    child.on('exit', (code) => reject(new Error(`the engine ended with ${String(code)}`)));
    child.on('message', (message) => {
      const answer = answerSchema.safeParse(message);
      if (answer.success) resolve(answer.data.result);
      else reject(new Error(JSON.stringify(message)));
      child.kill('SIGKILL');
    });
  });
}

describe('recognisers of other kinds, through the real engine', { timeout: TIMEOUT_MS }, () => {
  let home: string;
  beforeAll(async () => {
    home = await mkdtemp(path.join(os.tmpdir(), 'sidetone-recognisers-'));
  });
  afterAll(() => rm(home, { recursive: true, force: true }));

  /** Made, and recognised by what the files say of themselves. */
  async function made(kind: keyof typeof tinyRecognisers) {
    const folder = await mkdtemp(path.join(home, 'model-'));
    await tinyRecognisers[kind](folder);
    const found = await recogniserIn(folder, await readdir(folder));
    if (!found) throw new Error('not recognised');
    const files = Object.fromEntries(found.files.map(({ key, file }) => [key, path.join(folder, file)]));
    return { kind: found.kind, files };
  }

  it('SenseVoice writes without its tags, times its words, and is told the language', async () => {
    const model = await made('sense-voice');
    expect(model.kind).toBe('sense-voice');
    const { heard } = await recogniseApart({
      ...model,
      languages: ['zh', 'auto', 'en'],
      seconds: 3,
      level: 0.5,
    });
    expect(heard.map(({ language }) => language)).toEqual(['zh', 'yue', 'en']);
    expect(heard[0]).toEqual({
      text: '太贵 wechat吗？',
      language: 'zh',
      words: [
        { text: '太', startMs: 300, endMs: 480 },
        { text: '贵', startMs: 480, endMs: 720 },
        { text: 'wechat', startMs: 720, endMs: 1200 },
        { text: '吗？', startMs: 1200, endMs: 2200 },
      ],
    });
    expect(heard.map(({ text }) => text)).toEqual(Array(3).fill('太贵 wechat吗？'));
  });

  it('SenseVoice writes what is said where it hears music', async () => {
    const model = await made('sense-voice');
    const { heard } = await recogniseApart({ ...model, languages: ['zh'], seconds: 3, level: 0 });
    expect(heard).toMatchObject([{ text: '太贵 wechat吗？', language: 'zh' }]);
  });

  it('a transducer writes whole utterances', async () => {
    const model = await made('zipformer-transducer');
    expect(model.kind).toBe('zipformer-transducer');
    const { heard } = await recogniseApart({ ...model, languages: ['zh'], seconds: 3, level: 0.5 });
    expect(heard[0]?.text).toBe('太贵 wechat吗');
    expect(heard[0]?.words?.map(({ text, startMs }) => [text, startMs])).toEqual([
      ['太', 200],
      ['贵', 320],
      ['wechat', 480],
      ['吗', 800],
    ]);
  });

  it('a streaming transducer writes whole utterances to their last word', async () => {
    const model = await made('streaming-zipformer');
    expect(model.kind).toBe('streaming-zipformer');
    const { heard } = await recogniseApart({ ...model, languages: ['zh', 'auto'], seconds: 1, level: 0.5 });
    expect(heard.map(({ text }) => text)).toEqual(['太贵 wechat吗', '太贵 wechat吗']);
    expect(heard[0]?.words?.at(-1)).toEqual({ text: '吗', startMs: 800, endMs: 1000 });
  });

  it('a Paraformer puts together what it says in pieces, with their times', async () => {
    const model = await made('paraformer');
    expect(model.kind).toBe('paraformer');
    const { heard } = await recogniseApart({ ...model, languages: ['zh'], seconds: 3, level: 0.5 });
    expect(heard[0]?.text).toBe('太贵 wechat');
    expect(heard[0]?.words).toEqual([
      { text: '太', startMs: 300, endMs: 500 },
      { text: '贵', startMs: 500, endMs: 800 },
      { text: 'wechat', startMs: 800, endMs: 1800 },
    ]);
  });

  it('a streaming Paraformer writes whole utterances, without times', async () => {
    const model = await made('streaming-paraformer');
    expect(model.kind).toBe('streaming-paraformer');
    const { heard } = await recogniseApart({ ...model, languages: ['zh'], seconds: 2, level: 0.5 });
    expect(heard).toEqual([{ text: expect.stringMatching(/^太{8,}$/) }]);
  });

  it('pass or fail the test of a model in a process of its own', async () => {
    const { kind, files } = await made('sense-voice');
    const [clip] = testClips(path.resolve(import.meta.dirname, '../../practice/voices'));
    if (!clip) throw new Error('no clip');
    const test = (text: string, as = kind, of = files) =>
      loadTest(nodeJob(), {
        ...{ kind: 'test', role: 'careful-ear', recogniser: as, files: of },
        clips: [{ ...clip, text }],
      });
    expect((await test('太贵吗？')).heardShare).toEqual({ zh: 1 });
    await expect(test('我们明天十点开会')).rejects.toMatchObject({ code: 'model-hears-nothing' });
    const pair = { encoder: files.network ?? '', decoder: files.network ?? '', tokens: files.tokens ?? '' };
    await expect(test('太贵吗？', 'whisper', pair)).rejects.toMatchObject({
      code: 'model-wrong-kind',
      message: 'model.int8.onnx is SenseVoice, not Whisper.',
    });
  });

  it.each(['whisper', 'paraformer', 'dolphin', 'streaming-zipformer'] as const)(
    'fail it as %s when they are another kind and do not say so',
    async (kind) => {
      const folder = await mkdtemp(path.join(home, 'model-'));
      await tinySenseVoice(folder, { isSilent: true });
      const model = path.join(folder, 'model.int8.onnx');
      const tokens = path.join(folder, 'tokens.txt');
      if (kind === 'whisper') await writeFile(tokens, 'IQ== 0\n');
      const files = { network: model, encoder: model, decoder: model, joiner: model, tokens };
      const clips = testClips(path.resolve(import.meta.dirname, '../../practice/voices'));
      const job = { kind: 'test', role: 'careful-ear', recogniser: kind, files, clips } as const;
      await expect(loadTest(nodeJob(), job)).rejects.toMatchObject({ code: 'model-wrong-kind' });
    },
  );

  it('are imported by their folder, used, and loaded as what they are', async () => {
    const [place, models] = await Promise.all([
      mkdtemp(path.join(home, 'place-')),
      mkdtemp(path.join(home, 'models-')),
    ]);
    const voices = path.resolve(import.meta.dirname, '../../practice/voices');
    const [clip] = testClips(voices);
    await tinySenseVoice(path.join(place, 'my-sense-voice'), { says: spokenSlowly(clip?.text ?? '') });
    const manager = new ModelManager({ searchPath: [models], clips: voices, startJob: nodeJob() });
    expect(await manager.import(place)).toMatchObject([{ name: 'my-sense-voice', verified: false, failure: null }]);
    await manager.use('my-sense-voice');
    const ear = await (await loadEars([models])).carefulEar;
    const noise = Float32Array.from({ length: 48_000 }, (_, at) => Math.sin(at * at) / 2);
    const transcript = await ear?.transcribe(noise, 'auto');
    expect(transcript).toMatchObject({ text: expect.stringMatching(/^你说的这个产品/), language: 'yue' });
    expect(transcript?.words?.[1]).toEqual({ text: '说', startMs: 420, endMs: 540 });
  });
});
