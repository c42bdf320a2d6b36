import { expect, it } from 'vitest';
import type { DesktopCommand } from '../../contracts/desktop';
import { desktopSettingsSchema } from '../../contracts/settings';
import { applyShortcuts, type ShortcutKeys } from './shortcuts';

/** The system's keys: some belong to another program, some cannot be read. */
class SystemKeys implements ShortcutKeys {
  readonly held = new Map<string, () => void>();
  readonly elsewhere = new Set<string>();

  register(accelerator: string, pressed: () => void): boolean {
    if (accelerator.includes('Nonsense')) throw new TypeError('conversion failure');
    if (this.elsewhere.has(accelerator)) return false;
    this.held.set(accelerator, pressed);
    return true;
  }
  unregisterAll(): void {
    this.held.clear();
  }
}

const defaults = desktopSettingsSchema.parse({}).shortcuts;

it('runs the command whose keys are pressed', () => {
  const keys = new SystemKeys();
  const run: DesktopCommand[] = [];
  expect(applyShortcuts(keys, defaults, (command) => run.push(command))).toEqual([]);
  keys.held.get(defaults.hangUp)?.();
  keys.held.get(defaults.pushToTalk)?.();
  expect(run).toEqual(['hang-up', 'push-to-talk']);
});

it('hangs up again right after an answer, however soon after the hang-up before', () => {
  const keys = new SystemKeys();
  const run: DesktopCommand[] = [];
  applyShortcuts(keys, defaults, (command) => run.push(command));
  keys.held.get(defaults.hangUp)?.();
  keys.held.get(defaults.answer)?.();
  keys.held.get(defaults.hangUp)?.();
  expect(run).toEqual(['hang-up', 'answer', 'hang-up']);
});

it('names keys that another program has, that two commands share, and that nobody can read', () => {
  const keys = new SystemKeys();
  keys.elsewhere.add('Alt+F8');
  const shortcuts = { answer: 'Alt+F8', hangUp: 'Alt+F9', toggleMute: 'alt+f9', pushToTalk: 'Nonsense+Q' };
  expect(applyShortcuts(keys, shortcuts, () => undefined)).toEqual([
    { command: 'answer', accelerator: 'Alt+F8', reason: 'taken' },
    { command: 'toggleMute', accelerator: 'alt+f9', reason: 'doubled' },
    { command: 'pushToTalk', accelerator: 'Nonsense+Q', reason: 'unknown-keys' },
  ]);
  expect([...keys.held.keys()]).toEqual(['Alt+F9']);
});

it('gives back what it had, and takes nothing for an empty setting', () => {
  const keys = new SystemKeys();
  applyShortcuts(keys, defaults, () => undefined);
  applyShortcuts(keys, { answer: '', hangUp: '', toggleMute: 'F8', pushToTalk: '' }, () => undefined);
  expect([...keys.held.keys()]).toEqual(['F8']);
});
