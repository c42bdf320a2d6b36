import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const root = path.resolve(import.meta.dirname, '../..');
const clips = path.resolve(root, '../shared/audio/telesales/zh');

function analyze(...given: string[]): Promise<{ code: number; out: string; err: string }> {
  const script = path.join(root, 'main/copilot/analyze.ts');
  return new Promise((resolve) => {
    const child = execFile(process.execPath, ['--import', 'tsx', script, ...given], { cwd: root }, (_e, out, err) =>
      resolve({ code: child.exitCode ?? -1, out, err }),
    );
  });
}

describe.skipIf(!existsSync(clips))('the analyzer (needs the shared clips)', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(path.join(os.tmpdir(), 'sidetone-analyze-'));
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  it('prints a line a file, tells of the bad one, and ends with 1', async () => {
    const bad = path.join(folder, 'bad.wav');
    await writeFile(bad, 'no audio at all');
    const words = path.join(folder, 'words.txt');
    await writeFile(words, '太贵\n\n不要再打\n');
    const good = path.join(clips, 'c01_zm_yunxi.wav');
    const { code, out, err } = await analyze(bad, good, '--keywords', words);
    expect(code).toBe(1);
    const report: unknown = JSON.parse(out);
    expect(report).toMatchObject({
      file: good,
      seconds: 1.515,
      speech: [{ leg: 'customer' }],
      keywords: [{ leg: 'customer', phrase: '太贵', ear: 'fast' }],
      cues: [],
      transcript: [{ leg: 'customer', text: expect.stringContaining('贵') as unknown }],
    });
    const complaint = err.split('\n').find((line) => line.startsWith('{')) ?? '{}';
    expect(JSON.parse(complaint)).toMatchObject({ file: bad, code: 'not-audio' });
  });

  it('draws the cards of the bundled cue book', async () => {
    const { code, out } = await analyze(path.join(clips, 'c05_zm_yunxi.wav'));
    expect(code).toBe(0);
    expect(JSON.parse(out)).toMatchObject({ cues: [{ id: 'opt-out' }] });
  });

  it('names what is wrong with a cue book', async () => {
    const book = path.join(folder, 'book.json');
    await writeFile(book, '{"name":"x","language":"zh","version":1,"cues":[{"id":"a"}]}');
    const { code, err } = await analyze(path.join(clips, 'c05_zm_yunxi.wav'), '--keywords', book);
    expect(code).toBe(1);
    expect(err).toContain('cues.0.lines');
  });
});
