import type { Balance } from './ledger';
import { CUSTOMER, LIMIT_MS, type PracticeStage } from './practice-stage';
import { killSchedule, type Kill, type Moment } from './kill-schedule';
import type { Random } from './random';

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

/** Brings a call to the moment and on for a while within it. */
async function reach(stage: PracticeStage, { moment, afterMs }: Kill): Promise<void> {
  const { page } = stage;
  if (moment === 'answering') {
    await stage.pbx.ringAgent(CUSTOMER.customerId);
    await page.getByRole('button', { name: '接听', exact: true }).click({ timeout: LIMIT_MS });
    return void (await pause(afterMs));
  }
  if (moment === 'dialling') {
    await stage.dial();
    return void (await pause(afterMs));
  }
  const begun = stage.next(moment === 'ringing' ? 'call-started' : 'call-answered');
  await stage.dial();
  await begun;
  if (moment === 'ringing' || moment === 'talking') return void (await pause(afterMs));
  await page.getByRole('button', { name: '挂断', exact: true }).click({ timeout: LIMIT_MS });
  if (moment === 'wrap-up') return void (await pause(afterMs));
  await page.getByText('通话结果').first().waitFor({ timeout: LIMIT_MS });
  await page.keyboard.press('2');
  await page.keyboard.press('Control+Enter');
  await pause(afterMs);
}

/**
 * Kills the app again and again in the middle of practice calls, starts it each time, and in the end settles what the
 * PBX saw against what PostgreSQL holds.
 */
export async function killCampaign(
  stage: PracticeStage,
  { kills, random, told }: { kills: number; random: Random; told?: (done: number) => void },
): Promise<KillReport> {
  const perMoment = { dialling: 0, ringing: 0, talking: 0, 'wrap-up': 0, saving: 0, answering: 0 } satisfies Record<
    Moment,
    number
  >;
  const callsBefore = stage.callCount;
  const recordsBefore = (await stage.records()).length;
  const startedAtMs = performance.now();
  for (const [done, kill] of killSchedule(random, kills).entries()) {
    await stage.open();
    await reach(stage, kill);
    await stage.kill();
    perMoment[kill.moment] += 1;
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
