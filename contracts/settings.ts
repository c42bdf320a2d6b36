import { z } from 'zod';
import { languageSchema } from './cues';
import { rewriteSettingsSchema } from './language-model';
import { recordingSettingsSchema } from './recording';
import { noiseFilterUseSchema } from './speech';
import { habitsSettingsSchema } from './habits';
import { spokenLanguageSchema } from './transcript';

/** Keys for the whole system, in Electron's words (`CommandOrControl+Shift+F9`); empty: none. */
const shortcut = z.string().max(60);

/** Sidetone in the operating system: its window, its links, its shortcuts. */
export const desktopSettingsSchema = z.strictObject({
  /** What closing the window does. */
  closeTo: z.enum(['quit', 'tray']).default('quit'),
  /** Whether Sidetone answers for `tel:`, `sip:` and `callto:` links, and dials them without asking. */
  openLinks: z.boolean().default(false),
  dialLinksAtOnce: z.boolean().default(false),
  shortcuts: z
    .strictObject({
      answer: shortcut.default('CommandOrControl+Shift+F9'),
      hangUp: shortcut.default('CommandOrControl+Shift+F10'),
      toggleMute: shortcut.default('CommandOrControl+Shift+F11'),
      pushToTalk: shortcut.default('CommandOrControl+Shift+F12'),
    })
    .prefault({}),
});
export type DesktopSettings = z.infer<typeof desktopSettingsSchema>;

/** How large and how loud the window is for those who see or hear it differently. */
export const TEXT_SIZES = [100, 115, 130, 150] as const;
export const displaySettingsSchema = z.strictObject({
  /** Of everything in the window, in per cent. */
  textSizePercent: z.literal(TEXT_SIZES).default(100),
  /** Cards are read at once, captions stay open, nothing moves. */
  screenReaderFirst: z.boolean().default(false),
});
export type DisplaySettings = z.infer<typeof displaySettingsSchema>;

/** An account at a PBX. */
const pbxAccountSchema = z.strictObject({
  webSocketUrl: z.string().regex(/^wss?:\/\/.+/, 'must start with ws:// or wss://'),
  /** Another way to the same PBX, kept ready for when the first is lost. */
  backupWebSocketUrl: z
    .string()
    .regex(/^wss?:\/\/.+/, 'must start with ws:// or wss://')
    .optional(),
  domain: z.string().min(1),
  extension: z.string().min(1),
  displayName: z.string().default(''),
  iceServers: z
    .array(
      z.strictObject({
        urls: z.string().regex(/^(stun|stuns|turn|turns):.+/, 'must start with stun:, stuns:, turn: or turns:'),
        username: z.string().optional(),
        credential: z.string().optional(),
      }),
    )
    .default([]),
  dtmf: z.enum(['rfc4733', 'info']).default('rfc4733'),
  /**
   * Whose messages the desk asks for (RFC 3842): `auto`, which is the same as none, its own; `off` nobody's, so that
   * only what the PBX tells unasked is shown; a SIP address, that mailbox.
   */
  mailbox: z
    .string()
    .regex(/^(auto|off|sips?:[^\s@]+@[^\s@]+)$/, 'must be auto, off or a sip: address')
    .optional(),
});

/** The id of an account that is not the main one: part of a file's name, so it has no letter a path could mean. */
export const accountIdSchema = z
  .string()
  .regex(/^[a-z0-9][a-z0-9-]{0,39}$/, 'must be lower-case letters, digits and -');
/** How the main account, the one in `pbx`, is called among its like. */
export const MAIN_ACCOUNT_ID = 'main';

const moreAccountSchema = pbxAccountSchema.extend({
  id: accountIdSchema.refine((id) => id !== MAIN_ACCOUNT_ID, 'is the name of the first account'),
  /** What the agent calls it: a brand, a PBX. */
  label: z.string().min(1).max(40),
});
export type MoreAccount = z.infer<typeof moreAccountSchema>;

/** Where a call may be given, by name: the agent's short list in the transfer panel. */
export const transferTargetSchema = z.strictObject({
  name: z.string().min(1).max(60),
  number: z.string().min(1).max(60),
  /** `park`: the call waits there for anybody. `conference`: a room of the PBX where all parties meet. */
  kind: z.enum(['colleague', 'queue', 'ivr', 'park', 'conference']),
});
export type TransferTarget = z.infer<typeof transferTargetSchema>;

/** `book`: the language of the cue book; `auto`: the careful ear finds out for each utterance. */
export const spokenOnCallsSchema = z.enum(['book', ...spokenLanguageSchema.options]);

