import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { RawData, WebSocket } from 'ws';
import { SidetoneError } from '../../contracts/errors';
import { deskSocketMessageSchema, type DeskStatus } from '../../contracts/server-api';
import { isSupervisor, type Access, type Principal } from '../devices/access';
import { authenticate, authenticateDevice } from '../http/auth';
import type { MonitorHub } from './hub';

/** A peer that does not answer a ping within this time is gone. */
const HEARTBEAT_MS = 15_000;

/**
 * GET /v1/desk-socket, where a wrong token is answered with 401 before the upgrade, and /v1/monitor-socket, which is
 * closed with 4401 for a wrong token and with 4403 for a desk that is no supervisor's.
 */
export function registerSockets(app: FastifyInstance, access: Access, hub: MonitorHub): void {
  const principals = new WeakMap<FastifyRequest, Principal>();
  const schema = { hide: true };

  app.get(
    '/v1/desk-socket',
    {
      websocket: true,
      schema,
      preValidation: async (request) => {
        principals.set(request, await authenticateDevice(access, request));
      },
    },
    (socket, request) => {
      const principal = principals.get(request);
      if (principal?.kind !== 'device') return socket.close(4401, 'unauthorized');
      keepAlive(socket);
      hub.deskConnected(principal.deskId, socket);
      socket.on('message', (data) => {
        const status = parseStatus(data);
        if (status === null) socket.close(4400, 'invalid-status');
        else if (status.deskId !== principal.deskId) socket.close(4403, 'foreign-desk');
        else hub.deskStatus(socket, status);
      });
    },
  );

  app.get(
    '/v1/monitor-socket',
    {
      websocket: true,
      schema,
      preValidation: async (request) => {
        const principal = await authenticate(access, request).catch(nullIfUnauthorized);
        if (principal) principals.set(request, principal);
      },
    },
    (socket, request) => {
      const principal = principals.get(request);
      // Refused after the upgrade, so that the page is told why: a browser hides what it was before.
      if (!principal) return socket.close(4401, 'unauthorized');
      if (!isSupervisor(principal)) return socket.close(4403, 'supervisors-only');
      keepAlive(socket);
      hub.monitorConnected(socket).catch((error: unknown) => {
        app.log.warn({ err: error }, 'no snapshot for a monitor');
        // "Try again later" of RFC 6455's registry.
        socket.close(1013, 'database-unavailable');
      });
    },
  );
}

function nullIfUnauthorized(error: unknown): null {
  if (error instanceof SidetoneError && error.code === 'unauthorized') return null;
  throw error;
}

function parseStatus(data: RawData): DeskStatus | null {
  try {
    return deskSocketMessageSchema.parse(JSON.parse(data.toString())).status;
  } catch {
    return null;
  }
}

function keepAlive(socket: WebSocket): void {
  let answered = true;
  const timer = setInterval(() => {
    if (!answered) return socket.terminate();
    answered = false;
    socket.ping();
  }, HEARTBEAT_MS);
  socket.on('pong', () => {
    answered = true;
  });
  socket.on('close', () => clearInterval(timer));
  // 'close' follows; without a listener a broken frame would end the process.
  socket.on('error', () => undefined);
}
