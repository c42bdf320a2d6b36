import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { appMissing, startDesk, startFloor, type DeskApp, type Floor } from '../support/desk-app';
import { LIMIT_MS, dial, finishCall, nextEvent, serverRecords } from '../support/desk-facts';

const because = appMissing ? ` (${appMissing})` : '';

describe.skipIf(appMissing)(`the check before the calls${because}`, { timeout: 4 * LIMIT_MS }, () => {
  let floor: Floor;
  let desk: DeskApp;

  beforeAll(async () => {
    floor = await startFloor();
    desk = await startDesk(floor, { agentName: '王小丽', company: '蓝鲸保险' });
    await desk.page.getByText(/1001 已注册/).waitFor({ timeout: LIMIT_MS });
  });
  afterAll(async () => {
    await desk?.app.close();
    await floor?.stop();
  });

  it('goes through microphone, speaker, PBX and an echo call, and says what MOS to expect', async () => {
    const { page } = desk;
    await page.getByRole('button', { name: /设置/ }).last().click();
    await page.getByTestId('run-check').click();
    const step = (name: string) => page.locator(`[data-testid=check-steps] [data-step=${name}]`);
    await page
      .locator('[data-step=loop][data-state=ok], [data-step=loop][data-state=failed]')
      .waitFor({ timeout: LIMIT_MS });
    for (const name of ['microphone', 'speaker', 'webSocket', 'loop']) {
      expect(await step(name).getAttribute('data-state'), name).toBe('ok');
    }
    // No STUN server is set.
    expect(await step('ice').getAttribute('data-state')).toBe('skipped');
    const said = (await step('loop').textContent()) ?? '';
    expect(said).toMatch(/预计 MOS [1-4]\.\d/);
    process.stdout.write(`check: ${said}\n`);
    // A check is no call: there is no record of it.
    expect(await serverRecords(floor.server)).toEqual([]);
  });

  it('writes a file for support without a number, a name or a secret of the calls', async () => {
    const { page } = desk;
    await page
      .getByRole('button', { name: /电话|通话$/ })
      .first()
      .click();
    const connected = nextEvent(floor, 'media-connected');
    await dial(page, '8001');
    await connected;
    await page.getByRole('button', { name: '保持', exact: true, disabled: false }).waitFor({ timeout: LIMIT_MS });
    await page.getByTestId('quality').getByText(/MOS/).waitFor({ timeout: LIMIT_MS });
    await finishCall(page);
    await expect.poll(async () => (await serverRecords(floor.server)).length, { timeout: LIMIT_MS }).toBe(1);
    await page.getByRole('button', { name: /设置/ }).last().click();
    await page.getByRole('button', { name: '保存诊断文件' }).click();
    const line = page.getByTestId('diagnostics-file');
    await line.getByText(/诊断文件：.*\.json/).waitFor({ timeout: LIMIT_MS });
    const file = ((await line.textContent()) ?? '').replace('诊断文件：', '').trim();
    const text = await readFile(file, 'utf8');
    const { tokens } = floor.server;
    const secrets = [
      'practice-1001',
      tokens.supervisorToken ?? '',
      tokens.enrolmentToken ?? '',
      '张女士',
      '王小丽',
      '蓝鲸',
    ];
    for (const secret of secrets.filter((known) => known !== '')) expect(text).not.toContain(secret);
    // As text, not as a count of packets that happens to be the same.
    for (const number of ['8001', '1001']) expect(text).not.toMatch(new RegExp(`"[^"]*${number}[^"]*"`));
    const { system, desk: told } = JSON.parse(text) as {
      system: { versions: Record<string, string> };
      desk: { registration: string; events: unknown[]; calls: { callQuality: { measuredSeconds: number } }[] };
    };
    expect(system.versions.electron).toMatch(/^\d+\./);
    expect(told.registration).toBe('registered');
    expect(told.events.length).toBeGreaterThan(3);
    expect(told.calls[0]?.callQuality.measuredSeconds).toBeGreaterThan(0);
  });
});
