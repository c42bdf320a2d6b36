/**
 * `npm start -- --chaos FILE`: plays a schedule of faults over practice calls and prints what the agent would have felt.
 * Exit code 0 only if the screen was never wrong and no record was lost or doubled; 2 for a schedule that is wrong.
 */
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { chaosScheduleSchema, type ChaosSchedule } from '../../contracts/chaos';
import { SidetoneError } from '../../contracts/errors';
import { parseJsonFile } from '../../domain/json-check';
import { PracticeStage } from '../practice-stage';
import { seededRandom } from '../../bench/random';
import { inOneLine, say } from '../run-cases';
import { playChaos } from './play';

const { values: options } = parseArgs({
  options: { schedule: { type: 'string', default: '' }, 'exit-with-stdin': { type: 'boolean', default: false } },
});

/** @throws SidetoneError `chaos-unreadable` or `chaos-invalid`, naming the line and the key of what is wrong */
function readSchedule(file: string): ChaosSchedule {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (cause) {
    throw new SidetoneError('chaos-unreadable', `The schedule ${file} cannot be read. Check the path.`, { cause });
  }
  return parseJsonFile(text, chaosScheduleSchema, 'chaos-invalid', file);
}

async function play(schedule: ChaosSchedule): Promise<boolean> {
  const stage = await PracticeStage.start({ faults: seededRandom(schedule.seed) });
  const end = () => void stage.stop().then(() => process.exit(1));
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, end);
  if (options['exit-with-stdin']) process.stdin.once('end', end).resume();
  try {
    await stage.open();
    say(schedule.name);
    const { silenceS, untruths, balance, calls, injected } = await playChaos(stage, schedule, say);
    say(`\n${String(injected)} of ${String(schedule.faults.length)} faults came, over ${String(calls)} calls.`);
    say(`seconds of silence   ${(silenceS ?? 0).toFixed(1)}`);
    say(`wrong screen states  ${String(untruths.length)}${untruths.map((claim) => `\n  ${claim}`).join('')}`);
    say(`lost records         ${String(balance.lost.length)}`);
    say(`doubled records      ${String(balance.doubled.length)}`);
    return untruths.length === 0 && balance.lost.length === 0 && balance.doubled.length === 0;
  } finally {
    await stage.stop();
  }
}

try {
  const schedule = readSchedule(options.schedule);
  process.exit((await play(schedule)) ? 0 : 1);
} catch (error) {
  const isWrong = error instanceof SidetoneError && error.code.startsWith('chaos-');
  process.stderr.write(`${isWrong ? error.message : inOneLine(error)}\n`);
  process.exit(isWrong ? 2 : 1);
}
