import { spawn } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { appMissing, startDesk, startFloor, type DeskApp, type Floor } from '../support/desk-app';
import { LIMIT_MS, dial, nextEvent, serverRecords } from '../support/desk-facts';
import { appArguments } from '../support/launch';

const because = appMissing ? ` (${appMissing})` : '';

describe.skipIf(appMissing)(`the real app without a microphone${because}`, { timeout: 3 * LIMIT_MS }, () => {
  let floor: Floor;
  let desk: DeskApp | null = null;

  beforeAll(async () => {
    floor = await startFloor();
  });
  afterEach(async () => {
    await desk?.app.close();
    desk = null;
  });
  afterAll(() => floor?.stop());

  async function start(fakeMicrophoneWav: string | undefined): Promise<DeskApp> {
    desk = await startDesk(floor, { fakeMicrophoneWav });
    await desk.page.getByText(/1001 已注册/).waitFor({ timeout: LIMIT_MS });
    return desk;
  }

  /** Answers what rings, which cannot be; then declines what rings next: the phone itself is well. */
  async function answerThenDecline({ page }: DeskApp, sentence: string): Promise<void> {
    const before = (await serverRecords(floor.server)).length;
    const refused = nextEvent(floor, 'call-ended');
    await floor.pbx.ringAgent('zhang-price');
    await page.getByRole('button', { name: '接听', exact: true }).click();
    await refused;
    await page.getByText(sentence).waitFor({ timeout: LIMIT_MS });
    await page.getByText('就绪', { exact: true }).first().waitFor({ timeout: LIMIT_MS });
    const declined = nextEvent(floor, 'call-ended');
    await floor.pbx.ringAgent('zhang-price');
    await page.getByRole('button', { name: '拒接', exact: true }).click();
    await declined;
    await expect.poll(async () => (await serverRecords(floor.server)).length, { timeout: LIMIT_MS }).toBe(before + 2);
    const causes = (await serverRecords(floor.server)).slice(0, 2).map(({ record }) => record.cause);
    expect(new Set(causes)).toEqual(new Set(['microphone', 'declined-by-agent']));
  }

  it('says that there is none, makes no call that could not be heard, and can still decline', async (context) => {
    const started = await start(undefined);
    const microphones = await started.page.evaluate(async () => {
      const devices = await navigator.mediaDevices.enumerateDevices();
      return devices.filter(({ kind }) => kind === 'audioinput').length;
    });
    if (microphones > 0) context.skip('this machine has a microphone');
    await dial(started.page, '8001');
    await started.page.getByText('没有找到麦克风。').waitFor({ timeout: LIMIT_MS });
    await started.page.getByRole('button', { name: '关闭提示' }).first().click();
    await answerThenDecline(started, '没有找到麦克风。');
  });

  it('says that the system denies it, and what to do', async () => {
    // A microphone, but not Chromium's own yes to every question.
    vi.stubEnv(
      'SIDETONE_ELECTRON_FLAGS',
      `${process.env.SIDETONE_ELECTRON_FLAGS ?? ''} --use-fake-device-for-media-stream`,
    );
    const started = await start(undefined);
    vi.unstubAllEnvs();
    await started.app.evaluate(({ session }) => {
      session.defaultSession.setPermissionRequestHandler((_contents, _permission, answer) => answer(false));
      session.defaultSession.setPermissionCheckHandler(() => false);
    });
    await dial(started.page, '8001');
    await started.page.getByText('麦克风权限被拒绝，客户听不到您。').waitFor({ timeout: LIMIT_MS });
    await started.page.getByText('在系统设置中允许 Sidetone 使用麦克风，然后重拨。').waitFor();
    await started.page.getByRole('button', { name: '关闭提示' }).first().click();
    await answerThenDecline(started, '麦克风权限被拒绝，客户听不到您。');
  });

  it('refuses a fake microphone that is no wav, naming key and file', async () => {
    const letter = path.join(floor.folder, 'letter.wav');
    await writeFile(letter, 'This is a letter, not a sound.');
    const configFile = path.join(floor.folder, 'wrong-microphone.json');
    await writeFile(
      configFile,
      JSON.stringify({ dataFolder: path.join(floor.folder, 'other'), fakeMicrophoneWav: letter }),
    );
    const child = spawn(process.env.SIDETONE_ELECTRON ?? '', appArguments(configFile));
    let said = '';
    child.stderr.on('data', (data: Buffer) => (said += data.toString()));
    const code = await new Promise((resolve) => child.once('close', resolve));
    expect(said).toContain(`fakeMicrophoneWav: ${letter} is not a wav file`);
    expect(code).toBe(2);
  });
});
