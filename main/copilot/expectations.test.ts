import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Analysis } from './analyze-file';
import { compare, readLabels } from './expectations';

const keyword = (phrase: string, endMs: number): Analysis['keywords'][number] => ({
  leg: 'customer',
  phrase,
  startMs: endMs - 300,
  endMs,
  score: 0.5,
  ear: 'fast',
  confirmed: true,
});
const intent = (id: string, denied = false): Analysis['intents'][number] => ({
  id,
  kind: 'intent',
  leg: 'customer',
  atMs: 0,
  endMs: 1,
  words: id,
  denied,
});
const analysis = (file: string, part: Partial<Analysis>): Analysis => ({
  file: `/calls/${file}`,
  seconds: 1_800,
  speech: [],
  keywords: [],
  cues: [],
  transcript: [],
  conversation: {
    talkRatio: null,
    overlapMs: 0,
    deadAir: [],
    interruptions: [],
    rate: { agent: null, customer: null },
  },
  intents: [],
  form: [],
  emotions: [],
  satisfaction: null,
  summary: { language: 'zh', sentences: [], disposition: null, callbackAt: null },
  score: null,
  redacted: { 'card-number': 0, 'identity-number': 0, 'bank-account': 0, 'phone-number': 0, address: 0, name: 0 },
  realTimeFactor: 0.1,
  ...part,
});

describe('comparing with labels', () => {
  const first = analysis('a.wav', {
    keywords: [keyword('太贵', 1_020), keyword('太贵', 9_000), keyword('退款', 3_000)],
    cues: [{ id: 'price', atMs: 1_020 }],
    intents: [intent('opt-out'), intent('complaint', true)],
  });
  const second = analysis('b.wav', { keywords: [keyword('太贵', 500)], cues: [{ id: 'price', atMs: 500 }] });

  it('counts what was found, missed and false, once a file', () => {
    const { keywords, cues, intents, files, hours, unmatched } = compare([first, second], {
      'a.wav': { keywords: ['太贵', '发票'], cues: ['price'], intents: ['opt-out', 'complaint'] },
      'b.wav': { keywords: [], cues: [] },
      'c.wav': {},
    });
    expect({ files, hours, unmatched }).toEqual({ files: 2, hours: 1, unmatched: ['c.wav'] });
    expect(keywords).toEqual({
      expected: 2,
      found: 1,
      recall: 0.5,
      false: 2,
      falsePerHour: 2,
      precision: 0.3333,
      precisionOf: { 太贵: 0.5, 退款: 0 },
      missed: [{ file: 'a.wav', what: '发票' }],
    });
    expect(cues).toMatchObject({ recall: 1, false: 1, precisionOf: { price: 0.5 } });
    // What was denied was not meant.
    expect(intents).toMatchObject({ expected: 2, found: 1, false: 0 });
  });

  it('judges nothing that is not labelled, and says when words were heard where the labels say so', () => {
    const { keywords, cues, keywordOffsetMs } = compare([first], {
      'a.wav': { keywords: [{ phrase: '太贵', endMs: 1_000 }] },
    });
    expect(keywords).toMatchObject({ recall: 1, false: 1 });
    expect(cues).toMatchObject({ expected: 0, recall: null, false: 0, falsePerHour: null, precision: null });
    expect(keywordOffsetMs).toBe(20);
    expect(compare([first], {}).unmatched).toEqual(['a.wav']);
  });

  it('compares outcome, call back, facts, fields, score and secrets, each only where it is labelled', () => {
    const cite = { leg: 'customer' as const, startMs: 1_000, endMs: 1_400, words: '打给我' };
    const call = analysis('c.wav', {
      transcript: [{ leg: 'customer', startMs: 900, endMs: 2_000, text: '下周三再打给我吧。' }],
      summary: {
        language: 'zh',
        sentences: [{ kind: 'outcome', text: '结果：客户约好再打。', cites: [cite] }],
        disposition: 'callback',
        callbackAt: new Date('2026-12-02T15:00').toISOString(),
      },
      form: [
        { key: 'age', value: { type: 'age', value: 35 }, source: cite, troubles: [] },
        { key: 'phone', source: cite, troubles: [] },
        { key: 'plan', value: { type: 'choice', value: 'basic' }, source: cite, troubles: [] },
      ],
      redacted: { ...second.redacted, 'phone-number': 2 },
    });
    const result = compare([call], {
      'c.wav': {
        outcome: 'callback',
        callbackAt: '2026-12-02T15:00',
        facts: ['周三再打', '发票'],
        fields: { age: 35, name: '刘' },
        items: { met: ['greeting'], 'not-met': [] },
        failed: false,
        redacted: { 'phone-number': 1, 'card-number': 1 },
      },
    });
    expect(result.outcome).toMatchObject({ expected: 1, found: 1, false: 0 });
    expect(result.callbackAt).toMatchObject({ expected: 1, found: 1, false: 0 });
    expect(result.facts).toMatchObject({ found: 1, false: 0, missed: [{ file: 'c.wav', what: '发票' }] });
    expect(result.fields).toMatchObject({ found: 1, false: 1, missed: [{ file: 'c.wav', what: 'name: 刘' }] });
    expect(result.score).toMatchObject({ expected: 2, found: 0 });
    expect(result.redacted).toMatchObject({ expected: 2, found: 1, false: 1 });
    expect(compare([call], { 'c.wav': {} }).outcome).toMatchObject({ expected: 0, found: 0, false: 0 });
  });

  it('takes an item that was judged otherwise for a miss and a false one, and leaves the others', () => {
    const item = (itemId: string, outcome: 'met' | 'not-met') => ({
      itemId,
      type: 'say' as const,
      title: { zh: itemId, en: itemId },
      weight: 10,
      fails: false,
      outcome,
      points: 0,
      reason: 'said' as const,
      measured: null,
      evidence: [],
      history: [],
    });
    const items = [item('greeting', 'met'), item('closing', 'met'), item('identity', 'met')];
    const call = analysis('c.wav', { score: { total: 80, failed: true, items } });
    const labels = { 'c.wav': { items: { met: ['greeting'], 'not-met': ['closing'] }, failed: true } };
    expect(compare([call], labels).score).toMatchObject({
      expected: 3,
      found: 2,
      false: 1,
      missed: [{ file: 'c.wav', what: 'closing: not-met' }],
    });
  });
});

describe('a file of labels', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(path.join(os.tmpdir(), 'sidetone-labels-'));
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  it.each([
    ['{"a.wav": {"keywords": ["太贵"]', 'cannot be read as JSON'],
    ['{"a.wav": {"cards": []}}', 'a.wav'],
  ])('%s is refused with the place', async (text, said) => {
    const file = path.join(folder, 'labels.json');
    await writeFile(file, text);
    await expect(readLabels(file)).rejects.toMatchObject({
      code: 'labels-invalid',
      message: expect.stringContaining(said) as unknown,
    });
  });
});
