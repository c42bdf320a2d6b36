import type { Page } from 'playwright-core';
import { FaultProxy } from '../../practice/faults/fault-proxy';
import { startPracticePbx, type PracticePbx } from '../../practice/pbx';
import { openVoices, type VoiceLibrary } from '../../practice/voice-library';
import type { Comparison, Measure } from '../measure';
import { interleave } from '../statistics';
import type { Side } from '../window/telephones';
import { openBenchPage } from './page';
import { echoCustomer } from './practice-desk';

const REPETITIONS = 3;
/** What has not recovered by then does not recover. */
const CAP_MS = 40_000;
const PBX_AWAY_MS = 1_000;
const POLL_MS = 20;
/** A tenth of a second of sound. */
const PACKETS = 5;

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/** A practice PBX that can be restarted on its port, and what it saw of registrations. */
class Switchboard {
  registrations = 0;
  #pbx: PracticePbx | null = null;
  readonly #voices: VoiceLibrary;

  constructor(voices: VoiceLibrary) {
    this.#voices = voices;
  }

  get pbx(): PracticePbx {
    if (!this.#pbx) throw new Error('The PBX is away.');
    return this.#pbx;
  }

  async start(port = 0): Promise<void> {
    this.#pbx = await startPracticePbx({ host: '127.0.0.1', port, customers: [echoCustomer], voices: this.#voices });
    this.#pbx.events.on('event', ({ event }) => {
      if (event === 'registered') this.registrations += 1;
    });
  }

  async restart(): Promise<void> {
    const port = Number(new URL(this.pbx.webSocketUrl).port);
    await this.pbx.stop();
    await pause(PBX_AWAY_MS);
    await this.start(port);
  }
}

/** What a fault takes away is what has to come back. */
interface Fault {
  what: string;
  inject(proxy: FaultProxy, switchboard: Switchboard): Promise<void> | void;
  registration: boolean;
  sound: boolean;
}

const faults: readonly Fault[] = [
  {
    what: 'another network: socket and media path dead',
    inject: (proxy) => {
      proxy.media?.killPaths();
      proxy.drop();
    },
    registration: true,
    sound: true,
  },
  { what: 'media path dead', inject: (proxy) => proxy.media?.killPaths(), registration: false, sound: true },
  { what: 'socket dropped', inject: (proxy) => proxy.drop(), registration: true, sound: true },
  {
    what: `PBX restarted, ${String(PBX_AWAY_MS / 1000)} s away`,
    inject: (_proxy, switchboard) => switchboard.restart(),
    registration: true,
    sound: false,
  },
];

/** One call, one fault: seconds until everything it took away is back; the cap where it never is. */
async function recover(page: Page, side: Side, fault: Fault, switchboard: Switchboard): Promise<number> {
  const proxy = await FaultProxy.start({ target: `${switchboard.pbx.webSocketUrl}/`, media: true });
  try {
    const { domain } = switchboard.pbx;
    const account = { webSocketUrl: proxy.url, domain, extension: side === 'ours' ? '1001' : '1002', iceServers: [] };
    await page.evaluate(
      `window.bench.openCall('${side}', ${JSON.stringify(account)}, '${echoCustomer.extension}').then((up) => void (window.up = up))`,
    );
    const { media } = proxy;
    const registrationsBefore = switchboard.registrations;
    const startedAtMs = performance.now();
    await fault.inject(proxy, switchboard);
    const passedBefore = media && { ...media.passed };
    const sounds = () =>
      media !== null &&
      passedBefore !== null &&
      media.passed['from-desk'] >= passedBefore['from-desk'] + PACKETS &&
      media.passed['to-desk'] >= passedBefore['to-desk'] + PACKETS;
    for (;;) {
      const registered = !fault.registration || switchboard.registrations > registrationsBefore;
      if (registered && (!fault.sound || sounds())) return (performance.now() - startedAtMs) / 1000;
      const gaveUp = fault.sound && (await page.evaluate('window.up.ended()')) === true;
      if (gaveUp || performance.now() - startedAtMs > CAP_MS) return CAP_MS / 1000;
      await pause(POLL_MS);
    }
  } finally {
    await page.evaluate('window.up?.hangUp()').catch(() => undefined);
    await proxy.stop();
  }
}

export const recovery: Measure = {
  name: 'recovery',
  title: 'seconds until a call or a registration is back after a fault',
  async run(bench) {
    const switchboard = new Switchboard(await openVoices());
    await switchboard.start();
    bench.atEnd(() => switchboard.pbx.stop());
    const page = await openBenchPage(bench);
    const rows: Comparison[] = [];
    for (const fault of faults) {
      const samples = await interleave(REPETITIONS, {
        ours: () => recover(page, 'ours', fault, switchboard),
        alternative: () => recover(page, 'alternative', fault, switchboard),
      });
      const never = samples.alternative.every((seconds) => seconds >= CAP_MS / 1000);
      const alternativeIs = never ? `JsSIP alone: never (cap ${String(CAP_MS / 1000)} s)` : 'JsSIP alone';
      rows.push({ what: fault.what, alternativeIs, unit: 's', better: 'lower', ...samples });
      bench.progress(rows.length, faults.length);
    }
    return rows;
  },
};
