import { writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, it } from 'vitest';
import { WebSocketServer } from 'ws';
import type { ConfigFile } from '../../contracts/settings';
import { FaultProxy } from '../../practice/faults/fault-proxy';
import { selfSignedCertificate } from '../support/certificate';
import { appMissing, startDesk, startFloor, type DeskApp, type Floor } from '../support/desk-app';
import { LIMIT_MS, dial } from '../support/desk-facts';
import { answerTo, header } from '../support/sip-forgery';

const DAY_MS = 86_400_000;
const because = appMissing ? ` (${appMissing})` : '';

describe.skipIf(appMissing)(
  `the real app and what was typed or set wrongly${because}`,
  { timeout: 4 * LIMIT_MS },
  () => {
    let floor: Floor;
    let desk: DeskApp | null = null;
    const servers: Server[] = [];

    beforeAll(async () => {
      floor = await startFloor();
    });
    afterEach(async () => {
      await desk?.app.close();
      desk = null;
      for (const server of servers.splice(0)) {
        server.closeAllConnections();
        server.close();
      }
    });
    afterAll(() => floor?.stop());

    function account(webSocketUrl: string, extension = '1001', domain = floor.pbx.domain): ConfigFile {
      return { pbx: { webSocketUrl, domain, extension, displayName: '', iceServers: [], dtmf: 'rfc4733' } };
    }

    async function listening(server: Server): Promise<string> {
      servers.push(server);
      await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
      return `127.0.0.1:${String((server.address() as AddressInfo).port)}`;
    }

    async function start(config: ConfigFile, environment?: Record<string, string>): Promise<Page> {
      desk = await startDesk(floor, config, environment);
      return desk.page;
    }

    const says = async (page: Page, ...sentences: string[]) => {
      for (const sentence of sentences) await page.getByText(sentence).first().waitFor({ timeout: LIMIT_MS });
    };

    it('says that the certificate of the PBX is trusted by nobody', async () => {
      const certificate = selfSignedCertificate(new Date(Date.now() - DAY_MS), new Date(Date.now() + DAY_MS));
      const address = await listening(createSecureServer(certificate));
      const page = await start(account(`wss://${address}/ws`));
      await says(page, '话务台的证书不受这台电脑信任（自签名，或签发者未知）。');
      await says(page, '请管理员换用受信任的证书，或在这台电脑上安装签发者的根证书。');
    });

    it.each([
      ['zh', '话务台的证书还没有生效。', '请先核对本机的日期和时间；时间无误请联系管理员。'],
      ['en', 'The PBX’s certificate is not valid yet.', 'Check this machine’s date and time first;'],
    ] as const)('says in %s that the certificate of the PBX is not valid yet', async (language, what, next) => {
      const certificate = selfSignedCertificate(new Date(Date.now() + DAY_MS), new Date(Date.now() + 2 * DAY_MS));
      const address = await listening(createSecureServer(certificate));
      const page = await start({ ...account(`wss://${address}/ws`), language });
      await says(page, what, next);
    });

    it.each([
      ['zh', '话务台的证书是给另一个域名的。', '地址请填证书上的域名，或请管理员换证书。'],
      ['en', 'The PBX’s certificate is for another host name.', 'Use the name in the certificate as the address,'],
    ] as const)('says in %s that the certificate of the PBX is for another name', async (language, what, next) => {
      const days = [new Date(Date.now() - DAY_MS), new Date(Date.now() + DAY_MS)] as const;
      const certificate = selfSignedCertificate(...days, 'pbx.elsewhere.test');
      const address = await listening(createSecureServer(certificate));
      // Its issuer is trusted by the computer: a certificate that nobody trusts would be told of as that.
      const authority = path.join(floor.folder, 'authority.pem');
      await writeFile(authority, certificate.cert);
      const page = await start(
        { ...account(`wss://${address.replace('127.0.0.1', 'localhost')}/ws`), language },
        { SSL_CERT_FILE: authority },
      );
      await says(page, what, next);
    });

    it('says that a web server is not a PBX, and what of the address is wrong', async () => {
      const address = await listening(createServer((_request, response) => void response.writeHead(404).end()));
      const page = await start(account(`ws://${address}/nowhere`));
      await says(page, '这个地址上没有话务台的 WebSocket（HTTP 404）。', '核对地址中的路径，通常以 /ws 结尾。');
    });

    it('says that a WebSocket that does not speak SIP is no PBX', async () => {
      const sockets = new WebSocketServer({ noServer: true, handleProtocols: () => false });
      const server = createServer();
      server.on('upgrade', (request, socket, head) =>
        sockets.handleUpgrade(request, socket, head, (peer) => peer.on('error', () => undefined)),
      );
      const page = await start({ ...account(`ws://${await listening(server)}/chat`), language: 'en' });
      await says(page, 'This address speaks WebSocket, but it is no SIP server.');
      await says(page, 'Check address and path; ask your administrator whether SIP over WebSocket is switched on.');
    });

    it('says that the PBX has no such extension', async () => {
      const page = await start({ ...account(floor.pbx.webSocketUrl, '4711'), password: 'practice-4711' });
      await says(page, '话务台没有这个分机。', '核对分机号和 SIP 域，或询问管理员。');
    });

    it.each([
      ['403 Forbidden', '分机号或密码不正确。', '重新输入密码；仍不行请联系管理员。'],
      ['404 Not Found', '话务台没有这个分机。', '核对分机号和 SIP 域，或询问管理员。'],
      ['423 Interval Too Brief', '话务台不接受本机请求的注册时长。', '会自动再试；'],
    ])('says what %s means, and is registered once the PBX takes it', async (status, what, next) => {
      const proxy = await FaultProxy.start({ target: floor.pbx.webSocketUrl });
      try {
        let refusing = true;
        proxy.judge = ({ kind, text }) => {
          if (!refusing || kind !== 'REGISTER' || header(text, 'Expires') === '0') return 'pass';
          setImmediate(() => proxy.inject(answerTo(text, status)));
          return 'lose';
        };
        const page = await start(account(proxy.url));
        await page.getByText('注册失败').waitFor({ timeout: LIMIT_MS });
        await says(page, what, next);
        refusing = false;
        await page.getByText(/1001 已注册/).waitFor({ timeout: LIMIT_MS });
        await page.getByText(what).first().waitFor({ state: 'detached', timeout: LIMIT_MS });
      } finally {
        await desk?.app.close();
        desk = null;
        await proxy.stop();
      }
    });

    it.each([
      ['zh', '你好', '这里面没有可以拨打的号码。', '只粘贴号码本身，国际号码以 + 开头。'],
      ['zh', '+86 138', '号码位数不对，没有拨出。', '检查是否少了或多了数字；外国号码请加国家码。'],
      ['zh', '13800138000 或 13900139000', '文字里不止一个号码，没有拨出。', '只粘贴要拨打的那一个。'],
      ['en', 'sip:@nowhere', 'There is no number to call in this text.', 'Paste the number alone;'],
    ] as const)('says in %s why “%s” is not called, and calls the next number', async (language, text, what, next) => {
      const page = await start({ language });
      await page.getByText(/1001 (已注册|registered)/).waitFor({ timeout: LIMIT_MS });
      await dial(page, text);
      await says(page, what, next);
      await dial(page, '600');
      await page.getByRole('button', { name: language === 'zh' ? '挂断' : 'Hang up', exact: true }).click({
        timeout: LIMIT_MS,
      });
    });
  },
);
