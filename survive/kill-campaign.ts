import type { Balance } from './ledger';
import { CUSTOMER, LIMIT_MS, type PracticeStage } from './practice-stage';
import { pick, type Random } from './random';

/** Where in a call the app is killed. */
export const MOMENTS = ['dialling', 'ringing', 'talking', 'wrap-up', 'saving', 'answering'] as const;
type Moment = (typeof MOMENTS)[number];

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

/** Brings a call to the moment and on for a random while within it. */
async function reach(stage: PracticeStage, moment: Moment, random: Random): Promise<void> {
  const { page } = stage;
  if (moment === 'answering') {
    await stage.pbx.ringAgent(CUSTOMER.customerId);
    await page.getByRole('button', { name: '接听', exact: true }).click({ timeout: LIMIT_MS });
    return void (await pause(random() * 600));
  }
  if (moment === 'dialling') {
    await stage.dial();
    return void (await pause(random() * 150));
  }
  const begun = stage.next(moment === 'ringing' ? 'call-started' : 'call-answered');
  await stage.dial();
  await begun;
  if (moment === 'ringing') return void (await pause(random() * 900));
  if (moment === 'talking') return void (await pause(random() * 1_000));
  await page.getByRole('button', { name: '挂断', exact: true }).click({ timeout: LIMIT_MS });
  if (moment === 'wrap-up') return void (await pause(random() * 300));
  await page.getByText('通话结果').first().waitFor({ timeout: LIMIT_MS });
  await page.keyboard.press('2');
  await page.keyboard.press('Control+Enter');
  await pause(random() * 150);
}

/**
 * Kills the app again and again in the middle of practice calls, starts it each time, and in the end settles what the
 * PBX saw against what PostgreSQL holds.
 */
export async function killCampaign(
  stage: PracticeStage,
  { kills, random, told }: { kills: number; random: Random; told?: (done: number) => void },
): Promise<KillReport> {
  const perMoment = Object.fromEntries(MOMENTS.map((moment) => [moment, 0])) as Record<Moment, number>;
  const callsBefore = stage.callCount;
  const recordsBefore = (await stage.records()).length;
  const startedAtMs = performance.now();
  for (let done = 0; done < kills; done += 1) {
    // A round of all moments first, so that a short campaign leaves none out.
    const moment = MOMENTS[done] ?? pick(random, MOMENTS);
    await stage.open();
    await reach(stage, moment, random);
    await stage.kill();
    perMoment[moment] += 1;
    told?.(done + 1);
  }
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
