import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { levelDb } from './agent-speech';
import { loadPracticeCustomers } from './customer-library';
import type { MediaListener, MediaSession } from './media';
import { weriftMedia } from './media-werift';
import { PRACTICE_DOMAIN, startPracticePbx, type PracticePbx } from './pbx';
import { audioDirection } from './sdp';
import { eventsOf } from './testing/fixtures';
import { SipAgent, type SentRequest } from './testing/sip-agent';
import type { SipResponse } from './sip-message';
import { tone } from './tones';
import { openVoices } from './voice-library';

/** The agent's side of a real call: a werift session whose events a test can wait for. */
class AgentMedia implements MediaListener {
  readonly session: MediaSession;
  readonly connected: Promise<void>;
  private resolveConnected: () => void = () => undefined;
  private readonly frameWaiters: Array<{ matches: (frame: Int16Array) => boolean; resolve: () => void }> = [];
  private readonly digitWaiters: Array<(digit: string) => void> = [];

  constructor() {
    this.connected = new Promise((resolve) => (this.resolveConnected = resolve));
    this.session = weriftMedia()(this);
  }
  frame(matches: (frame: Int16Array) => boolean): Promise<void> {
    return new Promise((resolve) => this.frameWaiters.push({ matches, resolve }));
  }
  digit(): Promise<string> {
    return new Promise((resolve) => this.digitWaiters.push(resolve));
  }
  onConnected(): void {
    this.resolveConnected();
  }
  onFrame(heard: Int16Array | null): void {
    if (!heard) return;
    for (const waiter of this.frameWaiters) if (waiter.matches(heard)) waiter.resolve();
  }
  onDtmf(digit: string): void {
    this.digitWaiters.shift()?.(digit);
  }
  onDisconnected(): void {}
  onReconnected(): void {}
  onPlayed(): void {}
}

const final = (status: number): boolean => status >= 200;
const isSpeech = (frame: Int16Array): boolean => levelDb(frame) > -35;

let pbx: PracticePbx;
let agent: SipAgent;
let media: AgentMedia;

beforeEach(async () => {
  pbx = await startPracticePbx({
    host: '127.0.0.1',
    port: 0,
    customers: await loadPracticeCustomers(),
    voices: await openVoices(),
  });
  agent = await SipAgent.connect(pbx.webSocketUrl, '1001', 'practice-1001', PRACTICE_DOMAIN);
  media = new AgentMedia();
});

afterEach(async () => {
  await media.session.close();
  await pbx.stop();
  await agent.close();
});

async function call(number: string): Promise<{ invite: SentRequest; answer: SipResponse }> {
  const invite = await agent.dial(number, await media.session.offer());
  const answer = await invite.response(final);
  expect(answer.status).toBe(200);
  agent.ack(invite.request, answer);
  await media.session.acceptAnswer(answer.body);
  await media.connected;
  return { invite, answer };
}

describe('a call with real media', () => {
  it('lets the agent hear a customer speak, who hears the agent', async () => {
    const events = eventsOf(pbx);
    await call('8014');
    await media.frame(isSpeech);
    media.session.play(tone({ frequencyHz: 300, durationMs: 2000, sampleRateHz: 8000 }));
    expect(await events.next('agent-speaking')).toMatchObject({ speaking: true });
    expect((await agent.request('BYE')).method).toBe('BYE');
  });

  it('to the echo extension brings back sound and digits', async () => {
    await call('600');
    const echoed = media.frame(isSpeech);
    media.session.play(tone({ frequencyHz: 440, durationMs: 1000, sampleRateHz: 8000 }));
    await echoed;
    const digit = media.digit();
    media.session.sendDtmf('7');
    expect(await digit).toBe('7');
  });

  it('is silent while on hold and sounds again after it', async () => {
    const { invite, answer } = await call('600');
    media.session.play(tone({ frequencyHz: 440, durationMs: 60_000, sampleRateHz: 8000 }));
    await media.frame(isSpeech);
    const hold = invite.request.body.replace('a=sendrecv', 'a=sendonly');
    const held = await agent.inDialog('INVITE', invite.request, answer, { body: hold }).response(final);
    expect(held.status).toBe(200);
    expect(audioDirection(held.body)).toBe('recvonly');
    const resumed = agent.inDialog('INVITE', invite.request, answer, { body: invite.request.body });
    expect(audioDirection((await resumed.response(final)).body)).toBe('sendrecv');
    await media.frame(isSpeech);
  });

  it('from a customer carries the customer to the agent', async () => {
    await agent.register();
    await pbx.ringAgent('he-short-temper');
    const invite = await agent.request('INVITE');
    const heard = media.frame(isSpeech);
    agent.reply(invite, 200, {
      headers: [
        ['Contact', agent.contact],
        ['Content-Type', 'application/sdp'],
      ],
      body: await media.session.answer(invite.body),
    });
    await heard;
  });

  it('answers with what a browser asks of WebRTC', async () => {
    const { answer } = await call('600');
    for (const part of [
      'a=group:BUNDLE',
      'a=mid:',
      'a=rtcp-mux',
      'a=ice-ufrag:',
      'a=fingerprint:sha-256',
      'a=setup:active',
    ]) {
      expect(answer.body).toContain(part);
    }
    expect(answer.body).toMatch(/m=audio \d+ UDP\/TLS\/RTP\/SAVPF 0 126\r\n/);
    expect(answer.body).toMatch(/a=candidate:.* 127\.0\.0\.1 /);
  });
});
