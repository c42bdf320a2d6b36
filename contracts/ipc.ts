import { z } from 'zod';
import { cueVersionFileSchema, cueVersionSchema, ownCueBookSchema } from './cue-versions';
import { cueBookSchema, languageSchema } from './cues';
import {
  desktopCommandSchema,
  desktopViewSchema,
  dialLinkSchema,
  shortcutTroubleSchema,
  type DesktopCommand,
} from './desktop';
import { failureSchema } from './errors';
import { summaryChannels } from './language-model';
import { modelChannels, modelWorkSchema, type ModelWork } from './models';
import { recordingIdSchema } from './recording';
import { accountIdSchema, settingsSchema } from './settings';

export const secretStorageSchema = z.object({
  /** Name of the keychain backend, as Electron's safeStorage tells it. */
  backend: z.string(),
  /** False where only `basic_text` exists: secrets then live in memory until the app ends. */
  persistent: z.boolean(),
});

/** All the window needs to begin. The password is here because JsSIP, which authenticates with it, lives in the window. */
export const bootstrapSchema = z.object({
  version: z.string(),
  settings: settingsSchema,
  password: z.string().nullable(),
  /** Passwords of the accounts beside the main one, by their ids; those that are known. */
  accountPasswords: z.record(accountIdSchema, z.string()),
  /** Whether there is a key for the language model; the key itself never comes to the window. */
  rewriteKeyStored: z.boolean(),
  deviceToken: z.string().nullable(),
  enrolmentToken: z.string().nullable(),
  /** AES-256 key of the desk's local records, base64. */
  deskKey: z.string(),
  secretStorage: secretStorageSchema,
  /** As delivered: built in, or an administrator's file. */
  cueBooks: z.array(cueBookSchema),
  /** What was saved at this desk, in their place. */
  ownCueBooks: z.array(ownCueBookSchema),
  notices: z.array(failureSchema),
});
export type Bootstrap = z.infer<typeof bootstrapSchema>;

export const connectionStepSchema = z.object({
  step: z.enum(['dns', 'tls', 'websocket', 'register', 'auth']),
  state: z.enum(['waiting', 'running', 'ok', 'failed', 'skipped']),
  /** A code the window translates; empty when ok. */
  code: z.string(),
  detail: z.string(),
});
export type ConnectionStep = z.infer<typeof connectionStepSchema>;

export const connectionTestRequestSchema = z.object({
  webSocketUrl: z.string(),
  domain: z.string(),
  extension: z.string(),
  /** Null: use the stored one. */
  password: z.string().nullable(),
  /** Whose stored password that is, and whom the steps are told of; absent: the main one's. */
  accountId: accountIdSchema.optional(),
});

/** A step of the connection test, and whose it is. */
export const accountStepSchema = connectionStepSchema.extend({ accountId: accountIdSchema });
export type AccountStep = z.infer<typeof accountStepSchema>;
const bytes = z.instanceof(Uint8Array);
const note = z.string().max(500);
const cueVersion = z.object({ language: languageSchema, number: z.number().int().positive() });
const fileSize = z.object({ fileBytes: z.number().int().nonnegative() });

