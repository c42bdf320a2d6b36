/** Of what may be claimed, how sure one can be. */
const CONFIDENCE = 0.95;
/** A score is at most 1, and a threshold must lie below it. */
const HIGHEST_THRESHOLD = 0.999;
const STEP = 0.001;

export interface ThresholdAdvice {
  /** The lowest, in steps of 0.001, at which no more false alarms were heard than the budget allows. */
  threshold: number;
  /** Heard at this threshold. */
  falseAlarms: number;
  /** So many an hour cannot be ruled out, with 95 % confidence. */
  perHourAtMost: number;
  /** False where even the highest threshold does not keep to the budget: another wording is needed. */
  keepsBudget: boolean;
}

/**
 * The threshold of one phrase. `falseScores`: of every false alarm in `hours` of audio (above 0) that scored `lowest` or
 * more; no threshold below `lowest` is advised, for nothing is known of what scores less.
 */
export function adviseThreshold(
  falseScores: readonly number[],
  { hours, perHour, lowest }: { hours: number; perHour: number; lowest: number },
): ThresholdAdvice {
  const allowed = Math.floor(perHour * hours + 1e-9);
  const highestRefused = [...falseScores].sort((a, b) => b - a)[allowed];
  const needed = highestRefused === undefined ? lowest : (Math.floor(highestRefused / STEP) + 1) * STEP;
  const threshold = Number(Math.min(HIGHEST_THRESHOLD, Math.max(lowest, needed)).toFixed(3));
  const falseAlarms = falseScores.filter((score) => score >= threshold).length;
  return { threshold, falseAlarms, perHourAtMost: rateAtMost(falseAlarms, hours), keepsBudget: falseAlarms <= allowed };
}

/**
 * The highest rate of a Poisson process that still gives `count` events or fewer in `hours` with a probability of 5 %:
 * for none 3 / hours, the rule of three.
 */
export function rateAtMost(count: number, hours: number): number {
  let [low, high] = [0, 20 + 4 * count];
  while (high - low > 1e-6) {
    const middle = (low + high) / 2;
    if (probabilityOfAtMost(count, middle) > 1 - CONFIDENCE) low = middle;
    else high = middle;
  }
  return high / hours;
}

/** Hours without a false alarm that it takes to vouch for a rate. */
export function hoursToVouchFor(perHour: number): number {
  return rateAtMost(0, 1) / perHour;
}

function probabilityOfAtMost(count: number, mean: number): number {
  // Logarithms: e^-mean alone is 0 for a mean of several hundred.
  let logTerm = -mean;
  let sum = Math.exp(logTerm);
  for (let events = 1; events <= count; events += 1) {
    logTerm += Math.log(mean / events);
    sum += Math.exp(logTerm);
  }
  return sum;
}
