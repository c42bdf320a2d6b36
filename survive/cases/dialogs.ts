import assert from 'node:assert/strict';
import type { PassedMessage } from '../../practice/faults/fault-proxy';
import { LIMIT_MS, meterMoves } from '../../test/asterisk/agent-hands';
import { FORGED_BRANCH, PbxVoice, header, isReinvite } from '../../test/support/sip-forgery';
import type { AsteriskStage } from '../asterisk-stage';
import type { SurviveCase } from '../case';
import { Forgery, answerFromPbx, branchOf, fromDesk } from '../forgery';
import { SimulatedTime } from '../simulated-time';
import { until } from '../until';
import { holdCases } from './hold';

const BURST = { count: 100, everyMs: 100 };

/** Failures of offers and timers within a call, against Asterisk; the window's clock is simulated. */
export const dialogCases: readonly SurviveCase<AsteriskStage>[] = [
  ...holdCases,
  {
    name: 'reinvite-burst',
    row: 17,
    title: 'stays up through a hundred re-INVITEs in ten seconds, in the last state',
    injected: '100 re-INVITEs in 10 s, by turns held and not',
    async run(stage) {
      const { page, proxy } = stage;
      new Forgery(proxy).judge(() => 'pass');
      const time = new SimulatedTime(stage);
      const before = await stage.callTheEcho();
      const voice = new PbxVoice(proxy.seen);
      const directions = new Map<string, 'sendrecv' | 'sendonly'>();
      const finals: { code: string; direction: string | undefined }[] = [];
      const forget = proxy.onMessage((message) => {
        const { text, kind, direction, method } = message;
        if (direction !== 'from-desk' || method !== 'INVITE' || !text.includes(FORGED_BRANCH) || Number(kind) < 200)
          return;
        finals.push({ code: kind, direction: directions.get(branchOf(text)) });
        proxy.inject(voice.ack(text));
      });
      const offer = (direction: 'sendrecv' | 'sendonly') => {
        const text = voice.reinvite(direction);
        directions.set(branchOf(text), direction);
        proxy.inject(text);
      };
      const answers = (count: number) =>
        until(
          () => finals.length,
          (answered) => answered === count,
          { what: 'Final answers' },
        );
      for (let count = 0; count < BURST.count; count += 1) {
        offer(count % 2 === 0 ? 'sendrecv' : 'sendonly');
        await new Promise((resolve) => setTimeout(resolve, BURST.everyMs));
      }
      await answers(BURST.count);
      const accepted = finals.filter(({ code }) => code === '200');
      assert(finals.every(({ code }) => code !== '403'));
      const held = page.getByText('对方已保持').first();
      await held.waitFor({
        state: accepted.at(-1)?.direction === 'sendonly' ? 'visible' : 'detached',
        timeout: LIMIT_MS,
      });
      // What would end a call whose ACK went astray (RFC 3261 section 13.3.1.4: 64 times T1) is long over.
      await time.pass(60);
      offer('sendrecv');
      await answers(BURST.count + 1);
      forget();
      await held.waitFor({ state: 'detached', timeout: LIMIT_MS });
      await meterMoves(page, 'customer').catch((cause: unknown) => {
        const own = proxy.seen.filter(fromDesk('INVITE')).length;
        const last = finals.at(-1)?.code ?? 'none';
        throw new Error(`No sound; ${String(own)} INVITEs of the desk, last final answer ${last}.`, { cause });
      });
      time.registers.stop();
      await stage.hangUp(before);
      const figure = `${String(accepted.length)} of ${String(BURST.count)} taken, the others put off`;
      return { seen: 'held or not, as last agreed', figure };
    },
  },
  {
    name: 'session-too-short',
    row: 18,
    title: 'asks for a longer session when the PBX finds ours too short',
    injected: 'INVITE answered by 422 with Min-SE 3600',
    async run(stage) {
      const forgery = new Forgery(stage.proxy);
      let refused: PassedMessage | null = null;
      forgery.judge((message) => {
        if (refused || message.kind !== 'INVITE' || !/^(Proxy-)?Authorization:/im.test(message.text)) return 'pass';
        refused = message;
        return forgery.refuse(message, '422 Session Interval Too Small', ['Min-SE: 3600']);
      });
      const longer = stage.proxy.message(
        (message) => fromDesk('INVITE')(message) && header(message.text, 'Session-Expires') === '3600',
        Date.now(),
      );
      const before = await stage.callTheEcho();
      const { text, callId } = await longer;
      assert.equal(header(text, 'Min-SE'), '3600');
      assert.equal(callId, (refused as PassedMessage | null)?.callId);
      await stage.hangUp(before);
      return { seen: 'a call like any other', figure: 'asked again for 3600 s' };
    },
  },
  {
    name: 'session-refreshed',
    row: 18,
    title: 'refreshes its session, by an offer where the PBX takes no UPDATE',
    injected: '15 simulated minutes twice, then UPDATE answered by 405',
    async run(stage) {
      const { page, proxy } = stage;
      const forgery = new Forgery(proxy);
      const time = new SimulatedTime(stage);
      const before = await stage.callTheEcho();
      const update = proxy.message(answerFromPbx('UPDATE'), Date.now());
      await time.pass(901);
      await update;
      forgery.judge((message) =>
        message.kind === 'UPDATE' ? forgery.refuse(message, '405 Method Not Allowed') : 'pass',
      );
      const offer = proxy.message(answerFromPbx('INVITE'), Date.now());
      await time.pass(901);
      await offer;
      await meterMoves(page, 'customer');
      time.registers.stop();
      await stage.hangUp(before);
      return { seen: 'the call goes on', figure: 'refreshed by UPDATE, then by INVITE' };
    },
  },
  {
    name: 'refresher-lost',
    row: 18,
    title: 'lets the PBX refresh, and does it itself when the PBX forgets',
    injected: 'a session of 90 s, which the PBX refreshes once',
    async run(stage) {
      const { page, proxy } = stage;
      const forgery = new Forgery(proxy);
      const time = new SimulatedTime(stage);
      forgery.judge((message) =>
        message.kind === 'INVITE' && !isReinvite(message)
          ? { replaceBy: message.text.replace(/^Session-Expires:.*\r$/m, 'Session-Expires: 90;refresher=uas\r') }
          : 'pass',
      );
      const before = await stage.callTheEcho();
      const lastCallId = () => proxy.seen.findLast((message) => fromDesk('INVITE')(message))?.callId ?? '';
      const theirs = await proxy.message(
        ({ kind, direction, callId }) =>
          direction === 'to-desk' && (kind === 'UPDATE' || kind === 'INVITE') && callId === lastCallId(),
        Date.now(),
      );
      await proxy.message(
        ({ kind, direction, method }) => kind === '200' && direction === 'from-desk' && method === theirs.kind,
        theirs.atMs,
      );
      // It forgets from now on: a third of the interval before its end we ask.
      const ours = proxy.message(answerFromPbx('UPDATE'), Date.now());
      await time.pass(61);
      await ours;
      await time.pass(60);
      await meterMoves(page, 'customer');
      time.registers.stop();
      await stage.hangUp(before);
      return { seen: 'the call goes on', figure: `the PBX by ${theirs.kind}, then the desk by UPDATE` };
    },
  },
];
