import assert from 'node:assert/strict';
import type { PassedMessage } from '../../practice/faults/fault-proxy';
import { LIMIT_MS, control, meterMoves, wrapUp, dial, talking } from '../../test/asterisk/agent-hands';
import { NUMBERS } from '../../test/asterisk/configuration';
import { CALLER } from '../../test/asterisk/floor';
import { RegisterWatch } from '../../test/support/register-watch';
import { answerTo, header } from '../../test/support/sip-forgery';
import type { AsteriskStage } from '../asterisk-stage';
import type { SurviveCase } from '../case';
import { Forgery } from '../forgery';
import { SimulatedTime } from '../simulated-time';

/** Shorter than the margin that a renewal leaves before the binding ends. */
const IDLE_STEP_SECONDS = 30;

const isRegister = ({ kind }: PassedMessage) => kind === 'REGISTER';

function refused({ page }: AsteriskStage): Promise<void> {
  return page.getByText('注册失败').first().waitFor({ timeout: LIMIT_MS });
}

/** The next REGISTER that `which` picks is answered so, and does not reach Asterisk. */
function refuseNext(
  { proxy }: AsteriskStage,
  status: string,
  headers: string[] = [],
  which: (text: string) => boolean = () => true,
): void {
  let done = false;
  proxy.judge = (message) => {
    if (done || !isRegister(message) || !which(message.text)) return 'pass';
    done = true;
    setImmediate(() => proxy.inject(answerTo(message.text, status, headers)));
    return 'lose';
  };
}

