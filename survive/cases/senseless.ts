import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import type { PassedMessage } from '../../practice/faults/fault-proxy';
import { LIMIT_MS, control, dial, meterMoves, wrapUp } from '../../test/asterisk/agent-hands';
import { AGENTS, NUMBERS } from '../../test/asterisk/configuration';
import { CALLER } from '../../test/asterisk/floor';
import { selfSignedCertificate } from '../../test/support/certificate';
import { startRefusingTurn } from '../../test/support/refusing-turn';
import { PbxVoice } from '../../test/support/sip-forgery';
import type { AsteriskStage } from '../asterisk-stage';
import type { SurviveCase } from '../case';
import { Forgery } from '../forgery';
import { until } from '../until';

const DAY_MS = 86_400_000;
const ANSWER_LATER_MS = 500;
const GARBAGE =
  'v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nt=0 0\r\nm=audio nine UDP/TLS/RTP/SAVPF x\r\na=ice-ufrag:\r\n';

/** The body of the next message that `which` picks is garbage. */
function garble({ proxy }: AsteriskStage, which: (message: PassedMessage) => boolean): void {
  proxy.judge = (message) => {
    if (message.direction !== 'to-desk' || !which(message)) return 'pass';
    const head = message.text.slice(0, message.text.indexOf('\r\n\r\n'));
    const length = `Content-Length: ${String(Buffer.byteLength(GARBAGE))}`;
    return { replaceBy: `${head.replace(/^Content-Length:.*$/im, length)}\r\n\r\n${GARBAGE}` };
  };
}

