import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';
import { hasZodFastifySchemaValidationErrors } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { SidetoneError, failureSchema, toFailure, type Failure } from '../../contracts/errors';

/** Body of every answer that is not a success. */
export const errorBodySchema = z.object({ error: failureSchema });

const STATUS_BY_CODE: Record<string, number> = {
  unauthorized: 401,
  'wrong-enrolment-token': 401,
  forbidden: 403,
  'not-found': 404,
  'too-many-attempts': 429,
};

/** The one place where an error becomes an answer. Unknown errors are logged and told without details. */
export function answerError(error: FastifyError | Error, request: FastifyRequest, reply: FastifyReply): void {
  const { status, failure } = describeError(error);
  if (status === 503) request.log.warn({ code: failure.code }, 'request answered with "try again"');
  else if (status >= 500) request.log.error({ code: failure.code, err: error }, 'request failed');
  void reply.status(status).send({ error: failure });
}

export function answerNotFound(request: FastifyRequest, reply: FastifyReply): void {
  const path = request.url.split('?')[0] ?? '';
  const failure: Failure = { code: 'not-found', message: `There is no ${request.method} ${path}.`, retryable: false };
  void reply.status(404).send({ error: failure });
}

function describeError(error: FastifyError | Error): { status: number; failure: Failure } {
  if (error instanceof SidetoneError) {
    return { status: STATUS_BY_CODE[error.code] ?? (error.retryable ? 503 : 400), failure: toFailure(error) };
  }
  if (hasZodFastifySchemaValidationErrors(error)) {
    const details = error.validation
      .map((issue) => `${issue.instancePath.slice(1).replaceAll('/', '.') || '(top)'}: ${issue.message ?? 'invalid'}`)
      .join('; ');
    return refused(400, 'invalid-request', `The request is not valid. ${details}`);
  }
  const status = 'statusCode' in error && typeof error.statusCode === 'number' ? error.statusCode : 500;
  if (status === 413) {
    return refused(413, 'body-too-large', 'The request is too large. Send fewer records at a time.');
  }
  if (status >= 400 && status < 500) return refused(status, 'invalid-request', error.message);
  // Retryable: what the server does not understand must not make a desk give up a record.
  const message = 'The server could not do this. Its log tells why.';
  return { status: 500, failure: { code: 'internal', message, retryable: true } };
}

function refused(status: number, code: string, message: string): { status: number; failure: Failure } {
  return { status, failure: { code, message, retryable: false } };
}
