import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { reachableAddress } from '../../practice/faults/media-relay';

const ALLOCATE_ERROR = 0x0113;
const ERROR_CODE = 0x0009;
const REALM = 0x0014;
const NONCE = 0x0015;

/** A STUN attribute, padded to four bytes (RFC 8489 section 14). */
function attribute(type: number, value: Buffer): Buffer {
  const head = Buffer.alloc(4);
  head.writeUInt16BE(type, 0);
  head.writeUInt16BE(value.length, 2);
  return Buffer.concat([head, value, Buffer.alloc((4 - (value.length % 4)) % 4)]);
}

/** A TURN server (RFC 8656) that takes nobody's name and password: every request is answered by 401. */
export async function startRefusingTurn(): Promise<{ url: string; asked(): number; stop(): void }> {
  const socket = createSocket('udp4');
  let count = 0;
  socket.on('message', (request, from) => {
    count += 1;
    const code = Buffer.concat([Buffer.from([0, 0, 4, 1]), Buffer.from('Unauthorized')]);
    const body = Buffer.concat([
      attribute(ERROR_CODE, code),
      attribute(REALM, Buffer.from('sidetone.invalid')),
      attribute(NONCE, Buffer.from('0123456789abcdef')),
    ]);
    const head = Buffer.alloc(4);
    head.writeUInt16BE(ALLOCATE_ERROR, 0);
    head.writeUInt16BE(body.length, 2);
    // Magic cookie and transaction id as asked.
    socket.send(Buffer.concat([head, request.subarray(4, 20), body]), from.port, from.address);
  });
  socket.bind(0, '0.0.0.0');
  await once(socket, 'listening');
  return {
    url: `turn:${reachableAddress()}:${String(socket.address().port)}?transport=udp`,
    asked: () => count,
    stop: () => void socket.close(),
  };
}
