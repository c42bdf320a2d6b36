import assert from 'node:assert/strict';
import { LIMIT_MS, control, dial, meterMoves, talking } from '../../test/asterisk/agent-hands';
import { HOLD_TONE_HZ, NUMBERS } from '../../test/asterisk/configuration';
import { toneShare } from '../../test/asterisk/wav';
import type { AsteriskStage } from '../asterisk-stage';
import type { SurviveCase } from '../case';
import { answerFromPbx, fromDesk } from '../forgery';
import { hearAgent, hearAsCustomer, isSilence, isSpeech } from '../listening';

/** How long ICE stays disconnected. */
const FLAP_MS = 18_000;

/** Calls the bridged listener, whose side Asterisk lets us hear; answers how many records there were before. */
async function callTheListener({ floor, page }: AsteriskStage): Promise<number> {
  const before = (await floor.records()).length;
  await dial(page, NUMBERS.listener);
  await talking(page);
  return before;
}

/** The socket is cut and the media path dies; resolves when the desk has made both anew. */
async function loseTheNetwork(stage: AsteriskStage): Promise<string> {
  const atMs = Date.now();
  stage.proxy.media?.killPaths();
  stage.proxy.drop();
  await stage.proxy.message(answerFromPbx('INVITE'), atMs);
  await stage.reconnecting('detached');
  return `back after ${((Date.now() - atMs) / 1000).toFixed(1)} s`;
}

/** What must be after a reconnect as it was before, against Asterisk. */
export const reconnectCases: readonly SurviveCase<AsteriskStage>[] = [
  {
    name: 'muted-through-reconnect',
    row: 26,
    title: 'stays muted through a reconnect, and speaks again when unmuted',
    injected: 'muted; socket cut and media path dead at once',
    async run(stage) {
      const { page } = stage;
      const before = await callTheListener(stage);
      isSpeech(await hearAgent(stage));
      await control(page, '静音').click();
      await control(page, '取消静音').waitFor({ timeout: LIMIT_MS });
      isSilence(await hearAgent(stage));
      // Asterisk listens all the while, so that not one word gets through in between.
      const through = hearAgent(stage);
      const figure = await loseTheNetwork(stage);
      const throughDb = isSilence(await through);
      await control(page, '取消静音').waitFor({ timeout: LIMIT_MS });
      const afterDb = isSilence(await hearAgent(stage));
      await control(page, '取消静音').click();
      await control(page, '静音').waitFor({ timeout: LIMIT_MS });
      const spokenDb = isSpeech(await hearAgent(stage));
      await stage.hangUp(before, NUMBERS.listener);
      const heard = [throughDb, afterDb, spokenDb].map((db) => `${db.toFixed(0)} dB`);
      return { seen: 'muted all the while', figure: `${figure}; Asterisk heard ${heard.join(', ')} unmuted` };
    },
  },
  {
    name: 'held-through-reconnect',
    row: 26,
    title: 'stays held through a reconnect, and resumes',
    injected: 'held; socket cut and media path dead at once',
    async run(stage) {
      const { page, proxy } = stage;
      const before = await callTheListener(stage);
      await stage.hold();
      const atMs = Date.now();
      const figure = await loseTheNetwork(stage);
      const offers = proxy.seen.filter((message) => message.atMs >= atMs && fromDesk('INVITE')(message));
      assert(offers.length > 0);
      for (const { text } of offers) assert.match(text, /^a=(sendonly|inactive)/m);
      await control(page, '恢复').waitFor({ timeout: LIMIT_MS });
      assert.equal((await stage.pbxView()).held, true);
      const music = toneShare(await hearAsCustomer(stage), HOLD_TONE_HZ);
      assert(music > 0.8, `the customer does not hear the music: ${music.toFixed(2)}`);
      await control(page, '恢复').click();
      await talking(page);
      const after = await hearAsCustomer(stage);
      assert(toneShare(after, HOLD_TONE_HZ) < 0.2);
      isSpeech(after);
      await stage.hangUp(before, NUMBERS.listener);
      return { seen: 'held all the while', figure: `${figure}; the customer heard the music, then the agent` };
    },
  },
  {
    name: 'ice-flap',
    row: 6,
    title: 'keeps a call whose media is gone for a while, and hears it again',
    injected: `every media packet lost until ICE was disconnected for ${String(FLAP_MS / 1000)} s, socket whole`,
    async run(stage) {
      const { page, proxy } = stage;
      const before = await stage.callTheEcho();
      const beganMs = Date.now();
      stage.lose(1);
      await stage.reconnecting();
      const lostMs = Date.now();
      await new Promise((resolve) => setTimeout(resolve, FLAP_MS));
      await stage.reconnecting();
      await stage.activeCalls(1);
      stage.lose(0);
      const atMs = Date.now();
      await stage.soundBothWays();
      const afterMs = Date.now() - atMs;
      await stage.reconnecting('detached');
      await meterMoves(page, 'customer');
      assert(!proxy.seen.some((message) => message.atMs >= beganMs && message.kind === 'BYE'));
      await stage.hangUp(before);
      const away = `${((atMs - lostMs) / 1000).toFixed(1)} s disconnected`;
      return { seen: 'reconnecting, then the call', figure: `${away}, audio ${(afterMs / 1000).toFixed(1)} s after` };
    },
  },
];
