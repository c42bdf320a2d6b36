import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { SidetoneError, failureSchema } from '../contracts/errors';
import { deadLettersSchema, replayResponseSchema } from '../contracts/server-api';

export const DEAD_LETTERS_USAGE = `npm run server -- dead-letters list [options]
npm run server -- dead-letters replay (ID | all) [options]
  --server URL               a server that runs; default http://127.0.0.1:7480
  --supervisor-token TOKEN   default: SIDETONE_SUPERVISOR_TOKEN, or the one kept in --embedded
  --embedded DIR             the data folder of that server, to read its token from`;

const invalid = (message: string, cause?: unknown) => new SidetoneError('invalid-arguments', message, { cause });

/**
 * `dead-letters list|replay`: asks a running server, and prints one JSON object a line. Throws `invalid-arguments`,
 * `server-unreachable`, or what the server answers.
 */
export async function deadLettersCommand(argv: string[], print: (line: object) => void): Promise<void> {
  const { action, id, server, token } = await readArguments(argv);
  if (action === 'list') {
    const answer = await ask(new URL('/v1/dead-letters', server), token, { method: 'GET' });
    deadLettersSchema.parse(answer).deadLetters.forEach(print);
    return;
  }
  const body = JSON.stringify(id === null ? {} : { id });
  const answer = await ask(new URL('/v1/dead-letters/replay', server), token, { method: 'POST', body });
  print(replayResponseSchema.parse(answer));
}

async function readArguments(argv: string[]) {
  const text = { type: 'string' } as const;
  let parsed;
  try {
    const options = { server: text, 'supervisor-token': text, embedded: text };
    parsed = parseArgs({ args: argv, allowPositionals: true, options });
  } catch (error) {
    throw invalid(error instanceof Error ? error.message : String(error), error);
  }
  const { values, positionals } = parsed;
  const [action, which, ...rest] = positionals;
  const isList = action === 'list' && which === undefined;
  const isReplay =
    action === 'replay' && which !== undefined && /^([1-9]\d{0,15}|all)$/.test(which) && rest.length === 0;
  if (!isList && !isReplay) throw invalid('Say dead-letters list, dead-letters replay ID, or dead-letters replay all.');
  const server = z.url({ protocol: /^https?$/ }).safeParse(values.server ?? 'http://127.0.0.1:7480');
  if (!server.success) throw invalid('--server must be an address such as http://127.0.0.1:7480.');
  const token =
    values['supervisor-token'] ?? (await keptToken(values.embedded)) ?? process.env.SIDETONE_SUPERVISOR_TOKEN;
  if (!token) throw invalid('Give --supervisor-token, SIDETONE_SUPERVISOR_TOKEN or --embedded.');
  return { action, id: which === undefined || which === 'all' ? null : Number(which), server: server.data, token };
}

async function keptToken(folder: string | undefined): Promise<string | undefined> {
  if (folder === undefined) return undefined;
  try {
    const text = await readFile(join(folder, 'tokens.json'), 'utf8');
    return z.object({ supervisorToken: z.string() }).parse(JSON.parse(text)).supervisorToken;
  } catch (cause) {
    throw invalid(`${folder} holds no tokens of a server.`, cause);
  }
}

async function ask(url: URL, token: string, request: { method: string; body?: string }): Promise<unknown> {
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
  const response = await fetch(url, { ...request, headers }).catch((cause: unknown) => {
    throw new SidetoneError('server-unreachable', `No server answers at ${url.origin}. Start it, or give --server.`, {
      retryable: true,
      cause,
    });
  });
  const answer: unknown = await response.json().catch(() => null);
  if (response.ok) return answer;
  const failure = z.object({ error: failureSchema }).safeParse(answer).data?.error;
  throw new SidetoneError(
    failure?.code ?? 'server-error',
    failure?.message ?? `The server answered ${response.status}.`,
  );
}
