import type { z } from 'zod';
import { SidetoneError } from '../contracts/errors';
import type {
  Rewritten,
  RewriteRequest,
  RewriteSettings,
  rewriteTestResultSchema,
  rewriteTestSchema,
} from '../contracts/language-model';
import { keepCited, lineSources } from '../domain/summary/keep-cited';
import { rewriteText, type RewriteText } from '../domain/summary/rewrite';
import { SAMPLE_CALLS } from '../domain/summary/sample-calls';
import { askLanguageModel, type Question } from './language-model';
import type { Secrets } from './secrets';

export interface SummaryRewriterOptions {
  settings(): RewriteSettings;
  secrets: Pick<Secrets, 'get' | 'set' | 'forget'>;
  /** Electron's `net.fetch`: by the proxy and the authorities of the computer. */
  fetch: typeof fetch;
}

/** Has summaries rewritten by a language model, where the settings say so. The only place that sends words of a call to one. */
export class SummaryRewriter {
  readonly #options: SummaryRewriterOptions;
  #underWay: AbortController | null = null;

  constructor(options: SummaryRewriterOptions) {
    this.#options = options;
  }

  get keyStored(): boolean {
    return this.#keyFor(this.#options.settings().baseUrl) !== null;
  }

  /** @throws SidetoneError as {@link askLanguageModel}, and `llm-off` */
  async rewrite(request: RewriteRequest): Promise<Rewritten> {
    const { on, baseUrl, model, timeLimitSeconds } = this.#options.settings();
    if (!on) throw new SidetoneError('llm-off', 'No language model is to be asked.');
    this.cancel();
    const underWay = new AbortController();
    this.#underWay = underWay;
    const apiKey = this.#keyFor(baseUrl);
    const timeLimitMs = timeLimitSeconds * 1000;
    const text = rewriteText(request);
    const { kept } = await this.#ask(text, { baseUrl, model, apiKey, timeLimitMs, cancelled: underWay.signal });
    return { model, sentences: kept.slice(0, 100), redactedSpots: text.redactedSpots };
  }

  cancel(): void {
    this.#underWay?.abort();
    this.#underWay = null;
  }

  /** With a made-up call. A stored key goes only where it was meant for. */
  async test(request: z.infer<typeof rewriteTestSchema>): Promise<z.infer<typeof rewriteTestResultSchema>> {
    const { baseUrl, model, timeLimitSeconds, language } = request;
    const apiKey = request.apiKey ?? this.#keyFor(baseUrl);
    const text = rewriteText({ language, lines: [...SAMPLE_CALLS[language]], names: [], number: '', country: 'CN' });
    const startedAtMs = performance.now();
    const { signal } = new AbortController();
    const timeLimitMs = timeLimitSeconds * 1000;
    const { kept, sentences } = await this.#ask(text, { baseUrl, model, apiKey, timeLimitMs, cancelled: signal });
    return { tookMs: performance.now() - startedAtMs, sentences, kept: kept.length };
  }

  /** Keeps the key for the address of the settings alone; empty: forgets it. */
  keepKey(key: string, options: { memoryOnly?: boolean } = {}): void {
    const { secrets, settings } = this.#options;
    if (key === '') secrets.forget('rewrite-key');
    else secrets.set('rewrite-key', `${originOf(settings().baseUrl)} ${key}`, options);
  }

  #keyFor(baseUrl: string): string | null {
    const kept = this.#options.secrets.get('rewrite-key');
    const before = `${originOf(baseUrl)} `;
    return kept?.startsWith(before) ? kept.slice(before.length) : null;
  }

  async #ask(text: RewriteText, how: Omit<Question, 'system' | 'user'>) {
    const { system, user, lines } = text;
    const answer = await askLanguageModel({ ...how, system, user }, this.#options.fetch);
    const kept = keepCited(answer.sentences, lineSources(lines));
    if (kept.length === 0) {
      throw new SidetoneError('llm-nonsense', 'Nothing of the answer could be believed.', { retryable: true });
    }
    return { kept, sentences: answer.sentences.length };
  }
}

function originOf(address: string): string {
  return URL.canParse(address) ? new URL(address).origin : '';
}
