import type { CardCounts } from '../../../domain/card-budget';
import type { RewriteTestResult } from '../../../contracts/language-model';
import type { Trouble } from '../trouble';
import type { SettingsForm } from './settings-form';

export type ConnectionStepName = 'dns' | 'tls' | 'websocket' | 'register' | 'auth';
export interface ConnectionStep {
  step: ConnectionStepName;
  state: 'waiting' | 'running' | 'ok' | 'failed' | 'skipped';
  trouble: Trouble | null;
  /** Facts for the curious: an address, a code, milliseconds. */
  detail: string;
}

export interface AccountSettingsView {
  passwordStored: boolean;
  testing: boolean;
  steps: ConnectionStep[];
}

export interface SettingsView {
  /** The saved settings; the page edits its own copy. */
  saved: SettingsForm;
  passwordStored: boolean;
  saving: boolean;
  /** Why the last save was refused. */
  saveTrouble: Trouble | null;
  testing: boolean;
  steps: ConnectionStep[];
  /** Of the accounts beside the main one, by their ids. */
  accounts: Record<string, AccountSettingsView>;
  /** There is a key for the address that is saved. */
  rewriteKeyStored: boolean;
  /** The test of the language model; both null before the first. */
  rewriteTest: { running: boolean; result: RewriteTestResult | null; trouble: Trouble | null };
}

export type CheckStepName = 'microphone' | 'speaker' | 'webSocket' | 'ice' | 'loop';
/** One step of the check before the calls; `values` for its sentence. */
export interface CheckStepView {
  step: CheckStepName;
  state: ConnectionStep['state'];
  trouble: Trouble | null;
  values: Record<string, string | number>;
}

export interface AudioDevice {
  deviceId: string;
  label: string;
}
export type DeviceKind = 'input' | 'output' | 'ring';
/** A test that runs: of one device, or of a recording played back, which has two halves. */
export type DeviceTest = DeviceKind | 'recording' | 'playing';

export interface DevicesView {
  inputs: AudioDevice[];
  outputs: AudioDevice[];
  /** The device that is being tested now. Input level comes in LevelsModel.agent. */
  testing: DeviceTest | null;
  trouble: Trouble | null;
}

/** What was learnt about one card, and whether it always shows all the same. */
export interface LearntCard {
  cueId: string;
  title: string;
  used: number;
  dismissed: number;
  urgent: boolean;
  /** What the team's other desks did with it; zeros where that does not count here. */
  team: CardCounts;
}

/** What is known of the team's figures. */
export interface TeamLearningView {
  /** When the figures in use came, ms since the epoch; null before the first. */
  atMs: number | null;
  /** Why the last try to get new ones came to nothing. */
  trouble: Trouble | null;
}
