import type { Language } from '../../contracts/cues';
import type { RecordingChange, RecordingSettings } from '../../contracts/recording';
import type { SpeechEvent } from '../../contracts/speech';
import type { CallEvent, CallState } from '../../domain/call-state';
import type { LegsFrame } from '../../domain/hold-back';
import { NOT_PAUSED, pauseReason, stepPause, type PauseEvent } from '../../domain/recording-pause';
import { holdBackMs, recordingOf } from '../../domain/recording-policy';
import { startRecordingWatch, watchRecording } from '../../domain/recording-watch';
import type { OpenNotice } from '../recording/notice';
import type { OpenOpusEncoder } from '../recording/opus-encoder';
import { Recorder } from '../recording/recorder';
import type { RecordingDisk } from '../recording/recording-disk';
import { createSealer } from '../recording/sealing';
import type { CallView } from '../ui/model';
import { CallAnnouncer } from './call-announcer';
import type { CallFollower, FollowedCall } from './call-follower';

const TICK_MS = 1_000;
/** The ears still hear out what was said last: a card number may be in it. */
const LATE_DIGITS_MS = 4_000;
/** The disk has had time enough for the end of the file. */
const SAVED_WITHIN_MS = 10_000;
/** So many ticks from one entry of the file's length in the record to the next: where a crash finds it. */
const FACTS_EVERY_TICKS = 5;

export interface CallRecordingOptions {
  deskKey: Uint8Array;
  disk: RecordingDisk;
  settings: RecordingSettings;
  language: Language;
  openEncoder: OpenOpusEncoder;
  openNotice: OpenNotice;
  trouble(code: 'recording-failed' | 'recording-not-saved', message: string): void;
}

/** Goes along with one call and records it as policy says. What the screen shows is what the disk acknowledged. */
export class CallRecording implements CallFollower {
  readonly #call: FollowedCall;
  readonly #options: CallRecordingOptions;
  readonly #plan: ReturnType<typeof recordingOf>;
  readonly #announcer: CallAnnouncer;
  #recorder: Recorder | null = null;
  #begun = false;
  #over = false;
  #pause = NOT_PAUSED;
  #watch = startRecordingWatch(0);
  #announcing = false;
  /** The agent talks on the other line: no sound of this one comes. */
  #resting = false;
  #nowMs = 0;
  #ticks = 0;
  #timer: ReturnType<typeof setInterval> | null = null;

