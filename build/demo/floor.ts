import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { _electron, type ElectronApplication, type Page } from 'playwright-core';
import type { ConfigFile } from '../../contracts/settings';
import { composeAgentWav } from '../../practice/agent-microphone';
import { loadPracticeCustomers } from '../../practice/customer-library';
import { startPracticePbx, type PracticePbx } from '../../practice/pbx';
import { openVoices } from '../../practice/voice-library';
import { startServer, type RunningServer } from '../../server/server';

const repository = path.resolve(import.meta.dirname, '../..');

export interface Floor {
  folder: string;
  server: RunningServer;
  pbx: PracticePbx;
  microphoneWav: string;
  stop(): Promise<void>;
}

export interface FloorOptions {
  /** A PostgreSQL that runs already, in place of one that is thrown away at the end. */
  databaseUrl?: string;
  /** False: the practice PBX stands in for a real one, and its calls count as real ones. */
  announced?: boolean;
}

/** A practice PBX, a central server on a real PostgreSQL, and a fake microphone: all a desk needs around it. */
export async function startFloor({ databaseUrl, announced = true }: FloorOptions = {}): Promise<Floor> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'sidetone-floor-'));
  // PostgreSQL's account passes through here where we are root; else its data would be put where nobody removes it.
  await chmod(folder, 0o711);
  const practiceCustomers = await loadPracticeCustomers();
  const voices = await openVoices();
  const customersFile = path.join(folder, 'customers.json');
  const customers = practiceCustomers.map(
    ({ customerId, name, extension, language, company, facts, story, expectedCues }) => ({
      customerId,
      name,
      number: extension,
      language,
      company,
      facts,
      story: story.zh,
      stories: story,
      expectedCues,
      practice: true,
    }),
  );
  await writeFile(customersFile, JSON.stringify({ customers }));
  const microphoneWav = path.join(folder, 'microphone.wav');
  await composeAgentWav(microphoneWav, { language: 'zh', voices });
  const [server, pbx] = await Promise.all([
    startServer({
      database: databaseUrl === undefined ? { embedded: path.join(folder, 'server') } : { url: databaseUrl },
      listen: { host: '127.0.0.1', port: 0 },
      customersFile,
    }),
    startPracticePbx({ host: '127.0.0.1', port: 0, customers: practiceCustomers, voices, announced }),
  ]);
  return {
    folder,
    server,
    pbx,
    microphoneWav,
    stop: async () => {
      await Promise.all([server.stop(), pbx.stop()]);
      await rm(folder, { recursive: true, force: true });
    },
  };
}

export interface DeskApp {
  app: ElectronApplication;
  page: Page;
}

/**
 * Starts the real app as extension 1001 of the floor. The data folder is the floor's, so a second start goes on.
 * `environment`: variables of its own for the app.
 */
export async function startDesk(
  floor: Floor,
  overrides: ConfigFile = {},
  environment: Record<string, string> = {},
): Promise<DeskApp> {
  const config: ConfigFile = {
    pbx: {
      webSocketUrl: floor.pbx.webSocketUrl,
      domain: floor.pbx.domain,
      extension: '1001',
      displayName: '',
      iceServers: [],
      dtmf: 'rfc4733',
    },
    password: 'practice-1001',
    server: { url: floor.server.url },
    // The supervisor's token enrols a desk that may watch the floor.
    enrolmentToken: floor.server.tokens.supervisorToken ?? undefined,
    role: 'supervisor',
    language: 'zh',
    wrapUpSeconds: 20,
    dataFolder: path.join(floor.folder, 'desk'),
    fakeMicrophoneWav: floor.microphoneWav,
    ...overrides,
  };
  const configFile = path.join(floor.folder, `config-${Date.now()}.json`);
  await writeFile(configFile, JSON.stringify(config), { mode: 0o600 });
  const flags = (process.env.SIDETONE_ELECTRON_FLAGS ?? '').split(' ').filter(Boolean);
  const app = await _electron.launch({
    executablePath: process.env.SIDETONE_ELECTRON ?? '',
    args: [...flags, repository, `--config=${configFile}`],
    env: { ...process.env, NODE_ENV: 'production', ...environment } as Record<string, string>,
  });
  const page = await app.firstWindow();
  return { app, page };
}
