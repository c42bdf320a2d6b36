import assert from 'node:assert/strict';
import { candidateFamilies } from '../../domain/ice-families';
import { LIMIT_MS, control, meterMoves, talking } from '../../test/asterisk/agent-hands';
import { CALLER } from '../../test/asterisk/floor';
import type { AsteriskStage } from '../asterisk-stage';
import type { SurviveCase } from '../case';
import { fromDesk } from '../forgery';
import { startDeadStun, watchGathering, type Departure } from '../gathering';

/** A candidate of a family that the PBX speaks beside IPv4 (RFC 3849's addresses reach nobody). */
const IPV6_CANDIDATE = 'a=candidate:H6 1 UDP 2130706431 2001:db8::5 40000 typ host';

/** Answers the call that rings, until the agent hears herself; leaves it up. */
async function answerTheCaller({ floor, page }: AsteriskStage): Promise<void> {
  await floor.asterisk.callAgent(CALLER.callerId);
  await control(page, '接听').click({ timeout: LIMIT_MS });
  await talking(page);
  await meterMoves(page, 'customer');
}

/** @throws AssertionError unless it left on a usable candidate while more were still being gathered */
function leftEarly(departure: Departure | undefined, what: string): string {
  assert(departure, `no ${what} left`);
  const { afterFirstUsableMs, gathering } = departure;
  assert(afterFirstUsableMs !== null, `the ${what} left without a usable candidate`);
  assert.notEqual(gathering, 'complete', `the ${what} waited for all candidates`);
  return `${what} ${afterFirstUsableMs.toFixed(0)} ms`;
}

/** How a call's paths are gathered and told, against Asterisk without a relay for its media. Each signs on anew. */
export const pathCases: readonly SurviveCase<AsteriskStage>[] = [
  {
    name: 'gathering-stalls',
    row: 12,
    title: 'sends offer and answer on the first usable candidate, while a dead STUN server is still asked',
    injected: 'a STUN server that never answers',
    async run(stage) {
      const stun = await startDeadStun();
      try {
        await stage.signOn({ iceServers: [{ urls: stun.url }] });
        const watched = await watchGathering(stage.page);
        const before = await stage.callTheEcho();
        const offer = leftEarly((await watched.departures()).at(0), 'INVITE');
        await stage.hangUp(before);
        const count = (await watched.departures()).length;
        await answerTheCaller(stage);
        const answer = leftEarly((await watched.departures()).at(count), '200');
        await control(stage.page, '挂断').click();
        await stage.tidy();
        assert(stun.asked() > 0, 'the STUN server was never asked');
        return { seen: 'a call like any other', figure: `${offer}, ${answer} after the first usable candidate` };
      } finally {
        stun.stop();
      }
    },
  },
  {
    name: 'untold-family',
    row: 12,
    title: 'pairs with no address of the PBX whose family the PBX was not told of',
    injected: 'an IPv6 candidate beside the IPv4 ones, in the PBX’s answer and in its offer',
    async run(stage) {
      const { proxy } = stage;
      await stage.signOn();
      proxy.judge = ({ direction, text }) => {
        if (direction !== 'to-desk' || !text.includes('m=audio')) return 'pass';
        const split = text.indexOf('\r\n\r\n') + 4;
        const body = text.slice(split).replace(/^(a=candidate:)/m, `${IPV6_CANDIDATE}\r\n$1`);
        const length = `Content-Length: ${String(Buffer.byteLength(body))}`;
        return { replaceBy: text.slice(0, split).replace(/^Content-Length:.*$/im, length) + body };
      };
      const watched = await watchGathering(stage.page);
      const familiesHeard = async () => [...candidateFamilies(await watched.remoteDescription())];
      const before = await stage.callTheEcho();
      const invite = proxy.seen.findLast((message) => fromDesk('INVITE')(message));
      const told = candidateFamilies(invite?.text ?? '');
      const ofAnswer = await familiesHeard();
      assert(ofAnswer.includes('IP4'));
      assert(ofAnswer.every((family) => told.has(family)));
      await stage.hangUp(before);
      // Before the desk has told anything, the family of the offer's default destination counts.
      await answerTheCaller(stage);
      const ofOffer = await familiesHeard();
      assert.deepEqual(ofOffer, ['IP4']);
      await control(stage.page, '挂断').click();
      await stage.tidy();
      const [asked, answered, offered] = [[...told], ofAnswer, ofOffer].map((families) => families.join('+'));
      return {
        seen: 'a call like any other',
        figure: `told ${String(asked)}; kept ${String(answered)} of the answer, ${String(offered)} of the offer`,
      };
    },
  },
];
