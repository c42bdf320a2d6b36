import type { CallJournal } from '../../contracts/call-journal';
import type { MessageSummary } from '../../domain/message-summary';
import type { CallSession, OutgoingCall, RegistrationState, Telephone, TelephoneListener } from './telephone';

/** One account, and the telephone that serves it alone. */
export interface AccountLine {
  readonly accountId: string;
  readonly telephone: Telephone;
}

export interface AccountsListener extends TelephoneListener {
  /** One account's own state, after `registration` was told of all together. */
  accountRegistration?(accountId: string, state: RegistrationState): void;
  accountMessages?(accountId: string, summary: MessageSummary): void;
}

/**
 * Several accounts as one telephone. Each keeps a connection of its own: what one PBX loses, only the calls of that
 * account hear of. Calls go out by the chosen account; of every call it is known by which account it came or went.
 *
 * Together they are registered while any of them is: calls then come and go. Else they are what the main one is.
 */
export class AccountsTelephone implements Telephone {
  readonly #lines: readonly AccountLine[];
  readonly #main: AccountLine;
  readonly #states = new Map<string, RegistrationState>();
  readonly #accounts = new WeakMap<CallSession, string>();
  #chosen: AccountLine;

  /** @param lines at least one; the first is the main account. */
  constructor(lines: readonly AccountLine[]) {
    const [main] = lines;
    if (!main) throw new Error('A desk has at least one account.');
    this.#lines = lines;
    this.#main = main;
    this.#chosen = main;
  }

  /** The telephone of the main account alone. */
  get main(): Telephone {
    return this.#main.telephone;
  }

  /** The account calls go out by. */
  get chosenId(): string {
    return this.#chosen.accountId;
  }

  /** An account that is not there stands for the main one. */
  choose(accountId: string): void {
    this.#chosen = this.#lineOf(accountId);
  }

  /** By which account a call came or went; the one calls go out by where there is no call yet. */
  accountOf(session: CallSession | null): string {
    return (session && this.#accounts.get(session)) ?? this.chosenId;
  }

  stateOf(accountId: string): RegistrationState {
    return this.#states.get(accountId) ?? { state: 'connecting' };
  }

  /** All accounts together. */
  get state(): RegistrationState {
    const registered = [...this.#states.values()].find(({ state }) => state === 'registered');
    return registered ?? this.stateOf(this.#main.accountId);
  }

  start(listener: AccountsListener): void {
    for (const { accountId, telephone } of this.#lines) {
      telephone.start({
        registration: (state) => {
          this.#states.set(accountId, state);
          listener.registration(this.state);
          listener.accountRegistration?.(accountId, state);
        },
        incoming: (session) => {
          this.#accounts.set(session, accountId);
          listener.incoming(session);
        },
        messages: (summary) => {
          if (accountId === this.#main.accountId) listener.messages?.(summary);
          listener.accountMessages?.(accountId, summary);
        },
      });
    }
  }

  call(number: string, microphone: MediaStream, how: OutgoingCall = {}): CallSession {
    const line = this.#lineOf(how.accountId ?? this.chosenId);
    const session = line.telephone.call(number, microphone, how);
    this.#accounts.set(session, line.accountId);
    return session;
  }

  takeBack(journal: CallJournal, target: string, microphone: MediaStream): CallSession {
    const line = this.#lineOf(journal.accountId);
    const session = line.telephone.takeBack(journal, target, microphone);
    this.#accounts.set(session, line.accountId);
    return session;
  }

  woke(): void {
    for (const { telephone } of this.#lines) telephone.woke();
  }

  stop(): void {
    for (const { telephone } of this.#lines) telephone.stop();
  }

  #lineOf(accountId: string | undefined): AccountLine {
    return this.#lines.find((line) => line.accountId === accountId) ?? this.#main;
  }
}
