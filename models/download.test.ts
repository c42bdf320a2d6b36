import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { download } from './download';

const content = Buffer.from(Array.from({ length: 50_000 }, (_, index) => index % 251));
type Answer = (request: IncomingMessage, response: ServerResponse) => void;

let folder: string;
let server: Server;
let url: string;
/** One for each request, the last for all that follow. */
let answers: Answer[];
let ranges: (string | undefined)[];
let waits: number[];
beforeEach(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'sidetone-download-'));
  ranges = [];
  waits = [];
  server = createServer((request, response) => {
    ranges.push(request.headers.range);
    const answer = answers.length > 1 ? answers.shift() : answers[0];
    answer?.(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}/model.onnx`;
});
afterEach(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
  await rm(folder, { recursive: true, force: true });
});

const startOf = ({ headers }: IncomingMessage) => Number(/^bytes=(\d+)-$/.exec(headers.range ?? '')?.[1] ?? 0);
/** Cuts the connection that is being held. */
let cut: () => void;
/** Serves from where it is asked; after so many bytes nothing more comes. */
const serve =
  (most = Infinity): Answer =>
  (request, response) => {
    const from = startOf(request);
    const rest = content.subarray(from);
    response.writeHead(from > 0 ? 206 : 200, {
      'content-length': rest.length,
      ...(from > 0
        ? { 'content-range': `bytes ${String(from)}-${String(content.length - 1)}/${String(content.length)}` }
        : {}),
    });
    if (most >= rest.length) response.end(rest);
    else {
      response.write(rest.subarray(0, most));
      cut = () => response.destroy();
    }
  };
const refuse =
  (status: number): Answer =>
  (_request, response) =>
    response.writeHead(status).end();
/** A server that does not know ranges. */
const serveAll: Answer = (_request, response) => response.end(content);

const part = () => path.join(folder, 'model.onnx.part');
const get = (options: Partial<Parameters<typeof download>[0]> = {}) =>
  download({
    ...{ url, part: part(), bytes: content.length },
    wait: (ms) => {
      waits.push(ms);
      return Promise.resolve();
    },
    ...options,
  });

describe('a download', () => {
  it('goes on where the connection was cut, as often as it is', async () => {
    answers = [serve(20_000), serve(20_000), serve()];
    const progress: number[] = [];
    await get({
      progress: (bytes) => {
        progress.push(bytes);
        if (bytes === 20_000 || bytes === 40_000) cut();
      },
    });
    expect(await readFile(part())).toEqual(content);
    expect(ranges).toEqual([undefined, 'bytes=20000-', 'bytes=40000-']);
    expect(progress).toEqual([...progress].sort((a, b) => a - b));
    expect(progress.at(-1)).toBe(content.length);
  });

  it('goes on from the part an earlier try left', async () => {
    await writeFile(part(), content.subarray(0, 12_345));
    answers = [serve()];
    await get();
    expect(ranges).toEqual(['bytes=12345-']);
    expect(await readFile(part())).toEqual(content);
  });

  it('begins anew where the server knows no ranges, and when the part is larger than the file', async () => {
    await writeFile(part(), content.subarray(0, 12_345));
    answers = [serveAll];
    await get();
    expect(await readFile(part())).toEqual(content);
    await writeFile(part(), Buffer.concat([content, content]));
    await get();
    expect(ranges).toEqual(['bytes=12345-', undefined]);
    expect(await readFile(part())).toEqual(content);
  });

  it('asks for nothing when the part is whole', async () => {
    await writeFile(part(), content);
    answers = [refuse(500)];
    await get();
    expect(ranges).toEqual([]);
  });

  it('waits ever longer for a server in trouble, and keeps the part when it gives up', async () => {
    await writeFile(part(), content.subarray(0, 10));
    answers = [refuse(503)];
    await expect(get()).rejects.toMatchObject({ code: 'model-unreachable', retryable: true });
    expect(waits).toEqual([1000, 2000, 4000]);
    expect((await stat(part())).size).toBe(10);
  });

  it('throws away a part the server says it cannot go on from', async () => {
    await writeFile(part(), content.subarray(0, 10));
    answers = [refuse(416), serve()];
    await get();
    expect(ranges).toEqual(['bytes=10-', undefined]);
    expect(await readFile(part())).toEqual(content);
  });

  it('is refused at once for a file that is not there, or larger than it should be', async () => {
    answers = [refuse(404)];
    await expect(get()).rejects.toMatchObject({ code: 'model-not-served', retryable: false });
    answers = [serveAll];
    await expect(get({ bytes: 100 })).rejects.toMatchObject({ code: 'model-other-file' });
    expect(waits).toEqual([]);
    await expect(stat(part())).rejects.toThrow('ENOENT');
  });

  it('can be cancelled', async () => {
    const abort = new AbortController();
    answers = [serve(20_000)];
    await expect(get({ signal: abort.signal, progress: () => abort.abort() })).rejects.toMatchObject({
      code: 'cancelled',
    });
    expect(ranges).toHaveLength(1);
  });
});
