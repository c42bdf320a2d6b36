import { fork } from 'node:child_process';
import path from 'node:path';
import type { StartJob } from './load-test';

/** A job in a process of Node's, for the command line; `entry` speaks as main/copilot/model-job.ts does. */
export function nodeJob(
  entry = path.join(import.meta.dirname, '../main/copilot/model-job.ts'),
  nodeOptions: string[] = ['--import', 'tsx'],
): StartJob {
  return (job) => {
    // Engines write of every model to their output; what matters comes as a message.
    const child = fork(entry, [], { execArgv: nodeOptions, stdio: ['ignore', 'ignore', 'ignore', 'ipc'] });
    child.send(job);
    return {
      onMessage: (listener) => child.on('message', listener),
      onExit: (listener) => child.on('exit', (code) => listener(code)).on('error', () => listener(null)),
      kill: () => child.kill('SIGKILL'),
    };
  };
}
