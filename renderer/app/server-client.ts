import { customersSchema, type Customer } from '../../contracts/customers';
import { cueBookSchema, type CueBook, type Language } from '../../contracts/cues';
import { enrolDesk } from '../records/enrol';
import { endpoint, getJson, type Fetch } from '../records/server-request';

const TIMEOUT_MS = 10_000;

/** What the desk asks of the central server, beside sending records. Throws SidetoneError with the server's code. */
export class ServerClient {
  readonly #url: string;
  readonly #fetch: Fetch;

  constructor(url: string, fetch: Fetch) {
    this.#url = url;
    this.#fetch = fetch;
  }

  enrol(enrolmentToken: string, deskId: string, name: string): Promise<string> {
    return enrolDesk(this.#fetch, { serverUrl: this.#url, enrolmentToken, deskId, name });
  }

  async customers(token: string): Promise<Customer[]> {
    const url = endpoint(this.#url, '/v1/customers');
    return (await getJson(this.#fetch, url, customersSchema, this.#options(token))).customers;
  }

  cueBook(token: string, language: Language): Promise<CueBook> {
    return getJson(this.#fetch, endpoint(this.#url, `/v1/cue-books/${language}`), cueBookSchema, this.#options(token));
  }

  #options(token: string): { token: string; signal: AbortSignal } {
    return { token, signal: AbortSignal.timeout(TIMEOUT_MS) };
  }
}
