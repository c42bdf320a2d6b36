import type { Settings, TransferTarget } from '../../../contracts/settings';
import { settingsSchema } from '../../../contracts/settings';
import type { SettingsView } from './settings-model';
import {
  accountFormOf,
  draftAccount,
  draftPbx,
  pbxFormOf,
  type AccountField,
  type AccountForm,
  type PbxField,
  type PbxForm,
} from './account-form';

/**
 * The settings page's own shape: every field a string or a choice, empty where nothing is set. What it has of
 * {@link PbxForm} is the main account's.
 */
export interface SettingsForm extends PbxForm {
  pbxMode: 'practice' | 'own';
  /** Beside the main one. */
  accounts: AccountForm[];
  serverUrl: string;
  /** Empty: keep the present enrolment. */
  enrolmentToken: string;
  team: string;
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
  callWaiting: boolean;
  transferTargets: TransferTarget[];
  echoNumber: string;
  copilot: Settings['copilot'];
  desktop: Settings['desktop'];
  recording: Settings['recording'];
  habits: Settings['habits'];
  rewrite: Settings['rewrite'];
  /** Of the language model; empty: keep the present one, unless it is to be forgotten. */
  rewriteKey: string;
  forgetRewriteKey: boolean;
}

/** What the page does not edit: the choices of the status bar and the number field. */
export type SettingsRest = Pick<Settings, 'language' | 'theme' | 'display' | 'dialAccount' | 'doNotDisturb'>;

export function formFromSettings(settings: Settings): SettingsForm {
  return {
    pbxMode: settings.pbx ? 'own' : 'practice',
    ...pbxFormOf(settings.pbx),
    accounts: settings.moreAccounts.map(accountFormOf),
    serverUrl: settings.server?.url ?? '',
    enrolmentToken: '',
    team: settings.team,
    company: settings.company,
    agentName: settings.agentName,
    role: settings.role,
    country: settings.country,
    ...settings.audio,
    wrapUpSeconds: settings.wrapUpSeconds,
    callWaiting: settings.callWaiting,
    transferTargets: settings.transferTargets,
    echoNumber: settings.echoNumber,
    copilot: settings.copilot,
    desktop: settings.desktop,
    recording: settings.recording,
    habits: settings.habits,
    rewrite: settings.rewrite,
    rewriteKey: '',
    forgetRewriteKey: false,
  };
}

export function emptySettingsForm(): SettingsForm {
  return formFromSettings(settingsSchema.parse({}));
}

/** The page before anything is known. */
export function noSettings(): SettingsView {
  return {
    saved: emptySettingsForm(),
    passwordStored: false,
    saving: false,
    saveTrouble: null,
    testing: false,
    steps: [],
    accounts: {},
    rewriteKeyStored: false,
    rewriteTest: { running: false, result: null, trouble: null },
  };
}

/** The audio settings a form stands for, saved or not: what its tests use. */
export function audioOf(form: SettingsForm): Settings['audio'] {
  const { inputDeviceId, outputDeviceId, ringDeviceId, levels } = form;
  const { echoCancellation, noiseSuppression, autoGainControl } = form;
  return { inputDeviceId, outputDeviceId, ringDeviceId, levels, echoCancellation, noiseSuppression, autoGainControl };
}

/** The accounts that are not on their way out. */
export function keptAccounts(form: SettingsForm): AccountForm[] {
  return form.accounts.filter(({ removed }) => !removed);
}

function draft(form: SettingsForm, rest: Omit<SettingsRest, 'display'> & Partial<SettingsRest>) {
  return {
    language: rest.language,
    theme: rest.theme,
    display: rest.display,
    dialAccount: rest.dialAccount,
    doNotDisturb: rest.doNotDisturb,
    pbx: form.pbxMode === 'own' ? draftPbx(form) : null,
    moreAccounts: keptAccounts(form).map(draftAccount),
    server: form.serverUrl.trim() === '' ? null : { url: form.serverUrl.trim() },
    team: form.team.trim(),
    company: form.company.trim(),
    agentName: form.agentName.trim(),
    role: form.role,
    country: form.country.trim().toUpperCase(),
    audio: audioOf(form),
    wrapUpSeconds: form.wrapUpSeconds,
    callWaiting: form.callWaiting,
    transferTargets: form.transferTargets
      .map(({ name, number, kind }) => ({ name: name.trim() || number.trim(), number: number.trim(), kind }))
      .filter(({ number }) => number !== ''),
    echoNumber: form.echoNumber.trim(),
    copilot: form.copilot,
    desktop: form.desktop,
    recording: form.recording,
    habits: {
      ...form.habits,
      sipHeaders: form.habits.sipHeaders.map((name) => name.trim()).filter((name) => name !== ''),
    },
    rewrite: { ...form.rewrite, baseUrl: form.rewrite.baseUrl.trim(), model: form.rewrite.model.trim() },
  };
}

export type FormField =
  | PbxField
  | 'serverUrl'
  | 'country'
  | 'wrapUpSeconds'
  | 'sipHeaders'
  | 'rewriteBaseUrl'
  | 'rewriteModel'
  | 'rewriteTimeLimit'
  /** Of an account, by its id. */
  | `${string} ${AccountField}`;
const fieldOfPath: Record<string, FormField> = {
  'server.url': 'serverUrl',
  country: 'country',
  wrapUpSeconds: 'wrapUpSeconds',
  'rewrite.baseUrl': 'rewriteBaseUrl',
  'rewrite.model': 'rewriteModel',
  'rewrite.timeLimitSeconds': 'rewriteTimeLimit',
};

/** The form's wrong fields; empty when it can be saved. */
export function wrongFields(form: SettingsForm): Set<FormField> {
  const parsed = settingsSchema.safeParse(draft(form, settingsSchema.parse({})));
  const wrong = new Set<FormField>();
  for (const issue of parsed.error?.issues ?? []) {
    const path = issue.path.join('.');
    const [part, index, key] = issue.path;
    const account = part === 'moreAccounts' ? keptAccounts(form)[Number(index)] : undefined;
    if (account) wrong.add(`${account.id} ${String(key) as AccountField}`);
    const field =
      part === 'pbx'
        ? (String(index) as PbxField)
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
