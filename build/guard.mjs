// A process of its own that outlives a killed starter for a moment and takes the starter's children with it. The
// starter tells it process groups on standard input (`add 123`, `drop 123`); when that pipe closes, for whatever
// reason, the groups still listed are ended: SIGTERM first, SIGKILL after a grace period.
import { spawnSync } from 'node:child_process';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';

const GRACE_MS = 8_000;
/** @type {Set<number>} */
const groups = new Set();

/**
 * @param {number} group
 * @param {NodeJS.Signals | 0} signal
 */
function signalGroup(group, signal) {
  if (process.platform === 'win32') {
    if (signal === 0) return spawnSync('tasklist', ['/FI', `PID eq ${group}`]).stdout.includes(String(group));
    return spawnSync('taskkill', ['/PID', String(group), '/T', '/F']).status === 0;
  }
  try {
    process.kill(-group, signal);
    return true;
  } catch {
    return false;
  }
}

// Ctrl-C reaches every process of the terminal: the starter decides, not the guard.
process.on('SIGINT', () => undefined);
process.on('SIGHUP', () => undefined);

for await (const line of createInterface({ input: process.stdin })) {
  const [word, text] = line.split(' ');
  const group = Number(text);
  if (!Number.isInteger(group) || group <= 1) continue;
  if (word === 'add') groups.add(group);
  if (word === 'drop') groups.delete(group);
}

for (const group of groups) signalGroup(group, 'SIGTERM');
const deadlineMs = Date.now() + GRACE_MS;
while (Date.now() < deadlineMs && [...groups].some((group) => signalGroup(group, 0))) await sleep(100);
for (const group of groups) signalGroup(group, 'SIGKILL');
