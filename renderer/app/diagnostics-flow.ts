import type { Bootstrap } from '../../contracts/ipc';
import type { Settings } from '../../contracts/settings';
import { callForSupport, withoutSecrets } from '../../domain/diagnostics';
import type { RecordStore } from '../records/store';
import type { AppModel, AppStore, CheckStepView } from '../ui/model';

type Account = NonNullable<Settings['pbx']>;

/** Which kind of account it is, not where and whose. */
function accountForSupport({ webSocketUrl, backupWebSocketUrl, dtmf, iceServers, mailbox }: Account) {
  const known = mailbox === undefined || mailbox === 'auto' || mailbox === 'off';
  return {
    address: new URL(webSocketUrl).protocol,
    backup: backupWebSocketUrl !== undefined,
    dtmf,
    iceServers: iceServers.length,
    mailbox: known ? (mailbox ?? 'auto') : 'other',
  };
}

/** What of an account may hide in any text: who it is, where, and what opens it. */
function secretsOf({ extension, displayName, domain, mailbox, iceServers, ...ways }: Account): (string | undefined)[] {
  const addresses = [ways.webSocketUrl, ways.backupWebSocketUrl];
  return [
    ...[extension, displayName, domain, mailbox === 'auto' || mailbox === 'off' ? undefined : mailbox],
    ...addresses.flatMap((address) => (address === undefined ? [] : [address, new URL(address).hostname])),
    ...iceServers.flatMap(({ urls, username, credential }) => [urls, username, credential]),
  ];
}

/** What was measured and how it failed; the words of other programs may say anything, an address for one. */
function stepForSupport({ step, state, trouble, values }: CheckStepView) {
  const measured = Object.entries(values).filter(([, value]) => /^-?\d+(\.\d+)?$/.test(String(value)));
  return { step, state, trouble: trouble?.code ?? null, values: Object.fromEntries(measured) };
}

const EVENTS_KEPT = 500;
const CALLS_KEPT = 20;

export interface DiagnosticsOptions {
  store: AppStore;
  records: Pick<RecordStore, 'search'>;
  bootstrap: Bootstrap;
  settings(): Settings;
}

/** Keeps what happened to this desk, and writes it for a support person: no number, no name, no secret. */
export class DiagnosticsFlow {
  readonly #options: DiagnosticsOptions;
  readonly #events: { at: string; what: string }[] = [];

  constructor(options: DiagnosticsOptions) {
    this.#options = options;
    options.store.subscribe((now, before) => this.#note(now, before));
  }

  async save(): Promise<void> {
    const { store } = this.#options;
    store.setState({ diagnosticsFile: null });
    const result = await window.sidetone.saveDiagnostics({ text: await this.#text() });
    store.setState({ diagnosticsFile: result.ok ? result.value.file : result.error.message });
  }

  async #text(): Promise<string> {
    const { store, records, bootstrap, settings } = this.#options;
    const model = store.getState();
    const { pbx, moreAccounts, server, audio, language, theme, role, country, wrapUpSeconds } = settings();
    const accounts = [...(pbx ? [pbx] : []), ...moreAccounts];
    const { records: stored } = await records.search();
    const calls = stored.map(({ chained }) => chained.record);
    const bundle = {
      written: new Date().toISOString(),
      version: bootstrap.version,
      secretStorage: bootstrap.secretStorage,
      settings: {
        ...{ language, theme, role, country, wrapUpSeconds, audio },
        pbx: pbx && accountForSupport(pbx),
        moreAccounts: moreAccounts.map(accountForSupport),
        server: server && { address: new URL(server.url).protocol },
      },
      registration: model.registration.state,
      trouble: model.registration.trouble?.code ?? null,
      // By their place: the main one first. Ids and labels are the user's own words.
      accounts: model.accounts.map(({ state, trouble, mailbox }) => ({
        state,
        trouble: trouble?.code ?? null,
        mailbox: mailbox && { waiting: mailbox.waiting },
      })),
      agent: model.agent.state,
      network: model.network,
      sync: { ...model.sync, trouble: model.sync.trouble?.code ?? null },
      ears: { state: model.copilot.ears, models: model.copilot.models },
      // The label of a device may have its owner's name in it: which there are says enough.
      devices: { inputs: model.devices.inputs.length, outputs: model.devices.outputs.length },
      check: model.check.steps.map(stepForSupport),
      events: this.#events,
      calls: calls.slice(0, CALLS_KEPT).map(callForSupport),
    };
    const secrets = [
      ...[bootstrap.password, bootstrap.deviceToken, bootstrap.enrolmentToken, bootstrap.deskKey],
      ...Object.values(bootstrap.accountPasswords),
      ...[settings().company, settings().agentName, settings().echoNumber],
      ...accounts.flatMap(secretsOf),
      ...moreAccounts.flatMap(({ id, label }) => [id, label]),
      ...model.customers.flatMap(({ name, number, company }) => [name, number, company]),
      ...calls.flatMap(({ remoteNumber, customerName }) => [remoteNumber, customerName]),
    ].filter((secret) => typeof secret === 'string');
    return JSON.stringify(withoutSecrets(bundle, secrets), null, 2);
  }

  #note(now: AppModel, before: AppModel): void {
    const tell = (what: string) => {
      this.#events.push({ at: new Date().toISOString(), what });
      if (this.#events.length > EVENTS_KEPT) this.#events.shift();
    };
    if (now.registration.state !== before.registration.state) tell(`registration ${now.registration.state}`);
    if (now.agent.state !== before.agent.state) tell(`agent ${now.agent.state}`);
    if (now.network !== before.network) tell(`network ${now.network}`);
    if (now.sync.serverState !== before.sync.serverState) tell(`server ${now.sync.serverState}`);
    if (now.call?.phase !== before.call?.phase) tell(`call ${now.call?.phase ?? 'none'}`);
    if (now.call?.quality !== before.call?.quality) tell(`quality ${now.call?.quality ?? 'none'}`);
    if (now.call?.warnings !== before.call?.warnings) tell(`warnings ${now.call?.warnings.join(' ') ?? ''}`);
    for (const notice of now.notices) if (!before.notices.includes(notice)) tell(`notice ${notice.code}`);
  }
}