/** Settings of one desk. The PBX passwords are not here: they live in the OS keychain. */
export const settingsSchema = z.strictObject({
  pbx: pbxAccountSchema.nullable().default(null),
  /** Accounts beside the main one, at other PBXs or at the same. */
  moreAccounts: z
    .array(moreAccountSchema)
    .max(4)
    .refine((accounts) => new Set(accounts.map(({ id }) => id)).size === accounts.length, 'two have the same id')
    .default([]),
  /** The account calls are made with; absent, or the id of none: the main one. */
  dialAccount: accountIdSchema.optional(),
  server: z
    .strictObject({ url: z.string().regex(/^https?:\/\/.+/, 'must start with http:// or https://') })
    .nullable()
    .default(null),
  /** Whose figures of the cards this desk shares, of those at the server; empty: the whole server is one team. */
  team: z.string().trim().max(40).default(''),
  role: z.enum(['agent', 'supervisor']).default('agent'),
  language: languageSchema.default('zh'),
  theme: z.enum(['system', 'light', 'dark']).default('system'),
  display: displaySettingsSchema.prefault({}),
  /** Who calls, as the script says it. Empty: the script uses a wording without it. */
  company: z.string().max(100).default(''),
  agentName: z.string().max(100).default(''),
  /** Country for numbers typed without a country code (ISO 3166-1 alpha-2). */
  country: z.string().length(2).default('CN'),
  audio: z
    .strictObject({
      inputDeviceId: z.string().default('default'),
      outputDeviceId: z.string().default('default'),
      ringDeviceId: z.string().default('default'),
      /** How loud each device is in each use, by `input:`, `output:` or `ring:` and its id. 1 as it is; output at most 1. */
      levels: z.record(z.string(), z.number().min(0).max(3)).default({}),
      echoCancellation: z.boolean().default(true),
      noiseSuppression: z.boolean().default(true),
      autoGainControl: z.boolean().default(true),
    })
    .prefault({}),
  /** Dialled by the check before the calls: the PBX sends back what it hears. Empty: 600 on the practice PBX, else none. */
  echoNumber: z.string().max(40).default(''),
  wrapUpSeconds: z.number().int().min(0).max(600).default(30),
  /** Whether a second caller rings behind a call; otherwise that one is answered busy. */
  callWaiting: z.boolean().default(true),
  transferTargets: z.array(transferTargetSchema).max(50).default([]),
  desktop: desktopSettingsSchema.prefault({}),
  recording: recordingSettingsSchema.prefault({}),
  copilot: z
    .strictObject({
      /** How many cards may lead in a minute; urgent ones come beside. */
      cardsPerMinute: z.number().int().min(1).max(60).default(6),
      /** Share of calls in which a card is withheld so that what it brings can be measured. */
      holdOutShare: z.number().min(0).max(0.5).default(0),
      /** Whether a cue book of its own may be written, and is used, at this desk; else the delivered one alone. */
      editCueBook: z.boolean().default(true),
      /** Whether noise is taken out before the ears hear the line; docs/copilot-results.md says what that brings. */
      noiseFilter: noiseFilterUseSchema.default('off'),
      /** Whether what the team's other desks did with a card counts here too; nothing without a server. */
      learnFromTeam: z.boolean().default(true),
      /** What is spoken on calls, for the careful ear. */
      spokenLanguage: spokenOnCallsSchema.default('book'),
    })
    .prefault({}),
  habits: habitsSettingsSchema.prefault({}),
  /** A language model may rewrite the summary at the end of a call. */
  rewrite: rewriteSettingsSchema.prefault({}),
  /** Switched on by the agent; kept over a restart, so that nobody is rung by surprise. */
  doNotDisturb: z.boolean().default(false),
});
export type Settings = z.infer<typeof settingsSchema>;

/** `--config FILE`: settings and the facts of an installation, for roll-outs and tests. Unknown keys are refused. */
export const configFileSchema = settingsSchema.partial().extend({
  password: z.string().optional(),
  /** Passwords of the other accounts, by their ids. */
  accountPasswords: z.record(accountIdSchema, z.string()).optional(),
  /** Key of the language model. */
  rewriteKey: z.string().optional(),
  enrolmentToken: z.string().optional(),
  cueBookFile: z.string().optional(),
  modelsFolder: z.string().optional(),
  /** A server of the house that has the models: each file at `<modelsUrl>/<folder>/<file>`. */
  modelsUrl: z.url({ protocol: /^https?$/ }).optional(),
  dataFolder: z.string().optional(),
  fakeMicrophoneWav: z.string().optional(),
});
export type ConfigFile = z.infer<typeof configFileSchema>;
