import assert from 'node:assert/strict';
import type { PassedMessage } from '../../practice/faults/fault-proxy';
import { LIMIT_MS, control, dial, meterMoves, talking } from '../../test/asterisk/agent-hands';
import { NUMBERS } from '../../test/asterisk/configuration';
import { FORGED_BRANCH, PbxVoice, header, isReinvite } from '../../test/support/sip-forgery';
import type { AsteriskStage } from '../asterisk-stage';
import type { SurviveCase } from '../case';
import { Forgery, fromDesk } from '../forgery';
import { hearAgent, isSpeech } from '../listening';
import { SimulatedTime } from '../simulated-time';
import { until } from '../until';

/** Failures of holding, against Asterisk; the window's clock is simulated. */
export const holdCases: readonly SurviveCase<AsteriskStage>[] = [
  {
    name: 'ten-minutes-held',
    row: 14,
    title: 'brings audio both ways after ten minutes of hold',
    injected: 'ten simulated minutes of hold',
    async run(stage) {
      const before = await stage.callTheEcho();
      await stage.hold();
      new Forgery(stage.proxy).judge(() => 'pass');
      const time = new SimulatedTime(stage);
      for (let minute = 0; minute < 10; minute += 1) await time.pass(60);
      time.registers.stop();
      await stage.resume();
      const { holdMs } = await stage.hangUp(before);
      assert(holdMs >= 600_000, `held ${String(holdMs)} ms`);
      return { seen: 'held, then audio both ways', figure: `held ${(holdMs / 60_000).toFixed(1)} min` };
    },
  },
  {
    name: 'hold-refused',
    row: 15,
    title: 'keeps the call when a hold is refused, says so, and can hold later',
    injected: 'hold and resume answered by 488, a second hold by 491 twice',
    async run(stage) {
      const { floor, page } = stage;
      const forgery = new Forgery(stage.proxy);
      let refused = 0;
      const refuse = (status: string) =>
        forgery.judge((message) => {
          if (!isReinvite(message) || message.direction !== 'from-desk') return 'pass';
          refused += 1;
          return forgery.refuse(message, status);
        });
      const before = (await floor.records()).length;
      await dial(page, NUMBERS.listener);
      await talking(page);
      refuse('488 Not Acceptable Here');
      await control(page, '保持').click();
      await page.getByText('话务台没有同意保持，通话继续。').waitFor({ timeout: LIMIT_MS });
      assert.equal(refused, 1);
      await talking(page);
      isSpeech(await hearAgent(stage));
      // RFC 3261 section 14.1: what met 491 is offered again by itself. A press meanwhile could undo what it asked for.
      refuse('491 Request Pending');
      await control(page, '保持').click();
      await until(
        () => refused,
        (count) => count === 3,
        { what: 'Offers refused' },
      );
      await control(page, '保持').waitFor({ timeout: LIMIT_MS });
      forgery.judge(() => 'pass');
      await control(page, '恢复').waitFor({ timeout: LIMIT_MS });
      await page.getByText('已保持').first().waitFor({ timeout: LIMIT_MS });
      refuse('488 Not Acceptable Here');
      await control(page, '恢复').click();
      await page.getByText('话务台没有同意恢复，通话仍在保持。').waitFor({ timeout: LIMIT_MS });
      await control(page, '恢复').waitFor();
      forgery.judge(() => 'pass');
      await control(page, '恢复').click();
      await talking(page);
      isSpeech(await hearAgent(stage));
      const { timeline } = await stage.hangUp(before, NUMBERS.listener);
      const phases = timeline.flatMap((entry) => (entry.type === 'phase' ? [entry.phase] : []));
      assert.deepEqual(phases, ['dialing', 'active', 'held', 'active', 'ended']);
      return { seen: 'told, and talking on; told, and still held', figure: `${String(refused)} refusals` };
    },
  },
  {
    name: 'refused-by-491',
    row: 16,
    title: 'offers again, later, when the PBX says 491',
    injected: 'hold and resume answered by 491 three times each',
    async run(stage) {
      const { page } = stage;
      const forgery = new Forgery(stage.proxy);
      const before = await stage.callTheEcho();
      for (const [name, next] of [
        ['保持', '恢复'],
        ['恢复', '保持'],
      ] as const) {
        const offers: PassedMessage[] = [];
        forgery.judge((message) => {
          if (!isReinvite(message) || message.direction !== 'from-desk') return 'pass';
          offers.push(message);
          return offers.length <= 3 ? forgery.refuse(message, '491 Request Pending') : 'pass';
        });
        await control(page, name).click();
        await page.getByRole('button', { name: next, exact: true, disabled: false }).waitFor({ timeout: LIMIT_MS });
        assert.equal(offers.length, 4);
        const numbers = offers.map(({ text }) => Number.parseInt(header(text, 'CSeq'), 10));
        assert.deepEqual(
          numbers,
          [...new Set(numbers)].sort((one, other) => one - other),
        );
      }
      await meterMoves(page, 'customer');
      await stage.hangUp(before);
      return { seen: 'held, and resumed', figure: 'taken at the fourth offer, each way' };
    },
  },
  {
    name: 'crossing-offers',
    row: 16,
    title: 'gets both offers through when they cross',
    injected: 'both sides offer at once, each refuses the other’s by 491',
    async run(stage) {
      const { page, proxy } = stage;
      const forgery = new Forgery(proxy);
      const before = await stage.callTheEcho();
      const voice = new PbxVoice(proxy.seen);
      const since = Date.now();
      let ours: PassedMessage | null = null;
      forgery.judge((message) => {
        if (ours || !isReinvite(message) || message.direction !== 'from-desk') return 'pass';
        ours = message;
        // Theirs arrives while ours is on its way; each side refuses the other's.
        setImmediate(() => proxy.inject(voice.reinvite('sendrecv')));
        return 'lose';
      });
      const forged = (kind: string) => (message: PassedMessage) =>
        fromDesk(kind)(message) && message.text.includes(FORGED_BRANCH);
      const theirs = proxy.message(forged('491'));
      await control(page, '保持').click();
      await theirs;
      assert(ours);
      forgery.answer(ours, '491 Request Pending');
      // Theirs comes again first: who did not choose the Call-ID waits less.
      const taken = proxy.message(forged('200'), since);
      proxy.inject(voice.reinvite('sendrecv'));
      proxy.inject(voice.ack((await taken).text));
      await control(page, '恢复').waitFor({ timeout: LIMIT_MS });
      const figure = `both taken ${String(Date.now() - since)} ms after the first`;
      await stage.resume();
      await stage.hangUp(before);
      return { seen: 'held, and resumed', figure };
    },
  },
];