/** Requests from the window; the receiver parses both ways. The only table of invoke channels. */
export const invokeChannels = {
  'app:bootstrap': { request: z.null(), response: bootstrapSchema },
  'settings:save': {
    request: z.object({
      settings: settingsSchema,
      password: z.string().nullable(),
      /** New passwords of the other accounts, by their ids; the password of an account that is gone is forgotten. */
      accountPasswords: z.record(accountIdSchema, z.string()).optional(),
      /** Of the language model; absent: as it was; empty: none. It is sent to the host of these settings alone. */
      rewriteKey: z.string().max(1000).optional(),
    }),
    response: z.object({
      settings: settingsSchema,
      reloadNeeded: z.boolean(),
      rewriteKeyStored: z.boolean(),
      shortcutTroubles: z.array(shortcutTroubleSchema),
    }),
  },
  'settings:test-connection': {
    request: connectionTestRequestSchema,
    response: z.object({ steps: z.array(connectionStepSchema) }),
  },
  'secrets:save-device-token': { request: z.object({ token: z.string() }), response: z.null() },
  /** Free space where the desk keeps its data. */
  'storage:free-space': { request: z.null(), response: z.object({ freeBytes: z.number().nonnegative() }) },
  /** Writes the file for support where downloads go; `file` is its path. */
  'diagnostics:save': {
    request: z.object({ text: z.string().max(20_000_000) }),
    response: z.object({ file: z.string() }),
  },
  'ears:connect': { request: z.null(), response: z.null() },
  ...modelChannels,
  ...summaryChannels,
  /** A new file with its head; ciphertext alone crosses here and reaches the disk. */
  'recordings:begin': { request: z.object({ recordId: recordingIdSchema, head: bytes }), response: fileSize },
  /** Bytes for this place of the file; `fileBytes` is what the disk has after them. */
  'recordings:append': {
    request: z.object({ recordId: recordingIdSchema, atByte: z.number().int().nonnegative(), bytes }),
    response: fileSize,
  },
  /** Nothing more comes: the file may be cleared away when its time is over. */
  'recordings:end': { request: z.object({ recordId: recordingIdSchema }), response: z.null() },
  /** At most a megabyte from here on; `fileBytes` null where there is no such file. */
  'recordings:read': {
    request: z.object({
      recordId: recordingIdSchema,
      /** A call that went on after a crash has more than one, counted from 0. */
      part: z.number().int().nonnegative(),
      fromByte: z.number().int().nonnegative(),
    }),
    response: z.object({ fileBytes: z.number().int().nonnegative().nullable(), bytes }),
  },
  /** The decrypted sound, to where the user chooses in a dialog; null: the user chose nothing. */
  'recordings:export': {
    request: z.object({ suggestedName: z.string().regex(/^[\w.-]{1,100}\.ogg$/), bytes }),
    response: z.object({ file: z.string().nullable() }),
  },
  /** Every version of the desk's own book of a language, newest first, the damaged ones too. */
  'cue-books:versions': {
    request: z.object({ language: languageSchema }),
    response: z.object({ versions: z.array(cueVersionSchema) }),
  },
  'cue-books:read': { request: cueVersion, response: cueVersionFileSchema.pick({ head: true, book: true }) },
  /** A new version; null: the delivered book again. Answers what is in force after it. */
  'cue-books:save': {
    request: z.object({ language: languageSchema, book: cueBookSchema.nullable(), note }),
    response: ownCueBookSchema,
  },
  /** The book of an earlier version again, as a new one. */
  'cue-books:roll-back': { request: cueVersion.extend({ note }), response: ownCueBookSchema },
  /** To where the user chooses in a dialog; null: the user chose nothing. */
  'cue-books:export': {
    request: z.object({ suggestedName: z.string().regex(/^[\w.-]{1,100}\.json$/), text: z.string().max(20_000_000) }),
    response: z.object({ file: z.string().nullable() }),
  },
  /** Tray, notification and sleep follow the desk. */
  'desktop:show': { request: desktopViewSchema, response: z.null() },
  /** The window listens: what waited for it comes now. */
  'desktop:listen': {
    request: z.null(),
    response: z.object({ links: z.array(dialLinkSchema), shortcutTroubles: z.array(shortcutTroubleSchema) }),
  },
} as const;
export type InvokeChannel = keyof typeof invokeChannels;
export type InvokeRequest<C extends InvokeChannel> = z.infer<(typeof invokeChannels)[C]['request']>;
export type InvokeResponse<C extends InvokeChannel> = z.infer<(typeof invokeChannels)[C]['response']>;
export type InvokeResult<C extends InvokeChannel> =
  { ok: true; value: InvokeResponse<C> } | { ok: false; error: z.infer<typeof failureSchema> };

export const earsHostStateSchema = z.object({
  state: z.enum(['starting', 'running', 'restarting', 'unavailable']),
  restarts: z.number().int(),
  exitCode: z.number().nullable(),
});
export type EarsHostState = z.infer<typeof earsHostStateSchema>;

/** Messages from main to the window. */
export const eventChannels = {
  'ears:state': earsHostStateSchema,
  /** Null: no work with the models is under way. */
  'models:work': modelWorkSchema.nullable(),
  'settings:test-step': accountStepSchema,
  'desktop:command': desktopCommandSchema,
  'desktop:link': dialLinkSchema,
  /** The computer woke: connections of before may be dead. */
  'desktop:resumed': z.null(),
  /** The page is about to go and to come back. Nothing comes when the window closes. */
  'desktop:reloading': z.null(),
} as const;
export type EventChannel = keyof typeof eventChannels;
export type EventPayload<C extends EventChannel> = z.infer<(typeof eventChannels)[C]>;

