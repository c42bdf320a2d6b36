/** A key press as the browser tells it (UI Events `code`). */
export interface PressedKeys {
  code: string;
  control: boolean;
  alt: boolean;
  shift: boolean;
  meta: boolean;
}

/** UI Events `code` → Electron's name of the key, for keys that are not letters, digits or F-keys. */
const namedKeys: Record<string, string> = {
  Space: 'Space',
  Insert: 'Insert',
  Delete: 'Delete',
  Home: 'Home',
  End: 'End',
  PageUp: 'PageUp',
  PageDown: 'PageDown',
  ArrowUp: 'Up',
  ArrowDown: 'Down',
  ArrowLeft: 'Left',
  ArrowRight: 'Right',
};

/**
 * Electron's words for pressed keys: `CommandOrControl+Shift+F9`. Null while only modifiers are down, for a key that
 * has no name, and for one without Control, Alt or Command: that would take a plain key from every other program
 * (F-keys are nobody's letters and may stand alone).
 */
export function acceleratorOf({ code, control, alt, shift, meta }: PressedKeys): string | null {
  const plain = /^(?:Key([A-Z])|Digit(\d)|(F(?:[1-9]|1\d|2[0-4])))$/.exec(code);
  const key = plain?.[1] ?? plain?.[2] ?? plain?.[3] ?? namedKeys[code];
  if (key === undefined) return null;
  if (!control && !alt && !meta && plain?.[3] === undefined) return null;
  return [control || meta ? 'CommandOrControl' : '', alt ? 'Alt' : '', shift ? 'Shift' : '', key]
    .filter(Boolean)
    .join('+');
}

/** The keys as people write them: `Ctrl + Shift + F9`. */
export function displayAccelerator(accelerator: string): string {
  return accelerator.replace('CommandOrControl', 'Ctrl').split('+').join(' + ');
}
