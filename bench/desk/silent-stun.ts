import { createSocket } from 'node:dgram';
import os from 'node:os';
import type { Bench } from '../measure';

/** A STUN server that takes every request and answers none, as behind a firewall that drops packets. */
export async function startSilentStun(bench: Bench): Promise<string> {
  const socket = createSocket('udp4');
  await new Promise<void>((resolve) => socket.bind(0, '0.0.0.0', resolve));
  bench.atEnd(async () => socket.close());
  // Chromium gathers on the machine's own address: there the silence is a silence, not an unreachable network.
  const own = Object.values(os.networkInterfaces())
    .flat()
    .find((address) => address?.family === 'IPv4' && !address.internal);
  return `stun:${own?.address ?? '127.0.0.1'}:${socket.address().port}`;
}
