import { z } from 'zod';
import { cueBookSchema } from './cues';
import {
  desktopCommandSchema,
  desktopViewSchema,
  dialLinkSchema,
  shortcutTroubleSchema,
  type DesktopCommand,
} from './desktop';
import { failureSchema } from './errors';
import { settingsSchema } from './settings';

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
  deviceToken: z.string().nullable(),
  enrolmentToken: z.string().nullable(),
  /** AES-256 key of the desk's local records, base64. */
  deskKey: z.string(),
  secretStorage: secretStorageSchema,
  cueBooks: z.array(cueBookSchema),
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
});

/** Requests from the window; the receiver parses both ways. The only table of invoke channels. */
export const invokeChannels = {
  'app:bootstrap': { request: z.null(), response: bootstrapSchema },
  'settings:save': {
    request: z.object({ settings: settingsSchema, password: z.string().nullable() }),
    response: z.object({
      settings: settingsSchema,
      reloadNeeded: z.boolean(),
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
  'settings:test-step': connectionStepSchema,
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
  onEarsState(listener: (state: EarsHostState) => void): () => void;
  onTestStep(listener: (step: ConnectionStep) => void): () => void;
  showDesktop(request: InvokeRequest<'desktop:show'>): Promise<InvokeResult<'desktop:show'>>;
  listenToDesktop(): Promise<InvokeResult<'desktop:listen'>>;
  onDesktopCommand(listener: (command: DesktopCommand) => void): () => void;
  onLink(listener: (link: string) => void): () => void;
  onResumed(listener: () => void): () => void;
  onReloading(listener: () => void): () => void;
}
