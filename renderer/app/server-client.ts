import { z } from 'zod';
import { SidetoneError, failureSchema } from '../../contracts/errors';
import { customersSchema, type Customer } from '../../contracts/customers';
import { enrolDesk } from '../records/enrol';
import { cueBookSchema, type CueBook, type Language } from '../../contracts/cues';

const errorBodySchema = z.object({ error: failureSchema });

/** What the desk asks of the central server, beside sending records. Throws SidetoneError with the server's code. */
export class ServerClient {
  readonly #url: string;

  constructor(url: string) {
    this.#url = url;
  }

  enrol(enrolmentToken: string, deskId: string, name: string): Promise<string> {
    const request = (url: string, init: RequestInit) => fetch(url, init);
    return enrolDesk(request, { serverUrl: this.#url, enrolmentToken, deskId, name });
  }

  async customers(token: string): Promise<Customer[]> {
    return customersSchema.parse(await this.#get('/v1/customers', token)).customers;
  }

  async cueBook(token: string, language: Language): Promise<CueBook> {
    return cueBookSchema.parse(await this.#get(`/v1/cue-books/${language}`, token));
  }

  async #get(path: string, token: string): Promise<unknown> {
    let response: Response;
    try {
      response = await fetch(new URL(path, this.#url), {
        headers: { authorization: `Bearer ${token}` },
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
