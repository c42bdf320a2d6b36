import { once } from 'node:events';
import { copyFile, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { spawn, type ChildProcess } from 'node:child_process';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { runCommand } from '../../build/run-command.mjs';
import {
  AGENT,
  ASTERISK_DOMAIN,
  HOLD_TONE_HZ,
  MOST_INVITE_HEADERS,
  TONES_HZ,
  configurationFiles,
} from './configuration';
import { hearChannel } from './hear';
import { ensureAsterisk } from './install';
import { toneWav } from './wav';

/** Where Asterisk keeps its books; it makes no folder for them. */
const BOOKS = ['log/cdr-csv', 'log/cdr-custom', 'log/cel-custom'];
const START_LIMIT_MS = 30_000;
const STOP_GRACE_MS = 5_000;
/** About as loud as speech: beside it the agent's voice is heard. */
const PARTY_AMPLITUDE = 0.08;

/** WAV, mono, 16 bit, 8 or 16 kHz. */
export interface RecordingWav {
  readonly file: string;
  readonly sampleRateHz: 8000 | 16000;
}

export interface AsteriskOptions {
  /** Port of SIP over WebSocket (path /ws); 0 or absent: any free one. */
  readonly wsPort?: number;
  /** What number 601 and an inbound caller play. */
  readonly recordingWav?: RecordingWav;
  readonly log?: (line: string) => void;
}

export interface Asterisk {
  readonly webSocketUrl: string;
  readonly domain: string;
  readonly extension: string;
  readonly password: string;
  readonly pid: number;
  /** Runs a command of Asterisk's console and answers what it printed. */
  cli(command: string): Promise<string>;
  /** What was logged so far: verbose messages, DTMF, and SIP once `pjsip set logger on` was given. */
  log(): Promise<string>;
  /** From the next call on, number 601 and an inbound caller play this. */
  play(recording: RecordingWav): Promise<void>;
  /**
   * What comes into Asterisk from now on by a channel whose name begins so: the microphone of `PJSIP/1001`, say. Samples
   * in [-1, 1] at 8 kHz; resolves when that many seconds are there. Throws an Error when there is no such channel.
   */
  hear(channel: string, seconds: number): Promise<Float32Array>;
  /** Calls the agent; who answers hears the recording, then an echo. `callerId`: `"Name" <number>`. */
  callAgent(callerId?: string, extension?: string): Promise<void>;
  /**
   * A party that makes a tone without end calls the agent. The one of `callAgent` sends back what it hears, and about
   * every second time stops doing so once its call is taken back: Asterisk then sends the desk nothing at all.
   */
  callAgentWithTone(extension?: string): Promise<void>;
  /** Calls the agent and a colleague at once; the colleague answers after four seconds, if nobody did before. */
  callGroup(callerId?: string, extension?: string): Promise<void>;
  /** What Asterisk writes of calls: its CDR, the same by a mapping of ours, and its channel events. */
  readonly books: { readonly cdr: string; readonly customCdr: string; readonly events: string };
  /** The same, with headers of its own in the INVITE. */
  callAgentWith(headers: Record<string, string>): Promise<void>;
  /** Puts a message into a mailbox, as a caller who left one. */
  leaveMessage(mailbox: string): Promise<void>;
  /** As a PBX that dies: no BYE, no close of the WebSocket. */
  kill(): Promise<void>;
  stop(): Promise<void>;
}

async function freePort(): Promise<number> {
  const server = net.createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (address === null || typeof address === 'string') throw new Error('No free port could be had.');
  return address.port;
}

/**
 * Starts an Asterisk with agent 1001 and the numbers of ./configuration (600 echo, 601 recording, 602 busy, 603 never
 * answers). Builds Asterisk first if need be: ask `asteriskUnavailable()` before. Several may run side by side, each
 * in a folder of its own below /tmp of the chroot. Throws an Error with what Asterisk said when it does not start.
 */
export async function startAsterisk({ wsPort = 0, recordingWav, log }: AsteriskOptions = {}): Promise<Asterisk> {
  const root = await ensureAsterisk(log);
  const port = wsPort === 0 ? await freePort() : wsPort;
  await mkdir(path.join(root, 'tmp'), { recursive: true });
  // Asterisk looks its own name up when a call begins; without a network that would take as long as DNS does to fail.
  await writeFile(path.join(root, 'etc', 'hosts'), `127.0.0.1 localhost ${os.hostname()}\n`);
  const folder = await mkdtemp(path.join(root, 'tmp', 'asterisk-'));
  const inside = `/${path.relative(root, folder)}`;
  const rtpFrom = 20_000 + ((port * 100) % 20_000);
  await writeFiles(folder, inside, configurationFiles({ wsPort: port, rtpFrom, rtpTo: rtpFrom + 99 }));
  const recordings = path.join(folder, 'recordings');
  await mkdir(path.join(recordings, 'hold'));
  await writeFile(path.join(recordings, 'hold', 'tone.wav'), toneWav(HOLD_TONE_HZ));
  for (const [name, hz] of [
    ['low', TONES_HZ.lowTone],
    ['high', TONES_HZ.highTone],
  ] as const) {
    await writeFile(path.join(recordings, `${name}.wav`), toneWav(hz, PARTY_AMPLITUDE));
  }
  const play = async ({ file, sampleRateHz }: RecordingWav) => {
    // Asterisk takes the first format it finds.
    for (const format of ['wav', 'wav16']) await rm(path.join(recordings, `recording.${format}`), { force: true });
    await copyFile(file, path.join(recordings, `recording.${sampleRateHz === 16_000 ? 'wav16' : 'wav'}`));
  };
  if (recordingWav) await play(recordingWav);
  const configFile = `${inside}/etc/asterisk.conf`;
  const child = spawn('chroot', [root, 'asterisk', '-f', '-C', configFile, '-vvv'], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, HOME: inside, LC_ALL: 'C' },
  });
  const said: string[] = [];
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      said.push(text);
      if (said.length > 200) said.shift();
    });
  }
  // If this process goes without stopping it, Asterisk goes too.
  const endWithUs = () => child.kill('SIGKILL');
  process.once('exit', endWithUs);
  const cli = async (command: string) =>
    (await runCommand('chroot', [root, 'asterisk', '-C', configFile, '-rx', command])).output;
  const end = async (signal: NodeJS.Signals) => {
    process.off('exit', endWithUs);
    await endProcess(child, signal);
    await rm(folder, { recursive: true, force: true });
  };
  try {
    await waitUntilBooted(child, cli, port);
  } catch (error) {
    await end('SIGKILL');
    throw new Error(`${error instanceof Error ? error.message : String(error)} ${said.join('').slice(-2_000)}`, {
      cause: error,
    });
  }
  return {
    webSocketUrl: `ws://127.0.0.1:${port}/ws`,
    domain: ASTERISK_DOMAIN,
    extension: AGENT.extension,
    password: AGENT.password,
    pid: child.pid ?? 0,
    cli,
    log: () => readFile(path.join(folder, 'log', 'full'), 'utf8'),
    play,
    hear: (channel, seconds) => hearChannel({ cli, channel, seconds, recordings, inside: `${inside}/recordings` }),
    callAgent: (callerId, extension) => callAgent(cli, 'agent@call-agent', callerId, extension),
    callAgentWithTone: (extension) => callAgent(cli, 'agent@call-agent', undefined, extension, 'low@customers'),
    callGroup: (callerId, extension) => callAgent(cli, 'group@call-agent', callerId, extension),
    callAgentWith: async (headers) => {
      const entries = Object.entries(headers);
      for (let number = 1; number <= MOST_INVITE_HEADERS; number += 1) {
        const [name = 'none', value = 'none'] = entries[number - 1] ?? [];
        await cli(`dialplan set global HEADER_${String(number)}_NAME ${name}`);
        await cli(`dialplan set global HEADER_${String(number)}_VALUE "${value}"`);
      }
      await callAgent(cli, 'agent@call-agent-with-headers');
    },
    books: {
      cdr: path.join(folder, 'log', 'cdr-csv', 'Master.csv'),
      customCdr: path.join(folder, 'log', 'cdr-custom', 'calls.csv'),
      events: path.join(folder, 'log', 'cel-custom', 'cel.csv'),
    },
    leaveMessage: async (mailbox) => {
      const inbox = path.join(folder, 'spool', 'voicemail', 'default', mailbox, 'INBOX');
      await mkdir(inbox, { recursive: true });
      await writeFile(path.join(inbox, 'msg0000.wav'), toneWav(HOLD_TONE_HZ));
      const facts = [`origmailbox=${mailbox}`, 'context=agents', 'callerid="Li Hua" <13800138000>', 'duration=1'];
      await writeFile(path.join(inbox, 'msg0000.txt'), `[message]\n${facts.join('\n')}\n`);
    },
    kill: () => end('SIGKILL'),
    stop: () => end('SIGTERM'),
  };
}

