import net from 'node:net';
import { describe, expect, it } from 'vitest';
import type { ConnectionStep } from '../contracts/ipc';
import { testConnection } from './connection-test';

const target = { domain: 'pbx.test', extension: '1001', password: 'x' };

function failed(steps: ConnectionStep[]): ConnectionStep | undefined {
  return steps.find((step) => step.state === 'failed');
}

describe('testConnection', () => {
  it('names DNS when the host does not exist', async () => {
    const steps = await testConnection(
      { ...target, webSocketUrl: 'ws://no-such-host.invalid:8088/ws' },
      () => undefined,
    );
    expect(failed(steps)).toMatchObject({ step: 'dns', code: 'dns-not-found' });
    expect(steps.at(-1)?.state).toBe('waiting');
  });

  it('names the WebSocket when nobody listens', async () => {
    const server = net.createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => server.once('listening', resolve));
    const { port } = server.address() as net.AddressInfo;
    await new Promise((resolve) => server.close(resolve));
    const steps = await testConnection({ ...target, webSocketUrl: `ws://127.0.0.1:${port}` }, () => undefined);
    expect(failed(steps)).toMatchObject({ step: 'websocket', code: 'connection-refused' });
  });

  it('names TLS when a server speaks something else', async () => {
    const server = net.createServer((socket) => socket.end('hello\r\n')).listen(0, '127.0.0.1');
    await new Promise((resolve) => server.once('listening', resolve));
    const { port } = server.address() as net.AddressInfo;
    const steps = await testConnection({ ...target, webSocketUrl: `wss://127.0.0.1:${port}` }, () => undefined);
    server.close();
    expect(failed(steps)?.step).toBe('tls');
  });
});