/** Failures of registering, against Asterisk. The last one leaves the window with a simulated clock. */
export const registrationCases: readonly SurviveCase<AsteriskStage>[] = [
  {
    name: 'keep-alives',
    row: 5,
    title: 'answers keep-alives, and reads messages that line ends precede',
    injected: 'pings and pongs of RFC 5626, line ends before each message, text and binary frames',
    async run({ floor, page, proxy }) {
      const before = (await floor.records()).length;
      const sinceMs = Date.now();
      const isPong = ({ kind, direction }: PassedMessage) => kind === 'keep-alive' && direction === 'from-desk';
      proxy.judge = (message) => {
        if (isPong(message)) return 'lose';
        return message.direction === 'to-desk' ? { replaceBy: `\r\n\r\n\r\n${message.text}` } : 'pass';
      };
      for (const binary of [false, true]) {
        proxy.binary = binary;
        for (const pong of ['\r\n', '\n']) proxy.inject(binary ? Buffer.from(pong) : pong);
        const answered = proxy.message(isPong, Date.now());
        proxy.inject(binary ? Buffer.from('\r\n\r\n') : '\r\n\r\n');
        await answered;
        await dial(page, NUMBERS.echo);
        await talking(page);
        proxy.inject(binary ? Buffer.from('\r\n\r\n') : '\r\n\r\n');
        await meterMoves(page, 'customer');
        await control(page, '挂断').click();
        await wrapUp(page);
      }
      const pongs = proxy.seen.filter((message) => message.atMs >= sinceMs && isPong(message));
      assert.deepEqual(
        pongs.map(({ text }) => text),
        Array(4).fill('\r\n'),
      );
      const { cause, remoteNumber } = await floor.nextRecord(before + 1);
      assert.deepEqual({ cause, remoteNumber }, { cause: 'agent-hangup', remoteNumber: NUMBERS.echo });
      return { seen: 'calls like any other', figure: `4 pings, ${String(pongs.length)} pongs` };
    },
  },
  {
    name: 'register-flaps',
    row: 10,
    title: 'asks once at a time while answers are late and the connection flaps',
    injected: 'answers 0.7 s late, 4 cuts, 5 times “online” after each',
    async run(stage) {
      const { page, proxy } = stage;
      const watch = new RegisterWatch(proxy);
      proxy.delayMs = 700;
      for (let flap = 0; flap < 4; flap += 1) {
        const asked = proxy.message(isRegister, Date.now());
        proxy.drop();
        await asked;
        await page.evaluate(() => {
          for (let count = 0; count < 5; count += 1) window.dispatchEvent(new Event('online'));
        });
        await page
          .getByText(/未注册|正在注册/)
          .first()
          .waitFor({ timeout: LIMIT_MS });
      }
      await stage.registered();
      await watch.settled();
      watch.stop();
      assert.equal(watch.mostAtOnce, 1);
      assert.equal((await stage.contacts()).length, 1);
      return { seen: 'registering, then registered', figure: '1 REGISTER at a time, 1 contact' };
    },
  },
  {
    name: 'nonce-stale',
    row: 10,
    title: 'goes on with the nonce that the registrar calls fresh',
    injected: '401 with stale=true to an authorised REGISTER',
    async run(stage) {
      const { proxy } = stage;
      const challenge = proxy.message(({ kind, method }) => kind === '401' && method === 'REGISTER');
      let stale: PassedMessage | null = null;
      proxy.judge = (message) => {
        if (stale || !isRegister(message) || !/^Authorization:/im.test(message.text)) return 'pass';
        stale = message;
        void challenge.then(({ text }) => {
          const fresh = `WWW-Authenticate: ${header(text, 'WWW-Authenticate')},stale=true`;
          proxy.inject(answerTo(message.text, '401 Unauthorized', [fresh]));
        });
        return 'lose';
      };
      const answer = proxy.message(({ kind, method }) => kind === '200' && method === 'REGISTER');
      proxy.drop();
      await answer;
      await stage.registered();
      assert.notEqual(stale, null);
      return { seen: 'registered' };
    },
  },
  {
    name: 'interval-too-brief',
    row: 10,
    title: 'takes the interval that the registrar demands',
    injected: '423 with Min-Expires 600',
    async run(stage) {
      refuseNext(stage, '423 Interval Too Brief', ['Min-Expires: 600'], (text) => /^Authorization:/im.test(text));
      const longer = stage.proxy.message((message) => isRegister(message) && header(message.text, 'Expires') === '600');
      stage.proxy.drop();
      await longer;
      await stage.registered();
      return { seen: 'registered', figure: 'asked again for 600 s' };
    },
  },
  {
    name: 'registrar-refuses',
    row: 10,
    title: 'says that the registrar refuses, and asks again when it was told to',
    injected: '503 with Retry-After 4',
    async run(stage) {
      const { page, proxy } = stage;
      refuseNext(stage, '503 Service Unavailable', ['Retry-After: 4']);
      const first = proxy.message(isRegister);
      proxy.drop();
      const asked = await first;
      await refused(stage);
      await page.getByText('话务台拒绝了注册。').first().waitFor({ timeout: LIMIT_MS });
      const again = await proxy.message(isRegister, asked.atMs + 1);
      const afterMs = again.atMs - asked.atMs;
      assert(afterMs >= 4_000, `asked again after ${String(afterMs)} ms`);
      await stage.registered();
      return { seen: 'refused, then registered', figure: `asked again after ${(afterMs / 1000).toFixed(1)} s` };
    },
  },
  {
    name: 'password-refused',
    row: 10,
    title: 'shows a refused password, and is registered once it is taken',
    injected: '403 to REGISTER',
    async run(stage) {
      const reason = stage.page.getByText('分机号或密码不正确。').first();
      refuseNext(stage, '403 Forbidden');
      stage.proxy.drop();
      await refused(stage);
      await reason.waitFor({ timeout: LIMIT_MS });
      await stage.registered();
      await reason.waitFor({ state: 'detached', timeout: LIMIT_MS });
      return { seen: 'wrong password, then registered' };
    },
  },
  {
    name: 'no-contact-listed',
    row: 10,
    title: 'is not registered when the registrar lists no contact, and asks again',
    injected: '200 to REGISTER without a contact',
    async run(stage) {
      refuseNext(stage, '200 OK', [], (text) => /^Authorization:/im.test(text));
      stage.proxy.drop();
      await stage.page.getByText('未注册').first().waitFor({ timeout: LIMIT_MS });
      await stage.registered();
      return { seen: 'not registered, then registered' };
    },
  },
  {
    name: 'idle-weekend',
    row: 9,
    title: 'rings after 72 hours of idling, a day of it asleep',
    injected: '72 simulated hours, 24 of them out of reach',
    async run(stage) {
      const { page, proxy } = stage;
      await page.clock.install();
      await page.reload();
      await stage.registered();
      new Forgery(proxy).judge(() => 'pass');
      const time = new SimulatedTime(stage);
      const watch = time.registers;
      let simulatedSeconds = 0;
      let lastGrantSeconds = 0;
      let longestGapSeconds = 0;
      for (const hours of [24, 24]) {
        for (let step = 0; step < (hours * 3_600) / IDLE_STEP_SECONDS; step += 1) {
          const grants = watch.granted.length;
          await time.pass(IDLE_STEP_SECONDS);
          simulatedSeconds += IDLE_STEP_SECONDS;
          if (watch.granted.length === grants) continue;
          longestGapSeconds = Math.max(longestGapSeconds, simulatedSeconds - lastGrantSeconds);
          lastGrantSeconds = simulatedSeconds;
        }
        proxy.away = true;
        await page.clock.fastForward(12 * 3_600_000);
        simulatedSeconds += 12 * 3_600;
        proxy.away = false;
        await stage.registered();
        lastGrantSeconds = simulatedSeconds;
      }
      watch.stop();
      const shortestGrantSeconds = Math.min(...watch.granted);
      assert.equal(watch.mostAtOnce, 1);
      // An answer may be noted one step late.
      assert(
        longestGapSeconds - IDLE_STEP_SECONDS < shortestGrantSeconds,
        `${String(longestGapSeconds)} s without one`,
      );
      await stage.floor.asterisk.callAgent(CALLER.callerId);
      await stage.answerAndHangUp();
      const apart = `at most ${String(longestGapSeconds)} s apart where ${String(shortestGrantSeconds)} s were granted`;
      const figure = `${String(watch.granted.length)} renewals in ${String(simulatedSeconds / 3_600)} h, ${apart}`;
      return { seen: 'it rings', figure };
    },
  },
];
