import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface AskedModel {
  authorization: string | undefined;
  /** The whole body, as it came. */
  body: string;
  /** The numbered lines of the call. */
  lines: string[];
}

/** A language model of the tests: answers what it is told to, in the shape of OpenAI's chat completions. */
export async function startLanguageModel(answer: (lines: readonly string[]) => unknown) {
  const asked: AskedModel[] = [];
  const server = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => {
      const body = Buffer.concat(parts).toString('utf8');
      const { messages } = JSON.parse(body) as { messages: { role: string; content: string }[] };
      const lines = messages.find(({ role }) => role === 'user')?.content.split('\n') ?? [];
      asked.push({ authorization: request.headers.authorization, body, lines });
      const content = JSON.stringify(answer(lines));
      response.writeHead(200, { 'content-type': 'application/json' });
      response.end(JSON.stringify({ choices: [{ message: { role: 'assistant', content } }] }));
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    baseUrl: `http://127.0.0.1:${String((server.address() as AddressInfo).port)}/v1`,
    asked,
    stop: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}
