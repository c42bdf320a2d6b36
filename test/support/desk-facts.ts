import type { ElectronApplication, Page } from 'playwright-core';
import type { ChainedRecord } from '../../contracts/records';
import type { PracticeEvent } from '../../practice/events';
import type { Floor } from './desk-app';

/** Generous: several people's tests share the machine. */
export const LIMIT_MS = 90_000;

/** Process id of the ears, null while there are none. */
export async function earsPid(app: ElectronApplication): Promise<number | null> {
  return app.evaluate(({ app: electron }) => {
    const ears = electron.getAppMetrics().find(({ name }) => name === 'Sidetone ears');
    return ears?.pid ?? null;
  });
}

/** Resolves at the first practice event that is wanted, from now on. */
export function nextEvent(floor: Pick<Floor, 'pbx'>, wanted: PracticeEvent['event']): Promise<void> {
  return new Promise((resolve) => {
    const listen = ({ event }: PracticeEvent) => {
      if (event !== wanted) return;
      floor.pbx.events.off('event', listen);
      resolve();
    };
    floor.pbx.events.on('event', listen);
  });
}

export async function dial(page: Page, number: string): Promise<void> {
  await page.getByRole('textbox').first().fill(number);
  await page.getByRole('textbox').first().press('Enter');
}

/** Hangs up, chooses the outcome and saves it. */
export async function finishCall(page: Page): Promise<void> {
  await page.getByRole('button', { name: '挂断', exact: true }).click();
  await wrapUp(page);
}

export async function wrapUp(page: Page): Promise<void> {
  await page.getByText('通话结果').first().waitFor({ timeout: LIMIT_MS });
  await page.keyboard.press('2');
  await page.keyboard.press('Control+Enter');
}

/** The records the server has, as its API tells. */
export async function serverRecords({ url, tokens }: Floor['server']): Promise<ChainedRecord[]> {
  const response = await fetch(`${url}/v1/records?limit=50`, {
    headers: { authorization: `Bearer ${tokens.supervisorToken ?? ''}` },
  });
  return ((await response.json()) as { records: ChainedRecord[] }).records;
}

/** Between asking for its id and killing it, a process may have died of the kill before. */
export function killIfThere(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}
