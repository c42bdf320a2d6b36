import { spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import type { ElectronApplication } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startPracticePbx, type PracticePbx } from '../../practice/pbx';
import { openVoices } from '../../practice/voice-library';
import { appMissing } from '../support/desk-app';
import { appArguments, launchApp } from '../support/launch';

describe.skipIf(appMissing)(`the real app with bad input${appMissing ? ` (${appMissing})` : ''}`, () => {
  let folder: string;
  let pbx: PracticePbx;
  let app: ElectronApplication;

  beforeAll(async () => {
    folder = await mkdtemp(path.join(os.tmpdir(), 'sidetone-trouble-'));
    pbx = await startPracticePbx({ host: '127.0.0.1', port: 0, customers: [], voices: await openVoices() });
    const cueBookFile = path.join(folder, 'book.json');
    await writeFile(cueBookFile, JSON.stringify({ name: 'Ours', language: 'zh', version: 1, cues: [] }));
    app = await launchApp(folder, {
      pbx: {
        webSocketUrl: pbx.webSocketUrl,
        domain: pbx.domain,
        extension: '1001',
        displayName: '',
        iceServers: [],
        dtmf: 'rfc4733',
      },
      password: 'wrong',
      language: 'zh',
      dataFolder: path.join(folder, 'desk'),
      cueBookFile,
    });
  });

  afterAll(async () => {
    await app?.close();
    await pbx?.stop();
    await rm(folder, { recursive: true, force: true });
  });

  it('says that the password is wrong, and what to do', async () => {
    const page = await app.firstWindow();
    const fact = page.getByText('注册失败');
    await fact.waitFor();
    await fact.hover();
    await page.getByText('分机号或密码不正确。').waitFor();
  });

  it('says that the cue book is wrong, and keeps the built-in one', async () => {
    const page = await app.firstWindow();
    await page.getByText('提示卡本有错误，仍在用上一版。').waitFor();
    const names = await page.evaluate(async () => {
      const answer = await window.sidetone.bootstrap();
      return answer.ok ? answer.value.cueBooks.map(({ language, cues }) => [language, cues.length > 0]) : [];
    });
    expect(names).toEqual([
      ['zh', true],
      ['en', true],
    ]);
  });

  it('refuses a configuration with an unknown key, naming it', async () => {
    const configFile = path.join(folder, 'unknown-key.json');
    await writeFile(configFile, JSON.stringify({ dataFolder: path.join(folder, 'other'), wrapUpSecond: 20 }));
    const child = spawn(process.env.SIDETONE_ELECTRON ?? '', appArguments(configFile));
    let said = '';
    child.stderr.on('data', (data: Buffer) => (said += data.toString()));
    const code = await new Promise((resolve) => child.once('close', resolve));
    expect(said).toContain('wrapUpSecond');
    expect(code).toBe(2);
  });
});
