import { execFileSync } from 'node:child_process';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import WebSocket from 'ws';
import { startAsterisk, type Asterisk } from './start';
import { asteriskUnavailable } from './install';

const BUILD_LIMIT_MS = 15 * 60_000;
const reason = asteriskUnavailable();

/** Sends one SIP request and answers the status line of its final response. */
function askSip(url: string, request: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = new WebSocket(url, 'sip');
    socket.once('error', reject);
    socket.once('open', () => socket.send(request));
    socket.on('message', (data) => {
      const line = String(data).split('\r\n')[0] ?? '';
      if (/^SIP\/2\.0 1/.test(line)) return;
      resolve(line);
      socket.close();
    });
  });
}

function registerRequest(extension: string, domain: string): string {
  return [
    `REGISTER sip:${domain} SIP/2.0`,
    'Via: SIP/2.0/WS client.invalid;branch=z9hG4bK1',
    'Max-Forwards: 70',
    `To: <sip:${extension}@${domain}>`,
    `From: <sip:${extension}@${domain}>;tag=1`,
    'Call-ID: register-test',
    'CSeq: 1 REGISTER',
    `Contact: <sip:${extension}@client.invalid;transport=ws>`,
    'Content-Length: 0',
    '\r\n',
  ].join('\r\n');
}

describe.skipIf(reason !== null)(`a real Asterisk 22${reason === null ? '' : ` (skipped: ${reason})`}`, () => {
  let asterisk: Asterisk;
  beforeAll(async () => {
    asterisk = await startAsterisk();
  }, BUILD_LIMIT_MS);
  afterAll(async () => {
    await asterisk.stop();
  });

  it('challenges its agent’s REGISTER over WebSocket, and does not take it for somebody else’s', async () => {
    const answer = await askSip(asterisk.webSocketUrl, registerRequest(asterisk.extension, asterisk.domain));
    expect(answer).toBe('SIP/2.0 401 Unauthorized');
  });

  it('has the agent with Opus and µ-law, and every number of the dialplan', async () => {
    const endpoint = await asterisk.cli(`pjsip show endpoint ${asterisk.extension}`);
    expect(endpoint).toMatch(/allow\s+: \(opus\|ulaw\)/);
    expect(endpoint).toMatch(/webrtc\s+: yes/);
    const plan = await asterisk.cli('dialplan show agents');
    for (const number of ['600', '601', '602', '603']) expect(plan).toContain(`'${number}' =>`);
  });

  it('has every module that was asked for', async () => {
    expect(
      (await asterisk.log()).match(/.*(declined to load|Failed to resolve dependencies|error loading).*/gi),
    ).toBeNull();
  });

  it('turns Opus into what recordings are in, and back', async () => {
    const table = await asterisk.cli('core show translation');
    // A dash would mean: no way from one to the other.
    expect(table).toMatch(/^ +opus +\d+/m);
    expect(await asterisk.cli('module show like codec_opus')).toContain('Running');
  });

  it('calls the agent with the caller it was given', async () => {
    await asterisk.callAgent('"Li Hua" <13800138000>');
    expect(await asterisk.cli('dialplan show globals')).toContain('CALLER="Li Hua" <13800138000>');
  });

  it('leaves no process behind', async () => {
    const other = await startAsterisk();
    const alive = () => execFileSync('ps', ['-eo', 'pid=']).toString().split(/\s+/);
    expect(alive()).toContain(String(other.pid));
    await other.stop();
    expect(alive()).not.toContain(String(other.pid));
  }, 60_000);
});
