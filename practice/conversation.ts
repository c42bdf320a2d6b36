import { toFailure } from '../contracts/errors';
import type { PracticeCustomer } from '../contracts/practice';
import { AgentSpeech } from './agent-speech';
import type { PracticeLog } from './events';
import type { MediaFactory, MediaListener, MediaSession } from './media';
import { FRAME_INTERVAL_MS, TELEPHONE_RATE_HZ } from './media';
import { Story, type StoryEffect, type StoryStep } from './story';
import { voicemailBeep } from './tones';
import type { VoiceLibrary } from './voice-library';

/** Silence between two clips of one line. */
const CLIP_GAP_MS = 250;
/** How long a voicemail box listens after its beep. */
const VOICEMAIL_MS = 60_000;
/** Without ICE and DTLS by then the call is given up. */
const CONNECT_TIMEOUT_MS = 15_000;
/** A path that breaks may come back within this time (RFC 7675 gives up after 30 s of lost consent). */
const DISCONNECT_GRACE_MS = 20_000;

export interface ConversationOptions {
  readonly customer: PracticeCustomer;
  readonly voices: VoiceLibrary;
  readonly media: MediaFactory;
  readonly log: PracticeLog;
  readonly onMediaConnected: () => void;
  readonly onCustomerSpeaks: (step: number) => void;
  readonly onAgentSpeaking: (speaking: boolean) => void;
  readonly onDtmf: () => void;
  /** The customer hangs up, or the audio path is lost for good. */
  readonly onOver: (cause: 'customer-hangup' | 'media-failure') => void;
}

/** The steps a customer lives by: a voicemail box hangs up by itself some time after its greeting. */
function stepsOf(customer: PracticeCustomer): StoryStep[] {
  if (customer.onInvite.type !== 'voicemail') return customer.steps;
  return [...customer.steps, { when: { type: 'after', afterMs: VOICEMAIL_MS }, say: [], then: 'hang-up' }];
}

/** A customer on the line: joins a story with an audio path. It begins when the call is up *and* audio flows. */
export class Conversation implements MediaListener {
  media: MediaSession;
  private readonly options: ConversationOptions;
  private readonly story: Story;
  private readonly lines: ReadonlyArray<Promise<Int16Array>>;
  private readonly ear = new AgentSpeech();
  private timer: NodeJS.Timeout | null = null;
  private callTimeMs = 0;
  private answered = false;
  private connected = false;
  private closed = false;
  private begun = false;
  /** What the customer is saying; null while silent. */
  private saying: Int16Array | null = null;
  private agentSpeaking = false;
  private progressTone: Int16Array | null = null;

  constructor(options: ConversationOptions) {
    this.options = options;
    const steps = stepsOf(options.customer);
    this.story = new Story(steps);
    // Decoded while the telephone still rings. A clip that fails is reported when its turn comes.
    this.lines = steps.map((_, index) => this.loadLine(steps, index));
    for (const line of this.lines) line.catch(() => undefined);
    this.media = options.media(this);
    if (options.customer.onInvite.type === 'echo') this.media.setEcho(true);
  }

  /** Plays one period of a call-progress tone again and again until the call is over: early media. */
  playProgressTone(period: Int16Array): void {
    this.progressTone = period;
    this.media.play(period);
  }

  /** The call is confirmed (ACK seen). */
  handleAnswered(): void {
    if (this.answered || this.closed) return;
    this.answered = true;
    if (this.connected) this.begin();
    else this.giveUpAfter(CONNECT_TIMEOUT_MS);
  }

  handleDtmf(digit: string): void {
    if (this.closed) return;
    if (this.options.customer.onInvite.type === 'echo') this.media.sendDtmf(digit);
    this.perform(this.story.handle({ type: 'dtmf', atMs: this.callTimeMs, digit }));
  }

  setHeld(held: boolean): void {
    this.media.setHeld(held);
  }

