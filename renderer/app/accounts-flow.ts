import type { Bootstrap, ConnectionStep } from '../../contracts/ipc';
import { MAIN_ACCOUNT_ID } from '../../contracts/settings';
import { AccountsTelephone } from '../call/accounts-telephone';
import type { CallSession, RegistrationState, Telephone, TelephoneAccount } from '../call/telephone';
import type { AccountView, AppStore } from '../ui/model';
import { noTelephone, RegistrationDoctor } from './registration';

export interface AccountsFlowOptions {
  store: AppStore;
  bootstrap: Pick<Bootstrap, 'settings' | 'password' | 'accountPasswords'>;
  /** Stays the same over reloads: the registrars know the desk by it. */
  instanceId: string;
  makeTelephone(account: TelephoneAccount): Telephone;
  /** The connection test of an account. */
  examine(accountId: string): Promise<ConnectionStep[]>;
  /** Calls go out by this account from now on. */
  remember(accountId: string): void;
  /** Some account is registered, or none is any more. */
  registered(registered: boolean): void;
  /** The connection of an account is there, or lost; `uses` tells of a call whether it came or went by it. */
  signalling(up: boolean, uses: (session: CallSession | null) => boolean): void;
  accountRegistered?(accountId: string): void;
}

/** What is kept of the account a call uses. `agentAccount` is left out for the main one. */
export interface AccountUsed {
  agentExtension: string;
  agentAccount?: string;
  /** Its PBX says that it is for practice. */
  practice?: true;
}

/** The desk's accounts: their registrations, which of them calls, and what the screen tells of each. */
export class AccountsFlow {
  readonly telephone: AccountsTelephone;
  readonly #options: AccountsFlowOptions;
  readonly #doctors = new Map<string, RegistrationDoctor>();

  constructor(options: AccountsFlowOptions) {
    this.#options = options;
    const { store, bootstrap, instanceId, makeTelephone } = options;
    const { pbx, moreAccounts, dialAccount } = bootstrap.settings;
    const main = pbx ? makeTelephone({ ...pbx, password: bootstrap.password ?? '', instanceId }) : noTelephone;
    this.telephone = new AccountsTelephone([
      { accountId: MAIN_ACCOUNT_ID, telephone: main },
      ...moreAccounts.map((account) => ({
        accountId: account.id,
        telephone: makeTelephone({ ...account, password: bootstrap.accountPasswords[account.id] ?? '', instanceId }),
      })),
    ]);
    this.telephone.choose(dialAccount ?? MAIN_ACCOUNT_ID);
    const unknown = { state: 'offline', trouble: null, mailbox: null } as const;
    const accounts: AccountView[] = [
      { accountId: MAIN_ACCOUNT_ID, label: null, extension: pbx?.extension ?? '', ...unknown },
      ...moreAccounts.map(({ id, label, extension }) => ({ accountId: id, label, extension, ...unknown })),
    ];
    for (const { accountId } of accounts) {
      const doctor = new RegistrationDoctor(
        () => options.examine(accountId),
        (trouble) => {
          if (this.#view(accountId)?.state === 'offline') this.#put(accountId, { trouble });
        },
      );
      this.#doctors.set(accountId, doctor);
    }
    store.setState(({ registration }) => ({
      accounts,
      dialAccount: this.telephone.chosenId,
      registration: { ...registration, extension: pbx?.extension ?? '' },
    }));
  }

  start(incoming: (session: CallSession) => void): void {
    this.telephone.start({
      // Together with the account that changed, below: the screen moves once.
      registration: () => undefined,
      accountRegistration: (accountId, state) => this.#onRegistration(accountId, state),
      messages: (mailbox) => this.#options.store.setState({ mailbox }),
      accountMessages: (accountId, mailbox) => this.#put(accountId, { mailbox }),
      incoming,
    });
  }

  /** Calls go out by this account, after the next start as well. */
  choose(accountId: string): void {
    this.telephone.choose(accountId);
    this.#options.store.setState({ dialAccount: this.telephone.chosenId });
    this.#options.remember(this.telephone.chosenId);
  }

  /** Of an account that is not there any more: the main one's. */
  extensionOf(accountId: string): string {
    return (this.#view(accountId) ?? this.#view(MAIN_ACCOUNT_ID))?.extension ?? '';
  }

  /** The account a call goes out by: the one that is asked for, while there is one; else the chosen one. */
  dialBy(accountId: string | undefined): string {
    return accountId !== undefined && this.#view(accountId) ? accountId : this.telephone.chosenId;
  }

  mayDial(accountId: string): boolean {
    return this.telephone.stateOf(accountId).state === 'registered';
  }

  /** For the record of a call; null: of one that is being dialled, by `accountId` or the chosen one. */
  used(session: CallSession | null, accountId?: string): AccountUsed {
    const view = this.#view(session ? this.telephone.accountOf(session) : (accountId ?? this.telephone.chosenId));
    return {
      agentExtension: view?.extension ?? '',
      ...(view?.label ? { agentAccount: view.label } : {}),
      ...(view?.practice ? { practice: true } : {}),
    };
  }

  #onRegistration(accountId: string, state: RegistrationState): void {
    const { store, registered, signalling } = this.#options;
    const all = this.telephone.state.state;
    const practice = state.state === 'registered' ? { practice: state.practice === true } : {};
    this.#put(accountId, {
      ...practice,
      state: state.state,
      trouble: this.#doctors.get(accountId)?.troubleOf(state) ?? null,
    });
    store.setState((model) => ({
      registration: { ...model.registration, ...(accountId === MAIN_ACCOUNT_ID ? practice : {}), state: all },
      network: all === 'registered' ? (model.network === 'offline' ? 'good' : model.network) : 'offline',
    }));
    registered(all === 'registered');
    signalling(state.state === 'registered', (session) => this.telephone.accountOf(session) === accountId);
    if (state.state === 'registered') this.#options.accountRegistered?.(accountId);
  }

  #view(accountId: string): AccountView | undefined {
    return this.#options.store.getState().accounts.find((account) => account.accountId === accountId);
  }

  /** The main account's trouble is the desk's own. */
  #put(accountId: string, patch: Partial<AccountView>): void {
    this.#options.store.setState(({ accounts, registration }) => ({
      accounts: accounts.map((account) => (account.accountId === accountId ? { ...account, ...patch } : account)),
      registration:
        accountId === MAIN_ACCOUNT_ID && patch.trouble !== undefined
          ? { ...registration, trouble: patch.trouble }
          : registration,
    }));
  }
}
