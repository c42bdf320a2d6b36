import type { MoreAccount } from '../../../contracts/settings';

export interface IceServerForm {
  urls: string;
  username: string;
  credential: string;
}

/** One of the accounts beside the main one, as the settings page edits it. */
export interface AccountForm {
  id: string;
  label: string;
  webSocketUrl: string;
  /** Empty: there is no second way to the PBX. */
  backupWebSocketUrl: string;
  domain: string;
  extension: string;
  displayName: string;
  /** Empty: keep the stored one. */
  password: string;
  iceServers: IceServerForm[];
  dtmf: 'rfc4733' | 'info';
  /** `auto`, `off` or a SIP address. */
  mailbox: string;
  /** Gone when the page is saved; until then it can be had back. */
  removed: boolean;
}
export type AccountField = 'label' | 'webSocketUrl' | 'backupWebSocketUrl' | 'domain' | 'extension' | 'mailbox';

/** @param id new among the accounts; it names the password in the keychain and is not shown */
export function newAccountForm(id: string): AccountForm {
  return {
    id,
    label: '',
    webSocketUrl: '',
    backupWebSocketUrl: '',
    domain: '',
    extension: '',
    displayName: '',
    password: '',
    iceServers: [],
    dtmf: 'rfc4733',
    mailbox: 'auto',
    removed: false,
  };
}

export function accountFormOf(account: MoreAccount): AccountForm {
  return {
    ...newAccountForm(account.id),
    label: account.label,
    webSocketUrl: account.webSocketUrl,
    backupWebSocketUrl: account.backupWebSocketUrl ?? '',
    domain: account.domain,
    extension: account.extension,
    displayName: account.displayName,
    iceServers: iceServerForms(account.iceServers),
    dtmf: account.dtmf,
    mailbox: account.mailbox ?? 'auto',
  };
}

/** The settings an account's form stands for, not checked yet. */
export function draftAccount(form: AccountForm) {
  return {
    id: form.id,
    label: form.label.trim(),
    webSocketUrl: form.webSocketUrl.trim(),
    ...optionalText('backupWebSocketUrl', form.backupWebSocketUrl),
    domain: form.domain.trim(),
    extension: form.extension.trim(),
    displayName: form.displayName.trim(),
    iceServers: draftIceServers(form.iceServers),
    dtmf: form.dtmf,
    ...draftMailbox(form.mailbox),
  };
}

export function iceServerForms(servers: MoreAccount['iceServers']): IceServerForm[] {
  return servers.map(({ urls, username = '', credential = '' }) => ({ urls, username, credential }));
}

/** An empty line is none. */
export function draftIceServers(servers: readonly IceServerForm[]) {
  return servers
    .filter((server) => server.urls.trim() !== '')
    .map((server) => ({
      urls: server.urls.trim(),
      ...(server.username === '' ? {} : { username: server.username }),
      ...(server.credential === '' ? {} : { credential: server.credential }),
    }));
}

/** `auto` is what is meant where nothing is said. */
export function draftMailbox(mailbox: string) {
  return mailbox === 'auto' ? {} : { mailbox: mailbox.trim() };
}

export function optionalText<K extends string>(key: K, text: string): Partial<Record<K, string>> {
  const value = text.trim();
  return value === '' ? {} : ({ [key]: value } as Record<K, string>);
}
