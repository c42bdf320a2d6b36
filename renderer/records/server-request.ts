import type { z } from 'zod';
import { SidetoneError, failureSchema, parseOrThrow } from '../../contracts/errors';

export type Fetch = (url: string, init: RequestInit) => Promise<Response>;

/** Codes that a second try can cure: RFC 9110 (408, 5xx), RFC 6585 (429), RFC 8470 (425). */
const RETRYABLE = new Set([408, 425, 429]);
/** Our own words for what went wrong on the way. */
export const UNREACHABLE = 'server-unreachable';

/** An answer that was no success. `retryAfterMs`: what the server asked for, null when it did not. */
export class HttpError extends SidetoneError {
  readonly status: number;
  readonly retryAfterMs: number | null;

  constructor(status: number, code: string, message: string, retryable: boolean, retryAfterMs: number | null) {
    super(code, message, { retryable });
    this.status = status;
    this.retryAfterMs = retryAfterMs;
  }
}

interface RequestOptions {
  token?: string;
  signal?: AbortSignal;
}

/** POSTs JSON and parses the answer; throws as {@link getJson}. */
export function postJson<T>(
  fetch: Fetch,
  url: string,
  body: unknown,
  answer: z.ZodType<T>,
  options: RequestOptions = {},
): Promise<T> {
  const content = { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
  return exchange(fetch, url, { method: 'POST', ...content }, answer, options);
}

/**
 * GETs JSON and parses it. @throws SidetoneError: `server-unreachable` (retryable) when no answer came,
 * `server-answer-invalid` (retryable: a proxy may be in between) when it makes no sense; {@link HttpError} with the
 * server's own code otherwise.
 */
export function getJson<T>(fetch: Fetch, url: string, answer: z.ZodType<T>, options: RequestOptions = {}): Promise<T> {
  return exchange(fetch, url, { method: 'GET' }, answer, options);
}

async function exchange<T>(
  fetch: Fetch,
  url: string,
  init: RequestInit & { headers?: Record<string, string> },
  answer: z.ZodType<T>,
  { token, signal }: RequestOptions,
): Promise<T> {
  const headers = { ...init.headers, ...(token === undefined ? {} : { authorization: `Bearer ${token}` }) };
  let response: Response;
  let text: string;
  try {
    response = await fetch(url, { ...init, headers, signal: signal ?? null });
    text = await response.text();
  } catch (cause) {
    throw new SidetoneError(UNREACHABLE, 'The central server cannot be reached.', { retryable: true, cause });
  }
  const value = parseJson(text);
  if (!response.ok) throw httpError(response, value);
  try {
    return parseOrThrow(answer, value, 'server-answer-invalid', 'The answer of the central server');
  } catch (cause) {
    const message = 'The central server answered something unexpected; check its address.';
    throw new SidetoneError('server-answer-invalid', message, { retryable: true, cause });
  }
}

/** `https://host/` + `/v1/x`. */
export function endpoint(serverUrl: string, path: string): string {
  return `${serverUrl.replace(/\/+$/, '')}${path}`;
}

function httpError(response: Response, value: unknown): HttpError {
  const { status } = response;
  const nested = typeof value === 'object' && value !== null && 'error' in value ? value.error : value;
  const failure = failureSchema.safeParse(nested);
  if (failure.success) {
    const { code, message } = failure.data;
    const retryable = failure.data.retryable || RETRYABLE.has(status) || status >= 500;
    return new HttpError(status, code, message, retryable, retryAfterMs(response));
  }
  // Not our server's words: a proxy or a wrong address, which may be put right. No record is given up for it.
  const message = `The central server's address answered with HTTP status ${status}.`;
  return new HttpError(status, `http-${status}`, message, true, retryAfterMs(response));
}

/** Seconds only: a date would need the server's clock and ours to agree. */
function retryAfterMs(response: Response): number | null {
  const header = response.headers.get('retry-after');
  return header !== null && /^\d{1,6}$/.test(header) ? Number(header) * 1000 : null;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