  constructor(call: FollowedCall, options: CallRecordingOptions) {
    this.#call = call;
    this.#options = options;
    this.#plan = recordingOf(options.settings.when, call.direction);
    this.#announcer = new CallAnnouncer({
      call,
      settings: options.settings,
      language: options.language,
      open: options.openNotice,
      instead: (samples) => this.#recorder?.instead(samples),
      announcing: (now) => {
        this.#announcing = now;
        this.#show();
      },
    });
  }

  talking(): void {
    if (this.#plan === 'now') void this.#begin();
    else if (this.#plan === 'by-hand') this.#show();
  }

  heard(frame: LegsFrame): void {
    this.#nowMs = frame.captureTimeMs;
    if (!this.#over) this.#recorder?.frame(frame);
  }

  front(inFront: boolean): void {
    this.#resting = !inFront;
  }

  moved(_state: CallState, event: CallEvent): void {
    if (event.type === 'send-dtmf') this.#key();
    this.#announcer.moved();
  }

  keyReceived(): void {
    this.#key();
  }

  speech(event: SpeechEvent): void {
    if (event.type === 'digits' && this.#options.settings.pauseForCards) this.#step(event);
  }

  /** The agent's button: begins, pauses, goes on. */
  toggle(): void {
    if (this.#over) return;
    if (!this.#begun) {
      if (this.#plan === 'by-hand' && this.#call.state().phase === 'active') void this.#begin();
      return;
    }
    this.#step({ type: 'by-hand', paused: pauseReason(this.#pause) === null });
  }

  ended(): void {
    this.#over = true;
    this.#announcer.stop();
    if (this.#recorder) void this.#finish(this.#recorder);
  }

  async #begin(): Promise<void> {
    if (this.#begun) return;
    this.#begun = true;
    const { deskKey, disk, openEncoder, settings, trouble } = this.#options;
    const { recordId } = this.#call;
    try {
      const sealer = await createSealer(deskKey, recordId);
      if (this.#over) return;
      const hold = holdBackMs(settings);
      // Why the disk did not take it is not told each second: that it did not is.
      this.#recorder = new Recorder({
        recordId,
        sealer,
        disk,
        openEncoder,
        holdBackMs: hold,
        trouble: () => undefined,
      });
    } catch (error) {
      trouble('recording-failed', error instanceof Error ? error.message : '');
      return;
    }
    this.#watch = startRecordingWatch(performance.now());
    this.#change('started');
    this.#show();
    this.#timer = setInterval(() => this.#tick(), TICK_MS);
    this.#announcer.start();
  }

  #key(): void {
    if (this.#options.settings.pauseForCards) this.#step({ type: 'key', atMs: this.#nowMs });
  }

  #step(event: PauseEvent): void {
    const before = pauseReason(this.#pause);
    const { pause, dropFromMs } = stepPause(this.#pause, event);
    this.#pause = pause;
    if (dropFromMs !== null) this.#recorder?.dropFrom(dropFromMs);
    const now = pauseReason(pause);
    if (now === before) return;
    this.#recorder?.pause(now !== null);
    if (this.#recorder) this.#change(now === null ? 'resumed' : `paused-${now}`);
    this.#show();
  }

  #tick(): void {
    const recorder = this.#recorder;
    if (!recorder) return;
    this.#step({ type: 'clock', atMs: this.#nowMs });
    void recorder.tick();
    const { stalled } = this.#watch;
    const reading = { atMs: performance.now(), ...recorder.reading, soundDue: !this.#resting };
    this.#watch = watchRecording(this.#watch, reading, holdBackMs(this.#options.settings));
    if (this.#watch.stalled !== stalled) {
      this.#change(stalled ? 'flowing' : 'stalled');
      if (!stalled) this.#call.note({ type: 'warning', code: 'recording-stalled' });
    }
    this.#show();
    // Where the file begins is not known before.
    if (recorder.firstMs === null) return;
    this.#ticks += 1;
    if (this.#ticks % FACTS_EVERY_TICKS === 1) this.#facts(recorder, recorder.reading.audioMs);
  }

  async #finish(recorder: Recorder): Promise<void> {
    if (this.#timer) clearInterval(this.#timer);
    this.#facts(recorder, recorder.takenMs);
    this.#change('stopped');
    const late = setTimeout(() => this.#options.trouble('recording-not-saved', ''), LATE_DIGITS_MS + SAVED_WITHIN_MS);
    if (this.#options.settings.pauseForCards) await new Promise((resolve) => setTimeout(resolve, LATE_DIGITS_MS));
    await recorder.stop();
    clearTimeout(late);
    this.#facts(recorder, recorder.takenMs);
  }

  #facts(recorder: Recorder, durationMs: number): void {
    const { bytes } = recorder.reading;
    const { firstMs, missing: missingAudio } = recorder;
    this.#call.note({ type: 'recording-facts', fromAudioMs: firstMs ?? 0, missingAudio, durationMs, bytes });
  }

  #change(change: RecordingChange): void {
    this.#call.note({ type: 'recording', change });
  }

  #show(): void {
    // Of a call that is not to be recorded nothing is shown: there is nothing to press.
    if (this.#plan !== 'now' && this.#plan !== 'by-hand') return;
    const recording = { state: this.#state(), announcing: this.#announcing };
    this.#call.show((view: CallView) =>
      view.recording?.state === recording.state && view.recording.announcing === recording.announcing
        ? view
        : { ...view, recording },
    );
  }

  #state(): NonNullable<CallView['recording']>['state'] {
    if (!this.#begun) return 'waiting';
    if (this.#watch.stalled) return 'stalled';
    const paused = pauseReason(this.#pause);
    if (paused) return `paused-${paused}`;
    return this.#watch.bytes === 0 ? 'starting' : 'recording';
  }
}
