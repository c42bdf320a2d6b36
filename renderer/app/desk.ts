import { v7 as uuidv7 } from 'uuid';
import { toFailure } from '../../contracts/errors';
import type { Bootstrap } from '../../contracts/ipc';
import type { SipHeaders } from '../../contracts/records';
import type { Settings } from '../../contracts/settings';
import { headerLines } from '../../domain/agreed-headers';
import { parseDialable } from '../../domain/phone-numbers';
import { JsSipTelephone } from '../call/jssip-telephone';
import { EarsClient, type EarsReport } from '../copilot/ears-client';
import { WebHidHeadsets } from '../headset/web-hid-headsets';
import { createAesCipher, sha256Hex, type PayloadCipher } from '../records/cipher';
import { diskBehind } from '../recording/recording-disk';
import { RecordDatabase } from '../records/database';
import { RecordStore } from '../records/store';
import type { AppActions, AppStore, LevelsStore } from '../ui/model';
import { AccountsFlow } from './accounts-flow';
import { AgentFlow, showAgent } from './agent-flow';
import { CheckFlow } from './check-flow';
import { contestClient, deskContests } from './desk-contests';
import { deskActions } from './desk-actions';
import { DeskBooks } from './desk-books';
import { keyOf } from './desk-key';
import { DeskNotices } from './desk-notices';
import { DesktopFlow } from './desktop-flow';
import { DevicesFlow } from './devices-flow';
import { DiagnosticsFlow } from './diagnostics-flow';
import { EarsFlow } from './ears-flow';
import { hasRoom } from './free-space';
import { Habits } from './habits';
import { HeadsetFlow } from './headset-flow';
import { createOutbox, type Outbox } from './outbox-flow';
import { JournalKeeper } from './journal-keeper';
import { PlaybackFlow } from './playback-flow';
import { RecordFlow } from './record-flow';
import { RecordingFlow } from './recording-flow';
import { RehearsalFlow } from './rehearsal-flow';
import { ServerFlow } from './server-flow';
import { SettingsFlow } from './settings-flow';
import { Switchboard } from './switchboard';
import { TakeBackFlow } from './take-back-flow';

/** The composition root: connects telephone, ears, records, server and screen. Nothing else knows them all. */
export class Desk {
  /** What the screen may ask for. */
  readonly actions: AppActions;
  readonly #store: AppStore;
  readonly #bootstrap: Bootstrap;
  readonly #accounts: AccountsFlow;
  readonly #agent: AgentFlow;
  readonly #call: Switchboard;
  readonly #records: RecordStore;
  readonly #recordFlow: RecordFlow;
  readonly #journal: JournalKeeper;
  readonly #takeBack: TakeBackFlow;
  readonly #settings: SettingsFlow;
  readonly #devices: DevicesFlow;
  readonly #server: ServerFlow | null;
  readonly #ears: EarsFlow;
  readonly #desktop: DesktopFlow;
  readonly #habits: Habits;
  readonly #headsets = new WebHidHeadsets();
  readonly #books: DeskBooks;
  readonly #notices: DeskNotices;
  #outbox: Outbox | null = null;

  /** Opens the local records, finishes what a crash left, and starts every part. */
  static async open(store: AppStore, levels: LevelsStore, bootstrap: Bootstrap): Promise<Desk> {
    const cipher = await createAesCipher(keyOf(bootstrap));
    const records = await RecordStore.open({
      database: new RecordDatabase('sidetone'),
      cipher,
      sha256Hex,
      newDeskId: uuidv7,
      hasRoom,
    });
    const desk = new Desk(store, levels, bootstrap, records, cipher);
    await desk.#start();
    return desk;
  }

