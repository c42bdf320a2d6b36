// @vitest-environment jsdom
import { beforeEach, expect, it, vi } from 'vitest';
import type { DesktopCommand, DesktopView } from '../../contracts/desktop';
import { desktopViewSchema } from '../../contracts/desktop';
import type { Failure } from '../../contracts/errors';
import { settingsSchema, type Settings } from '../../contracts/settings';
import { idleActions } from '../ui/gallery/idle-actions';
import { scene, sceneNames, type SceneName } from '../ui/gallery/scenes';
import { createWords } from '../ui/i18n/i18n';
import { createAppStore, type AppStore } from '../ui/model';
import { DesktopFlow, desktopViewOf } from './desktop-flow';

const NOW_MS = Date.UTC(2026, 10, 21);
const t = createWords('en').t;
const viewOf = (name: SceneName) => desktopViewOf(scene(name, 'en', NOW_MS), t);
/** Do-not-disturb is there in every state. */
const enabled = (view: DesktopView) =>
  view.menu.filter((item) => item.enabled && item.command !== 'toggle-do-not-disturb').map(({ command }) => command);

it.each(sceneNames)('writes of %s what the main process takes', (name) => {
  expect(() => desktopViewSchema.parse(viewOf(name))).not.toThrow();
});

it('shows each state by its own icon, and in the menu what can be done in it', () => {
  expect(viewOf('idle')).toMatchObject({ state: 'ready', ring: null, inCall: false });
  expect(enabled(viewOf('idle'))).toEqual(['take-break']);
  expect(viewOf('ringing')).toMatchObject({ state: 'ringing', inCall: false });
  expect(viewOf('ringing').ring?.body).toContain('138****8000');
  expect(enabled(viewOf('ringing'))).toEqual(['answer', 'hang-up']);
  expect(viewOf('in-call')).toMatchObject({ state: 'in-call', ring: null, inCall: true });
  expect(enabled(viewOf('in-call'))).toEqual(['hang-up', 'toggle-mute']);
  expect(viewOf('hearing').state, 'muted').toBe('muted');
  expect(viewOf('error').state).toBe('offline');
});

it('shows do-not-disturb: grey, by name, and how to end it', () => {
  const quiet = desktopViewOf({ ...scene('idle', 'en', NOW_MS), doNotDisturb: true }, t);
  expect(quiet.state).toBe('offline');
  expect(quiet.tooltip).toContain('Do not disturb');
  expect(quiet.menu.find(({ command }) => command === 'toggle-do-not-disturb')?.label).toBe('End do not disturb');
});

let store: AppStore;
let settings: Settings;
let asked: string[];
let notices: Failure[];
let views: DesktopView[];
let listeners: { command: (command: DesktopCommand) => void; link: (link: string) => void };
let resumed: () => void;
const woke = vi.fn();

function open(name: SceneName): DesktopFlow {
  store = createAppStore(scene(name, 'en', NOW_MS));
  const told =
    (word: string) =>
    (...args: unknown[]) =>
      void asked.push([word, ...args.filter((arg) => arg !== null)].map(String).join(' '));
  return new DesktopFlow({
    store,
    settings: () => settings,
    actions: {
      ...idleActions(store),
      answer: told('answer'),
      decline: told('decline'),
      hangUp: told('hang up'),
      toggleMute: told('toggle mute'),
      dial: told('dial'),
      setAgentState: told('state'),
    },
    bridge: {
      showDesktop: (view) => {
        views.push(view);
        return Promise.resolve({ ok: true, value: null });
      },
      listenToDesktop: () => Promise.resolve({ ok: true, value: { links: ['tel:8001'], shortcutTroubles: [] } }),
      onDesktopCommand: (command) => {
        listeners = { ...listeners, command };
        return () => undefined;
      },
      onLink: (link) => {
        listeners = { ...listeners, link };
        return () => undefined;
      },
      onResumed: (listener) => {
        resumed = listener;
        return () => undefined;
      },
    },
    resumed: woke,
    notice: (failure) => notices.push(failure),
  });
}

beforeEach(() => {
  asked = [];
  notices = [];
  views = [];
  settings = settingsSchema.parse({});
  woke.mockClear();
});

it('does what is asked where it makes sense, and nothing elsewhere', () => {
  open('idle');
  for (const command of ['answer', 'hang-up', 'toggle-mute', 'push-to-talk', 'be-ready'] as const) {
    listeners.command(command);
  }
  expect(asked).toEqual([]);
  open('ringing');
  listeners.command('answer');
  listeners.command('hang-up');
  open('in-call');
  listeners.command('push-to-talk-released');
  listeners.command('hang-up');
  open('hearing');
  listeners.command('push-to-talk');
  listeners.command('push-to-talk-released');
  expect(asked).toEqual(['answer', 'decline', 'toggle mute', 'hang up', 'toggle mute']);
});

it('keeps the agreed headers of a link for its call, and no others', () => {
  open('idle');
  listeners.link('sip:8001@pbx?X-Campaign-Id=spring&Subject=x');
  expect(store.getState().view).toMatchObject({ dialFromLink: true, dialHeaders: { 'X-Campaign-Id': 'spring' } });
  listeners.link('tel:8001');
  expect(store.getState().view.dialHeaders).toBeNull();
});

it('puts the number of a link into the field and calls nobody', () => {
  open('idle');
  store.setState({ tab: 'settings' });
  listeners.link('tel:+86-138-0013-8000');
  expect(store.getState().view).toMatchObject({ dialText: '+8613800138000', dialFromLink: true });
  expect(store.getState().tab).toBe('phone');
  expect(asked).toEqual([]);
});

it('takes the links that waited for the window', async () => {
  await open('idle').listen();
  expect(store.getState().view.dialText).toBe('8001');
});

it('dials a link at once only where that is wished and the agent is ready', () => {
  settings = settingsSchema.parse({ desktop: { dialLinksAtOnce: true } });
  open('in-call');
  listeners.link('sip:8001@pbx.example.com');
  expect(asked).toEqual([]);
  expect(store.getState().view.dialFromLink).toBe(true);
  open('idle');
  listeners.link('sip:8001@pbx.example.com');
  expect(asked).toEqual(['dial 8001']);
});

it('says why a link cannot be called', () => {
  open('idle');
  listeners.link('tel:nobody');
  expect(notices.map(({ code }) => code)).toEqual(['number-unreadable']);
});

it('tells main only what has changed', () => {
  open('idle');
  store.setState({ tab: 'records' });
  expect(views).toHaveLength(1);
  store.setState((model) => ({ agent: { ...model.agent, state: 'break', breakReason: 'rest' } }));
  expect(views).toHaveLength(2);
  expect(views[1]?.state).toBe('offline');
});

it('passes on that the computer woke', () => {
  open('idle');
  resumed();
  expect(woke).toHaveBeenCalledOnce();
});
