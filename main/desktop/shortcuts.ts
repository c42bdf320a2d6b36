import type { DesktopCommand, ShortcutTrouble } from '../../contracts/desktop';
import type { DesktopSettings } from '../../contracts/settings';
import { HeldKey } from './held-key';

/** The part of Electron's globalShortcut that is used. `register` throws on keys it cannot read. */
export interface ShortcutKeys {
  register(accelerator: string, pressed: () => void): boolean;
  unregisterAll(): void;
}

const commands = {
  answer: 'answer',
  hangUp: 'hang-up',
  toggleMute: 'toggle-mute',
  pushToTalk: 'push-to-talk',
} as const satisfies Record<keyof DesktopSettings['shortcuts'], DesktopCommand>;

/** Takes the shortcuts of the settings in place of those before, and answers which of them could not be had and why. */
export function applyShortcuts(
  keys: ShortcutKeys,
  shortcuts: DesktopSettings['shortcuts'],
  run: (command: DesktopCommand) => void,
): ShortcutTrouble[] {
  keys.unregisterAll();
  const troubles: ShortcutTrouble[] = [];
  const taken = new Set<string>();
  const held: HeldKey[] = [];
  for (const command of Object.keys(commands) as (keyof typeof commands)[]) {
    const accelerator = shortcuts[command];
    if (accelerator === '') continue;
    const key = new HeldKey({
      pressed: () => run(commands[command]),
      released: () => command === 'pushToTalk' && run('push-to-talk-released'),
    });
    held.push(key);
    const reason = take(accelerator, () => {
      for (const other of held) if (other !== key) other.otherKeyDown();
      key.down();
    });
    if (reason !== null) troubles.push({ command, accelerator, reason });
  }
  return troubles;

  function take(accelerator: string, pressed: () => void): ShortcutTrouble['reason'] | null {
    const same = accelerator.toLowerCase();
    if (taken.has(same)) return 'doubled';
    taken.add(same);
    try {
      return keys.register(accelerator, pressed) ? null : 'taken';
    } catch {
      return 'unknown-keys';
    }
  }
}
