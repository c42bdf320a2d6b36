import { createSocket } from 'node:dgram';
import os from 'node:os';
import { startPracticePbx } from '../../practice/pbx';
import { openVoices } from '../../practice/voice-library';
import type { Bench, Measure } from '../measure';
import type { Paired } from '../statistics';
import type { InviteOrder } from '../window/invite-delays';
import { openBenchPage } from './page';

const REPETITIONS = 5;
const LIMIT_MS = 90_000;

/** A STUN server that takes every request and answers none, as behind a firewall that drops packets. */
async function startSilentStun(bench: Bench): Promise<string> {
  const socket = createSocket('udp4');
  await new Promise<void>((resolve) => socket.bind(0, '0.0.0.0', resolve));
  bench.atEnd(async () => socket.close());
  // Chromium gathers on the machine's own address: there the silence is a silence, not an unreachable network.
  const own = Object.values(os.networkInterfaces())
    .flat()
    .find((address) => address?.family === 'IPv4' && !address.internal);
  return `stun:${own?.address ?? '127.0.0.1'}:${socket.address().port}`;
}

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
