import type { MediaDirection } from '../practice/faults/media-relay';
import { Untruths, type PbxView } from './untruths';
import { readScreen, type Screen } from './screen';
import type { Page } from 'playwright-core';

const EVERY_MS = 250;
/** The PBX is asked less often: each time starts a program. */
const ASK_PBX_EVERY_MS = 1_000;

export interface Watched {
  /**
   * Seconds of an answered call in which sound did not pass one way or the other, counted in RTP packets; null where
   * the media does not pass by here.
   */
  silenceS: number | null;
  /** Claims of the screen that stayed untrue for longer than the PBX or the wire excuses. */
  untruths: readonly string[];
  samples: number;
}

export interface Watchable {
  /** Null while the app is not open. */
  readonly openPage: Page | null;
  /** RTP packets that came through, per direction; null where the media does not pass by here. */
  readonly passed: Readonly<Record<MediaDirection, number>> | null;
  /** Nothing the PBX says reaches the desk. */
  readonly outOfReach: boolean;
  pbxView(): Promise<PbxView>;
}

/** Looks at the screen, the packets and the PBX all the while a case runs. */
export class Watch {
  readonly #target: Watchable;
  readonly #untruths = new Untruths();
  #silenceMs = 0;
  #samples = 0;
  #running = true;
  #done: Promise<void>;

  constructor(target: Watchable) {
    this.#target = target;
    this.#done = this.#run();
  }

  async end(): Promise<Watched> {
    this.#running = false;
    await this.#done;
    const silenceS = this.#target.passed && this.#silenceMs / 1000;
    return { silenceS, untruths: this.#untruths.found, samples: this.#samples };
  }

  async #run(): Promise<void> {
    let pbx: PbxView | null = null;
    let askedAtMs = 0;
    let lastMs = Date.now();
    let before = { ...this.#target.passed };
    while (this.#running) {
      await new Promise((resolve) => setTimeout(resolve, EVERY_MS));
      const page = this.#target.openPage;
      // A page that is going away cannot be read: the app was killed, or is closing.
      const screen: Screen | null = page && (await readScreen(page).catch(() => null));
      const nowMs = Date.now();
      const passed = { ...this.#target.passed };
      const oneWayIsSilent = passed['from-desk'] === before['from-desk'] || passed['to-desk'] === before['to-desk'];
      if (screen?.inCall && !screen.held && oneWayIsSilent) this.#silenceMs += nowMs - lastMs;
      before = passed;
      lastMs = nowMs;
      if (nowMs - askedAtMs > ASK_PBX_EVERY_MS) {
        askedAtMs = nowMs;
        pbx = await this.#target.pbxView().catch(() => null);
      }
      if (!screen || !pbx) continue;
      this.#samples += 1;
      this.#untruths.look({ nowMs, screen, pbx, outOfReach: this.#target.outOfReach });
    }
  }
}
