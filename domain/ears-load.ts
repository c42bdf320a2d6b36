import type { EarsWork } from '../contracts/speech';

export interface EarsLoad {
  readonly work: EarsWork;
  /** Since when too much audio has been waiting; null while it is not. */
  readonly behindSinceMs: number | null;
  /** Since when hardly any audio has been waiting; null while more is. */
  readonly calmSinceMs: number | null;
}

export const FULL_WORK: EarsLoad = { work: 'everything', behindSinceMs: null, calmSinceMs: null };

/** More audio than this waiting means that this desk does not keep up with what it still does. */
export const BEHIND_MS = 1_000;
/** So long it may be behind before it gives something up: a hiccup, or what waited for the models, is caught up with. */
export const PATIENCE_MS = 1_000;
/** Work is taken up again, one kind at a time, after so long with hardly anything waiting. */
export const CALM_FOR_MS = 5_000;
const CALM_MS = BEHIND_MS / 4;

const LESS: Readonly<Record<EarsWork, EarsWork>> = { everything: 'keywords', keywords: 'voice', voice: 'voice' };
const MORE: Readonly<Record<EarsWork, EarsWork>> = {
  voice: 'keywords',
  keywords: 'everything',
  everything: 'everything',
};

/**
 * What the ears still do on a desk that falls behind. Recognition is given up first, keywords next, the voice detector
 * never; they come back in the opposite order, one at a time.
 *
 * ```
 *   everything ──behind for 1 s──► keywords ──still behind, 1 s later──► voice
 *        ◄──calm for 5 s──              ◄──calm for 5 s──
 * ```
 *
 * @param lagMs audio that waits to be heard
 * @param atMs a monotonic clock
 */
export function reduceEarsLoad(load: EarsLoad, { lagMs, atMs }: { lagMs: number; atMs: number }): EarsLoad {
  if (lagMs > BEHIND_MS) {
    const behindSinceMs = load.behindSinceMs ?? atMs;
    if (atMs - behindSinceMs < PATIENCE_MS) return { ...load, behindSinceMs, calmSinceMs: null };
    return { work: LESS[load.work], behindSinceMs: atMs, calmSinceMs: null };
  }
  if (lagMs > CALM_MS || load.work === 'everything') return { ...load, behindSinceMs: null, calmSinceMs: null };
  const calmSinceMs = load.calmSinceMs ?? atMs;
  if (atMs - calmSinceMs < CALM_FOR_MS) return { ...load, behindSinceMs: null, calmSinceMs };
  return { work: MORE[load.work], behindSinceMs: null, calmSinceMs: atMs };
}
