import type { DesktopCommand, DesktopView } from '../../contracts/desktop';
import type { SidetoneBridge } from '../../contracts/ipc';
import { linkHeadersOf } from '../../domain/agreed-headers';
import { parseDialable } from '../../domain/phone-numbers';
import type { Settings } from '../../contracts/settings';
import type { Failure } from '../../contracts/errors';
import { createWords } from '../ui/i18n/i18n';
import type { AppActions, AppModel, AppStore, CallView } from '../ui/model';
import { focusNumberField } from '../ui/keys';

type Words = ReturnType<typeof createWords>['t'];

export interface DesktopFlowOptions {
  store: AppStore;
  actions: AppActions;
  settings(): Settings;
  bridge: Pick<SidetoneBridge, 'showDesktop' | 'listenToDesktop' | 'onDesktopCommand' | 'onLink' | 'onResumed'>;
  /** The computer woke: connections of before may be dead. */
  resumed(): void;
  notice(failure: Failure): void;
}

/** A call that is up or on its way, and one that rings; an ended one is neither. */
function callsOf({ call, incoming, waiting }: AppModel) {
  return { call: call && call.phase !== 'ended' ? call : null, ringing: call ? waiting : incoming };
}

/** The tray knows five looks; grey is for every state in which no call comes. */
function trayStateOf(model: AppModel): DesktopView['state'] {
  const { call, ringing } = callsOf(model);
  if (call) return call.muted ? 'muted' : 'in-call';
  if (ringing) return 'ringing';
  return model.registration.state === 'registered' && model.agent.state !== 'break' && !model.doNotDisturb
    ? 'ready'
    : 'offline';
}

function tooltipOf(model: AppModel, t: Words): string {
  const { call, ringing } = callsOf(model);
  const shown = call ?? ringing;
  const state = shown
    ? t(call?.muted ? 'phase.muted' : `phase.${shown.phase}`)
    : model.registration.state === 'registered'
      ? t(`agentState.${model.agent.state}`)
      : t('desktop.notRegistered');
  const quiet = model.doNotDisturb ? t('doNotDisturb.name') : '';
  return ['Sidetone', state, quiet, shown?.displayName ?? ''].filter(Boolean).join(' · ').slice(0, 200);
}

/** What the operating system shows of the desk. */
export function desktopViewOf(model: AppModel, t: Words): DesktopView {
  const { call, ringing } = callsOf(model);
  const { state } = model.agent;
  return {
    state: trayStateOf(model),
    tooltip: tooltipOf(model, t),
    menu: [
      { command: 'answer', label: t('desktop.answer'), enabled: ringing !== null },
      {
        command: 'hang-up',
        label: t(ringing && !call ? 'desktop.decline' : 'desktop.hangUp'),
        enabled: (call ?? ringing) !== null,
      },
      { command: 'toggle-mute', label: t(call?.muted ? 'desktop.unmute' : 'desktop.mute'), enabled: mayMute(model) },
      { command: 'be-ready', label: t('desktop.ready'), enabled: state === 'break' },
      { command: 'take-break', label: t('desktop.rest'), enabled: state === 'ready' },
      {
        command: 'toggle-do-not-disturb',
        label: t(model.doNotDisturb ? 'doNotDisturb.off' : 'doNotDisturb.on'),
        enabled: true,
      },
    ],
    showLabel: t('desktop.show'),
    quitLabel: t('desktop.quit'),
    ring: ringing && {
      title: t('desktop.ringTitle', { name: ringing.displayName || ringing.number }).slice(0, 200),
      body: [ringing.number, ringing.customer?.company ?? '', accountOf(ringing, t)]
        .filter(Boolean)
        .join(' · ')
        .slice(0, 200),
    },
    inCall: call !== null,
  };
}

/** For which account a call comes in; nothing where there is one. */
function accountOf({ account }: CallView, t: Words): string {
  return account ? (account.label ?? t('accounts.main')) : '';
}

function mayMute({ call }: AppModel): boolean {
  return call?.phase === 'active' || call?.phase === 'held';
}

/** The desk and the operating system: tray, shortcuts of the whole system, links, waking. */
export class DesktopFlow {
  readonly #options: DesktopFlowOptions;
  readonly #words = { zh: createWords('zh').t, en: createWords('en').t };
  #shown = '';

  constructor(options: DesktopFlowOptions) {
    this.#options = options;
    const { store, bridge } = options;
    bridge.onDesktopCommand((command) => this.run(command));
    bridge.onLink((link) => this.#open(link));
    bridge.onResumed(() => options.resumed());
    store.subscribe((model) => this.#show(model));
    this.#show(store.getState());
  }

  /** From now on the window can do what a link asks. */
  async listen(): Promise<void> {
    const answer = await this.#options.bridge.listenToDesktop();
    if (!answer.ok) return;
    this.#options.store.setState({ shortcutTroubles: answer.value.shortcutTroubles });
    for (const link of answer.value.links) this.#open(link);
  }

  /** What makes no sense now does nothing: a shortcut is pressed blindly. */
  run(command: DesktopCommand): void {
    const { store, actions } = this.#options;
    const model = store.getState();
    const { call, ringing } = callsOf(model);
    switch (command) {
      case 'answer':
        return ringing ? actions.answer() : undefined;
      case 'hang-up':
        return call ? actions.hangUp() : ringing ? actions.decline() : undefined;
      case 'toggle-mute':
      case 'push-to-talk':
        return mayMute(model) ? actions.toggleMute() : undefined;
      case 'push-to-talk-released':
        return mayMute(model) && call?.muted === false ? actions.toggleMute() : undefined;
      case 'be-ready':
        return model.agent.state === 'break' ? actions.setAgentState('ready') : undefined;
      case 'take-break':
        return model.agent.state === 'ready' ? actions.setAgentState('break', 'rest') : undefined;
      case 'toggle-do-not-disturb':
        return actions.toggleDoNotDisturb();
    }
  }

  /** Any web page can offer a link: its number is shown first, and called after a yes. */
  #open(link: string): void {
    const { store, actions, settings, notice } = this.#options;
    const { country, desktop, habits } = settings();
    const dialHeaders = linkHeadersOf(link, habits.sipHeaders);
    const result = parseDialable(link, country);
    if (!result.ok) return notice(result.error);
    const { registration, agent } = store.getState();
    if (desktop.dialLinksAtOnce && registration.state === 'registered' && agent.state === 'ready') {
      return actions.dial(result.target.dial, ...(dialHeaders ? [{ headers: dialHeaders }] : []));
    }
    store.setState(({ view }) => ({
      view: { ...view, dialText: result.target.dial, dialFromLink: true, dialHeaders },
    }));
    focusNumberField(actions);
  }

  #show(model: AppModel): void {
    const view = desktopViewOf(model, this.#words[model.language]);
    const text = JSON.stringify(view);
    if (text === this.#shown) return;
    this.#shown = text;
    void this.#options.bridge.showDesktop(view);
  }
}
