import assert from 'node:assert/strict';
import { LIMIT_MS, control, dial, wrapUp } from '../../test/asterisk/agent-hands';
import { NUMBERS } from '../../test/asterisk/configuration';
import { CALLER } from '../../test/asterisk/floor';
import type { AsteriskStage } from '../asterisk-stage';
import type { SurviveCase } from '../case';
import { goesOn, secondsSince, soundIsBack } from './coming-back';

/** Failures of a network, against Asterisk. */
export const networkCases: readonly SurviveCase<AsteriskStage>[] = [
  {
    name: 'network-change',
    row: 1,
    title: 'brings audio back both ways when the desk changes networks in a call',
    injected: 'socket cut and media path dead at once',
    async run(stage) {
      const { proxy } = stage;
      const before = await stage.callTheEcho();
      const atMs = Date.now();
      proxy.media?.killPaths();
      proxy.drop();
      const figure = await soundIsBack(stage, atMs);
      await goesOn(stage, before);
      assert(proxy.seen.some(({ atMs: seenMs, kind }) => seenMs >= atMs && kind === 'INVITE'));
      return { seen: 'reconnecting, then the call', figure };
    },
  },
  {
    name: 'media-path-dead',
    row: 2,
    title: 'makes the path anew when only the media died',
    injected: 'media path dead, socket whole',
    async run(stage) {
      const before = await stage.callTheEcho();
      const atMs = Date.now();
      stage.proxy.media?.killPaths();
      await stage.reconnecting();
      const figure = await soundIsBack(stage, atMs);
      await goesOn(stage, before);
      return { seen: 'reconnecting, then the call', figure };
    },
  },
  {
    name: 'socket-back-media-not',
    row: 2,
    title: 'checks the media after the socket is back, and makes it anew when it is not',
    injected: 'socket cut; the new media path dies as well',
    async run(stage) {
      const { proxy } = stage;
      const before = await stage.callTheEcho();
      proxy.drop();
      await proxy.message(
        ({ kind, method, direction }) => direction === 'from-desk' && kind === 'ACK' && method === 'ACK',
      );
      // The path that was just agreed on dies as well, the socket stays: only counting packets can tell.
      const atMs = Date.now();
      proxy.media?.killPaths();
      const figure = await soundIsBack(stage, atMs);
      await goesOn(stage, before);
      return { seen: 'reconnecting, then the call', figure };
    },
  },
  {
    name: 'bye-while-away',
    row: 3,
    title: 'hears that the other side hung up while the desk was away',
    injected: 'customer hangs up while the socket is cut',
    async run(stage) {
      const { floor, proxy } = stage;
      const before = await stage.callTheEcho();
      proxy.away = true;
      await floor.asterisk.cli('channel request hangup all');
      proxy.away = false;
      const atMs = Date.now();
      await stage.wrappingUp();
      const figure = `end seen ${secondsSince(atMs)} after the network`;
      await wrapUp(stage.page);
      assert.notEqual((await floor.nextRecord(before)).answeredAt, null);
      return { seen: 'the call is over', figure };
    },
  },
  {
    name: 'hang-up-while-away',
    row: 6,
    title: 'delivers a hang-up that was pressed while the PBX was out of reach',
    injected: 'agent hangs up while the socket is cut',
    async run(stage) {
      const { page, proxy } = stage;
      const before = await stage.callTheEcho();
      proxy.away = true;
      await stage.reconnecting();
      await control(page, '挂断').click();
      await stage.activeCalls(1);
      const bye = proxy.message(({ kind, direction }) => kind === 'BYE' && direction === 'from-desk');
      proxy.away = false;
      const atMs = Date.now();
      await bye;
      await stage.activeCalls(0);
      const figure = `BYE taken ${secondsSince(atMs)} after the network`;
      await wrapUp(page);
      assert.equal((await stage.floor.nextRecord(before)).cause, 'agent-hangup');
      return { seen: 'the call is over', figure };
    },
  },
  {
    name: 'cut-before-200',
    row: 4,
    title: 'fails a call cleanly whose socket dies between ringing and answer',
    injected: 'socket cut as the 200 to INVITE comes',
    async run(stage) {
      const { floor, page, proxy } = stage;
      const before = (await floor.records()).length;
      proxy.judge = ({ kind, method }) => (kind === '200' && method === 'INVITE' ? 'cut-before' : 'pass');
      await dial(page, NUMBERS.echo);
      await stage.wrappingUp();
      proxy.judge = () => 'pass';
      await wrapUp(page);
      await stage.registered();
      const record = await floor.nextRecord(before);
      assert.equal(record.cause, 'network');
      assert.equal(record.answeredAt, null);
      // Asterisk never gets its ACK and ends its half.
      await stage.activeCalls(0);
      return { seen: 'the call failed: network' };
    },
  },
  {
    name: 'dead-ringing',
    row: 8,
    title: 'stops ringing when the connection that rang is dead',
    injected: 'socket cut while an inbound call rings',
    async run(stage) {
      const { floor, page, proxy } = stage;
      await floor.asterisk.callAgent(CALLER.callerId);
      await control(page, '接听').waitFor({ timeout: LIMIT_MS });
      proxy.drop();
      const atMs = Date.now();
      await control(page, '接听').waitFor({ state: 'detached', timeout: LIMIT_MS });
      const figure = `quiet after ${secondsSince(atMs)}`;
      await stage.registered();
      return { seen: 'ringing stops, a missed call', figure };
    },
  },
  {
    name: 'half-open-socket',
    row: 5,
    title: 'finds a half-open socket and registers over a new one',
    injected: 'socket open, nothing comes through',
    async run(stage) {
      const { page, proxy } = stage;
      const atMs = Date.now();
      proxy.stalled = true;
      await page.getByText('未注册').first().waitFor({ timeout: LIMIT_MS });
      const figure = `found after ${secondsSince(atMs)}`;
      proxy.stalled = false;
      await stage.registered();
      return { seen: 'not registered, then registered', figure };
    },
  },
  {
    name: 'answered-without-path',
    row: 13,
    title: 'releases both ends of a call that was answered and never had a path',
    injected: 'every media packet lost from the start',
    async run(stage) {
      const { floor, page } = stage;
      const before = (await floor.records()).length;
      stage.lose(1);
      const atMs = Date.now();
      await dial(page, NUMBERS.echo);
      await stage.wrappingUp();
      const figure = `released ${secondsSince(atMs)} after dialling`;
      stage.lose(0);
      await wrapUp(page);
      assert.equal((await floor.nextRecord(before)).cause, 'media-failure');
      await stage.activeCalls(0);
      return { seen: 'the call failed: no audio path', figure };
    },
  },
];
