import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readKeywords } from './keywords-file';

describe('a file of keywords', () => {
  let file: string;
  beforeAll(async () => {
    file = path.join(await mkdtemp(path.join(os.tmpdir(), 'sidetone-keywords-')), 'words');
  });
  afterAll(() => rm(path.dirname(file), { recursive: true, force: true }));

  async function read(text: string) {
    await writeFile(file, text);
    return readKeywords(file);
  }

  it('is a phrase a line, in either language, however it was saved', async () => {
    const { keywords, book, language } = await read('\uFEFF太贵\r\n\r\n# a remark\r\nWeChat\r\n太贵\r\n加V信');
    expect(keywords.map(({ phrase }) => phrase)).toEqual(['太贵', 'WeChat', '加V信']);
    expect(book).toBeNull();
    expect(language).toBe('zh');
  });

  it('may give a phrase a threshold of its own', async () => {
    const { keywords } = await read('太贵\t0.4\n便宜\n');
    expect(keywords).toEqual([
      { phrase: '太贵', threshold: 0.4 },
      { phrase: '便宜', threshold: 0.15 },
    ]);
  });

  it.each(['太贵\t1.5', '太贵\tlots', '便宜\t0', '太贵\t'])(
    'names the line of %j, which is no threshold',
    async (line) => {
      await expect(read(`退款\n${line}\n`)).rejects.toMatchObject({
        code: 'keywords-invalid',
        message: expect.stringContaining('line 2') as unknown,
      });
    },
  );

  it('is English when none of its phrases is Chinese', async () => {
    expect((await read('refund\nhow much')).language).toBe('en');
  });

  it.each(['？！', '😀', 'возврат', '환불'])('names the line of %s, which no ear can hear', async (phrase) => {
    await expect(read(`太贵\n${phrase}\n`)).rejects.toMatchObject({
      code: 'keywords-invalid',
      message: expect.stringContaining(`line 2: "${phrase}"`) as unknown,
    });
  });

  it('names the place in a cue book', async () => {
    const cue = { id: 'a', phrases: ['太贵', '……'], title: 'a', lines: ['b'], action: 'offer' };
    const book = { name: 'x', language: 'zh', version: 1, cues: [cue] };
    await expect(read(JSON.stringify(book))).rejects.toMatchObject({
      message: expect.stringContaining('cues.0.phrases.1: "……"') as unknown,
    });
  });

  it('without a phrase is refused', async () => {
    await expect(read('\n# nothing\n')).rejects.toMatchObject({ code: 'keywords-invalid' });
  });
});
