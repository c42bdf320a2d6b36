import { pick, type Random } from './random';

/** Where in a call the app is killed, and within how many ms of having got there. */
const MOMENTS = {
  dialling: 150,
  ringing: 900,
  talking: 1_000,
  'wrap-up': 300,
  saving: 150,
  answering: 600,
} as const;
export type Moment = keyof typeof MOMENTS;
const names = Object.keys(MOMENTS) as Moment[];

export interface Kill {
  readonly moment: Moment;
  readonly afterMs: number;
}

/**
 * When the app is killed, known before the first kill: what happens on the way changes nothing of it, so the same seed
 * repeats a campaign, and a longer one begins as the shorter. A round of all moments comes first, so that a short
 * campaign leaves none out.
 */
export function killSchedule(random: Random, kills: number): Kill[] {
  return Array.from({ length: kills }, (_, index) => {
    const moment = names[index] ?? pick(random, names);
    return { moment, afterMs: random() * MOMENTS[moment] };
  });
}
