import { once } from 'node:events';
import { mkdtempSync, readFileSync, readdirSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { toFailure } from '../contracts/errors';
import { rewriteSettingsSchema, type RewriteRequest, type RewriteSettings } from '../contracts/language-model';
import { SAMPLE_CALLS } from '../domain/summary/sample-calls';
import { readable, spokenSecret, tell } from '../domain/testing/spoken-secrets';
import { Secrets } from './secrets';
import { SummaryRewriter } from './summary-rewriter';

interface Asked {
  path: string;
  authorization: string | undefined;
  body: { model: string; messages: { role: string; content: string }[] };
}

let server: Server;
let asked: Asked[];
let answer: (response: ServerResponse, request: IncomingMessage) => void;
let settings: RewriteSettings;
let folder: string;
let secrets: Secrets;
let rewriter: SummaryRewriter;

const says = (content: string) => (response: ServerResponse) =>
  void response
    .writeHead(200, { 'content-type': 'application/json' })
    .end(JSON.stringify({ choices: [{ message: { role: 'assistant', content } }] }));
const sentences = (...all: { text: string; cites?: number[] }[]) => says(JSON.stringify({ sentences: all }));
const status = (code: number) => (response: ServerResponse) =>
  void response
    .writeHead(code)
    .end(JSON.stringify({ error: { message: 'Incorrect API key provided: key-of-the-desk' } }));

const request: RewriteRequest = {
  language: 'zh',
  lines: [
    ...SAMPLE_CALLS.zh,
    { leg: 'customer', startMs: 20_000, endMs: 22_000, text: '我叫王小明，电话13912345678。' },
  ],
  names: ['王小明'],
  number: '13912345678',
  country: 'CN',
};
/** The failure of what was asked; its words are in no case the call's or the key. */
async function failureOf(work: Promise<unknown>) {
  const failure = toFailure(
    await work.then(
      () => new Error('It did not fail.'),
      (error: unknown) => error,
    ),
  );
  expect(failure.message).not.toMatch(/key-of-the-desk|套餐|1391234/);
  return failure;
}
const rewriteFailure = () => failureOf(rewriter.rewrite(request));

beforeEach(async () => {
  asked = [];
  answer = sentences({ text: '客户觉得有点贵。', cites: [2] });
  server = createServer((incoming, response) => {
    const parts: Buffer[] = [];
    incoming.on('data', (part: Buffer) => parts.push(part));
    incoming.on('end', () => {
      const body = JSON.parse(Buffer.concat(parts).toString()) as Asked['body'];
      asked.push({ path: incoming.url ?? '', authorization: incoming.headers.authorization, body });
      answer(response, incoming);
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  settings = rewriteSettingsSchema.parse({ on: true, baseUrl: `http://127.0.0.1:${String(port)}/v1/`, model: 'small' });
  folder = mkdtempSync(path.join(os.tmpdir(), 'sidetone-rewriter-'));
  secrets = new Secrets(folder, {
    backend: () => 'kwallet6',
    encrypt: (text) => Buffer.from([...text].reverse().join('')),
    decrypt: (data) => [...data.toString()].reverse().join(''),
  });
  rewriter = new SummaryRewriter({ settings: () => settings, secrets, fetch });
  rewriter.keepKey('key-of-the-desk');
});

afterEach(() => {
  server.closeAllConnections();
  server.close();
});

describe('rewriting a summary', () => {
  it('sends the redacted lines and the key, and keeps what can be believed of the answer', async () => {
    answer = sentences(
      { text: '客户觉得有点贵。', cites: [2] },
      { text: '坐席说一年690元。', cites: [1] },
      { text: '客户很满意。', cites: [] },
      { text: '坐席明天15:00回电。', cites: [3] },
    );
    const rewritten = await rewriter.rewrite(request);
    expect(rewritten).toMatchObject({ model: 'small', redactedSpots: 2 });
    expect(rewritten.sentences.map(({ text }) => text)).toEqual(['客户觉得有点贵。', '坐席明天15:00回电。']);
    expect(rewritten.sentences[0]?.cites).toEqual([
      { leg: 'customer', startMs: 3000, endMs: 5500, words: '有点贵，我再想想。' },
    ]);
    expect(asked).toHaveLength(1);
    expect(asked[0]).toMatchObject({
      path: '/v1/chat/completions',
      authorization: 'Bearer key-of-the-desk',
      body: { model: 'small', messages: [{ role: 'system' }, { role: 'user' }], stream: false },
    });
    const sent = asked[0]?.body.messages[1]?.content ?? '';
    expect(sent.split('\n')).toHaveLength(5);
    expect(sent).toContain('5 客户: 我叫[name]，电话[phone-number]。');
    expect(JSON.stringify(asked[0]?.body)).not.toMatch(/王小明|13912345678/);
  });

  it('never puts six digits of a generated secret into the body of a request', async () => {
    let body = '';
    const quiet = new SummaryRewriter({
      settings: () => settings,
      secrets,
      fetch: (_, how) => {
        body = String(how?.body);
        return Promise.resolve(new Response('', { status: 500 }));
      },
    });
    await fc.assert(
      fc.asyncProperty(spokenSecret, async (form) => {
        await quiet.rewrite({ ...request, number: '', lines: tell(form) }).catch(() => undefined);
        const { messages } = JSON.parse(body) as Asked['body'];
        const lines = messages.flatMap(({ content }) =>
          content
            .split('\n')
            .map((text) => ({ leg: 'agent' as const, startMs: 0, endMs: 0, text: text.replace(/^\d+/u, '') })),
        );
        for (const text of readable(lines))
          for (let at = 0; at + 6 <= text.length; at += 1)
            expect(form.secret.number.includes(text.slice(at, at + 6)), body).toBe(false);
      }),
      { numRuns: 500 },
    );
  });

  it('reads JSON behind thoughts and in a fence', async () => {
    answer = says('<think>{"no":1}</think>\n```json\n{"sentences":[{"text":"客户觉得有点贵。","cites":[2]}]}\n```');
    expect((await rewriter.rewrite(request)).sentences).toHaveLength(1);
  });

  it.each<[string, () => void]>([
    ['no JSON', () => (answer = says('好的，这是小结。'))],
    ['other JSON', () => (answer = says('{"summary":"客户觉得贵。"}'))],
    ['no completion', () => (answer = (response) => void response.end('<html>'))],
    ['nothing that cites', () => (answer = sentences({ text: '客户觉得有点贵。' }))],
    ['an invented number', () => (answer = sentences({ text: '坐席说一年690元。', cites: [1] }))],
    ['a line that is not there', () => (answer = sentences({ text: '客户觉得有点贵。', cites: [6] }))],
    ['without end', () => (answer = (response) => void response.end('x'.repeat(600_000)))],
  ])('takes an answer with %s for nonsense', async (_, prepare) => {
    prepare();
    expect(await rewriteFailure()).toMatchObject({ code: 'llm-nonsense', retryable: true });
  });

  it.each([
    [401, 'llm-refused', false],
    [404, 'llm-refused', false],
    [429, 'llm-refused', true],
    [500, 'llm-unreachable', true],
  ])('tells what a %i means', async (code, expected, retryable) => {
    answer = status(code);
    expect(await rewriteFailure()).toMatchObject({ code: expected, retryable });
  });

  it('follows no redirection', async () => {
    answer = (response) => void response.writeHead(307, { location: '/elsewhere' }).end();
    expect(await rewriteFailure()).toMatchObject({ code: 'llm-unreachable' });
    expect(asked).toHaveLength(1);
  });

  it('gives up where nobody listens', async () => {
    server.close();
    expect(await rewriteFailure()).toMatchObject({ code: 'llm-unreachable', retryable: true });
  });

  it('gives up an answer that begins and does not end', async () => {
    settings = { ...settings, timeLimitSeconds: 0.2 };
    answer = (response) => {
      response.writeHead(200, { 'content-type': 'application/json' });
      response.write('{"choices":[');
    };
    expect(await rewriteFailure()).toMatchObject({ code: 'llm-timeout', retryable: true });
  });

  it('is cancelled, by a call or by the next question, and the connection with it', async () => {
    let closed = 0;
    const arrivals: (() => void)[] = [];
    answer = (response) => {
      response.on('close', () => (closed += 1));
      arrivals.shift()?.();
    };
    const arrived = () => new Promise<void>((resolve) => arrivals.push(resolve));
    let here = arrived();
    const first = rewriteFailure();
    await here;
    here = arrived();
    const second = rewriteFailure();
    expect(await first).toMatchObject({ code: 'llm-cancelled' });
    await here;
    rewriter.cancel();
    expect(await second).toMatchObject({ code: 'llm-cancelled' });
    await expect.poll(() => closed).toBe(2);
  });

  it('asks nobody while it is off', async () => {
    settings = { ...settings, on: false };
    expect(await rewriteFailure()).toMatchObject({ code: 'llm-off' });
    expect(asked).toEqual([]);
  });

  it('sends no call to an address that is not safe, whatever the settings hold', async () => {
    settings = { ...settings, baseUrl: 'http://models.example.com/v1' };
    expect(await rewriteFailure()).toMatchObject({ code: 'llm-refused', retryable: false });
  });
});

describe('the key', () => {
  it('is in no file in plain text, and is found again', () => {
    for (const name of readdirSync(folder))
      expect(readFileSync(path.join(folder, name), 'utf8')).not.toContain('key-of-the-desk');
    expect(rewriter.keyStored).toBe(true);
    rewriter.keepKey('');
    expect(rewriter.keyStored).toBe(false);
    expect(readdirSync(folder)).toEqual([]);
  });

  it('goes to the host it was kept for alone', async () => {
    settings = { ...settings, baseUrl: settings.baseUrl.replace('127.0.0.1', 'localhost') };
    expect(rewriter.keyStored).toBe(false);
    await rewriter.rewrite(request).catch(() => undefined);
    const test = { ...settings, apiKey: null, language: 'zh' as const };
    await rewriter.test(test).catch(() => undefined);
    expect(asked.map(({ authorization }) => authorization)).toEqual(asked.map(() => undefined));
    settings = { ...settings, baseUrl: settings.baseUrl.replace('localhost', '127.0.0.1') };
    await rewriter.test({ ...test, baseUrl: settings.baseUrl });
    expect(asked.at(-1)?.authorization).toBe('Bearer key-of-the-desk');
  });
});

describe('the test', () => {
  it('asks about a made-up call with what stands on the page, on or off', async () => {
    const { baseUrl } = settings;
    settings = rewriteSettingsSchema.parse({});
    answer = sentences({ text: '客户觉得有点贵。', cites: [2] }, { text: '客户很满意。' });
    const page = { baseUrl, model: 'other', apiKey: 'typed', timeLimitSeconds: 5, language: 'zh' as const };
    expect(await rewriter.test(page)).toMatchObject({ sentences: 2, kept: 1 });
    expect(asked[0]).toMatchObject({ authorization: 'Bearer typed', body: { model: 'other' } });
    answer = status(401);
    expect(await failureOf(rewriter.test(page))).toMatchObject({ code: 'llm-refused' });
  });
});

describe('the settings', () => {
  it.each([
    ['https://models.example.com/v1', true],
    ['http://localhost:11434/v1', true],
    ['http://127.0.0.1:8000', true],
    ['http://[::1]:8000', true],
    ['http://models.example.com/v1', false],
    ['http://127.0.0.1.example.com', false],
    ['http://localhost.example.com', false],
    ['https://user:key@models.example.com', false],
    ['https://models.example.com/v1?key=1', false],
    ['ftp://localhost', false],
    ['models', false],
  ])('%s: %s', (baseUrl, ok) => {
    expect(rewriteSettingsSchema.safeParse({ baseUrl }).success).toBe(ok);
  });

  it('need an address and a model before it is on', () => {
    expect(rewriteSettingsSchema.parse({})).toMatchObject({ on: false });
    expect(rewriteSettingsSchema.safeParse({ on: true, baseUrl: 'https://a.example' }).success).toBe(false);
    expect(rewriteSettingsSchema.safeParse({ on: true, model: 'm' }).success).toBe(false);
  });
});
