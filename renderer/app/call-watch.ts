import type { MediaQuality } from '../../contracts/records';
import type { CallState } from '../../domain/call-state';
import {
  qualityBetween,
  sentMeanSquareBetween,
  type QualitySecond,
  type TransportReading,
} from '../../domain/live-quality';
import { MICROPHONE_WATCH, watchMicrophone } from '../../domain/microphone-watch';
import type { DraftEvent } from '../../domain/record-builder';
import { checkMute, MUTE_TRUTH, type SentReading } from '../../domain/screen-truth';
import { MicrophoneMeter, type MicrophoneSound } from '../audio/microphone-meter';
import type { CallSession } from '../call/telephone';
import type { AppStore, CallView, CallWarning, LevelsStore } from '../ui/model';

/** Sound that leaves a muted desk is not left to leave for a second. */
const EVERY_MS = 250;
/** Readings of one second apart, give or take the timer. */
const SECOND_MS = 950;
/** From the answer until ICE and DTLS are done; then nothing arriving is a fault. */
const SETTLES_MS = 3_000;
/** About -36 dBFS. */
const FAR_SPEAKS_LEVEL = 0.4;
const WARNING_STAYS_MS = 8_000;

/** The call on the screen, wherever on it; null once it is gone. */
export interface CallScreen {
  view(): CallView | null;
  change(change: (view: CallView) => CallView): void;
}

export interface CallWatchOptions {
  store: AppStore;
  screen: CallScreen;
  levels: LevelsStore;
  session(): CallSession | null;
  state(): CallState;
  /** Whether the agent speaks on this line; absent: it is the only one. */
  front?(): boolean;
  /** The other party of a conference leaves by this line as well: silence proves nothing then. */
  joined?(): boolean;
  note(event: DraftEvent): void;
}

/** The parts of the watch that a test replaces. */
export interface CallWatchParts {
  meter(onSound: (sound: MicrophoneSound) => void): Pick<MicrophoneMeter, 'start' | 'stop'>;
  nowMs(): number;
}

const realParts: CallWatchParts = { meter: (onSound) => new MicrophoneMeter(onSound), nowMs: () => performance.now() };

/**
 * Holds what the screen says of an answered call against its media, each second: how good it is and who could mend it,
 * whether muted is muted, and whether the microphone gives anything.
 */
export class CallWatch {
  readonly #options: CallWatchOptions;
  readonly #parts: CallWatchParts;
  readonly #meter: Pick<MicrophoneMeter, 'start' | 'stop'>;
  #timer: ReturnType<typeof setInterval> | null = null;
  #last: TransportReading | null = null;
  #lastSecond: TransportReading | null = null;
  #microphone = MICROPHONE_WATCH;
  #muteTruth = MUTE_TRUTH;
  /** At the last reading the call had to be silent, and nothing has changed since. */
  #silenceWasDue = false;
  #moves = 0;
  #startedAtMs = -Infinity;
  #leakTold: { warning: CallWarning; untilMs: number } | null = null;
  #mutedOutside = false;
  #echoHeard = false;

  constructor(options: CallWatchOptions, parts: CallWatchParts = realParts) {
    this.#options = options;
    this.#parts = parts;
    this.#meter = parts.meter((sound) => this.#hear(sound));
  }

  start(microphone: MediaStream): void {
    this.stop();
    this.#startedAtMs = this.#parts.nowMs();
    this.#meter.start(microphone);
    this.#timer = setInterval(() => void this.measure(), EVERY_MS);
  }

