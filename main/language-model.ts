import { completionSchema, isSafeEndpoint, rewriteAnswerSchema, type RewriteAnswer } from '../contracts/language-model';
import { SidetoneError } from '../contracts/errors';

/** A question to an address that speaks OpenAI's chat completions. */
export interface Question {
  baseUrl: string;
  model: string;
  /** Null: none is sent. */
  apiKey: string | null;
  system: string;
  user: string;
  timeLimitMs: number;
  /** Gives the question up. */
  cancelled: AbortSignal;
}

const MOST_BYTES = 500_000;

/**
 * Asks a language model for sentences with the lines they rest on. Nothing of question or answer is in an error.
 * @throws SidetoneError `llm-unreachable`, `llm-refused`, `llm-timeout`, `llm-nonsense`; `llm-cancelled` when given up
 */
export async function askLanguageModel(question: Question, fetchFrom: typeof fetch): Promise<RewriteAnswer> {
  const { baseUrl, model, apiKey, system, user, timeLimitMs, cancelled } = question;
  if (!isSafeEndpoint(baseUrl)) throw refused('The address of the language model is not safe to send a call to.');
  const limit = AbortSignal.timeout(timeLimitMs);
  const signal = AbortSignal.any([limit, cancelled]);
  try {
    const response = await fetchFrom(`${baseUrl.replace(/\/+$/, '')}/chat/completions`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        ...(apiKey === null || apiKey === '' ? {} : { authorization: `Bearer ${apiKey}` }),
      },
      body: JSON.stringify({
        model,
        messages: [
          { role: 'system', content: system },
          { role: 'user', content: user },
        ],
        stream: false,
      }),
      // What was meant for one address is not passed on to another.
      redirect: 'error',
      credentials: 'omit',
      cache: 'no-store',
      signal,
    });
    if (!response.ok) {
      await response.body?.cancel();
      throw refusal(response.status);
    }
    return answerIn(await textOf(response));
  } catch (error) {
    if (cancelled.aborted) throw new SidetoneError('llm-cancelled', 'The question was given up.');
    if (limit.aborted) {
      throw new SidetoneError('llm-timeout', 'The language model did not answer in time.', { retryable: true });
    }
    if (error instanceof SidetoneError) throw error;
    throw new SidetoneError('llm-unreachable', 'The language model could not be reached.', { retryable: true });
  }
}

function refusal(status: number): SidetoneError {
  if (status >= 500) {
    return new SidetoneError('llm-unreachable', `The language model answered ${String(status)}.`, { retryable: true });
  }
  return refused(`The language model answered ${String(status)}.`, status === 408 || status === 429);
}

function refused(message: string, retryable = false): SidetoneError {
  return new SidetoneError('llm-refused', message, { retryable });
}

function nonsense(): SidetoneError {
  return new SidetoneError('llm-nonsense', 'The answer of the language model could not be used.', { retryable: true });
}

async function textOf(response: Response): Promise<string> {
  const parts: Uint8Array[] = [];
  let bytes = 0;
  const reader = response.body?.getReader();
  for (let part = await reader?.read(); part && !part.done; part = await reader?.read()) {
    bytes += part.value.byteLength;
    if (bytes > MOST_BYTES) {
      await reader?.cancel();
      throw nonsense();
    }
    parts.push(part.value);
  }
  return Buffer.concat(parts).toString('utf8');
}

function answerIn(text: string): RewriteAnswer {
  const completion = completionSchema.safeParse(jsonIn(text));
  const answer = rewriteAnswerSchema.safeParse(jsonIn(jsonPartOf(completion.data?.choices[0]?.message.content ?? '')));
  if (!answer.success) throw nonsense();
  return answer.data;
}

/** Some models think aloud first, or put a fence around the JSON. */
function jsonPartOf(content: string): string {
  const said = content.slice(content.lastIndexOf('</think>') + 1);
  return said.slice(said.indexOf('{'), said.lastIndexOf('}') + 1);
}

function jsonIn(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
