import type { MoreAccount, Settings } from '../../../contracts/settings';

export interface IceServerForm {
  urls: string;
  username: string;
  credential: string;
}

/** How to reach a PBX and who to be there, as the settings page edits it: the same for the main account and the others. */
export interface PbxForm {
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
}
export type PbxField = 'webSocketUrl' | 'backupWebSocketUrl' | 'domain' | 'extension' | 'iceServers' | 'mailbox';

/** One of the accounts beside the main one. */
export interface AccountForm extends PbxForm {
  id: string;
  label: string;
  /** Gone when the page is saved; until then it can be had back. */
  removed: boolean;
}
export type AccountField = PbxField | 'label';

/** @param pbx null: nothing is set yet */
export function pbxFormOf(pbx: Settings['pbx']): PbxForm {
  return {
    webSocketUrl: pbx?.webSocketUrl ?? '',
    backupWebSocketUrl: pbx?.backupWebSocketUrl ?? '',
    domain: pbx?.domain ?? '',
    extension: pbx?.extension ?? '',
    displayName: pbx?.displayName ?? '',
    password: '',
    iceServers: (pbx?.iceServers ?? []).map(({ urls, username = '', credential = '' }) => ({
      urls,
      username,
      credential,
    })),
    dtmf: pbx?.dtmf ?? 'rfc4733',
    mailbox: pbx?.mailbox ?? 'auto',
  };
}

/** The settings a PBX's form stands for, not checked yet. The password is not among them: the keychain has it. */
export function draftPbx(form: PbxForm) {
  const backupWebSocketUrl = form.backupWebSocketUrl.trim();
  return {
    webSocketUrl: form.webSocketUrl.trim(),
    ...(backupWebSocketUrl === '' ? {} : { backupWebSocketUrl }),
    domain: form.domain.trim(),
    extension: form.extension.trim(),
    displayName: form.displayName.trim(),
    // An empty line is none.
    iceServers: form.iceServers
      .filter((server) => server.urls.trim() !== '')
      .map((server) => ({
        urls: server.urls.trim(),
        ...(server.username === '' ? {} : { username: server.username }),
        ...(server.credential === '' ? {} : { credential: server.credential }),
      })),
    dtmf: form.dtmf,
    // `auto` is what is meant where nothing is said.
    ...(form.mailbox === 'auto' ? {} : { mailbox: form.mailbox.trim() }),
  };
}

/** @param id new among the accounts; it names the password in the keychain and is not shown */
export function newAccountForm(id: string): AccountForm {
  return { ...pbxFormOf(null), id, label: '', removed: false };
}

export function accountFormOf(account: MoreAccount): AccountForm {
  return { ...pbxFormOf(account), id: account.id, label: account.label, removed: false };
}

export function draftAccount(form: AccountForm) {
  return { ...draftPbx(form), id: form.id, label: form.label.trim() };
}
