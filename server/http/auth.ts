import type { FastifyRequest } from 'fastify';
import { SidetoneError } from '../../contracts/errors';
import { isSupervisor, type Access, type Principal } from '../devices/access';

/** Who asks, by `Authorization: Bearer …` or, where a browser cannot set headers, `?token=…`. Throws `unauthorized`. */
export async function authenticate(access: Access, request: FastifyRequest): Promise<Principal> {
  const token = bearerToken(request) ?? queryToken(request);
  if (token === null) throw new SidetoneError('unauthorized', 'Send a token: Authorization: Bearer …');
  const principal = await access.identify(token);
  if (principal === null) {
    throw new SidetoneError('unauthorized', 'The token is not valid here. Enrol this desk again.');
  }
  return principal;
}

/** As {@link authenticate}, for what only a desk may do. Throws `unauthorized` or `forbidden`. */
export async function authenticateDevice(
  access: Access,
  request: FastifyRequest,
): Promise<Extract<Principal, { kind: 'device' }>> {
  const principal = await authenticate(access, request);
  if (principal.kind !== 'device') throw new SidetoneError('forbidden', 'Only a desk may do this, with its own token.');
  return principal;
}

/** Throws `forbidden` unless the data of `deskId` are the asker's own or the asker is a supervisor. */
export function mayRead(principal: Principal, deskId: string): void {
  if (isSupervisor(principal) || (principal.kind === 'device' && principal.deskId === deskId)) return;
  throw new SidetoneError('forbidden', 'A desk may read its own records only.');
}

/** As {@link authenticate}, for what only supervisors may do. Throws `unauthorized` or `forbidden`. */
export async function authenticateSupervisor(access: Access, request: FastifyRequest): Promise<void> {
  if (isSupervisor(await authenticate(access, request))) return;
  throw new SidetoneError('forbidden', 'Only a supervisor may do this. Use the supervisor token of the server.');
}

function bearerToken(request: FastifyRequest): string | null {
  return /^Bearer +(\S+)$/i.exec(request.headers.authorization ?? '')?.[1] ?? null;
}

function queryToken(request: FastifyRequest): string | null {
  const query = request.query;
  if (typeof query !== 'object' || query === null || !('token' in query)) return null;
  return typeof query.token === 'string' && query.token !== '' ? query.token : null;
}
