import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Fastify from 'fastify';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { registerMonitorPage } from './page';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sidetone-page-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

describe('the monitor page', () => {
  it('is served with its assets, under a policy that lets nothing else in', async () => {
    await writeFile(join(folder, 'monitor-page.html'), '<title>Monitor</title>');
    await writeFile(join(folder, 'index.html'), '<title>Window</title>');
    await mkdir(join(folder, 'assets'));
    await writeFile(join(folder, 'assets', 'a.js'), 'let a;');
    const app = Fastify();
    await registerMonitorPage(app, folder);
    const page = await app.inject('/monitor/?token=secret');
    expect(page.body).toContain('Monitor');
    expect(page.headers['content-security-policy']).toContain("default-src 'self'");
    expect(page.headers['referrer-policy']).toBe('no-referrer');
    expect((await app.inject('/monitor/assets/a.js')).body).toBe('let a;');
    expect((await app.inject('/monitor/index.html')).statusCode).toBe(404);
    expect((await app.inject('/monitor/../package.json')).statusCode).toBe(404);
    expect((await app.inject('/monitor?token=secret')).headers.location).toBe('/monitor/?token=secret');
    await app.close();
  });

  it('is a sentence until it is built', async () => {
    const app = Fastify();
    await registerMonitorPage(app, folder);
    expect((await app.inject('/monitor/')).body).toContain('npm run build');
    await app.close();
  });
});
