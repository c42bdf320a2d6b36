import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import {
  contestRequestSchema,
  decisionRequestSchema,
  openContestsSchema,
  recordContestsSchema,
} from '../../contracts/contests';
import { SidetoneError } from '../../contracts/errors';
import type { Access, Principal } from '../devices/access';
import { authenticate, authenticateDevice, authenticateSupervisor, mayRead } from '../http/auth';
import { errorBodySchema } from '../http/errors';
import type { Database } from '../store/database';
import { addContest, addDecision, contestsOf, deskOfRecord, openContests } from './contests';

const failures = { 400: errorBodySchema, 401: errorBodySchema, 403: errorBodySchema, 503: errorBodySchema };
const security = [{ token: [] }];
const params = z.object({ recordId: z.uuid() });
const tags = ['quality'];

/** Contests of scores and what was decided (contracts/contests.ts). */
export function qualityRoutes({ database, access }: { database: Database; access: Access }): FastifyPluginAsyncZod {
  return async (app) => {
    app.get(
      '/v1/records/:recordId/contests',
      {
        schema: {
          tags,
          summary: 'What was said of the items of a score',
          security,
          params,
          response: { 200: recordContestsSchema, ...failures },
        },
      },
      async (request) => {
        const principal = await authenticate(access, request);
        const { recordId } = request.params;
        mayRead(principal, await deskOfRecord(database, recordId));
        return contestsOf(database, recordId);
      },
    );

    app.post(
      '/v1/records/:recordId/contests',
      {
        schema: {
          tags,
          summary: "The agent's word against an item; sent again, it counts once",
          security,
          params,
          body: contestRequestSchema,
          response: { 200: recordContestsSchema, ...failures },
        },
      },
      async (request) => {
        const desk = await authenticateDevice(access, request);
        const { recordId } = request.params;
        if ((await deskOfRecord(database, recordId)) !== desk.deskId) {
          throw new SidetoneError('forbidden', 'A desk may contest the scores of its own calls only.');
        }
        return addContest(database, recordId, request.body, nameOf(desk));
      },
    );

    app.post(
      '/v1/records/:recordId/decisions',
      {
        onRequest: (request) => authenticateSupervisor(access, request),
        schema: {
          tags,
          summary: "The supervisor's decision on an open contest",
          security,
          params,
          body: decisionRequestSchema,
          response: { 200: recordContestsSchema, ...failures },
        },
      },
      async (request) => {
        const { itemId, accepted, comment } = request.body;
        const by = nameOf(await authenticate(access, request));
        return addDecision(database, request.params.recordId, itemId, { accepted, comment }, by);
      },
    );

    app.get(
      '/v1/contests',
      {
        onRequest: (request) => authenticateSupervisor(access, request),
        schema: {
          tags,
          summary: 'Contests that wait for a decision',
          security,
          response: { 200: openContestsSchema, ...failures },
        },
      },
      async () => ({ contests: await openContests(database) }),
    );
  };
}

/** As it stands in the history: a desk by its name, which is its agent's. */
function nameOf(principal: Principal): string {
  return principal.kind === 'device' ? principal.name || principal.deskId : 'supervisor';
}
