import JsSIP from 'jssip';
import { JsSipTelephone } from '../../renderer/call/jssip-telephone';
import type { TelephoneAccount } from '../../renderer/call/telephone';
import type { Paired } from '../statistics';

export interface InviteOrder {
  webSocketUrl: string;
  domain: string;
  /** STUN or TURN servers that both sides are told of. */
  iceServers: RTCIceServer[];
  repetitions: number;
  /** A call that has sent no INVITE by then counts as failed. */
  limitMs: number;
}

/** Resolves with the moment at which each number's INVITE goes out on a WebSocket of this page. */
function watchInvites(): (number: string, limitMs: number) => Promise<number> {
  const waiting = new Map<string, (atMs: number) => void>();
  const prototype = WebSocket.prototype;
  // Called below with the socket as its own `this`.
  const send = Reflect.get(prototype, 'send') as (this: WebSocket, data: string) => void;
  prototype.send = function (this: WebSocket, data: string) {
    const number = typeof data === 'string' ? /^INVITE sip:(\d+)@/.exec(data)?.[1] : undefined;
    if (number !== undefined) waiting.get(number)?.(performance.now());
    send.call(this, data);
  } as WebSocket['send'];
  return (number, limitMs) =>
    new Promise((resolve, reject) => {
      const timer = setTimeout(() => reject(new Error(`No INVITE within ${limitMs} ms.`)), limitMs);
      waiting.set(number, (atMs) => {
        clearTimeout(timer);
        waiting.delete(number);
        resolve(atMs);
      });
    });
}

function registered(telephone: JsSipTelephone): Promise<void> {
  return new Promise((resolve, reject) =>
    telephone.start({
      registration: ({ state }) => {
        if (state === 'registered') resolve();
        else if (state === 'failed') reject(new Error('The practice PBX refused the registration.'));
      },
      incoming: () => undefined,
    }),
  );
}

function account(order: InviteOrder, extension: string): TelephoneAccount {
  const { webSocketUrl, domain, iceServers } = order;
  const password = `practice-${extension}`;
  return {
    webSocketUrl,
    domain,
    extension,
    displayName: '',
    password,
    instanceId: crypto.randomUUID(),
    iceServers,
    dtmf: 'rfc4733',
  };
}

/** A JsSIP user agent as its documentation sets one up, without our handling of candidates. */
async function plainJsSip(order: InviteOrder, extension: string): Promise<JsSIP.UA> {
  const agent = new JsSIP.UA({
    sockets: [new JsSIP.WebSocketInterface(order.webSocketUrl)],
    uri: `sip:${extension}@${order.domain}`,
    password: `practice-${extension}`,
    session_timers: false,
  });
  await new Promise<void>((resolve, reject) => {
    agent.on('registered', () => resolve());
    agent.on('registrationFailed', () => reject(new Error('The practice PBX refused the registration.')));
    agent.start();
  });
  return agent;
}

/**
 * Milliseconds from dialling to the INVITE on the wire: our telephone and JsSIP's own default, in turn, with the same
 * microphone and the same servers. JsSIP's calls wait for seconds without using the processor, so they overlap.
 */
export async function inviteDelays(order: InviteOrder): Promise<Paired> {
  const nextInvite = watchInvites();
  const microphone = await navigator.mediaDevices.getUserMedia({ audio: true });
  const telephone = new JsSipTelephone(account(order, '1001'));
  await registered(telephone);
  const plain = await plainJsSip(order, '1002');
  const timed = async (number: string, dial: () => void) => {
    const sent = nextInvite(number, order.limitMs);
    const startedAtMs = performance.now();
    dial();
    return (await sent) - startedAtMs;
  };
  const ours = (call: number) => timed(`7${call}`, () => void telephone.call(`7${call}`, microphone));
  const alternative = (call: number) =>
    timed(`8${call}`, () =>
      plain.call(`sip:8${call}@${order.domain}`, {
        mediaStream: microphone,
        pcConfig: { iceServers: order.iceServers },
        rtcOfferConstraints: { offerToReceiveAudio: true, offerToReceiveVideo: false },
      }),
    );
  // Not counted: the first call of a page loads what the others find loaded.
  await ours(9999);
  const waiting: Promise<number>[] = [];
  const samples: Paired = { ours: [], alternative: [] };
  for (let repetition = 0; repetition < order.repetitions; repetition += 1) {
    waiting.push(alternative(1000 + repetition));
    samples.ours.push(await ours(1000 + repetition));
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
  samples.alternative.push(...(await Promise.all(waiting)));
  telephone.stop();
  plain.stop();
  return samples;
}