  /**
   * Answers an offer that comes by another device, or by the same one started anew: a new audio path takes the old one's
   * place, and a sentence that was cut off is said again. @throws SidetoneError as {@link MediaSession.answer} does; the
   * old path stays then.
   */
  async moveMedia(offerSdp: string): Promise<string> {
    const next = this.options.media(this);
    let answerSdp: string;
    try {
      answerSdp = await next.answer(offerSdp);
    } catch (error) {
      await next.close();
      throw error;
    }
    const before = this.media;
    this.media = next;
    this.connected = false;
    if (this.options.customer.onInvite.type === 'echo') next.setEcho(true);
    if (this.saying) next.play(this.saying);
    this.giveUpAfter(CONNECT_TIMEOUT_MS);
    await before.close();
    return answerSdp;
  }

  async close(): Promise<void> {
    this.closed = true;
    this.clearTimer();
    await this.media.close();
  }

  onConnected(): void {
    this.connected = true;
    this.clearTimer();
    this.options.onMediaConnected();
    if (this.answered) this.begin();
  }

  onDisconnected(final: boolean): void {
    if (this.closed) return;
    this.giveUpAfter(final ? 0 : DISCONNECT_GRACE_MS);
  }

  onReconnected(): void {
    this.clearTimer();
  }

  onFrame(heard: Int16Array | null): void {
    if (this.closed || !this.answered) return;
    this.callTimeMs += FRAME_INTERVAL_MS;
    const agentSpeaking = this.ear.handleFrame(heard);
    if (agentSpeaking !== this.agentSpeaking) this.options.onAgentSpeaking(agentSpeaking);
    this.agentSpeaking = agentSpeaking;
    this.perform(this.story.handle({ type: 'tick', atMs: this.callTimeMs, agentSpeaking }));
  }

  onDtmf(digit: string): void {
    if (this.closed) return;
    this.options.onDtmf();
    this.handleDtmf(digit);
  }

  onPlayed(): void {
    if (this.closed) return;
    this.saying = null;
    if (this.progressTone) this.media.play(this.progressTone);
    else this.perform(this.story.handle({ type: 'line-finished', atMs: this.callTimeMs }));
  }

  private begin(): void {
    if (this.begun) return;
    this.begun = true;
    this.perform(this.story.handle({ type: 'answered', atMs: this.callTimeMs }));
  }

  private perform(effects: readonly StoryEffect[]): void {
    for (const effect of effects) {
      if (effect.type === 'hang-up') this.options.onOver('customer-hangup');
      else void this.say(effect.step);
    }
  }

  private async say(step: number): Promise<void> {
    try {
      const samples = await this.lines[step];
      if (this.closed || !samples) return;
      this.options.onCustomerSpeaks(step);
      this.saying = samples;
      this.media.play(samples);
    } catch (error) {
      this.options.log('error', `A practice customer lost a line: ${toFailure(error).message}`);
      this.onPlayed();
    }
  }

  private async loadLine(steps: readonly StoryStep[], index: number): Promise<Int16Array> {
    const clips = steps[index]?.say ?? [];
    const gap = new Int16Array((CLIP_GAP_MS * TELEPHONE_RATE_HZ) / 1000);
    const parts: Int16Array[] = [];
    for (const id of clips) {
      if (parts.length > 0) parts.push(gap);
      parts.push(await this.options.voices.samples(id, TELEPHONE_RATE_HZ));
    }
    const isGreeting = this.options.customer.onInvite.type === 'voicemail' && index === steps.length - 2;
    if (isGreeting) parts.push(gap, voicemailBeep(TELEPHONE_RATE_HZ));
    return concatenate(parts);
  }

  private giveUpAfter(delayMs: number): void {
    this.clearTimer();
    this.timer = setTimeout(() => this.options.onOver('media-failure'), delayMs);
  }

  private clearTimer(): void {
    if (this.timer) clearTimeout(this.timer);
    this.timer = null;
  }
}

function concatenate(parts: readonly Int16Array[]): Int16Array {
  const joined = new Int16Array(parts.reduce((length, part) => length + part.length, 0));
  let offset = 0;
  for (const part of parts) {
    joined.set(part, offset);
    offset += part.length;
  }
  return joined;
}
