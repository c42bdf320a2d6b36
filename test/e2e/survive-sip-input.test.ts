import { createServer, type Server } from 'node:https';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { FaultProxy, type PassedMessage } from '../../practice/faults/fault-proxy';
import { LIMIT_MS, control, dial, meterMoves, talking, wrapUp } from '../asterisk/agent-hands';
import { AGENTS, NUMBERS, type AsteriskAgent } from '../asterisk/configuration';
import { AsteriskFloor, CALLER, type AsteriskDesk } from '../asterisk/floor';
import { asteriskUnavailable } from '../asterisk/install';
import { selfSignedCertificate } from '../support/certificate';
import { appMissing } from '../support/desk-app';
import { startRefusingTurn } from '../support/refusing-turn';
import { FORGED_BRANCH, PbxVoice, header } from '../support/sip-forgery';

const BUILD_LIMIT_MS = 15 * 60_000;
const TEST_LIMIT_MS = 6 * 60_000;
const DAY_MS = 86_400_000;
const GARBAGE =
  'v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nt=0 0\r\nm=audio nine UDP/TLS/RTP/SAVPF x\r\na=ice-ufrag:\r\n';
const reason = appMissing ?? asteriskUnavailable();

describe.skipIf(reason)(`a PBX that talks nonsense, Asterisk 22 behind a proxy${reason ? ` (${reason})` : ''}`, () => {
  let floor: AsteriskFloor;
  let proxy: FaultProxy;
  let desk: AsteriskDesk | null = null;
  let page: Page;

  beforeAll(async () => {
    floor = await AsteriskFloor.start();
    proxy = await FaultProxy.start({ target: floor.asterisk.webSocketUrl });
    await signOn();
  }, BUILD_LIMIT_MS);

  afterAll(async () => {
    await desk?.app.close();
    await proxy?.stop();
    await floor?.stop();
  });

  afterEach(async () => {
    proxy.judge = () => 'pass';
    if (!desk) return;
    if ((await control(page, '挂断').count()) > 0) await control(page, '挂断').click();
    if ((await page.getByText('通话结果').count()) > 0) await wrapUp(page);
  });

  async function signOn(
    agent: AsteriskAgent = AGENTS.usual,
    iceServers: { urls: string; username: string; credential: string }[] = [],
  ) {
    desk = await floor.startDesk({ agent, webSocketUrl: proxy.url, iceServers });
    page = desk.page;
    await registered(agent);
  }

  async function signOff(): Promise<void> {
    await desk?.app.close();
    desk = null;
  }

  const registered = (agent: AsteriskAgent) =>
    page.getByText(`分机 ${agent.extension} 已注册`).waitFor({ timeout: LIMIT_MS });
  const channels = () => floor.asterisk.cli('core show channels count');

  /** The body of the next message that `which` picks is garbage. */
  function garble(which: (message: PassedMessage) => boolean): void {
    proxy.judge = (message) => {
      if (message.direction !== 'to-desk' || !which(message)) return 'pass';
      const head = message.text.slice(0, message.text.indexOf('\r\n\r\n'));
      const length = `Content-Length: ${String(Buffer.byteLength(GARBAGE))}`;
      return { replaceBy: `${head.replace(/^Content-Length:.*$/im, length)}\r\n\r\n${GARBAGE}` };
    };
  }

  async function callTheEcho(): Promise<number> {
    const before = (await floor.records()).length;
    await dial(page, NUMBERS.echo);
    await talking(page);
    await meterMoves(page, 'customer');
    return before;
  }

  async function hangUp(before: number): Promise<void> {
    await control(page, '挂断').click();
    await wrapUp(page);
    expect(await floor.nextRecord(before)).toMatchObject({ cause: 'agent-hangup', remoteNumber: NUMBERS.echo });
  }

  it('ends a call whose answer makes no sense, at both ends, and says why', { timeout: TEST_LIMIT_MS }, async () => {
    const before = (await floor.records()).length;
    garble(({ kind, method }) => kind === '200' && method === 'INVITE');
    await dial(page, NUMBERS.echo);
    await page.getByText('编码不兼容').first().waitFor({ timeout: LIMIT_MS });
    await wrapUp(page);
    expect(await floor.nextRecord(before)).toMatchObject({ cause: 'no-common-codec', answeredAt: null });
    await expect.poll(channels, { timeout: LIMIT_MS, interval: 500 }).toContain('0 active calls');
  });

  it('says why an incoming call with a senseless offer cannot be taken', { timeout: TEST_LIMIT_MS }, async () => {
    const before = (await floor.records()).length;
    garble(({ kind }) => kind === 'INVITE');
    await floor.asterisk.callAgent(CALLER.callerId);
    await control(page, '接听').click({ timeout: LIMIT_MS });
    await page.getByText('来电的语音格式无法识别，没有接通。').waitFor({ timeout: LIMIT_MS });
    expect(await floor.nextRecord(before)).toMatchObject({ cause: 'no-common-codec', direction: 'inbound' });
    await expect.poll(channels, { timeout: LIMIT_MS, interval: 500 }).toContain('0 active calls');
  });

  /** What the desk answers to the forged request, which Asterisk never hears of. */
  async function answerTo(request: string): Promise<PassedMessage> {
    proxy.judge = ({ direction, text }) =>
      direction === 'from-desk' && text.includes(FORGED_BRANCH) ? 'lose' : 'pass';
    const answer = proxy.message(
      ({ kind, text, direction }) =>
        direction === 'from-desk' && Number(kind) >= 200 && header(text, 'Via') === header(request, 'Via'),
    );
    proxy.inject(request);
    return answer;
  }

  it('keeps the call when a later offer makes no sense', { timeout: TEST_LIMIT_MS }, async () => {
    const before = await callTheEcho();
    const { kind } = await answerTo(new PbxVoice(proxy.seen).reinvite('sendrecv', GARBAGE));
    expect(kind).toBe('488');
    await meterMoves(page, 'customer');
    // And the next change of the call still gets through.
    await control(page, '保持').click();
    await control(page, '恢复').waitFor({ timeout: LIMIT_MS });
    await control(page, '恢复').click();
    await talking(page);
    await hangUp(before);
  });

  it('keeps the call when the PBX sends it to nobody, and says so', { timeout: TEST_LIMIT_MS }, async () => {
    const before = await callTheEcho();
    const voice = new PbxVoice(proxy.seen);
    for (const target of [['Refer-To: <sip:nobody@nowhere.invalid>'], []]) {
      expect((await answerTo(voice.request('REFER', target))).kind).toBe('603');
    }
    await page.getByText('话务台想把这通电话转走，Sidetone 没有同意，通话继续。').waitFor({ timeout: LIMIT_MS });
    await meterMoves(page, 'customer');
    await hangUp(before);
  });

  it('talks without TURN when TURN refuses, and says so', { timeout: TEST_LIMIT_MS }, async () => {
    await signOff();
    const turn = await startRefusingTurn();
    try {
      await signOn(AGENTS.usual, [{ urls: turn.url, username: 'desk', credential: 'wrong' }]);
      const before = await callTheEcho();
      await page.getByText('TURN 服务器不接受用户名或密码，通话照常。').waitFor({ timeout: LIMIT_MS });
      expect(turn.asked()).toBeGreaterThan(1);
      await hangUp(before);
    } finally {
      await signOff();
      turn.stop();
    }
  });

  it('says that the certificate of the PBX has expired', { timeout: TEST_LIMIT_MS }, async () => {
    const server: Server = createServer(
      selfSignedCertificate(new Date(Date.now() - 90 * DAY_MS), new Date(Date.now() - DAY_MS)),
    );
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const { app, page: screen } = await floor.startDesk({ webSocketUrl: `wss://127.0.0.1:${String(port)}/ws` });
    await screen.getByText('话务台的证书已过期。').first().waitFor({ timeout: LIMIT_MS });
    await screen.getByText('请管理员更新证书；也请核对本机时间。').first().waitFor({ timeout: LIMIT_MS });
    await app.close();
    server.closeAllConnections();
    server.close();
  });

  it(
    'leaves one contact after a reload and after a crash, and that one rings',
    { timeout: TEST_LIMIT_MS },
    async () => {
      await signOff();
      const agent = AGENTS.manyContacts;
      const contacts = async () =>
        (await floor.asterisk.cli('pjsip show contacts'))
          .split('\n')
          .filter((line) => line.includes(`${agent.extension}/sip:`));
      await signOn(agent);
      for (const restart of ['reload', 'crash'] as const) {
        if (restart === 'reload') await page.reload();
        else {
          const gone = once(desk?.app.process() ?? process, 'exit');
          desk?.app.process().kill('SIGKILL');
          await gone;
          await signOn(agent);
        }
        await registered(agent);
        await expect.poll(contacts, { timeout: LIMIT_MS, interval: 500 }).toHaveLength(1);
        await floor.asterisk.callAgent(CALLER.callerId, agent.extension);
        await control(page, '接听').click({ timeout: LIMIT_MS });
        await talking(page);
        await meterMoves(page, 'customer');
        await control(page, '挂断').click();
        await wrapUp(page);
      }
    },
  );
});