async function callAgent(
  cli: Asterisk['cli'],
  entry: string,
  callerId = '"Li Hua" <13800138000>',
  extension = AGENT.extension,
  party = 's@inbound-party',
): Promise<void> {
  await cli(`dialplan set global CALLED ${extension}`);
  await cli(`dialplan set global CALLER "${callerId.replaceAll('"', '\\"')}"`);
  const said = await cli(`channel originate Local/${entry} extension ${party}`);
  if (said.trim() !== '') throw new Error(`Asterisk did not call the agent: ${said}`);
}

async function writeFiles(folder: string, inside: string, files: Record<string, string>): Promise<void> {
  const names = { etc: 'astetcdir', lib: 'astvarlibdir', db: 'astdbdir', run: 'astrundir', log: 'astlogdir' };
  const more = { spool: 'astspooldir', keys: 'astkeydir' };
  const folders = { ...names, ...more };
  for (const name of [...Object.keys(folders), 'recordings', ...BOOKS])
    await mkdir(path.join(folder, name), { recursive: true });
  const directories = Object.entries(folders).map(([name, key]) => `${key} => ${inside}/${name}`);
  for (const [name, text] of Object.entries(files)) {
    const filled = text
      .replace('[directories](!)', `[directories]\n${directories.join('\n')}`)
      .replaceAll('/var/lib/asterisk/recordings', `${inside}/recordings`);
    await writeFile(path.join(folder, 'etc', name), filled);
  }
}

async function waitUntilBooted(child: ChildProcess, cli: (command: string) => Promise<string>, port: number) {
  const deadlineMs = Date.now() + START_LIMIT_MS;
  while (child.exitCode === null && Date.now() < deadlineMs) {
    if ((await cli('core waitfullybooted')).includes('fully booted') && (await listens(port))) return;
    await sleep(200);
  }
  throw new Error(child.exitCode === null ? 'Asterisk did not boot in time.' : 'Asterisk ended at once.');
}

function listens(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = net.connect(port, '127.0.0.1');
    socket.once('connect', () => resolve(true)).once('error', () => resolve(false));
    socket.once('connect', () => socket.destroy());
  });
}

async function endProcess(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  child.kill(signal);
  const timer = setTimeout(() => child.kill('SIGKILL'), STOP_GRACE_MS);
  await ended;
  clearTimeout(timer);
}