/** Carries the MessagePort of the ears from main through the preload to the window. */
export const EARS_PORT_MESSAGE = 'sidetone:ears-port';

/** The model manager's part of the bridge. */
export interface ModelsBridge {
  view(): Promise<InvokeResult<'models:view'>>;
  fetch(request: InvokeRequest<'models:fetch'>): Promise<InvokeResult<'models:fetch'>>;
  test(request: InvokeRequest<'models:test'>): Promise<InvokeResult<'models:test'>>;
  use(request: InvokeRequest<'models:use'>): Promise<InvokeResult<'models:use'>>;
  rollBack(request: InvokeRequest<'models:roll-back'>): Promise<InvokeResult<'models:roll-back'>>;
  verify(): Promise<InvokeResult<'models:verify'>>;
  importFolder(): Promise<InvokeResult<'models:import'>>;
  cancel(): Promise<InvokeResult<'models:cancel'>>;
  onWork(listener: (work: ModelWork | null) => void): () => void;
}

/** What the preload puts on `window.sidetone`: one function a channel, nothing generic. */
export interface SidetoneBridge {
  bootstrap(): Promise<InvokeResult<'app:bootstrap'>>;
  saveSettings(request: InvokeRequest<'settings:save'>): Promise<InvokeResult<'settings:save'>>;
  testConnection(request: InvokeRequest<'settings:test-connection'>): Promise<InvokeResult<'settings:test-connection'>>;
  saveDeviceToken(
    request: InvokeRequest<'secrets:save-device-token'>,
  ): Promise<InvokeResult<'secrets:save-device-token'>>;
  freeSpace(): Promise<InvokeResult<'storage:free-space'>>;
  saveDiagnostics(request: InvokeRequest<'diagnostics:save'>): Promise<InvokeResult<'diagnostics:save'>>;
  connectEars(): Promise<InvokeResult<'ears:connect'>>;
  models: ModelsBridge;
  rewriteSummary(request: InvokeRequest<'summary:rewrite'>): Promise<InvokeResult<'summary:rewrite'>>;
  cancelRewrite(): Promise<InvokeResult<'summary:cancel'>>;
  testRewrite(request: InvokeRequest<'summary:test'>): Promise<InvokeResult<'summary:test'>>;
  beginRecording(request: InvokeRequest<'recordings:begin'>): Promise<InvokeResult<'recordings:begin'>>;
  appendRecording(request: InvokeRequest<'recordings:append'>): Promise<InvokeResult<'recordings:append'>>;
  endRecording(request: InvokeRequest<'recordings:end'>): Promise<InvokeResult<'recordings:end'>>;
  readRecording(request: InvokeRequest<'recordings:read'>): Promise<InvokeResult<'recordings:read'>>;
  exportRecording(request: InvokeRequest<'recordings:export'>): Promise<InvokeResult<'recordings:export'>>;
  cueVersions(request: InvokeRequest<'cue-books:versions'>): Promise<InvokeResult<'cue-books:versions'>>;
  readCueVersion(request: InvokeRequest<'cue-books:read'>): Promise<InvokeResult<'cue-books:read'>>;
  saveCueBook(request: InvokeRequest<'cue-books:save'>): Promise<InvokeResult<'cue-books:save'>>;
  rollBackCueBook(request: InvokeRequest<'cue-books:roll-back'>): Promise<InvokeResult<'cue-books:roll-back'>>;
  exportCueBook(request: InvokeRequest<'cue-books:export'>): Promise<InvokeResult<'cue-books:export'>>;
  /** Of the whole window, in per cent; at once. */
  setTextSize(percent: number): void;
  onEarsState(listener: (state: EarsHostState) => void): () => void;
  onTestStep(listener: (step: AccountStep) => void): () => void;
  showDesktop(request: InvokeRequest<'desktop:show'>): Promise<InvokeResult<'desktop:show'>>;
  listenToDesktop(): Promise<InvokeResult<'desktop:listen'>>;
  onDesktopCommand(listener: (command: DesktopCommand) => void): () => void;
  onLink(listener: (link: string) => void): () => void;
  onResumed(listener: () => void): () => void;
  onReloading(listener: () => void): () => void;
}
