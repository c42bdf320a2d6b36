import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { languageSchema } from '../../contracts/cues';
import { cardLearningSchema, scriptSumsSchema } from '../../contracts/server-api';
import type { Access } from '../devices/access';
import { authenticate, authenticateDevice } from '../http/auth';
import { errorBodySchema } from '../http/errors';
import { withoutNul, type Database } from '../store/database';
import { CardSums, scriptSums } from './queries';

const failures = { 400: errorBodySchema, 401: errorBodySchema, 403: errorBodySchema, 503: errorBodySchema };
const security = [{ token: [] }];
const tags = ['learning'];

/** What desks learn from one another: sums only, no agent's figures (docs/adr/0008-learning-as-a-team.md). */
export function learningRoutes({ database, access }: { database: Database; access: Access }): FastifyPluginAsyncZod {
  const cardSums = new CardSums(database);
  return async (app) => {
    app.get(
      '/v1/card-learning',
      {
        schema: {
          tags,
          summary: "How often the team's other desks used and put away each card in the last 90 days; no `team`: all",
          security,
          querystring: z.object({ team: z.string().max(40).default('') }),
          response: { 200: cardLearningSchema, ...failures },
        },
      },
      async (request) => {
        const { deskId } = await authenticateDevice(access, request);
        return cardSums.ofOthers(withoutNul(request.query.team), deskId);
      },
    );

    app.get(
      '/v1/script-outcomes',
      {
        schema: {
          tags,
          summary: 'How answered calls of all desks ended with each version of the script in the last 90 days',
          security,
          querystring: z.object({ language: languageSchema.optional() }),
          response: { 200: scriptSumsSchema, ...failures },
        },
      },
      async (request) => {
        await authenticate(access, request);
        return { versions: await scriptSums(database, request.query.language ?? null) };
      },
    );
  };
}
