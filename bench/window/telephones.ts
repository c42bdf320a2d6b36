import JsSIP from 'jssip';
import type { JsSipCall } from '../../renderer/call/jssip-types';
import { JsSipTelephone } from '../../renderer/call/jssip-telephone';
import type { CallSession } from '../../renderer/call/telephone';
import { readTransport } from '../../renderer/call/transport-reading';

export type Side = 'ours' | 'alternative';

/** What a telephone of either side is told. */
export interface BenchAccount {
  webSocketUrl: string;
  domain: string;
  extension: string;
  /** STUN or TURN servers that it is told of. */
  iceServers: RTCIceServer[];
}

/** A call of either side, as much of it as is measured. */
export interface BenchCall {
  readonly sipCallId: string;
  readonly ended: boolean;
  answer(microphone: MediaStream): void;
  terminate(): void;
  packetsReceived(): Promise<number>;
}

export interface BenchTelephone {
  call(number: string, microphone: MediaStream): BenchCall;
  stop(): void;
}

function ourCall(session: CallSession): BenchCall {
  let ended = false;
  session.on('ended', () => (ended = true));
  return {
    get sipCallId() {
      return session.sipCallId;
    },
    get ended() {
      return ended;
    },
    answer: (microphone) => session.answer(microphone),
    terminate: () => session.terminate(),
    packetsReceived: async () => (await session.quality())?.packetsReceived ?? 0,
  };
}

/** The product's telephone, registered. */
export async function ourTelephone(account: BenchAccount, incoming?: (call: BenchCall) => void) {
  const telephone = new JsSipTelephone({
    ...account,
    displayName: '',
    password: `practice-${account.extension}`,
    instanceId: crypto.randomUUID(),
    dtmf: 'rfc4733',
  });
  await new Promise<void>((resolve, reject) =>
    telephone.start({
      registration: ({ state }) => {
        if (state === 'registered') resolve();
        else if (state === 'failed') reject(new Error('The practice PBX refused the registration.'));
      },
      incoming: (session) => incoming?.(ourCall(session)),
    }),
  );
  const bench: BenchTelephone = {
    call: (number, microphone) => ourCall(telephone.call(number, microphone)),
    stop: () => telephone.stop(),
  };
  return bench;
}

function plainCall(session: JsSipCall, account: BenchAccount): BenchCall {
  return {
    get sipCallId() {
      return (session as unknown as { _request: { call_id: string } })._request.call_id;
    },
    get ended() {
      return session.isEnded();
    },
    answer: (mediaStream) => session.answer({ mediaStream, pcConfig: { iceServers: account.iceServers } }),
    terminate: () => session.terminate(),
    packetsReceived: async () => (await readTransport(session.connection))?.packetsReceived ?? 0,
  };
}

/** A JsSIP user agent as its documentation sets one up, without anything of ours; registered. */
export async function plainTelephone(account: BenchAccount, incoming?: (call: BenchCall) => void) {
  const agent = new JsSIP.UA({
    sockets: [new JsSIP.WebSocketInterface(account.webSocketUrl)],
    uri: `sip:${account.extension}@${account.domain}`,
    password: `practice-${account.extension}`,
    session_timers: false,
  });
  agent.on('newRTCSession', ({ session, originator }: { session: JsSipCall; originator: string }) => {
    if (originator === 'remote') incoming?.(plainCall(session, account));
  });
  await new Promise<void>((resolve, reject) => {
    agent.on('registered', () => resolve());
    agent.on('registrationFailed', () => reject(new Error('The practice PBX refused the registration.')));
    agent.start();
  });
  const bench: BenchTelephone = {
    call: (number, mediaStream) =>
      plainCall(
        agent.call(`sip:${number}@${account.domain}`, {
          mediaStream,
          pcConfig: { iceServers: account.iceServers },
          rtcOfferConstraints: { offerToReceiveAudio: true, offerToReceiveVideo: false },
        }),
        account,
      ),
    stop: () => void agent.stop(),
  };
  return bench;
}

/** Tells each SIP message that goes out on a WebSocket of this page. */
export function watchSent(sent: (text: string) => void): void {
  const prototype = WebSocket.prototype;
  // Called below with the socket as its own `this`.
  const send = Reflect.get(prototype, 'send') as (this: WebSocket, data: string) => void;
  prototype.send = function (this: WebSocket, data: string) {
    if (typeof data === 'string') sent(data);
    send.call(this, data);
  } as WebSocket['send'];
}
