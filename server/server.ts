import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { SidetoneError } from '../contracts/errors';
import { readCustomersFile, upsertCustomers } from './crm/customers';
import { Access } from './devices/access';
import { settleTokens, type Tokens } from './devices/tokens';
import { EmbeddedPostgres } from './embedded-postgres';
import { buildApp } from './http/app';
import { Metrics } from './http/metrics';
import { QUEUED_CHANNEL } from './ingest/ingest';
import { STORED_CHANNEL, queueDepth } from './ingest/queue';
import { QueueWorker } from './ingest/worker';
import { MonitorHub } from './monitor/hub';
import { Database, toDatabaseError } from './store/database';
import { Listener } from './store/listener';
import { migrate } from './store/migrate';

const projectFolder = fileURLToPath(new URL('..', import.meta.url));
const VERSION = '0.1.0';
const STOP_GRACE_MS = 5_000;

export interface ServerOptions {
  /** A PostgreSQL that runs already, or a folder in which to keep an embedded one. */
  database: { url: string } | { embedded: string };
  listen: { host: string; port: number };
  enrolmentToken?: string;
  supervisorToken?: string;
  /** Path of a customers file; its customers are added or updated at start. */
  customersFile?: string;
  /** Folder with `zh.json` and `en.json`; default: the books that come with Sidetone. */
  cueBooksFolder?: string;
  /** Folder of the built monitor page (`monitor-page.html` and `assets/`); default: where `npm run build` puts it. */
  monitorFolder?: string;
  /** Told what the start is doing, a sentence at a time. */
  onStep?: (step: string) => void;
}

export interface RunningServer {
  url: string;
  tokens: Tokens;
  /** Connection URL, password included: never print it. */
  databaseUrl: string;
  /** Process id of the embedded PostgreSQL, undefined without one or while it is down. */
  postgresPid(): number | undefined;
  /** Answers what is under way, finishes the worker's round, closes every socket, stops the embedded PostgreSQL. */
  stop(): Promise<void>;
}

/** Starts the central server. When it throws, nothing that it started is left running. */
export async function startServer(options: ServerOptions): Promise<RunningServer> {
  const cleanUps: (() => Promise<unknown>)[] = [];
  let stopped: Promise<void> | undefined;
  const stop = () => (stopped ??= runInReverse(cleanUps));
  try {
    return await start(options, cleanUps, stop);
  } catch (error) {
    await stop();
    throw toDatabaseError(error);
  }
}

async function start(
  options: ServerOptions,
  cleanUps: (() => Promise<unknown>)[],
  stop: () => Promise<void>,
): Promise<RunningServer> {
  const step = options.onStep ?? (() => undefined);
  const customers = options.customersFile === undefined ? [] : await readCustomersFile(options.customersFile);

  let embedded: EmbeddedPostgres | undefined;
  if ('embedded' in options.database) {
    step('Starting the embedded PostgreSQL');
    embedded = await EmbeddedPostgres.start(options.database.embedded);
    const started = embedded;
    cleanUps.push(() => started.stop());
  }
  const databaseUrl = 'url' in options.database ? options.database.url : (embedded?.url ?? '');

  step('Bringing the database up to date');
  await migrate(databaseUrl);
  const database = new Database(databaseUrl);
  cleanUps.push(() => database.close());

  const access = new Access(database);
  const tokenFile = 'embedded' in options.database ? join(options.database.embedded, 'tokens.json') : null;
  const tokens = await settleTokens(access, options, tokenFile);
  await upsertCustomers(database, customers);

  const hub = new MonitorHub(database);
  const metrics = new Metrics({ queueDepth: () => queueDepth(database), sockets: () => hub.counts() });
  const app = await buildApp({
    database,
    access,
    metrics,
    hub,
    cueBooksFolder: options.cueBooksFolder ?? join(projectFolder, 'domain', 'cue-books'),
    monitorFolder: options.monitorFolder ?? join(projectFolder, 'out', 'renderer'),
    version: VERSION,
  });

  const worker = new QueueWorker(database, {
    onDrained: ({ stored, failed, buried }) => {
      metrics.stored.inc(stored);
      metrics.failedAttempts.inc(failed + buried);
      if (buried > 0) app.log.error({ buried }, 'messages could not be stored; see the table dead_letters');
    },
    onTrouble: (error) => app.log.warn({ err: error }, 'the worker waits for the database'),
  });
  const tellMonitors = (telling: Promise<void>) =>
    telling.catch((error: unknown) => app.log.warn({ err: error }, 'monitors were not told'));
  const listener = new Listener(databaseUrl, [QUEUED_CHANNEL, STORED_CHANNEL], {
    onNotice: (channel, payload) => {
      if (channel === QUEUED_CHANNEL) worker.wake();
      else void tellMonitors(hub.recordsStored(recordIdsSchema.parse(JSON.parse(payload))));
    },
    onConnected: () => {
      worker.wake();
      void tellMonitors(hub.resynchronise());
    },
  });
  cleanUps.push(() => worker.stop());
  cleanUps.push(() => listener.stop());
  await listener.start();
  worker.start();

  // Last in, first out: the door closes before the rooms behind it.
  cleanUps.push(() => closeInTime(app));
  const url = await listen(app, options.listen);
  return { url, tokens, databaseUrl, stop, postgresPid: () => embedded?.pid };
}

const recordIdsSchema = z.array(z.string());

/** Takes another port when the wanted one is in use. */
async function listen(app: FastifyInstance, { host, port }: ServerOptions['listen']): Promise<string> {
  try {
    return await app.listen({ host, port });
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : '';
    if (code === 'EADDRINUSE') return app.listen({ host, port: 0 });
    if (code === 'EACCES' || code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND') {
      throw new SidetoneError(
        'cannot-listen',
        `The server cannot listen on ${host}:${port} (${code}). Choose another.`,
        {
          cause: error,
        },
      );
    }
    throw error;
  }
}

/** Lets requests under way be answered, but no longer than that. */
async function closeInTime(app: FastifyInstance): Promise<void> {
  const impatience = setTimeout(() => app.server.closeAllConnections(), STOP_GRACE_MS);
  await app.close();
  clearTimeout(impatience);
}

async function runInReverse(cleanUps: (() => Promise<unknown>)[]): Promise<void> {
  for (const cleanUp of cleanUps.toReversed()) {
    // One that fails must not keep the next from running.
    await cleanUp().catch(() => undefined);
  }
}
