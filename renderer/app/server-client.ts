import { z } from 'zod';
import { SidetoneError, failureSchema } from '../../contracts/errors';
import { customersSchema, type Customer } from '../../contracts/customers';
import { enrolResponseSchema } from '../../contracts/server-api';
import { cueBookSchema, type CueBook, type Language } from '../../contracts/cues';

const errorBodySchema = z.object({ error: failureSchema });

/** What the desk asks of the central server, beside sending records. Throws SidetoneError with the server's code. */
export class ServerClient {
  readonly #url: string;

  constructor(url: string) {
    this.#url = url;
  }

  async enrol(enrolmentToken: string, deskId: string, name: string): Promise<string> {
    const body = await this.#request('/v1/devices/enrol', { method: 'POST', body: { enrolmentToken, deskId, name } });
    return enrolResponseSchema.parse(body).deviceToken;
  }

  async customers(token: string): Promise<Customer[]> {
    return customersSchema.parse(await this.#request('/v1/customers', { token })).customers;
  }

  async cueBook(token: string, language: Language): Promise<CueBook> {
    return cueBookSchema.parse(await this.#request(`/v1/cue-books/${language}`, { token }));
  }

  async #request(path: string, options: { method?: string; body?: unknown; token?: string }): Promise<unknown> {
    let response: Response;
    try {
      response = await fetch(new URL(path, this.#url), {
        method: options.method ?? 'GET',
        headers: {
          ...(options.body === undefined ? {} : { 'content-type': 'application/json' }),
          ...(options.token ? { authorization: `Bearer ${options.token}` } : {}),
        },
        body: options.body === undefined ? undefined : JSON.stringify(options.body),
        signal: AbortSignal.timeout(10_000),
      });
    } catch (cause) {
      throw new SidetoneError('server-unreachable', 'The central server cannot be reached.', {
        retryable: true,
        cause,
      });
    }
    const value: unknown = await response.json().catch(() => null);
    if (response.ok) return value;
    const parsed = errorBodySchema.safeParse(value);
    if (parsed.success) {
      const { code, message, retryable } = parsed.data.error;
      throw new SidetoneError(code, message, { retryable });
    }
    throw new SidetoneError('server-error', `The central server answered ${response.status}.`, {
      retryable: response.status >= 500 || response.status === 429,
    });
  }
}
