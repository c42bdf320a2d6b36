import {
  openContestsSchema,
  recordContestsSchema,
  type ContestRequest,
  type DecisionRequest,
  type OpenContest,
  type RecordContests,
} from '../../contracts/contests';
import { endpoint, getJson, postJson, type Fetch } from '../records/server-request';

const TIMEOUT_MS = 10_000;

/** Contests and decisions at the central server. Throws SidetoneError with the server's code. */
export class ContestClient {
  readonly #url: string;
  readonly #token: string;
  readonly #fetch: Fetch;

  constructor(url: string, token: string, fetch: Fetch) {
    this.#url = url;
    this.#token = token;
    this.#fetch = fetch;
  }

  of(recordId: string): Promise<RecordContests> {
    return getJson(this.#fetch, this.#at(`/v1/records/${recordId}/contests`), recordContestsSchema, this.#options());
  }

  contest(recordId: string, contest: ContestRequest): Promise<RecordContests> {
    const url = this.#at(`/v1/records/${recordId}/contests`);
    return postJson(this.#fetch, url, contest, recordContestsSchema, this.#options());
  }

  decide(recordId: string, decision: DecisionRequest): Promise<RecordContests> {
    const url = this.#at(`/v1/records/${recordId}/decisions`);
    return postJson(this.#fetch, url, decision, recordContestsSchema, this.#options());
  }

  async open(): Promise<OpenContest[]> {
    return (await getJson(this.#fetch, this.#at('/v1/contests'), openContestsSchema, this.#options())).contests;
  }

  #at(path: string): string {
    return endpoint(this.#url, path);
  }

  #options(): { token: string; signal: AbortSignal } {
    return { token: this.#token, signal: AbortSignal.timeout(TIMEOUT_MS) };
  }
}
