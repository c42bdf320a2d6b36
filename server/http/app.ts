import cors from '@fastify/cors';
import swagger from '@fastify/swagger';
import swaggerUi from '@fastify/swagger-ui';
import websocket from '@fastify/websocket';
import Fastify, { type FastifyInstance } from 'fastify';
import { jsonSchemaTransform, serializerCompiler, validatorCompiler } from 'fastify-type-provider-zod';
import { learningRoutes } from '../learning/routes';
import type { MonitorHub } from '../monitor/hub';
import { CONTENT_SECURITY_POLICY, registerMonitorPage } from '../monitor/page';
import { registerSockets } from '../monitor/sockets';
import { qualityRoutes } from '../quality/routes';
import { describeForLog } from './log';
import { answerError, answerNotFound } from './errors';
import { routes, type RouteContext } from './routes';

export interface AppContext extends RouteContext {
  hub: MonitorHub;
  monitorFolder: string;
  version: string;
}

/** A request that has not arrived by then will not: it must not hold a connection, or a stop, for ever. */
const REQUEST_TIMEOUT_MS = 60_000;

/** The whole HTTP surface, not yet listening. */
export async function buildApp(context: AppContext): Promise<FastifyInstance> {
  const app = Fastify({
    // stdout belongs to the ready line.
    logger: { level: 'warn', stream: process.stderr, serializers: { req: describeRequest, err: describeForLog } },
    // A stop answers what is under way, and waits for no connection that only idles.
    forceCloseConnections: 'idle',
    requestTimeout: REQUEST_TIMEOUT_MS,
    // A key such as __proto__ is dropped, which the record's hash then shows; the rest of the batch goes on.
    onProtoPoisoning: 'remove',
    onConstructorPoisoning: 'remove',
  });
  app.setValidatorCompiler(validatorCompiler);
  app.setSerializerCompiler(serializerCompiler);
  app.setErrorHandler(answerError);
  app.setNotFoundHandler(answerNotFound);
  app.decorateRequest('deskId', '');
  app.addHook('onRequest', async ({ url }, reply) => {
    void reply.headers({ 'x-content-type-options': 'nosniff', 'x-frame-options': 'DENY' });
    if (url.startsWith('/v1/')) void reply.header('cache-control', 'no-store');
  });
  // Any origin: access is by token only, never by cookie, and a desk's window has an origin of its own.
  await app.register(cors, { origin: true, allowedHeaders: ['authorization', 'content-type'] });
  await app.register(websocket, { options: { maxPayload: 64 * 1024 } });
  await app.register(swagger, {
    openapi: {
      info: { title: 'Sidetone central server', version: context.version },
      components: { securitySchemes: { token: { type: 'http', scheme: 'bearer' } } },
    },
    transform: jsonSchemaTransform,
  });
  await app.register(swaggerUi, { routePrefix: '/docs', staticCSP: CONTENT_SECURITY_POLICY });
  context.metrics.register(app);
  await app.register(routes(context));
  await app.register(qualityRoutes(context));
  await app.register(learningRoutes(context));
  await app.register(async (scope) => registerSockets(scope, context.access, context.hub));
  await registerMonitorPage(app, context.monitorFolder);
  app.get('/openapi.json', { schema: { hide: true } }, () => app.swagger());
  return app;
}

/** What the log may say of a request: never its query, which can carry a token. */
function describeRequest(request: { method: string; url: string }): { method: string; path: string } {
  return { method: request.method, path: request.url.split('?')[0] ?? '' };
}
