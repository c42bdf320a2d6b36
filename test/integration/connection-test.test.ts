import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import net from 'node:net';
import tls from 'node:tls';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { WebSocketServer } from 'ws';
import type { ConnectionStep } from '../../contracts/ipc';
import { testConnection } from '../../main/connection-test';
import { startPracticePbx, type PracticePbx } from '../../practice/pbx';
import { openVoices } from '../../practice/voice-library';
import { selfSignedCertificate } from '../support/certificate';

const DAY_MS = 24 * 60 * 60 * 1000;

let pbx: PracticePbx;
beforeAll(async () => {
  pbx = await startPracticePbx({ host: '127.0.0.1', port: 0, customers: [], voices: await openVoices() });
});
afterAll(() => pbx.stop());

const target = (extension: string, password: string) => ({
  webSocketUrl: pbx.webSocketUrl,
  domain: pbx.domain,
  extension,
  password,
});

const states = (steps: ConnectionStep[]) => Object.fromEntries(steps.map(({ step, state }) => [step, state]));

describe('testing the connection to a running PBX', () => {
  it('passes every step with the right password, and reports each step as it runs', async () => {
    const reported: string[] = [];
    const steps = await testConnection(target('1001', 'practice-1001'), ({ step, state }) =>
      reported.push(`${step} ${state}`),
    );
    expect(states(steps)).toEqual({ dns: 'ok', tls: 'skipped', websocket: 'ok', register: 'ok', auth: 'ok' });
    expect(reported.filter((line) => !line.endsWith('waiting'))).toEqual([
      'dns running',
      'dns ok',
      'tls skipped',
      'websocket running',
      'websocket ok',
      'register running',
      'register ok',
      'auth ok',
    ]);
  });

  it.each([
    ['a wrong password', '1001', 'practice-1002', 'wrong-password'],
    ['an extension that the PBX does not have', '4711', 'practice-4711', 'unknown-extension'],
  ])(
    'says that %s is a matter of authentication, not of reaching the registrar',
    async (_, extension, password, code) => {
      const steps = await testConnection(target(extension, password), () => undefined);
      expect(states(steps)).toEqual({ dns: 'ok', tls: 'skipped', websocket: 'ok', register: 'ok', auth: 'failed' });
      expect(steps.find(({ step }) => step === 'auth')?.code).toBe(code);
    },
  );

  it('takes its registration away again, so that no call is sent to the test', async () => {
    const gone = new Promise<void>((resolve) => {
      pbx.events.on('event', (event) => {
        if (event.event === 'unregistered' && event.extension === '1002') resolve();
      });
    });
    await testConnection(target('1002', 'practice-1002'), () => undefined);
    await gone;
  });
});

describe('testing the connection to a TLS server that nobody vouches for', () => {
  it.each([
    ['self-signed', new Date(Date.now() - DAY_MS), new Date(Date.now() + DAY_MS), 'certificate-untrusted'],
    ['expired', new Date(Date.now() - 2 * DAY_MS), new Date(Date.now() - DAY_MS), 'certificate-expired'],
    ['not yet valid', new Date(Date.now() + DAY_MS), new Date(Date.now() + 2 * DAY_MS), 'certificate-not-yet-valid'],
  ])('stops at TLS when its certificate is %s', async (_, notBefore, notAfter, code) => {
    const server = tls.createServer(selfSignedCertificate(notBefore, notAfter));
    // The client hangs up in the middle of the handshake: that is what is tested.
    server.on('tlsClientError', () => undefined);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    const steps = await testConnection(
      { ...target('1001', 'practice-1001'), webSocketUrl: `wss://127.0.0.1:${port}` },
      () => undefined,
    );
    server.close();
    expect(states(steps)).toEqual({
      dns: 'ok',
      tls: 'failed',
      websocket: 'waiting',
      register: 'waiting',
      auth: 'waiting',
    });
    expect(steps.find(({ step }) => step === 'tls')?.code).toBe(code);
  });
});

describe('testing the connection to a TLS server that an authority of this computer vouches for', () => {
  const certificate = (host: string) =>
    selfSignedCertificate(new Date(Date.now() - DAY_MS), new Date(Date.now() + DAY_MS), host);
  /** A TLS server with this certificate before the practice PBX. */
  const inFront = async ({ cert, key }: { cert: string; key: string }) => {
    const server = tls.createServer({ cert, key }, (socket) => {
      const upstream = net.connect(Number(new URL(pbx.webSocketUrl).port), '127.0.0.1');
      for (const one of [socket, upstream]) one.on('error', () => undefined);
      socket.pipe(upstream).pipe(socket);
    });
    server.on('tlsClientError', () => undefined);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    const { pathname } = new URL(pbx.webSocketUrl);
    return { server, webSocketUrl: `wss://localhost:${port}${pathname}` };
  };

  it('passes every step where its certificate is for that name', async () => {
    const ours = certificate('localhost');
    const { server, webSocketUrl } = await inFront(ours);
    const account = { ...target('1001', 'practice-1001'), webSocketUrl };
    const steps = await testConnection(
      account,
      () => undefined,
      () => [ours.cert],
    );
    const alone = await testConnection(account, () => undefined);
    server.close();
    expect(states(steps)).toEqual({ dns: 'ok', tls: 'ok', websocket: 'ok', register: 'ok', auth: 'ok' });
    expect(alone.find(({ state }) => state === 'failed')).toMatchObject({ code: 'certificate-untrusted' });
  });

  it('stops at TLS where its certificate is for another name', async () => {
    const others = certificate('pbx.elsewhere.test');
    const { server, webSocketUrl } = await inFront(others);
    const account = { ...target('1001', 'practice-1001'), webSocketUrl };
    const steps = await testConnection(
      account,
      () => undefined,
      () => [others.cert],
    );
    server.close();
    expect(steps.find(({ state }) => state === 'failed')).toMatchObject({
      step: 'tls',
      code: 'certificate-wrong-name',
    });
  });
});

describe('testing the connection to an address where no SIP server is', () => {
  const failedAt = async (path: string, answer: (server: Server) => void) => {
    const server = createServer((_request, response) => void response.writeHead(404).end('Not Found'));
    answer(server);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    const webSocketUrl = `ws://127.0.0.1:${port}${path}`;
    const steps = await testConnection({ ...target('1001', 'practice-1001'), webSocketUrl }, () => undefined);
    server.closeAllConnections();
    server.close();
    return steps.find(({ state }) => state === 'failed');
  };

  it('says that the path is wrong when a web server answers 404', async () => {
    const failed = await failedAt('/wrong', () => undefined);
    expect(failed).toMatchObject({ step: 'websocket', code: 'websocket-not-found', detail: '404' });
  });

  it('says that it is no SIP server when the WebSocket does not know the sip subprotocol', async () => {
    const sockets = new WebSocketServer({ noServer: true, handleProtocols: () => false });
    const failed = await failedAt('/chat', (server) =>
      server.on('upgrade', (request, socket, head) =>
        sockets.handleUpgrade(request, socket, head, (peer) => peer.on('error', () => undefined)),
      ),
    );
    expect(failed).toMatchObject({ step: 'websocket', code: 'websocket-no-sip' });
  });
});
