import { startPracticePbx } from '../../practice/pbx';
import { openVoices } from '../../practice/voice-library';
import type { Measure } from '../measure';
import type { Paired } from '../statistics';
import type { InviteOrder } from '../window/invite-delays';
import { openBenchPage } from './page';
import { startSilentStun } from './silent-stun';

const REPETITIONS = 5;
const LIMIT_MS = 90_000;

export const invite: Measure = {
  name: 'invite',
  title: 'from dialling to the INVITE, with a STUN server that never answers',
  async run(bench) {
    const pbx = await startPracticePbx({ host: '127.0.0.1', port: 0, customers: [], voices: await openVoices() });
    bench.atEnd(() => pbx.stop());
    const page = await openBenchPage(bench);
    const order: InviteOrder = {
      webSocketUrl: pbx.webSocketUrl,
      domain: pbx.domain,
      iceServers: [{ urls: await startSilentStun(bench) }],
      repetitions: REPETITIONS,
      limitMs: LIMIT_MS,
    };
    const samples = (await page.evaluate(`window.bench.inviteDelays(${JSON.stringify(order)})`)) as Paired;
    return [
      {
        what: 'dialling → INVITE on the wire, dead STUN',
        alternativeIs: 'JsSIP’s default: all candidates first',
        unit: 'ms',
        better: 'lower',
        ...samples,
      },
    ];
  },
};
