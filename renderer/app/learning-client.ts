import type { Language } from '../../contracts/cues';
import {
  cardLearningSchema,
  scriptSumsSchema,
  type CardLearningAnswer,
  type ScriptSums,
} from '../../contracts/server-api';
import { endpoint, getJson, type Fetch } from '../records/server-request';

const TIMEOUT_MS = 10_000;

/** What other desks learnt, as sums at the central server. Throws SidetoneError as `getJson`. */
export class LearningClient {
  readonly #url: string;
  readonly #token: string;
  readonly #fetch: Fetch;

  constructor(url: string, token: string, fetch: Fetch) {
    this.#url = url;
    this.#token = token;
    this.#fetch = fetch;
  }

  /** @param team empty: all desks of the server */
  async cards(team: string): Promise<CardLearningAnswer['cards']> {
    const url = endpoint(this.#url, `/v1/card-learning?team=${encodeURIComponent(team)}`);
    return (await getJson(this.#fetch, url, cardLearningSchema, this.#options())).cards;
  }

  async scripts(language: Language): Promise<ScriptSums[]> {
    const url = endpoint(this.#url, `/v1/script-outcomes?language=${language}`);
    return (await getJson(this.#fetch, url, scriptSumsSchema, this.#options())).versions;
  }

  #options(): { token: string; signal: AbortSignal } {
    return { token: this.#token, signal: AbortSignal.timeout(TIMEOUT_MS) };
  }
}
