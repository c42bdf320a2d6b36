import { z } from 'zod';

/** The five looks of the icon in the tray. */
export const trayStateSchema = z.enum(['offline', 'ready', 'ringing', 'in-call', 'muted']);
export type TrayState = z.infer<typeof trayStateSchema>;

/** What the tray's menu, a headset and the shortcuts of the whole system can ask of the window. */
export const desktopCommandSchema = z.enum([
  'answer',
  'hang-up',
  'toggle-mute',
  'push-to-talk',
  'push-to-talk-released',
  'be-ready',
  'take-break',
  'toggle-do-not-disturb',
]);
export type DesktopCommand = z.infer<typeof desktopCommandSchema>;

const label = z.string().min(1).max(200);

/** The desk as the operating system shows it; the window writes it in its own language. */
export const desktopViewSchema = z.strictObject({
  state: trayStateSchema,
  tooltip: label,
  menu: z.array(z.strictObject({ command: desktopCommandSchema, label, enabled: z.boolean() })).max(10),
  showLabel: label,
  quitLabel: label,
  /** The call that rings, for a notification; null while none does. */
  ring: z.strictObject({ title: label, body: z.string().max(200) }).nullable(),
  /** The computer must not fall asleep. */
  inCall: z.boolean(),
});
export type DesktopView = z.infer<typeof desktopViewSchema>;

/** Why a shortcut does not work: another program has it, two commands share it, or the system knows no such keys. */
export const shortcutTroubleSchema = z.strictObject({
  command: z.enum(['answer', 'hangUp', 'toggleMute', 'pushToTalk']),
  accelerator: z.string(),
  reason: z.enum(['taken', 'doubled', 'unknown-keys']),
});
export type ShortcutTrouble = z.infer<typeof shortcutTroubleSchema>;

/** A link as the operating system handed it over. Not yet understood: it comes from any web page. */
export const dialLinkSchema = z
  .string()
  .max(512)
  .regex(/^(?:tel|sip|callto):/i);
