import type { Balance } from './ledger';
import { CUSTOMER } from './practice-customers';
import { LIMIT_MS, type PracticeStage } from './practice-stage';
import { pick, type Random } from '../bench/random';

/** Where in a call the app is killed, and how long after it is reached at the latest. */
const WITHIN_MS = { dialling: 150, ringing: 900, talking: 1_000, 'wrap-up': 300, saving: 150, answering: 600 } as const;
type Moment = keyof typeof WITHIN_MS;
const MOMENTS = Object.keys(WITHIN_MS) as Moment[];

/** One kill: so long after the moment. */
export interface Kill {
  readonly moment: Moment;
  readonly afterMs: number;
}

/** The same numbers give the same kills. A round of all moments comes first, so that a short campaign leaves none out. */
export function killSchedule(kills: number, random: Random): Kill[] {
  return Array.from({ length: kills }, (_, index) => {
    const moment = MOMENTS[index] ?? pick(random, MOMENTS);
    return { moment, afterMs: Math.round(random() * WITHIN_MS[moment]) };
  });
}

export interface KillReport {
  readonly kills: number;
  readonly perMoment: Readonly<Record<Moment, number>>;
  /** Calls that the PBX saw. */
  readonly calls: number;
  readonly records: number;
  readonly balance: Balance;
  readonly chainWhole: boolean;
  readonly secondsPerKill: number;
}

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/** Brings a call to the moment. */
async function reach(stage: PracticeStage, moment: Moment): Promise<void> {
  const { page } = stage;
  if (moment === 'answering') {
    await stage.pbx.ringAgent(CUSTOMER.customerId);
    return page.getByRole('button', { name: '接听', exact: true }).click({ timeout: LIMIT_MS });
  }
  if (moment === 'dialling') return stage.dial();
  const begun = stage.next(moment === 'ringing' ? 'call-started' : 'call-answered');
  await stage.dial();
  await begun;
  if (moment === 'ringing' || moment === 'talking') return;
  await page.getByRole('button', { name: '挂断', exact: true }).click({ timeout: LIMIT_MS });
  if (moment === 'wrap-up') return;
  await page.getByText('通话结果').first().waitFor({ timeout: LIMIT_MS });
  await page.keyboard.press('2');
  await page.keyboard.press('Control+Enter');
}

/**
 * Kills the app again and again in the middle of practice calls, starts it each time, and in the end settles what the
 * PBX saw against what PostgreSQL holds.
 */
export async function killCampaign(
  stage: PracticeStage,
  { schedule, told }: { schedule: readonly Kill[]; told?: (done: number) => void },
): Promise<KillReport> {
  const perMoment = Object.fromEntries(MOMENTS.map((moment) => [moment, 0])) as Record<Moment, number>;
  const callsBefore = stage.callCount;
  const recordsBefore = (await stage.records()).length;
  const startedAtMs = performance.now();
  for (const [done, { moment, afterMs }] of schedule.entries()) {
    await stage.open();
    await reach(stage, moment);
    await pause(afterMs);
    await stage.kill();
    perMoment[moment] += 1;
    told?.(done + 1);
  }
  const kills = schedule.length;
  const secondsPerKill = (performance.now() - startedAtMs) / 1000 / Math.max(1, kills);
  await stage.open();
  const balance = await stage.settle();
  const chain = await stage.chain();
  return {
    kills,
    perMoment,
    calls: stage.callCount - callsBefore,
    records: (await stage.records()).length - recordsBefore,
    balance,
    chainWhole: chain.whole,
    secondsPerKill,
  };
}
