import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, readdir, readlink, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { FuseV1Options, getCurrentFuseWire } from '@electron/fuses';
import { chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import type { ConfigFile } from '../../contracts/settings';
import { locateModels, modelSearchPath } from '../../models/locate';
import type { PracticeEvent } from '../../practice/events';
import { appMissing, startFloor, type Floor } from '../support/desk-app';

const repository = path.resolve(import.meta.dirname, '../..');
const LIMIT_MS = 90_000;
/** How a fuse that is on is written in the executable; @electron/fuses does not export it. */
const FUSE_ON = '1'.charCodeAt(0);

const missing = appMissing ?? (process.platform === 'linux' ? null : 'the packaged app is tried on Linux only');
const fastEar = (await locateModels({ searchPath: modelSearchPath() })).find(({ role }) => role === 'fast-ear');
const deaf = fastEar?.state === 'found' ? null : 'the fast ear’s model is nowhere on this machine';

/** Every process that runs a program of `folder`. */
async function processesOf(folder: string): Promise<string[]> {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  const programs = await Promise.all(pids.map((pid) => readlink(`/proc/${pid}/exe`).catch(() => '')));
  return programs.filter((program) => program.startsWith(folder));
}

describe.skipIf(missing)(
  `the packaged app${missing ? ` (${missing})` : ''}`,
  () => {
    let folder: string;
    /** Of the unpacked app. */
    let unpacked: string;
    let floor: Floor;
    const started: ChildProcess[] = [];

    beforeAll(async () => {
      folder = await mkdtemp(path.join(os.tmpdir(), 'sidetone-packaged-'));
      unpacked = path.join(folder, 'linux-unpacked');
      const packaging = spawn(process.execPath, ['build/dist.mjs', '--dir', '--to', folder], { cwd: repository });
      let said = '';
      packaging.stdout.on('data', (data: Buffer) => (said += data.toString()));
      packaging.stderr.on('data', (data: Buffer) => (said += data.toString()));
      const [code] = (await once(packaging, 'close')) as [number];
      expect(code, said).toBe(0);
      floor = await startFloor();
    }, 300_000);

    afterAll(async () => {
      for (const child of started) child.kill('SIGKILL');
      await floor?.stop();
      await rm(folder, { recursive: true, force: true });
    });

    /** Starts the packaged app at extension 1001, registered; `page` is its window. */
    async function start(): Promise<{ child: ChildProcess; ended: Promise<unknown>; page: Page }> {
      const config: ConfigFile = {
        pbx: {
          webSocketUrl: floor.pbx.webSocketUrl,
          domain: floor.pbx.domain,
          extension: '1001',
          displayName: '',
          iceServers: [],
          dtmf: 'rfc4733',
        },
        password: 'practice-1001',
        server: { url: floor.server.url },
        enrolmentToken: floor.server.tokens.enrolmentToken ?? undefined,
        language: 'zh',
        dataFolder: path.join(floor.folder, 'packaged-desk'),
        fakeMicrophoneWav: floor.microphoneWav,
      };
      const configFile = path.join(folder, 'config.json');
      await writeFile(configFile, JSON.stringify(config), { mode: 0o600 });
      const flags = (process.env.SIDETONE_ELECTRON_FLAGS ?? '').split(' ').filter(Boolean);
      // Only the models that the package carries.
      const env = { ...process.env, SIDETONE_MODELS: '' };
      const registered = practiceEvent(({ event }) => event === 'registered');
      const child = spawn(
        path.join(unpacked, 'sidetone'),
        [...flags, '--remote-debugging-port=0', `--config=${configFile}`],
        { cwd: folder, env, stdio: ['ignore', 'ignore', 'pipe'] },
      );
      started.push(child);
      const ended = once(child, 'close');
      const endpoint = await new Promise<string>((resolve, reject) => {
        const said: string[] = [];
        createInterface({ input: child.stderr }).on('line', (line) => {
          said.push(line);
          const address = /^DevTools listening on (ws:\S+)$/.exec(line)?.[1];
          if (address) resolve(address);
        });
        void ended.then(() => reject(new Error(`The app ended: ${said.join('\n')}`)));
      });
      // Node's inspector is fused off, so Playwright cannot drive the main process; the window has Chromium's own port.
      const browser = await chromium.connectOverCDP(endpoint);
      const context = browser.contexts()[0];
      const page = context?.pages()[0] ?? (await context?.waitForEvent('page'));
      if (!page) throw new Error('The app has no window.');
      await registered;
      return { child, ended, page };
    }

    function practiceEvent(wanted: (event: PracticeEvent) => boolean): Promise<PracticeEvent> {
      return new Promise((resolve) => {
        const listener = (event: PracticeEvent) => {
          if (!wanted(event)) return;
          floor.pbx.events.off('event', listener);
          resolve(event);
        };
        floor.pbx.events.on('event', listener);
      });
    }

    it('has the fuses that electron-builder.yml asks for', async () => {
      const { electronFuses } = parse(await readFile(path.join(repository, 'electron-builder.yml'), 'utf8')) as {
        electronFuses: Record<string, boolean>;
      };
      const options: Record<string, FuseV1Options> = {
        runAsNode: FuseV1Options.RunAsNode,
        enableCookieEncryption: FuseV1Options.EnableCookieEncryption,
        enableNodeOptionsEnvironmentVariable: FuseV1Options.EnableNodeOptionsEnvironmentVariable,
        enableNodeCliInspectArguments: FuseV1Options.EnableNodeCliInspectArguments,
        enableEmbeddedAsarIntegrityValidation: FuseV1Options.EnableEmbeddedAsarIntegrityValidation,
        onlyLoadAppFromAsar: FuseV1Options.OnlyLoadAppFromAsar,
        grantFileProtocolExtraPrivileges: FuseV1Options.GrantFileProtocolExtraPrivileges,
      };
      // Not a fuse, but an order to sign again after setting them.
      delete electronFuses.resetAdHocDarwinSignature;
      expect(Object.keys(electronFuses).sort()).toEqual(Object.keys(options).sort());
      const wire = await getCurrentFuseWire(path.join(unpacked, 'sidetone'));
      const found = Object.entries(options).map(([name, option]) => [name, Number(wire[option]) === FUSE_ON]);
      expect(Object.fromEntries(found)).toEqual(electronFuses);
      expect(electronFuses).toMatchObject({
        runAsNode: false,
        enableNodeOptionsEnvironmentVariable: false,
        enableNodeCliInspectArguments: false,
        onlyLoadAppFromAsar: true,
      });
    });

    it('carries this platform’s native libraries and nothing else of node_modules', async () => {
      const files = await readdir(path.join(unpacked, 'resources', 'app.asar.unpacked'), { recursive: true });
      const native = files.filter((file) => /\.(node|so|dylib|dll)(\.|$)/.test(file));
      const own = new RegExp(
        `sherpa-onnx-linux-${process.arch}/|onnxruntime-node/bin/napi-v\\d+/linux/${process.arch}/`,
      );
      expect(native.filter((file) => own.test(file)).length).toBeGreaterThan(3);
      expect(native.filter((file) => !own.test(file))).toEqual([]);
      const archive = await readFile(path.join(unpacked, 'resources', 'app.asar'));
      // The archive's directory comes first: a pickle whose fourth number is the length of the JSON after it.
      const directory = JSON.parse(archive.subarray(16, 16 + archive.readUInt32LE(12)).toString()) as {
        files: { node_modules: { files: Record<string, unknown> } };
      };
      const platformPackage = `sherpa-onnx-linux-${process.arch}`;
      expect(Object.keys(directory.files.node_modules.files).sort()).toEqual(
        ['@ricky0123', 'onnxruntime-common', 'onnxruntime-node', platformPackage, 'sherpa-onnx-node'].sort(),
      );
    });

    it('carries the licences of everything in it', async () => {
      const shipped = await readFile(path.join(unpacked, 'resources', 'THIRD-PARTY-NOTICES.md'), 'utf8');
      expect(shipped).toBe(await readFile(path.join(repository, 'THIRD-PARTY-NOTICES.md'), 'utf8'));
      expect(shipped).toContain('| onnxruntime-node |');
      const beside = await readdir(unpacked);
      expect(beside).toEqual(expect.arrayContaining(['LICENSE.electron.txt', 'LICENSES.chromium.html']));
    });

    it.skipIf(deaf)(
      `registers, takes a call and hears it${deaf ? ` (${deaf})` : ''}, and quits with its window`,
      async () => {
        const { ended, page } = await start();
        await page.getByText(/1001 已注册/).waitFor({ timeout: LIMIT_MS });
        await page.getByRole('button', { name: '设置', exact: true }).click();
        const models = page.locator('.st-model');
        await expect
          .poll(async () => (await models.allInnerTexts()).filter((text) => text.includes('就绪')), {
            timeout: LIMIT_MS,
          })
          .toHaveLength(3);
        for (const text of await models.allInnerTexts()) expect(text).toContain(path.join(unpacked, 'resources'));
        // The throw-away process of a test, and its sentences, are in the package too.
        const vad = page.locator('[data-model="silero-vad"]');
        await vad.getByRole('button', { name: /^试运行：/ }).click();
        await vad.getByText(/实时系数 \d/).waitFor({ timeout: LIMIT_MS });
        await page.getByRole('button', { name: '电话', exact: true }).click();
        const answered = practiceEvent(({ event }) => event === 'call-answered');
        await floor.pbx.ringAgent('zhang-price');
        await page.getByRole('button', { name: '接听', exact: true }).click({ timeout: LIMIT_MS });
        await answered;
        // Only the careful ear confirms a card.
        await page.locator('.st-heard', { hasText: '太贵' }).first().waitFor({ timeout: LIMIT_MS });
        await page.locator('[data-testid=leading-card][data-state=confirmed]').waitFor({ timeout: LIMIT_MS });
        await page.getByRole('button', { name: '挂断', exact: true }).click();
        await page.getByText('通话结果').first().waitFor({ timeout: LIMIT_MS });
        await page.keyboard.press('2');
        await page.keyboard.press('Control+Enter');
        await expect
          .poll(
            async () => {
              const response = await fetch(`${floor.server.url}/v1/records?limit=5`, {
                headers: { authorization: `Bearer ${floor.server.tokens.supervisorToken}` },
              });
              const { records } = (await response.json()) as { records: { record: Record<string, unknown> }[] };
              return records.map(({ record }) => [record.direction, record.agentExtension, record.cause]);
            },
            { timeout: LIMIT_MS },
          )
          .toEqual([['inbound', '1001', 'agent-hangup']]);
        await page.close();
        expect(await ended).toEqual([0, null]);
        expect(await processesOf(unpacked)).toEqual([]);
      },
    );

    it('starts again, and leaves no process behind when the system ends it', async () => {
      const { child, ended } = await start();
      expect((await processesOf(unpacked)).length).toBeGreaterThan(1);
      const unregistered = practiceEvent(({ event }) => event === 'unregistered');
      child.kill('SIGTERM');
      await ended;
      await unregistered;
      await expect.poll(() => processesOf(unpacked), { timeout: LIMIT_MS }).toEqual([]);
    });
  },
  300_000,
);
