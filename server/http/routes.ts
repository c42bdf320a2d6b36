import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { languageSchema, cueBookSchema } from '../../contracts/cues';
import { SidetoneError } from '../../contracts/errors';
import { customersSchema } from '../../contracts/customers';
import {
  chainReportSchema,
  deadLettersSchema,
  enrolRequestSchema,
  enrolResponseSchema,
  ingestRequestSchema,
  ingestResponseSchema,
  optOutsSchema,
  replayRequestSchema,
  replayResponseSchema,
} from '../../contracts/server-api';
import { listCustomers } from '../crm/customers';
import { readCueBook } from '../cues/cue-books';
import { isSupervisor, type Access } from '../devices/access';
import { FailedAttempts } from '../devices/failed-attempts';
import { listDeadLetters, replayDeadLetters } from '../ingest/dead-letters';
import { ingestBatch } from '../ingest/ingest';
import { chainReport, listOptOuts, recordsPageJson, type RecordsQuery } from '../records/queries';
import type { Database } from '../store/database';
import { authenticate, authenticateDevice, authenticateSupervisor, mayRead } from './auth';
import { errorBodySchema } from './errors';
import type { Metrics } from './metrics';

export interface RouteContext {
  database: Database;
  access: Access;
  metrics: Metrics;
  cueBooksFolder: string;
}

const failures = { 400: errorBodySchema, 401: errorBodySchema, 403: errorBodySchema, 503: errorBodySchema };
const bearer = [{ token: [] }];
/** 200 records of an hour-long call each, with room. */
const INGEST_BODY_LIMIT_BYTES = 64 * 1024 * 1024;

const ENROL_FAILURES = { limit: 10, windowMs: 60_000 };

const recordsQuerySchema = z.object({
  deskId: z.string().min(1).max(64).optional(),
  limit: z.coerce.number().int().min(1).max(500).default(50),
  before: z.union([z.uuid(), z.iso.datetime({ offset: true })]).optional(),
  token: z.string().optional(),
});

/** The HTTP routes of contracts/server-api.ts. */
export function routes({ database, access, metrics, cueBooksFolder }: RouteContext): FastifyPluginAsyncZod {
  const wrongTokens = new FailedAttempts(ENROL_FAILURES);
  return async (app) => {
    app.post(
      '/v1/devices/enrol',
      {
        schema: {
          tags: ['desks'],
          summary: 'Trade the enrolment token for a device token',
          body: enrolRequestSchema,
          response: { 200: enrolResponseSchema, 429: errorBodySchema, ...failures },
        },
      },
      async ({ body, ip }) => ({
        deviceToken: await wrongTokens.watch(ip, () => access.enrol(body.enrolmentToken, body.deskId, body.name)),
        deskId: body.deskId,
      }),
    );

    app.post(
      '/v1/records',
      {
        bodyLimit: INGEST_BODY_LIMIT_BYTES,
        // Before the body is read: a stranger's megabytes are not parsed.
        onRequest: async (request) => {
          request.deskId = (await authenticateDevice(access, request)).deskId;
        },
        schema: {
          tags: ['records'],
          summary: 'Take in records; answered when they are on disk',
          security: bearer,
          body: ingestRequestSchema,
          response: { 200: ingestResponseSchema, ...failures },
        },
      },
      async (request) => {
        const results = await ingestBatch(database, request.deskId, request.body.records);
        for (const { status } of results) metrics.ingested.inc({ status });
        return { results };
      },
    );

    app.get(
      '/v1/records',
      {
        schema: {
          tags: ['records'],
          summary: 'Stored records, newest first (contract: recordsPageSchema); `before`: a recordId or a time',
          security: bearer,
          querystring: recordsQuerySchema,
        },
      },
      async (request, reply) => {
        const principal = await authenticate(access, request);
        const { limit, before } = request.query;
        const ownDeskId = principal.kind === 'device' && !isSupervisor(principal) ? principal.deskId : null;
        const deskId = request.query.deskId ?? ownDeskId;
        if (deskId !== null) mayRead(principal, deskId);
        const page = await recordsPageJson(database, { deskId, limit, before: cursor(before) });
        return reply.type('application/json; charset=utf-8').send(page);
      },
    );

    app.get(
      '/v1/desks/:deskId/chain',
      {
        schema: {
          tags: ['records'],
          summary: 'Gaps and broken links of a desk',
          security: bearer,
          params: z.object({ deskId: z.string().min(1).max(64) }),
          response: { 200: chainReportSchema, ...failures },
        },
      },
      async (request) => {
        mayRead(await authenticate(access, request), request.params.deskId);
        return chainReport(database, request.params.deskId);
      },
    );

    app.get(
      '/v1/opt-outs',
      {
        schema: {
          tags: ['records'],
          summary: 'Numbers whose owners asked not to be called again',
          security: bearer,
          response: { 200: optOutsSchema, ...failures },
        },
      },
      async (request) => {
        await authenticate(access, request);
        return { optOuts: await listOptOuts(database) };
      },
    );

    app.get(
      '/v1/customers',
      {
        schema: {
          tags: ['desks'],
          summary: 'Customer cards',
          security: bearer,
          response: { 200: customersSchema, ...failures },
        },
      },
      async (request) => {
        await authenticate(access, request);
        return { customers: await listCustomers(database) };
      },
    );

    app.get(
      '/v1/cue-books/:language',
      {
        schema: {
          tags: ['desks'],
          summary: 'The cue book of a language',
          security: bearer,
          params: z.object({ language: languageSchema }),
          response: { 200: cueBookSchema, 404: errorBodySchema, ...failures },
        },
      },
      async (request) => {
        await authenticate(access, request);
        return readCueBook(cueBooksFolder, request.params.language);
      },
    );

    app.get(
      '/v1/dead-letters',
      {
        schema: {
          tags: ['operation'],
          summary: 'Records that no worker could store, and why',
          security: bearer,
          response: { 200: deadLettersSchema, ...failures },
        },
      },
      async (request) => {
        await authenticateSupervisor(access, request);
        return { deadLetters: await listDeadLetters(database) };
      },
    );

    app.post(
      '/v1/dead-letters/replay',
      {
        onRequest: (request) => authenticateSupervisor(access, request),
        schema: {
          tags: ['operation'],
          summary: 'Try again to store one of them, or all',
          security: bearer,
          body: replayRequestSchema,
          response: { 200: replayResponseSchema, 404: errorBodySchema, ...failures },
        },
      },
      async ({ body: { id = null } }) => {
        const replayed = await replayDeadLetters(database, id);
        if (id !== null && replayed === 0) throw new SidetoneError('not-found', `There is no dead letter ${id}.`);
        return { replayed };
      },
    );

    app.get('/healthz', { schema: { tags: ['operation'], summary: 'The process is alive' } }, async () => ({
      ok: true,
    }));

    app.get(
      '/readyz',
      {
        schema: {
          tags: ['operation'],
          summary: 'The server can store records',
          response: { 200: z.object({ ok: z.literal(true) }), 503: errorBodySchema },
        },
      },
      async () => {
        await database.query('SELECT 1');
        return { ok: true as const };
      },
    );
  };
}

function cursor(before: string | undefined): RecordsQuery['before'] {
  if (before === undefined) return null;
  return z.uuid().safeParse(before).success ? { recordId: before } : { time: before };
}

declare module 'fastify' {
  interface FastifyRequest {
    /** The desk whose token came with the request; set on ingest only. */
    deskId: string;
  }
}
