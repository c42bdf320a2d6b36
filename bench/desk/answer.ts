import { practiceCustomerSchema } from '../../contracts/practice';
import { startPracticePbx } from '../../practice/pbx';
import { openVoices } from '../../practice/voice-library';
import type { Comparison, Measure } from '../measure';
import { interleave } from '../statistics';
import type { AnswerDelay } from '../window/answer-delays';
import { openBenchPage } from './page';
import { startSilentStun } from './silent-stun';

const REPETITIONS = 5;
/** Before the caller, who rings for half a minute, gives up. */
const LIMIT_MS = 25_000;

const caller = practiceCustomerSchema.parse({
  customerId: 'bench-caller',
  extension: '900',
  name: 'Caller',
  language: 'zh',
  voice: 'zf_xiaobei',
  story: { zh: '测量', en: 'Measuring' },
  onInvite: { type: 'echo' },
});

export const answer: Measure = {
  name: 'answer',
  title: 'from the answer button to the 200 and to the first sound',
  async run(bench) {
    const pbx = await startPracticePbx({ host: '127.0.0.1', port: 0, customers: [caller], voices: await openVoices() });
    bench.atEnd(() => pbx.stop());
    const rows: Comparison[] = [];
    for (const [stun, iceServers] of [
      ['no STUN', []],
      ['dead STUN', [{ urls: await startSilentStun(bench) }]],
    ] as const) {
      const page = await openBenchPage(bench);
      const account = { webSocketUrl: pbx.webSocketUrl, domain: pbx.domain, iceServers };
      await page.evaluate(
        `window.bench.openAnswerers(${JSON.stringify(account)}).then((open) => void (window.answerers = open))`,
      );
      const delays: Record<'ours' | 'alternative', AnswerDelay[]> = { ours: [], alternative: [] };
      const take = async (side: 'ours' | 'alternative', extension: string) => {
        const next = page.evaluate(`window.answerers.next('${side}', ${String(LIMIT_MS)})`) as Promise<AnswerDelay>;
        await pbx.ringAgent(caller.customerId, { extension });
        return delays[side].push(await next);
      };
      await interleave(REPETITIONS, {
        ours: () => take('ours', '1001'),
        alternative: () => take('alternative', '1002'),
      });
      await page.evaluate('window.answerers.stop()');
      // The first of each is the warm-up.
      const of = (figure: keyof AnswerDelay) => ({
        ours: delays.ours.slice(1).map((delay) => delay[figure]),
        alternative: delays.alternative.slice(1).map((delay) => delay[figure]),
      });
      const alternativeIs = `JsSIP’s default: all candidates first; ${String(LIMIT_MS / 1000)} s: not by then`;
      rows.push(
        {
          what: `answer pressed → 200 on the wire, ${stun}`,
          alternativeIs,
          unit: 'ms',
          better: 'lower',
          ...of('okMs'),
        },
        { what: `answer pressed → first sound, ${stun}`, alternativeIs, unit: 'ms', better: 'lower', ...of('audioMs') },
      );
    }
    return rows;
  },
};
