import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { composeAgentWav } from '../../practice/agent-microphone';
import { startPracticePbx } from '../../practice/pbx';
import { openVoices } from '../../practice/voice-library';
import { NotMeasured, type Measure } from '../measure';
import { interleave } from '../statistics';
import { earsLoaded } from './ears-loaded';
import { treePssMb, treeProcesses } from './electron';
import { openBenchWindow } from './page';
import { echoCustomer, practiceDeskConfig } from './practice-desk';

const REPETITIONS = 4;
const WINDOW_MS = 10_000;
const LIMIT_MS = 120_000;
/** Linux counts processor time in hundredths of a second for everyone who reads /proc. */
const TICKS_PER_SECOND = 100;

/** Processor time that a process and all its descendants have used, in s. Linux only. */
async function treeProcessorSeconds(root: number): Promise<number> {
  let ticks = 0;
  for (const id of await treeProcesses(root)) {
    const text = await readFile(`/proc/${String(id)}/stat`, 'utf8').catch(() => '');
    // Fields 14 and 15 of proc(5); the third is the first after the name.
    const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
    ticks += Number(fields[11] ?? 0) + Number(fields[12] ?? 0);
  }
  return ticks / TICKS_PER_SECOND;
}

/** Share of one core, in %, over a while from now. */
async function processorShare(root: number): Promise<number> {
  const [before, startedAtMs] = [await treeProcessorSeconds(root), performance.now()];
  await new Promise((resolve) => setTimeout(resolve, WINDOW_MS));
  return (((await treeProcessorSeconds(root)) - before) / ((performance.now() - startedAtMs) / 1000)) * 100;
}

export const load: Measure = {
  name: 'load',
  title: 'memory and processor of the app, idle and in a call with ears',
  async run(bench) {
    if (process.platform !== 'linux') throw new NotMeasured('Memory and processor are read from Linux’s /proc.');
    const voices = await openVoices();
    const pbx = await startPracticePbx({ host: '127.0.0.1', port: 0, customers: [echoCustomer], voices });
    bench.atEnd(() => pbx.stop());
    const folder = await bench.folder();
    const fakeMicrophoneWav = path.join(folder, 'microphone.wav');
    await composeAgentWav(fakeMicrophoneWav, { language: 'zh', voices });
    const config = practiceDeskConfig(pbx, folder, { fakeMicrophoneWav });
    const app = await (await bench.desk()).openApp(folder, config);
    bench.atEnd(app.close);
    await app.page.getByText(/1001 已注册/).waitFor({ timeout: LIMIT_MS });
    await earsLoaded(app.page);
    const plain = await openBenchWindow(bench);
    const shares = () =>
      interleave(REPETITIONS, {
        ours: () => processorShare(app.processId),
        alternative: () => processorShare(plain.processId),
      });
    const memory = async () => ({
      ours: [await treePssMb(app.processId)],
      alternative: [await treePssMb(plain.processId)],
    });
    const idle = { shares: await shares(), memory: await memory() };
    bench.progress(1, 2);
    const field = app.page.getByRole('textbox').first();
    await field.fill(echoCustomer.extension);
    await field.press('Enter');
    await app.page.getByRole('button', { name: '保持', exact: true, disabled: false }).waitFor({ timeout: LIMIT_MS });
    const account = { webSocketUrl: pbx.webSocketUrl, domain: pbx.domain, extension: '1002', iceServers: [] };
    await plain.page.evaluate(
      `window.bench.openCall('alternative', ${JSON.stringify(account)}, '${echoCustomer.extension}').then(() => undefined)`,
    );
    const talking = { shares: await shares(), memory: await memory() };
    const idleIs = 'an empty Electron window';
    const callIs = 'a call of JsSIP alone in an empty window';
    return [
      { what: 'processor, idle', alternativeIs: idleIs, unit: '% of a core', better: 'lower', ...idle.shares },
      { what: 'memory (PSS), idle', alternativeIs: idleIs, unit: 'MB', better: 'lower', ...idle.memory },
      {
        what: 'processor, in a call, all ears',
        alternativeIs: callIs,
        unit: '% of a core',
        better: 'lower',
        ...talking.shares,
      },
      {
        what: 'memory (PSS), in a call, all ears',
        alternativeIs: callIs,
        unit: 'MB',
        better: 'lower',
        ...talking.memory,
      },
    ];
  },
};
