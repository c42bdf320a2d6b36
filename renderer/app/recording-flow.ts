import type { Failure } from '../../contracts/errors';
import type { Settings } from '../../contracts/settings';
import { openNotice, type OpenNotice } from '../recording/notice';
import type { OpenOpusEncoder } from '../recording/opus-encoder';
import type { RecordingDisk } from '../recording/recording-disk';
import { openWebCodecsOpus } from '../recording/web-codecs-opus';
import type { FollowCall } from './call-follower';
import { CallRecording } from './call-recording';

const CALLS_AT_ONCE = 4;

export interface RecordingFlowOptions {
  deskKey: Uint8Array;
  disk: RecordingDisk;
  settings(): Pick<Settings, 'recording' | 'language'>;
  trouble(failure: Failure): void;
  /** The parts that a test replaces. */
  openEncoder?: OpenOpusEncoder;
  openNotice?: OpenNotice;
}

/** Recording, for every call of the desk: one follower each, and the agent's button for the one under way. */
export class RecordingFlow {
  readonly #options: RecordingFlowOptions;
  readonly #recordings = new Map<string, CallRecording>();

  constructor(options: RecordingFlowOptions) {
    this.#options = options;
  }

  readonly follow: FollowCall = (call) => {
    const { deskKey, disk, settings, trouble } = this.#options;
    const { recording, language } = settings();
    const current = new CallRecording(call, {
      deskKey,
      disk,
      settings: recording,
      language,
      openEncoder: this.#options.openEncoder ?? openWebCodecsOpus,
      openNotice: this.#options.openNotice ?? openNotice,
      trouble: (code, message) => trouble({ code, message, retryable: false }),
    });
    this.#recordings.set(call.recordId, current);
    // More calls than this are never up together.
    for (const recordId of [...this.#recordings.keys()].slice(0, -CALLS_AT_ONCE)) this.#recordings.delete(recordId);
    return current;
  };

  /** The agent's button: of the call in front. */
  toggle(recordId: string): void {
    this.#recordings.get(recordId)?.toggle();
  }
}