  private constructor(
    store: AppStore,
    levels: LevelsStore,
    bootstrap: Bootstrap,
    records: RecordStore,
    cipher: PayloadCipher,
  ) {
    const { settings, secretStorage } = bootstrap;
    const { pbx, role, language, theme } = settings;
    this.#store = store;
    this.#bootstrap = bootstrap;
    this.#records = records;
    this.#notices = new DeskNotices(store);
    store.setState({ role, language, theme, secretStorage });
    for (const notice of bootstrap.notices) this.#notices.tell(notice);
    this.#settings = new SettingsFlow({
      store,
      bootstrap,
      reload: () => this.#reload(),
      shortcuts: (shortcutTroubles) => store.setState({ shortcutTroubles }),
    });
    this.#books = new DeskBooks(store, bootstrap, () => this.#settings.settings, window.sidetone, records);
    this.#accounts = new AccountsFlow({
      store,
      bootstrap,
      instanceId: records.deskId,
      makeTelephone: (account) => new JsSipTelephone(account),
      examine: (accountId) => this.#settings.examine(accountId),
      remember: (dialAccount) => void this.#settings.patch({ dialAccount }),
      registered: (registered) => {
        if (registered !== this.#agent.status.registered) {
          this.#agent.request({ type: registered ? 'registered' : 'unregistered' });
        }
      },
      signalling: (up, uses) => this.#call.transport(up, uses),
      accountRegistered: (accountId) => void this.#takeBack.registered(accountId),
    });
    this.#habits = new Habits({
      store,
      settings: this.#settings,
      actions: () => this.actions,
      cueBook: (language) => this.#books.of(language),
      cipher,
      dial: (number) => this.#dial(number),
      press: (tone) => this.#call.request({ type: 'send-dtmf', tone }),
      notice: (failure, level) => this.#notices.tell(failure, level),
    });
    this.#ears = new EarsFlow(store, (failure, level) => this.#notices.tell(failure, level));
    this.#devices = new DevicesFlow(store, levels);
    this.#recordFlow = new RecordFlow(store, records, () => this.#settings.settings.country, {
      heldBack: this.#habits.heldBack,
      contests: deskContests(store, cipher, (failure) => this.#notices.tell(failure, 'warning')),
    });
    this.#agent = new AgentFlow({
      nowMs: () => Date.now(),
      changed: (status) => showAgent(store, status),
      saveWrapUp: () => this.#call.wrappedUp(),
      countdown: (secondsLeft) =>
        store.setState((model) => ({ wrapUp: model.wrapUp && { ...model.wrapUp, secondsLeft } })),
      refused: (message) => this.#notices.tell({ code: 'not-now', message, retryable: false }),
    });
    const sealed = { deskKey: keyOf(bootstrap), disk: diskBehind(window.sidetone) };
    const recording = new RecordingFlow({
      ...sealed,
      settings: () => this.#settings.settings,
      trouble: (failure) => this.#notices.tell(failure),
    });
    this.#journal = new JournalKeeper(records, {
      wallMs: () => Date.now(),
      accountOf: (session) => this.#accounts.telephone.accountOf(session),
    });
    const ears = this.#books.hearBy(this.#ears.readAlong(new EarsClient(window, (message) => this.#onEars(message))));
    this.#call = new Switchboard({
      store,
      levels,
      telephone: this.#accounts.telephone,
      ears,
      records: this.#journal,
      settings: () => this.#settings.settings,
      cueBook: (language) => this.#books.of(language),
      accountOf: (session) => this.#accounts.telephone.accountOf(session),
      account: (session, accountId) => this.#accounts.used(session, accountId),
      followers: [this.#books.follow, this.#journal.follow, recording.follow, ...this.#habits.followers],
      invited: (session) => this.#habits.invited(session),
      stage: (stage) => {
        if (stage === 'dialing') this.#agent.request({ type: 'call-started' });
        else if (stage === 'ringing') this.#agent.request({ type: 'call-ringing' });
        else if (this.#agent.status.state === 'ringing') this.#agent.request({ type: 'call-answered' });
      },
      over: (wrapUps) =>
        this.#agent.request({
          type: 'call-ended',
          wrapUpMs: wrapUps > 0 ? this.#settings.settings.wrapUpSeconds * 1000 : 0,
          calls: wrapUps,
        }),
      card: (card) => {
        if (!this.#server || (card.state !== 'hearing' && card.state !== 'confirmed')) return;
        this.#server.lastCue = { title: card.title, phrase: card.phrase, at: new Date().toISOString() };
      },
      trouble: (failure, level) => this.#notices.tell(failure, level),
      storeTrouble: (error) => this.#notices.tell(toFailure(error)),
      storeRecovered: () => this.#notices.storeRecovered(),
    });
    this.#takeBack = new TakeBackFlow({
      store,
      extension: (accountId) => this.#accounts.extensionOf(accountId),
      country: () => this.#settings.settings.country,
      nowMs: () => Date.now(),
      prepare: (recordId) => this.#call.prepare(recordId),
      takeBack: (lost, target) => this.#call.takeBack(lost, target),
      busy: () => this.#call.state.phase !== 'idle',
      records,
      notice: (failure, level) => this.#notices.tell(failure, level),
      dial: (number, accountId) => this.#dial(number, null, accountId),
    });
    this.#server = settings.server
      ? new ServerFlow({
          store,
          bootstrap,
          url: settings.server.url,
          identity: {
            deskId: records.deskId,
            name: settings.agentName || pbx?.displayName || pbx?.extension || '',
          },
          enrolled: (token) => this.#startOutbox(token),
          cueBook: (book) => this.#books.replace(book),
        })
      : null;
    this.actions = deskActions({
      store,
      agent: this.#agent,
      call: this.#call,
      records,
      recordFlow: this.#recordFlow,
      recording,
      playback: new PlaybackFlow({ store, ...sealed, bridge: window.sidetone }),
      settings: this.#settings,
      devices: this.#devices,
      takeBack: this.#takeBack,
      headsets: this.#headsets,
      habits: this.#habits,
      notice: (failure, level) => this.#notices.tell(failure, level),
      check: new CheckFlow({
        store,
        telephone: this.#accounts.telephone.main,
        settings: () => this.#settings.settings,
        examine: () => this.#settings.examine(),
      }),
      diagnostics: new DiagnosticsFlow({ store, records, bootstrap, settings: () => this.#settings.settings }),
      accounts: this.#accounts,
      books: this.#books,
      dial: (text, headers, accountId) => this.#dial(text, headers, accountId),
      wakeOutbox: () => this.#outbox?.wake(),
    });
    new RehearsalFlow({ store, records, trouble: (failure) => this.#notices.tell(failure) });
    this.#desktop = new DesktopFlow({
      store,
      actions: this.actions,
      settings: () => this.#settings.settings,
      bridge: window.sidetone,
      resumed: () => this.#accounts.telephone.woke(),
      notice: (failure) => this.#notices.tell(failure),
    });
  }

  async #start(): Promise<void> {
    await this.#takeBack.begin();
    // Before everything that takes its time: somebody may be waiting in silence.
    this.#accounts.start((session) => {
      const refusal = this.#habits.doNotDisturb.turnAway(this.#agent.status);
      this.#call.incoming(session, refusal?.cause ?? null, refusal?.sipCode);
    });
    await this.#takeBack.finishOthers();
    void this.#habits.contacts.start();
    await this.#recordFlow.refresh().catch((error: unknown) => this.#notices.tell(toFailure(error)));
    window.sidetone.onEarsState((state) => this.#ears.onHostState(state));
    await window.sidetone.connectEars();
    this.#books.showIdle();
    await this.#desktop.listen();
    await new HeadsetFlow(this.#store, this.actions, this.#headsets).start();
    let reloading = false;
    window.sidetone.onReloading(() => (reloading = true));
    window.addEventListener('pagehide', () => {
      // A page that comes back takes its calls back: no BYE for them.
      if (!(reloading && this.#journal.anyLive)) this.#accounts.telephone.stop();
      this.#headsets.stop();
    });
  }

  /** After settings were saved. Another PBX has none of the calls of the one before: they end. */
  #reload(): void {
    const accountsOf = ({ pbx, moreAccounts }: Settings) => JSON.stringify([pbx, moreAccounts]);
    if (accountsOf(this.#settings.settings) !== accountsOf(this.#bootstrap.settings)) this.#accounts.telephone.stop();
    window.location.reload();
  }

  #dial(text: string, headers?: SipHeaders | null, accountId?: string): void {
    const result = parseDialable(text, this.#settings.settings.country);
    const by = this.#accounts.dialBy(accountId);
    if (!result.ok) this.#notices.tell(result.error);
    else if (!this.#agent.status.registered) {
      this.#notices.tell({ code: 'not-registered', message: 'The telephone is not registered.', retryable: true });
    } else if (this.#agent.status.state !== 'ready' && this.#agent.status.state !== 'in-call') {
      this.#notices.tell({ code: 'not-ready', message: 'Finish what you are doing first.', retryable: true }, 'info');
    } else if (!this.#accounts.mayDial(by)) {
      this.#notices.tell({ code: 'account-not-registered', message: 'No longer registered.', retryable: true });
    } else this.#call.dial(result.target.dial, { headers: headerLines(headers ?? {}), accountId: by });
  }

  #onEars(message: EarsReport): void {
    switch (message.type) {
      case 'models':
        return this.#ears.onModels(message.models);
      case 'speech':
        this.#books.speech(message.event);
        return this.#call.speech(message.event);
      case 'trouble':
        return this.#notices.tell({ code: message.code, message: message.message, retryable: false });
      case 'call-ended':
        this.#call.heardOut(message.callId);
        this.#habits.summary.heardOut(message.callId);
        return this.#settings.models.heardOut();
    }
  }

  #startOutbox(token: string): void {
    const { server } = this.#bootstrap.settings;
    if (!server) return;
    this.#outbox = createOutbox(this.#store, this.#records, server.url, token);
    void this.#recordFlow.contests.enrolled(contestClient(server.url, token));
    this.#books.enrolled(server.url, token);
  }
}
