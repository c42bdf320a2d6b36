import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import type { Page } from 'playwright-core';
import { build } from 'vite';
import type { Bench } from '../measure';
import type { OpenWindow } from './electron';

const HTML = '<!doctype html><meta charset="utf-8"><title>Bench</title><script src="/page.js"></script>';

/** bench/window/page.ts and what it imports of the window's code, as one script. */
async function bundle(): Promise<string> {
  const result = await build({
    configFile: false,
    logLevel: 'error',
    root: path.resolve(import.meta.dirname, '../window'),
    build: {
      write: false,
      minify: false,
      lib: { entry: 'page.ts', formats: ['iife'], name: 'bench', fileName: 'page' },
    },
    define: { 'process.env.NODE_ENV': '"production"' },
  });
  const outputs = Array.isArray(result) ? result : [result];
  for (const output of outputs) {
    if (!('output' in output)) continue;
    const [chunk] = output.output;
    return chunk.code;
  }
  throw new Error('The page of the benchmark could not be bundled.');
}

/**
 * An Electron window on a page of ours (a secure context: microphone, IndexedDB, Web Crypto) that carries the parts of
 * bench/window/page.ts as `window.bench`.
 */
export async function openBenchPage(bench: Bench): Promise<Page> {
  return (await openBenchWindow(bench)).page;
}

export async function openBenchWindow(bench: Bench): Promise<OpenWindow> {
  const desk = await bench.desk();
  const script = await bundle();
  const server = createServer((request, response) => {
    const isScript = request.url === '/page.js';
    response.setHeader('content-type', `${isScript ? 'text/javascript' : 'text/html'}; charset=utf-8`);
    response.end(isScript ? script : HTML);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  bench.atEnd(async () => server.close());
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  const flags = ['--use-fake-device-for-media-stream', '--use-fake-ui-for-media-stream'];
  const opened = await desk.openEmpty(await bench.folder(), { url, flags });
  bench.atEnd(opened.close);
  await opened.page.waitForFunction('typeof window.bench?.inviteDelays === "function"');
  return opened;
}
