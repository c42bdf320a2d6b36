import type { Settings } from '../../../contracts/settings';
import { settingsSchema } from '../../../contracts/settings';

export interface IceServerForm {
  urls: string;
  username: string;
  credential: string;
}

/** The settings page's own shape: every field a string or a choice, empty where nothing is set. */
export interface SettingsForm {
  pbxMode: 'practice' | 'own';
  webSocketUrl: string;
  /** Empty: there is no second way to the PBX. */
  backupWebSocketUrl: string;
  domain: string;
  extension: string;
  displayName: string;
  /** Empty: keep the stored one. */
  password: string;
  iceServers: IceServerForm[];
  dtmf: 'rfc4733' | 'info';
  serverUrl: string;
  /** Empty: keep the present enrolment. */
  enrolmentToken: string;
  company: string;
  agentName: string;
  role: Settings['role'];
  country: string;
  inputDeviceId: string;
  outputDeviceId: string;
  ringDeviceId: string;
  /** As in the settings: by use and device. */
  levels: Record<string, number>;
  echoCancellation: boolean;
  noiseSuppression: boolean;
  autoGainControl: boolean;
  wrapUpSeconds: number;
  echoNumber: string;
  desktop: Settings['desktop'];
  habits: Settings['habits'];
}

/** What the page does not edit: the status bar's own choices. */
export type SettingsRest = Pick<Settings, 'language' | 'theme' | 'doNotDisturb'>;

export function formFromSettings(settings: Settings): SettingsForm {
  return {
    pbxMode: settings.pbx ? 'own' : 'practice',
    webSocketUrl: settings.pbx?.webSocketUrl ?? '',
    backupWebSocketUrl: settings.pbx?.backupWebSocketUrl ?? '',
    domain: settings.pbx?.domain ?? '',
    extension: settings.pbx?.extension ?? '',
    displayName: settings.pbx?.displayName ?? '',
    password: '',
    iceServers: (settings.pbx?.iceServers ?? []).map((server) => ({
      urls: server.urls,
      username: server.username ?? '',
      credential: server.credential ?? '',
    })),
    dtmf: settings.pbx?.dtmf ?? 'rfc4733',
    serverUrl: settings.server?.url ?? '',
    enrolmentToken: '',
    company: settings.company,
    agentName: settings.agentName,
    role: settings.role,
    country: settings.country,
    ...settings.audio,
    wrapUpSeconds: settings.wrapUpSeconds,
    echoNumber: settings.echoNumber,
    desktop: settings.desktop,
    habits: settings.habits,
  };
}

export function emptySettingsForm(): SettingsForm {
  return formFromSettings(settingsSchema.parse({}));
}

/** The audio settings a form stands for, saved or not: what its tests use. */
export function audioOf(form: SettingsForm): Settings['audio'] {
  const { inputDeviceId, outputDeviceId, ringDeviceId, levels } = form;
  const { echoCancellation, noiseSuppression, autoGainControl } = form;
  return { inputDeviceId, outputDeviceId, ringDeviceId, levels, echoCancellation, noiseSuppression, autoGainControl };
}

function draft(form: SettingsForm, rest: SettingsRest) {
  return {
    ...rest,
    pbx:
      form.pbxMode === 'own'
        ? {
            webSocketUrl: form.webSocketUrl.trim(),
            ...(form.backupWebSocketUrl.trim() === '' ? {} : { backupWebSocketUrl: form.backupWebSocketUrl.trim() }),
            domain: form.domain.trim(),
            extension: form.extension.trim(),
            displayName: form.displayName.trim(),
            iceServers: form.iceServers
              .filter((server) => server.urls.trim() !== '')
              .map((server) => ({
                urls: server.urls.trim(),
                ...(server.username === '' ? {} : { username: server.username }),
                ...(server.credential === '' ? {} : { credential: server.credential }),
              })),
            dtmf: form.dtmf,
          }
        : null,
    server: form.serverUrl.trim() === '' ? null : { url: form.serverUrl.trim() },
    company: form.company.trim(),
    agentName: form.agentName.trim(),
    role: form.role,
    country: form.country.trim().toUpperCase(),
    audio: audioOf(form),
    wrapUpSeconds: form.wrapUpSeconds,
    echoNumber: form.echoNumber.trim(),
    desktop: form.desktop,
    habits: {
      ...form.habits,
      sipHeaders: form.habits.sipHeaders.map((name) => name.trim()).filter((name) => name !== ''),
    },
  };
}

export type FormField =
  | 'webSocketUrl'
  | 'backupWebSocketUrl'
  | 'domain'
  | 'extension'
  | 'iceServers'
  | 'serverUrl'
  | 'country'
  | 'wrapUpSeconds'
  | 'sipHeaders';
const fieldOfPath: Record<string, FormField> = {
  'pbx.webSocketUrl': 'webSocketUrl',
  'pbx.backupWebSocketUrl': 'backupWebSocketUrl',
  'pbx.domain': 'domain',
  'pbx.extension': 'extension',
  'server.url': 'serverUrl',
  country: 'country',
  wrapUpSeconds: 'wrapUpSeconds',
};

/** The form's wrong fields; empty when it can be saved. */
export function wrongFields(form: SettingsForm): Set<FormField> {
  const parsed = settingsSchema.safeParse(draft(form, { language: 'zh', theme: 'system', doNotDisturb: false }));
  const wrong = new Set<FormField>();
  for (const issue of parsed.error?.issues ?? []) {
    const path = issue.path.join('.');
    const field = path.startsWith('pbx.iceServers')
      ? 'iceServers'
      : path.startsWith('habits.sipHeaders')
        ? 'sipHeaders'
        : fieldOfPath[path];
    if (field) wrong.add(field);
  }
  return wrong;
}

/** The settings a form stands for. Throws ZodError when {@link wrongFields} is not empty. */
export function settingsFromForm(form: SettingsForm, rest: SettingsRest): Settings {
  return settingsSchema.parse(draft(form, rest));
}
