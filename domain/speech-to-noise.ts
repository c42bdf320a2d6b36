/** Below this what is heard is loud throughout: a voice among others, in an engine's noise, or over music. */
const NOISY_BELOW_DB = 22;
/** Fewer frames tell nothing. */
const FEWEST_FRAMES = 15;
const LOUD = 0.9;
const QUIET = 0.1;

/**
 * How far the loud frames of an utterance, the little before it included, stand out from its quiet ones, in dB: even who
 * never pauses is quiet between syllables, unless something else is heard there.
 *
 * @param levelsDb of each frame
 * @returns null when there are too few to tell
 */
export function speechToNoiseDb(levelsDb: readonly number[]): number | null {
  if (levelsDb.length < FEWEST_FRAMES) return null;
  const sorted = [...levelsDb].sort((a, b) => a - b);
  const at = (share: number) => sorted[Math.floor(share * sorted.length)] ?? 0;
  return at(LOUD) - at(QUIET);
}

export function isNoisy(levelsDb: readonly number[]): boolean {
  const ratioDb = speechToNoiseDb(levelsDb);
  return ratioDb !== null && ratioDb < NOISY_BELOW_DB;
}
