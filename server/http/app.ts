import cors from '@fastify/cors';
import swagger from '@fastify/swagger';
import swaggerUi from '@fastify/swagger-ui';
import websocket from '@fastify/websocket';
import Fastify, { type FastifyInstance } from 'fastify';
import { jsonSchemaTransform, serializerCompiler, validatorCompiler } from 'fastify-type-provider-zod';
import type { MonitorHub } from '../monitor/hub';
import { registerMonitorPage } from '../monitor/page';
import { registerSockets } from '../monitor/sockets';
import { describeForLog } from './log';
import { answerError, answerNotFound } from './errors';
import { routes, type RouteContext } from './routes';

export interface AppContext extends RouteContext {
  hub: MonitorHub;
  monitorFolder: string;
  version: string;
}

/** The whole HTTP surface, not yet listening. */
export async function buildApp(context: AppContext): Promise<FastifyInstance> {
  const app = Fastify({
    // stdout belongs to the ready line.
    logger: { level: 'warn', stream: process.stderr, serializers: { req: describeRequest, err: describeForLog } },
    forceCloseConnections: true,
    // A key such as __proto__ is dropped, which the record's hash then shows; the rest of the batch goes on.
    onProtoPoisoning: 'remove',
    onConstructorPoisoning: 'remove',
  });
  app.setValidatorCompiler(validatorCompiler);
  app.setSerializerCompiler(serializerCompiler);
  app.setErrorHandler(answerError);
  app.setNotFoundHandler(answerNotFound);
  app.decorateRequest('deskId', '');

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
  await app.register(swaggerUi, { routePrefix: '/docs' });
  context.metrics.register(app);
  await app.register(routes(context));
  await app.register(async (scope) => registerSockets(scope, context.access, context.hub));
  await registerMonitorPage(app, context.monitorFolder);
  app.get('/openapi.json', { schema: { hide: true } }, () => app.swagger());
  return app;
}

/** What the log may say of a request: never its query, which can carry a token. */
function describeRequest(request: { method: string; url: string }): { method: string; path: string } {
  return { method: request.method, path: request.url.split('?')[0] ?? '' };
}