/** A PBX that talks nonsense, Asterisk behind a proxy; and contacts that are left behind. The last ones sign on anew. */
export const senselessCases: readonly SurviveCase<AsteriskStage>[] = [
  {
    name: 'senseless-answer',
    row: null,
    title: 'ends a call whose answer makes no sense, at both ends, and says why',
    injected: 'garbage as the SDP of the answer',
    async run(stage) {
      const { floor, page } = stage;
      const before = (await floor.records()).length;
      garble(stage, ({ kind, method }) => kind === '200' && method === 'INVITE');
      await dial(page, NUMBERS.echo);
      await page.getByText('编码不兼容').first().waitFor({ timeout: LIMIT_MS });
      await wrapUp(page);
      const { cause, answeredAt } = await floor.nextRecord(before);
      assert.deepEqual({ cause, answeredAt }, { cause: 'no-common-codec', answeredAt: null });
      await stage.activeCalls(0);
      return { seen: 'the call failed: no common codec' };
    },
  },
  {
    name: 'senseless-offer',
    row: null,
    title: 'says why an incoming call with a senseless offer cannot be taken',
    injected: 'garbage as the SDP of the offer',
    async run(stage) {
      const { floor, page } = stage;
      const before = (await floor.records()).length;
      garble(stage, ({ kind }) => kind === 'INVITE');
      await floor.asterisk.callAgent(CALLER.callerId);
      await control(page, '接听').click({ timeout: LIMIT_MS });
      await page.getByText('来电的语音格式无法识别，没有接通。').waitFor({ timeout: LIMIT_MS });
      const { cause, direction } = await floor.nextRecord(before);
      assert.deepEqual({ cause, direction }, { cause: 'no-common-codec', direction: 'inbound' });
      await stage.activeCalls(0);
      return { seen: 'told why it cannot be taken' };
    },
  },
  {
    name: 'senseless-change',
    row: null,
    title: 'keeps the call when a later offer makes no sense',
    injected: 'garbage as the SDP of a re-INVITE',
    async run(stage) {
      const forgery = new Forgery(stage.proxy);
      const before = await stage.callTheEcho();
      const { kind } = await forgery.ask(new PbxVoice(stage.proxy.seen).reinvite('sendrecv', GARBAGE));
      assert.equal(kind, '488');
      await meterMoves(stage.page, 'customer');
      // And the next change of the call still gets through.
      await stage.hold();
      await stage.resume();
      await stage.hangUp(before);
      return { seen: 'the call goes on', figure: `answered by ${kind}` };
    },
  },
  {
    name: 'sent-to-nobody',
    row: null,
    title: 'keeps the call when the PBX sends it to nobody, and says so',
    injected: 'REFER to nobody, REFER without a target',
    async run(stage) {
      const { page, proxy } = stage;
      const forgery = new Forgery(proxy);
      const before = await stage.callTheEcho();
      const voice = new PbxVoice(proxy.seen);
      for (const target of [['Refer-To: <sip:nobody@nowhere.invalid>'], []]) {
        assert.equal((await forgery.ask(voice.request('REFER', target))).kind, '603');
      }
      await page.getByText('话务台想把这通电话转走，Sidetone 没有同意，通话继续。').waitFor({ timeout: LIMIT_MS });
      await meterMoves(page, 'customer');
      await stage.hangUp(before);
      return { seen: 'told; the call goes on' };
    },
  },
  {
    name: 'turn-refuses',
    row: null,
    title: 'talks without TURN when TURN refuses, and says so',
    injected: 'a TURN server that answers 401 to all',
    async run(stage) {
      const turn = await startRefusingTurn();
      try {
        await stage.signOn({ iceServers: [{ urls: turn.url, username: 'desk', credential: 'wrong' }] });
        // WebRTC asks TURN no further once there is a path: the answer comes after the refusal, as on a longer way.
        stage.proxy.delayMs = ANSWER_LATER_MS;
        const before = await stage.callTheEcho();
        stage.proxy.delayMs = 0;
        await stage.page.getByText('TURN 服务器不接受用户名或密码，通话照常。').waitFor({ timeout: LIMIT_MS });
        assert(turn.asked() > 1);
        await stage.hangUp(before);
      } finally {
        await stage.signOff();
        turn.stop();
      }
      return { seen: 'told; the call goes on' };
    },
  },
  {
    name: 'certificate-expired',
    row: null,
    title: 'says that the certificate of the PBX has expired',
    injected: 'a certificate that ended yesterday',
    async run(stage) {
      await stage.signOff();
      const dates = [new Date(Date.now() - 90 * DAY_MS), new Date(Date.now() - DAY_MS)] as const;
      const server = createServer(selfSignedCertificate(...dates)).listen(0, '127.0.0.1');
      await once(server, 'listening');
      const { port } = server.address() as AddressInfo;
      const webSocketUrl = `wss://127.0.0.1:${String(port)}/ws`;
      const { app, page } = await stage.floor.startDesk({ webSocketUrl });
      try {
        await page.getByText('话务台的证书已过期。').first().waitFor({ timeout: LIMIT_MS });
        await page.getByText('请管理员更新证书；也请核对本机时间。').first().waitFor({ timeout: LIMIT_MS });
      } finally {
        await app.close();
        server.closeAllConnections();
        server.close();
      }
      return { seen: 'told, with the next step' };
    },
  },
  {
    name: 'stale-contact',
    row: 11,
    title: 'leaves one contact after a reload and after a crash, and that one rings',
    injected: 'reload, then SIGKILL, of a desk that may have five contacts',
    async run(stage) {
      const agent = AGENTS.manyContacts;
      await stage.signOn({ agent });
      for (const restart of ['reload', 'crash'] as const) {
        if (restart === 'reload') await stage.page.reload();
        else {
          await stage.kill();
          await stage.signOn({ agent });
        }
        await stage.registered();
        await until(
          () => stage.contacts(),
          (contacts) => contacts.length === 1,
          { what: 'Contacts in Asterisk' },
        );
        await stage.floor.asterisk.callAgent(CALLER.callerId, agent.extension);
        await stage.answerAndHangUp();
      }
      await stage.signOn();
      return { seen: 'it rings', figure: '1 contact of 5 allowed' };
    },
  },
];
