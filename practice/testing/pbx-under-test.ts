import { afterEach, beforeEach } from 'vitest';
import { fakeMedia, type FakeMediaSession } from '../media-fake';
import { PRACTICE_DOMAIN, startPracticePbx, type PracticePbx } from '../pbx';
import type { SipResponse } from '../sip-message';
import { constantVoices, customer, eventsOf } from './fixtures';
import { SipAgent, type SentRequest } from './sip-agent';

export const customers = [
  customer('8001', { type: 'answer', ringMs: 0 }, [
    { when: { type: 'answered', afterMs: 100 }, say: ['clip'], then: 'go-on' },
    { when: { type: 'dtmf', digit: '9' }, say: [], then: 'hang-up' },
  ]),
  customer('8002', { type: 'answer', ringMs: 600_000 }),
  customer('8101', { type: 'busy' }),
  customer('8102', { type: 'no-answer' }),
  customer('8103', { type: 'decline' }),
  customer('8105', { type: 'congestion' }),
  customer('8106', { type: 'unallocated' }),
  customer('8104', { type: 'voicemail', ringMs: 0 }, [
    { when: { type: 'answered', afterMs: 0 }, say: ['greeting'], then: 'go-on' },
  ]),
  customer('600', { type: 'echo' }),
];

export const final = (status: number): boolean => status >= 200;

/** A PBX with fake media for each test of a file, and the agents that the test connects to it. */
export class PbxUnderTest {
  pbx!: PracticePbx;
  events!: ReturnType<typeof eventsOf>;
  sessions: FakeMediaSession[] = [];
  private agents: SipAgent[] = [];

  constructor() {
    beforeEach(() => this.start());
    afterEach(() => this.stop());
  }

  async connect(extension = '1001', password = `practice-${extension}`): Promise<SipAgent> {
    const agent = await SipAgent.connect(this.pbx.webSocketUrl, extension, password, PRACTICE_DOMAIN);
    this.agents.push(agent);
    return agent;
  }

  /** Confirms a call; a round trip later the PBX has seen the ACK. */
  async confirm(agent: SipAgent, invite: SentRequest): Promise<SipResponse> {
    const answer = await invite.response(final);
    agent.ack(invite.request, answer);
    await agent.send('OPTIONS', `sip:${PRACTICE_DOMAIN}`).response(final);
    return answer;
  }

  private async start(): Promise<void> {
    const media = fakeMedia();
    this.sessions = media.sessions;
    this.agents = [];
    this.pbx = await startPracticePbx({
      host: '127.0.0.1',
      port: 0,
      customers,
      voices: constantVoices,
      media: media.factory,
    });
    this.events = eventsOf(this.pbx);
  }

  private async stop(): Promise<void> {
    await this.pbx.stop();
    await Promise.all(this.agents.map((agent) => agent.close()));
  }
}
