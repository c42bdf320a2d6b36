import { describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { PRACTICE_SERVER } from '../contracts/practice';
import { PRACTICE_DOMAIN } from './pbx';
import { headerValue, headerValues } from './sip-message';
import { final, PbxUnderTest } from './testing/pbx-under-test';

const test = new PbxUnderTest();

describe('registration', () => {
  it('succeeds with the right password, by SHA-256 and by MD5', async () => {
    const agent = await test.connect();
    for (const algorithm of ['SHA-256', 'MD5'] as const) {
      const response = await agent.register({ algorithm });
      expect(response.status).toBe(200);
      expect(headerValue(response, 'Contact')).toBe(`${agent.contact};expires=600`);
    }
  });

  it('says that the PBX is for practice', async () => {
    expect(headerValue(await (await test.connect()).register(), 'Server')).toBe(PRACTICE_SERVER);
  });

  it('is refused for a wrong password (403) and an unknown extension (404)', async () => {
    expect((await (await test.connect('1001', 'wrong')).register()).status).toBe(403);
    expect((await (await test.connect('4711', 'any')).register()).status).toBe(404);
  });

  it('ends when the contact is removed, and when the connection closes', async () => {
    const agent = await test.connect();
    await agent.register();
    const removed = await agent.register({ expiresS: 0 });
    expect(headerValues(removed, 'Contact')).toEqual([]);
    await test.events.next('unregistered', (event) => event.reason === 'removed');
    await agent.register();
    await agent.close();
    await test.events.next('unregistered', (event) => event.reason === 'connection-closed');
    await expect(test.pbx.ringAgent('customer-8001')).rejects.toMatchObject({ code: 'agent-offline', retryable: true });
  });

  it('of the same device replaces its old contact, and removes all by a star', async () => {
    const agent = await test.connect();
    const device = ';reg-id=1;+sip.instance="<urn:uuid:1>"';
    await agent.register({ contact: `<sip:old@a.invalid>${device}` });
    const response = await agent.register({ contact: `<sip:new@a.invalid>${device}` });
    expect(headerValues(response, 'Contact')).toEqual(['<sip:new@a.invalid>;expires=600']);
    expect(headerValues(await agent.register({ contact: '*', expiresS: 0 }), 'Contact')).toEqual([]);
  });

  it('asks for a longer time where the wanted one is too short', async () => {
    const response = await (await test.connect()).register({ expiresS: 3 });
    expect(response.status).toBe(423);
    expect(headerValue(response, 'Min-Expires')).toBe('10');
  });
});

describe('a connection', () => {
  it('must speak the sip subprotocol', async () => {
    const socket = new WebSocket(test.pbx.webSocketUrl);
    const error = await new Promise<Error>((resolve) => socket.once('error', resolve));
    expect(error.message).toContain('401');
  });

  it('gets a CRLF for the keep-alive of two', async () => {
    const agent = await test.connect();
    const pong = new Promise<string>((resolve) => agent.socket.once('message', (data) => resolve(String(data))));
    agent.socket.send('\r\n\r\n');
    expect(await pong).toBe('\r\n');
  });

  it('survives nonsense, headers missing and unknown methods', async () => {
    const agent = await test.connect();
    agent.socket.send('nonsense');
    agent.socket.send(Buffer.from([0, 255, 1]));
    agent.socket.send('REGISTER sip:x SIP/2.0\r\nCSeq: x\r\n\r\n');
    agent.socket.send('SIP/2.0 200 OK\r\n\r\n');
    const uri = `sip:${PRACTICE_DOMAIN}`;
    expect((await agent.send('DANCE', uri).response(final)).status).toBe(405);
    expect((await agent.send('BYE', uri, { to: `<${uri}>;tag=none` }).response(final)).status).toBe(481);
    expect((await agent.send('OPTIONS', uri).response(final)).status).toBe(200);
  });
});
