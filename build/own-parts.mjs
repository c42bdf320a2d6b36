// The parts that a desk of one's own needs: the embedded central server and the practice PBX.
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { practiceCustomerList, writePrivate } from './configuration.mjs';
import { startUntilReady } from './processes.mjs';

const RESTART_LIMIT = 5;
const RESTART_DELAY_MS = 1_000;

/** @param {string} program */
const typescript = (program) => ['--import', 'tsx', program];

/**
 * Starts one of our programs again when it ends by itself; a few times, so that a fault does not spin.
 * @param {import('./processes.mjs').ProcessGroup} group
 * @param {string} name
 * @param {readonly string[]} args
 * @param {{ env?: NodeJS.ProcessEnv, note: (line: string) => void }} options
 */
async function startAndKeep(group, name, args, { env, note }) {
  const first = await startUntilReady(group, name, process.execPath, args, { env });
  const keep = async () => {
    let current = first.managed;
    for (let restart = 1; restart <= RESTART_LIMIT; restart++) {
      const { code, signal } = await current.ended;
      if (group.isStopping) return;
      note(`! The ${name} ended (${signal ?? `exit code ${code}`}); starting it again.`);
      await sleep(RESTART_DELAY_MS);
      if (group.isStopping) return;
      current = (await startUntilReady(group, name, process.execPath, args, { env })).managed;
    }
    note(`! The ${name} keeps ending. What it said last: ${current.lastWords()}`);
  };
  void keep().catch((error) => note(`! ${error instanceof Error ? error.message : String(error)}`));
  return first.ready;
}

/**
 * @param {import('./processes.mjs').ProcessGroup} group
 * @param {string} data
 * @param {(line: string) => void} note
 * @returns {Promise<{ url: string, enrolmentToken: string }>}
 */
export async function startServer(group, data, note) {
  const folder = path.join(data, 'server');
  const customersFile = path.join(data, 'practice-customers.json');
  await writePrivate(customersFile, await practiceCustomerList());
  const args = [
    ...typescript('server/main.ts'),
    ...['--embedded', folder, '--listen', '127.0.0.1:8470', '--customers', customersFile, '--exit-with-stdin'],
  ];
  const ready = await startAndKeep(group, 'central server', args, { note });
  return {
    url: typeof ready.url === 'string' ? ready.url : `http://127.0.0.1:${Number(ready.port ?? 8470)}`,
    // The supervisor's token enrols a desk that may watch the floor.
    enrolmentToken: String(ready.supervisorToken),
  };
}

/**
 * @param {import('./processes.mjs').ProcessGroup} group
 * @param {(line: string) => void} note
 * @returns {Promise<{ webSocketUrl: string, domain: string }>}
 */
export async function startPracticePbx(group, note) {
  const args = [...typescript('practice/main.ts'), '--port', '8471', '--exit-with-stdin'];
  const ready = await startAndKeep(group, 'practice PBX', args, { note });
  const url = ready.webSocketUrl ?? ready.url;
  return {
    webSocketUrl: typeof url === 'string' ? url : `ws://127.0.0.1:${Number(ready.port ?? 8471)}`,
    domain: typeof ready.domain === 'string' ? ready.domain : 'practice.sidetone.local',
  };
}
