import { chmod, mkdtemp, rm } from 'node:fs/promises';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startPracticePbx, startServer } from '../../build/own-parts.mjs';
import { ProcessGroup } from '../../build/processes.mjs';
import { Steps } from '../../build/steps.mjs';

/** The ports that `npm start` asks for. */
const SERVER_PORT = 8470;
const PBX_PORT = 8471;

describe('a start whose ports are in use', { timeout: 180_000 }, () => {
  const group = new ProcessGroup();
  const squatters: net.Server[] = [];
  let folder: string;
  let printed = '';
  const steps = new Steps({ write: (text) => (printed += text), isTerminal: false });

  beforeAll(async () => {
    folder = await mkdtemp(path.join(os.tmpdir(), 'sidetone-ports-'));
    // PostgreSQL's account passes through here where we are root.
    await chmod(folder, 0o711);
    for (const port of [SERVER_PORT, PBX_PORT]) squatters.push(await squat(port));
  });

  afterAll(async () => {
    await group.stopAll();
    for (const squatter of squatters) squatter.close();
    await rm(folder, { recursive: true, force: true });
  });

  /** Takes the port; should another program have it, it is in use all the same. */
  function squat(port: number): Promise<net.Server> {
    const server = net.createServer((socket) => socket.destroy());
    return new Promise((resolve, reject) => {
      server.once('listening', () => resolve(server));
      server.once('error', (error: NodeJS.ErrnoException) =>
        error.code === 'EADDRINUSE' ? resolve(server) : reject(error),
      );
      server.listen(port, '127.0.0.1');
    });
  }

  it('takes another for the central server, which answers there, and prints it', async () => {
    const { url } = await steps.run(
      'Central server',
      () => startServer(group, folder, (line) => steps.note(line)),
      (server) => server.url,
    );
    expect(new URL(url).port).not.toBe(String(SERVER_PORT));
    expect(printed).toContain(`✓ Central server: ${url}`);
    expect((await fetch(`${url}/healthz`)).status).toBe(200);
  });

  it('takes another for the practice PBX, which listens there, and prints it', async () => {
    const { webSocketUrl } = await steps.run(
      'Practice PBX',
      () => startPracticePbx(group, (line) => steps.note(line)),
      (pbx) => pbx.webSocketUrl,
    );
    const { port, hostname } = new URL(webSocketUrl);
    expect(port).not.toBe(String(PBX_PORT));
    expect(printed).toContain(`✓ Practice PBX: ${webSocketUrl}`);
    await new Promise<void>((resolve, reject) => {
      const socket = net.connect({ host: hostname, port: Number(port) });
      socket.once('error', reject);
      socket.once('connect', () => {
        socket.destroy();
        resolve();
      });
    });
  });
});
