import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import WebSocket, { WebSocketServer } from 'ws';

/** A SIP proxy of sorts between a desk and its PBX: it lets everything through, save what it is told to refuse. */
export interface Relay {
  readonly webSocketUrl: string;
  /** Every re-INVITE of the desk is answered so, and never reaches the PBX; null: let them through again. */
  refuseReinvites(status: string | null): void;
  /** How many were refused so far. */
  refused(): number;
  stop(): Promise<void>;
}

export async function startRelay(pbxUrl: string): Promise<Relay> {
  const server = new WebSocketServer({
    host: '127.0.0.1',
    port: 0,
    handleProtocols: () => 'sip',
  });
  await once(server, 'listening');
  let refusal: string | null = null;
  let count = 0;
  const refusedBranches = new Set<string>();
  server.on('connection', (desk) => {
    const pbx = new WebSocket(pbxUrl, 'sip');
    const early: string[] = [];
    pbx.on('open', () => early.splice(0).forEach((text) => pbx.send(text)));
    pbx.on('message', (data) => desk.send(String(data)));
    pbx.on('close', () => desk.close());
    pbx.on('error', () => desk.terminate());
    desk.on('close', () => pbx.close());
    desk.on('message', (data) => {
      const text = String(data);
      const branch = /branch=([^;\r\n]+)/.exec(text)?.[1] ?? '';
      if (refusal !== null && isReinvite(text)) {
        refusedBranches.add(branch);
        count += 1;
        desk.send(responseTo(text, refusal));
      } else if (text.startsWith('ACK ') && refusedBranches.has(branch)) {
        // RFC 3261 section 17.1.1.3: the ACK of a refusal is between two hops only.
      } else if (pbx.readyState === WebSocket.OPEN) pbx.send(text);
      else early.push(text);
    });
  });
  const { port } = server.address() as AddressInfo;
  return {
    webSocketUrl: `ws://127.0.0.1:${String(port)}/ws`,
    refuseReinvites: (status) => (refusal = status),
    refused: () => count,
    stop: async () => {
      for (const client of server.clients) client.terminate();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** An INVITE inside a dialog: its To has a tag. */
function isReinvite(text: string): boolean {
  return text.startsWith('INVITE ') && /^To:[^\r\n]*;tag=/im.test(text);
}

function responseTo(request: string, status: string): string {
  const copied = request.split('\r\n').filter((line) => /^(Via|From|To|Call-ID|CSeq):/i.test(line));
  return [`SIP/2.0 ${status}`, ...copied, 'Content-Length: 0', '\r\n'].join('\r\n');
}
