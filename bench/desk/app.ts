import type { ConfigFile } from '../../contracts/settings';
import { loadPracticeCustomers } from '../../practice/customer-library';
import { startPracticePbx } from '../../practice/pbx';
import { openVoices } from '../../practice/voice-library';
import { NotMeasured, type Measure } from '../measure';
import { interleave } from '../statistics';
import { earsLoaded } from './ears-loaded';
import { treePssMb, type DeskBench } from './electron';
import { practiceDeskConfig } from './practice-desk';

const REPETITIONS = 5;
const LIMIT_MS = 120_000;

interface Visit {
  shownMs: number;
  registeredMs: number;
  pssMb: number;
}

/** Opens the product: until the agent can type a number, until it is registered, and its memory with all ears loaded. */
async function visitApp(desk: DeskBench, folder: string, config: ConfigFile): Promise<Visit> {
  const startedAtMs = performance.now();
  const { page, processId, close } = await desk.openApp(folder, config);
  try {
    await page.getByRole('textbox').first().waitFor({ timeout: LIMIT_MS });
    const shownMs = performance.now() - startedAtMs;
    await page.getByText(/1001 已注册/).waitFor({ timeout: LIMIT_MS });
    const registeredMs = performance.now() - startedAtMs;
    await earsLoaded(page);
    return { shownMs, registeredMs, pssMb: await treePssMb(processId) };
  } finally {
    await close();
  }
}

async function visitEmpty(desk: DeskBench, folder: string): Promise<Visit> {
  const startedAtMs = performance.now();
  const { page, processId, close } = await desk.openEmpty(folder);
  try {
    await page.locator('p').waitFor({ timeout: LIMIT_MS });
    const shownMs = performance.now() - startedAtMs;
    return { shownMs, registeredMs: shownMs, pssMb: await treePssMb(processId) };
  } finally {
    await close();
  }
}

export const app: Measure = {
  name: 'app',
  title: 'start and memory of the app',
  async run(bench) {
    if (process.platform !== 'linux') throw new NotMeasured('The memory of a process tree is read from Linux’s /proc.');
    const desk = await bench.desk();
    const [folder, emptyFolder] = [await bench.folder(), await bench.folder()];
    const pbx = await startPracticePbx({
      host: '127.0.0.1',
      port: 0,
      customers: await loadPracticeCustomers(),
      voices: await openVoices(),
    });
    bench.atEnd(() => pbx.stop());
    const config = practiceDeskConfig(pbx, folder);
    const visits: { ours: Visit[]; alternative: Visit[] } = { ours: [], alternative: [] };
    const keep = async (side: 'ours' | 'alternative', visit: Visit) => visits[side].push(visit);
    await interleave(REPETITIONS, {
      ours: async () => keep('ours', await visitApp(desk, folder, config)),
      alternative: async () => keep('alternative', await visitEmpty(desk, emptyFolder)),
    });
    // The first of each is the warm-up.
    const of = (figure: keyof Visit) => ({
      ours: visits.ours.slice(1).map((visit) => visit[figure]),
      alternative: visits.alternative.slice(1).map((visit) => visit[figure]),
    });
    const alternativeIs = 'an empty Electron window';
    return [
      { what: 'start until a number can be typed', alternativeIs, unit: 'ms', better: 'lower', ...of('shownMs') },
      { what: 'start until registered', alternativeIs, unit: 'ms', better: 'lower', ...of('registeredMs') },
      { what: 'memory (PSS), all ears loaded', alternativeIs, unit: 'MB', better: 'lower', ...of('pssMb') },
    ];
  },
};
