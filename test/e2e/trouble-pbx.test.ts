import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { ConfigFile } from '../../contracts/settings';
import { appMissing, startDesk, startFloor, type DeskApp, type Floor } from '../support/desk-app';
import { LIMIT_MS, dial, serverRecords, wrapUp } from '../support/desk-facts';
import { PbxProcess } from '../support/pbx-process';

const because = appMissing ? ` (${appMissing})` : '';

describe.skipIf(appMissing)(`the real app and a PBX in trouble${because}`, { timeout: 3 * LIMIT_MS }, () => {
  let floor: Floor;
  let desk: DeskApp | null = null;
  let pbx: PbxProcess | null = null;

  beforeAll(async () => {
    floor = await startFloor();
  });
  afterEach(async () => {
    await desk?.app.close();
    desk = null;
    await pbx?.kill();
  });
  afterAll(() => floor?.stop());

  function account(webSocketUrl: string, domain: string): ConfigFile {
    return { pbx: { webSocketUrl, domain, extension: '1001', displayName: '', iceServers: [], dtmf: 'rfc4733' } };
  }

  it('ends a call whose PBX is gone with the reason, keeps its record, and registers when the PBX is back', async () => {
    pbx = await PbxProcess.start();
    const { port } = pbx;
    const { page } = (desk = await startDesk(floor, account(pbx.webSocketUrl, pbx.domain)));
    await page.getByText(/1001 已注册/).waitFor({ timeout: LIMIT_MS });
    const connected = pbx.next('media-connected');
    await dial(page, '600');
    await connected;
    await page.getByRole('button', { name: '挂断', exact: true }).waitFor({ timeout: LIMIT_MS });
    await pbx.kill();

    await page.getByText(/1001 未注册/).waitFor({ timeout: LIMIT_MS });
    await page.getByText('网络中断').first().waitFor({ timeout: LIMIT_MS });
    await wrapUp(page);
    await page.getByText('与话务台的连接断开，暂时收不到来电。').waitFor({ timeout: LIMIT_MS });
    await page.getByText('正在自动重连，无需操作。').waitFor();
    await expect.poll(async () => (await serverRecords(floor.server)).length, { timeout: LIMIT_MS }).toBe(1);
    expect((await serverRecords(floor.server))[0]?.record).toMatchObject({ cause: 'network', remoteNumber: '600' });

    pbx = await PbxProcess.start(port);
    expect(pbx.port).toBe(port);
    await page.getByText(/1001 已注册/).waitFor({ timeout: LIMIT_MS });
    const again = pbx.next('media-connected');
    await dial(page, '600');
    await again;
    await page.getByRole('button', { name: '挂断', exact: true }).click();
    await wrapUp(page);
    await expect.poll(async () => (await serverRecords(floor.server)).length, { timeout: LIMIT_MS }).toBe(2);
  });

  it('says that the host of the PBX is unknown, and what to check', async () => {
    const { page } = (desk = await startDesk(floor, account('ws://pbx.unknown.invalid:8088/ws', 'unknown.invalid')));
    await page.getByText('找不到话务台的域名。').waitFor({ timeout: LIMIT_MS });
    await page.getByText('检查地址拼写，或网络与 VPN 是否连上。').waitFor();
  });

  it('says that no PBX listens at the port', async () => {
    pbx = await PbxProcess.start();
    await pbx.kill();
    const { page } = (desk = await startDesk(floor, account(pbx.webSocketUrl, pbx.domain)));
    await page.getByText('话务台没有接受连接。').waitFor({ timeout: LIMIT_MS });
    await page.getByText('核对端口，或询问管理员话务台是否在运行。').waitFor();
  });
});