  /** The call goes on with another microphone, which is as yet unheard. */
  microphoneChanged(microphone: MediaStream): void {
    if (this.#timer === null) return;
    this.#microphone = MICROPHONE_WATCH;
    this.#meter.start(microphone);
  }

  /** Whether the customer's own words come back to the customer. */
  echo(heard: boolean): void {
    this.#echoHeard = heard;
    this.#warn();
  }

  /** Mute, hold or anything else of the call changed: the second under way is no longer one of silence. */
  stateMoved(): void {
    this.#moves += 1;
    this.#silenceWasDue = false;
  }

  stop(): void {
    if (this.#timer) clearInterval(this.#timer);
    this.#timer = null;
    this.#meter.stop();
    this.#last = null;
    this.#lastSecond = null;
    this.#microphone = MICROPHONE_WATCH;
    this.#muteTruth = MUTE_TRUTH;
    this.#silenceWasDue = false;
    this.#leakTold = null;
    this.#mutedOutside = false;
    this.#echoHeard = false;
  }

  /** One reading of the statistics; the timer's. */
  async measure(): Promise<void> {
    const session = this.#options.session();
    const due = this.#silenceIsDue(this.#options.state());
    const moves = this.#moves;
    const { atMs } = this.#lastSecond ?? { atMs: -Infinity };
    if (!due && this.#parts.nowMs() - atMs < SECOND_MS) return;
    const reading = await session?.quality();
    const state = this.#options.state();
    if (!session || !reading || state.phase !== 'active' || session !== this.#options.session()) return;
    const before = this.#last;
    this.#last = reading;
    // The statistics take their time: what was muted or held while they were on their way may be of before it.
    const silentNow = due && this.#silenceIsDue(state) && moves === this.#moves;
    const mutedThroughout = this.#silenceWasDue && silentNow;
    this.#silenceWasDue = silentNow;
    if (before) {
      this.#checkSilence(session, state, { mutedThroughout, meanSquare: sentMeanSquareBetween(before, reading) });
    }
    if (reading.atMs - atMs < SECOND_MS) return;
    const settling = reading.packetsReceived === 0 && this.#parts.nowMs() - this.#startedAtMs < SETTLES_MS;
    if (settling) return;
    const second = this.#lastSecond && qualityBetween(this.#lastSecond, reading, state.muted);
    this.#lastSecond = reading;
    if (second) this.#show(state, second, reading);
  }

  #silenceIsDue(state: CallState): boolean {
    return silenceDue(state) && this.#options.joined?.() !== true;
  }

  /** Muted or held means silent: whatever leaves nevertheless is stopped, and the agent is told. */
  #checkSilence(session: CallSession, state: CallState, reading: SentReading): void {
    const { truth, remedy } = checkMute(this.#muteTruth, reading);
    this.#muteTruth = truth;
    if (remedy === 'none') return;
    session.enforceMute(remedy);
    // The next window begins after the remedy: it must not answer for what left before.
    this.#last = null;
    const warning = state.muted ? 'muted-but-heard' : 'held-but-heard';
    this.#leakTold = { warning, untilMs: this.#parts.nowMs() + WARNING_STAYS_MS };
    this.#warn();
  }

  #show({ hold, remoteHeld }: CallState, second: QualitySecond, reading: TransportReading): void {
    // On hold nothing need arrive: that says nothing of the line.
    const judged = hold === 'none' && !remoteHeld;
    this.#options.note({ type: 'quality', quality: countersOf(reading), second: judged ? second : null });
    if (!judged) return;
    const { word, side, incoming, outgoing } = second;
    const mos = Math.min(incoming.mos, outgoing?.mos ?? incoming.mos);
    const { store, screen } = this.#options;
    store.setState((model) => ({ network: side === 'my-network' || word === 'good' ? word : model.network }));
    screen.change((view) => ({ ...view, quality: word, qualitySide: side, mos, legs: { incoming, outgoing } }));
  }

  #hear({ meanSquare, mutedOutside }: MicrophoneSound): void {
    const { phase, muted } = this.#options.state();
    if (phase !== 'active' || this.#options.front?.() === false) return;
    this.#microphone = watchMicrophone(this.#microphone, {
      atMs: this.#parts.nowMs(),
      meanSquare,
      muted,
      farSpeaking: this.#options.levels.getState().customer > FAR_SPEAKS_LEVEL,
    });
    this.#mutedOutside = mutedOutside;
    this.#warn();
  }

  /** Writes the warnings that hold now; a new one goes into the record too. */
  #warn(): void {
    const { screen, note } = this.#options;
    const leak = this.#leakTold && this.#parts.nowMs() < this.#leakTold.untilMs ? this.#leakTold.warning : null;
    const warnings: CallWarning[] = [
      ...(leak ? [leak] : []),
      ...(this.#mutedOutside ? (['microphone-off-outside'] as const) : []),
      ...(this.#microphone.silent && !this.#mutedOutside ? (['microphone-silent'] as const) : []),
      ...(this.#microphone.talkingWhileMuted ? (['talking-while-muted'] as const) : []),
      ...(this.#echoHeard ? (['echo-heard'] as const) : []),
    ];
    const call = screen.view();
    if (!call || (call.warnings.length === warnings.length && warnings.every((code) => call.warnings.includes(code)))) {
      return;
    }
    for (const code of warnings) if (!call.warnings.includes(code)) note({ type: 'warning', code });
    screen.change((view) => ({ ...view, warnings }));
  }
}

function silenceDue({ muted, hold }: CallState): boolean {
  return muted || hold === 'held';
}

function countersOf({ packetsSent, packetsReceived, packetsLost, jitterMs }: TransportReading): MediaQuality {
  return { packetsSent, packetsReceived, packetsLost, jitterMs };
}
