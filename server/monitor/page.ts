import { existsSync } from 'node:fs';
import { join } from 'node:path';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance } from 'fastify';

/** The supervisors' page as the build names it; the app's window lies beside it and is not for a browser. */
const PAGE = 'monitor-page.html';

/** The supervisors' page for a browser, at /monitor/?token=…: the built files, or a sentence that tells how to build them. */
export async function registerMonitorPage(app: FastifyInstance, folder: string): Promise<void> {
  app.get('/monitor', { schema: { hide: true } }, (request, reply) => {
    const query = request.url.split('?')[1];
    return reply.redirect(query === undefined ? '/monitor/' : `/monitor/?${query}`);
  });
  if (!existsSync(join(folder, PAGE))) {
    app.get('/monitor/', { schema: { hide: true } }, (_request, reply) =>
      reply
        .type('text/plain; charset=utf-8')
        .send('The monitor page is not built yet. Run `npm run build`, then start the server again.\n'),
    );
    return;
  }
  await app.register(fastifyStatic, {
    root: folder,
    prefix: '/monitor/',
    index: PAGE,
    allowedPath: (path) => path === '/' || path === `/${PAGE}` || path.startsWith('/assets/'),
    setHeaders: (reply) => {
      reply.header('content-security-policy', CONTENT_SECURITY_POLICY);
      // The address carries the token: it must not travel on in a Referer.
      reply.header('referrer-policy', 'no-referrer');
      reply.header('x-content-type-options', 'nosniff');
    },
  });
}

/** Of every page this server has: whatever a page needs, it gets from here. */
export const CONTENT_SECURITY_POLICY = [
  "default-src 'self'",
  "connect-src 'self' ws: wss:",
  // The component libraries set inline styles.
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data:",
  "font-src 'self' data:",
  "object-src 'none'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join('; ');
