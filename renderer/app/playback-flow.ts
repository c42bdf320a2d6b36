import type { SidetoneBridge } from '../../contracts/ipc';
import { toFailure } from '../../contracts/errors';
import { withSilence } from '../../domain/ogg-opus-silence';
import { secretSpans } from '../../domain/secret-spans';
import { openRecording, type OpenedRecording } from '../recording/playback';
import { value, type RecordingDisk } from '../recording/recording-disk';
import type { AppStore, PlaybackView } from '../ui/model';

export interface PlaybackFlowOptions {
  store: AppStore;
  deskKey: Uint8Array;
  disk: RecordingDisk;
  bridge: Pick<SidetoneBridge, 'exportRecording'>;
}

/** The recording of the record that is open: decrypted when asked for, forgotten when the record is closed. */
export class PlaybackFlow {
  readonly #options: PlaybackFlowOptions;
  #opened: { recordId: string; recording: OpenedRecording; url: string } | null = null;

  constructor(options: PlaybackFlowOptions) {
    this.#options = options;
    options.store.subscribe(({ records, playback }) => {
      if (playback && records.selected?.record.recordId !== playback.recordId) this.#close();
    });
  }

  async open(recordId: string): Promise<void> {
    const { deskKey, disk, store } = this.#options;
    this.#close();
    const view: PlaybackView = {
      recordId,
      state: 'loading',
      url: null,
      peaks: { agent: [], customer: [] },
      durationMs: 0,
      complete: true,
      trouble: null,
      exportedTo: null,
    };
    store.setState({ playback: view });
    try {
      const recording = await openRecording(deskKey, disk, recordId);
      if (store.getState().playback !== view) return;
      const url = URL.createObjectURL(new Blob([recording.ogg], { type: 'audio/ogg' }));
      this.#opened = { recordId, recording, url };
      const { peaks, durationMs, complete } = recording;
      store.setState({ playback: { ...view, state: 'ready', url, peaks, durationMs, complete } });
    } catch (error) {
      this.#show(recordId, { state: 'failed', trouble: toFailure(error) });
    }
  }

  /** To a file that anybody can play, silent where a secret was said. The screen has asked whether that is meant. */
  async export(recordId: string): Promise<void> {
    const { selected } = this.#options.store.getState().records;
    // Without its record nobody knows what must not leave the desk.
    if (this.#opened?.recordId !== recordId || selected?.record.recordId !== recordId) return;
    try {
      const suggestedName = `sidetone-${recordId}.ogg`;
      const spans = secretSpans(selected.record);
      const { ogg } = this.#opened.recording;
      const bytes = spans.length > 0 ? withSilence(ogg, spans) : ogg;
      const { file } = value(await this.#options.bridge.exportRecording({ suggestedName, bytes }));
      if (file !== null) this.#show(recordId, { exportedTo: file, trouble: null });
    } catch (error) {
      this.#show(recordId, { trouble: { code: 'recording-not-exported', message: toFailure(error).message } });
    }
  }

  #show(recordId: string, patch: Partial<PlaybackView>): void {
    this.#options.store.setState(({ playback }) => ({
      playback: playback?.recordId === recordId ? { ...playback, ...patch } : playback,
    }));
  }

  #close(): void {
    if (this.#opened) URL.revokeObjectURL(this.#opened.url);
    this.#opened = null;
    this.#options.store.setState({ playback: null });
  }
}
