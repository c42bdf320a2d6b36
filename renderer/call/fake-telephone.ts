import type { CallJournal, DialogFacts } from '../../contracts/call-journal';
import type { TransportReading } from '../../domain/live-quality';
import type { MessageSummary } from '../../domain/message-summary';
import type { MuteRemedy } from '../../domain/screen-truth';
import type { CallSession, RegistrationState, SessionEventName, SessionEvents, Telephone } from './telephone';

type Listeners = { [E in SessionEventName]?: ((payload: SessionEvents[E]) => void)[] };

/** A session that does what the test says and remembers what it was asked, each request as a word. */
export class FakeSession implements CallSession {
  readonly asked: string[] = [];
  /** What the statistics say. */
  reading: TransportReading | null = null;
  /** Headers of its INVITE, names in lower case. */
  invite: Record<string, string[]> = {};
  facts: DialogFacts | null = null;
  readonly #listeners: Listeners = {};

  constructor(
    readonly remoteNumber: string,
    readonly sipCallId = `call-of-${remoteNumber}`,
    readonly remoteName = '',
  ) {}

  headers(name: string): readonly string[] {
    return this.invite[name.toLowerCase()] ?? [];
  }

  on<E extends SessionEventName>(event: E, listener: (payload: SessionEvents[E]) => void): void {
    const known: ((payload: SessionEvents[E]) => void)[] = this.#listeners[event] ?? [];
    this.#listeners[event] = [...known, listener] as Listeners[E];
  }

  emit<E extends SessionEventName>(event: E, payload: SessionEvents[E]): void {
    for (const listener of this.#listeners[event] ?? []) listener(payload);
  }

  answer(): void {
    this.asked.push('answer');
  }
  terminate(code?: number): void {
    this.asked.push(code === undefined ? 'terminate' : `terminate ${code}`);
  }
  setMuted(muted: boolean): void {
    this.asked.push(muted ? 'mute' : 'unmute');
  }
  hold(): void {
    this.asked.push('hold');
  }
  resume(): void {
    this.asked.push('resume');
  }
  sendDtmf(digit: string): void {
    this.asked.push(`dtmf ${digit}`);
  }
  enforceMute(remedy: Exclude<MuteRemedy, 'none'>): void {
    this.asked.push(remedy);
  }
  replaceMicrophone(): Promise<void> {
    this.asked.push('replace-microphone');
    return Promise.resolve();
  }
  transfer(to: string | CallSession): void {
    this.asked.push(typeof to === 'string' ? `transfer ${to}` : `transfer to the party of ${to.remoteNumber}`);
  }
  sendInstead(track: MediaStreamTrack | null): Promise<void> {
    this.asked.push(track ? 'send-instead' : 'send-microphone');
    return Promise.resolve();
  }
  mix(track: MediaStreamTrack | null, muted: boolean): Promise<void> {
    this.asked.push(`${track ? 'mix' : 'unmix'}${muted ? ' muted' : ''}`);
    return Promise.resolve();
  }
  quality(): Promise<TransportReading | null> {
    return Promise.resolve(this.reading);
  }
  dialog(): DialogFacts | null {
    return this.facts;
  }
}

/** A telephone without a network: the test is the PBX. */
export class FakeTelephone implements Telephone {
  readonly sessions: FakeSession[] = [];
  /** Thrown by the next call, as an engine does that cannot start one. */
  refusal: Error | null = null;
  #listener: Parameters<Telephone['start']>[0] | null = null;

  start(listener: Parameters<Telephone['start']>[0]): void {
    this.#listener = listener;
  }

  call(number: string): FakeSession {
    if (this.refusal) throw this.refusal;
    const session = new FakeSession(number);
    this.sessions.push(session);
    return session;
  }

  takeBack(journal: CallJournal, target: string): FakeSession {
    const session = this.call(target);
    session.asked.push(`replaces ${journal.dialog.callId}`);
    return session;
  }

  woke(): void {
    this.#listener?.registration({ state: 'connecting' });
  }

  stop(): void {
    this.#listener = null;
  }

  registration(state: RegistrationState): void {
    this.#listener?.registration(state);
  }

  /** The PBX tells of the mailbox. */
  messages(summary: MessageSummary): void {
    this.#listener?.messages?.(summary);
  }

  /** Someone calls this desk. */
  ring(number: string, name = ''): FakeSession {
    const session = new FakeSession(number, `call-from-${number}`, name);
    this.#listener?.incoming(session);
    return session;
  }
}
