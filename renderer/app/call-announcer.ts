import type { Language } from '../../contracts/cues';
import type { RecordingSettings } from '../../contracts/recording';
import type { Notice, OpenNotice } from '../recording/notice';
import type { FollowedCall } from './call-follower';

const EVERY_MS = 250;
/** As many packets as DTLS being done means. */
const PACKETS_OF_A_PATH = 5;

export interface CallAnnouncerOptions {
  call: FollowedCall;
  settings: Pick<RecordingSettings, 'announce' | 'beepEverySeconds'>;
  language: Language;
  open: OpenNotice;
  /** What the customer hears in place of the agent, for the file; null: the agent again. */
  instead(samples: Float32Array | null): void;
  announcing(now: boolean): void;
}

/**
 * Tells the customer of the recording: once at its beginning, and by a beep now and then. Muted and held mean silent
 * for it as well: it waits, and what was cut short is said anew.
 */
export class CallAnnouncer {
  readonly #options: CallAnnouncerOptions;
  #due: 'beep' | 'spoken' | null;
  #timer: ReturnType<typeof setInterval> | null = null;
  #pathStands = false;
  #busy = false;
  #lastAtMs = 0;
  #interrupt: (() => void) | null = null;

  constructor(options: CallAnnouncerOptions) {
    this.#options = options;
    const { announce } = options.settings;
    this.#due = announce === 'none' ? null : announce;
  }

  start(): void {
    if (this.#due === null && this.#options.settings.beepEverySeconds === 0) return;
    this.#lastAtMs = performance.now();
    this.#timer = setInterval(() => void this.#look(), EVERY_MS);
  }

  /** The call moved: whatever silences the agent silences the notice too. */
  moved(): void {
    if (!this.#allowed()) this.#interrupt?.();
  }

  stop(): void {
    if (this.#timer) clearInterval(this.#timer);
    this.#timer = null;
    this.#interrupt?.();
  }

  #allowed(): boolean {
    const { phase, muted, hold, remoteHeld, mediaLost } = this.#options.call.state();
    return phase === 'active' && !muted && hold === 'none' && !remoteHeld && !mediaLost;
  }

  async #look(): Promise<void> {
    const everyMs = this.#options.settings.beepEverySeconds * 1000;
    if (everyMs > 0 && performance.now() - this.#lastAtMs >= everyMs) this.#due ??= 'beep';
    if (this.#due === null || this.#busy || !this.#allowed()) return;
    this.#busy = true;
    try {
      this.#pathStands ||= ((await this.#options.call.session()?.quality())?.packetsSent ?? 0) >= PACKETS_OF_A_PATH;
      if (this.#pathStands) await this.#say(this.#due);
    } catch {
      // A notice that could not be opened stays due: the record says whether the customer was told.
    } finally {
      this.#busy = false;
    }
  }

  async #say(kind: 'beep' | 'spoken'): Promise<void> {
    const { call, language, open, instead, announcing } = this.#options;
    const session = call.session();
    const notice: Notice = await open(kind, language);
    if (!session || this.#timer === null || !this.#allowed()) {
      notice.close();
      return;
    }
    try {
      const interrupted = new Promise<boolean>((resolve) => (this.#interrupt = () => resolve(false)));
      await session.sendInstead(notice.track);
      announcing(true);
      instead(notice.samples);
      const said = await Promise.race([notice.play().then(() => true), interrupted]);
      if (!said) return;
      this.#due = null;
      this.#lastAtMs = performance.now();
      call.note({ type: 'recording', change: 'announced' });
    } finally {
      this.#interrupt = null;
      instead(null);
      announcing(false);
      await session.sendInstead(null).finally(() => notice.close());
    }
  }
}
