import assert from 'node:assert/strict';
import { LIMIT_MS, control, meterMoves, talking } from '../../test/asterisk/agent-hands';
import type { AsteriskStage } from '../asterisk-stage';
import type { SurviveCase } from '../case';

/** An app that dies in a call, against Asterisk. */
export const takeBackCases: readonly SurviveCase<AsteriskStage>[] = [
  {
    name: 'killed-and-taken-back',
    row: null,
    title: 'takes the call back, muted as before, when the app is killed in it and started again',
    injected: 'SIGKILL to the app in a call, and started again',
    async run(stage) {
      const before = await stage.callTheEcho();
      const atMs = Date.now();
      await control(stage.page, '静音').click();
      await control(stage.page, '取消静音').waitFor({ timeout: LIMIT_MS });
      await stage.kill();
      const killedAtMs = Date.now();
      const silence = stage.soundBothWays().then(() => ((Date.now() - killedAtMs) / 1000).toFixed(1));
      await stage.signOn();
      await talking(stage.page);
      const figure = `audio both ways ${await silence} s after the kill`;
      await control(stage.page, '取消静音').click();
      await meterMoves(stage.page, 'customer');
      const sent = stage.proxy.seen.filter(({ kind, atMs: seenMs }) => kind === 'INVITE' && seenMs >= atMs);
      assert(sent.some(({ text }) => /^Replaces:/im.test(text)));
      await stage.hangUp(before);
      assert.equal((await stage.floor.records()).length, before + 1);
      return { seen: 'taking the call back, then the call, muted', figure };
    },
  },
];
