import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { PracticeEvent } from '../../practice/events';
import { LIMIT_MS, dial } from '../asterisk/agent-hands';
import { serverRecords } from '../support/desk-facts';
import { appMissing, startDesk, startFloor, type DeskApp, type Floor } from '../support/desk-app';

/** From the press of the button that begins the call: while the microphone opens, around the 200 and its ACK, after. */
const MOMENTS_MS = [0, 20, 40, 60, 80, 100, 130, 170, 250, 400];
/** Nobody but the agent ends an echo; the ends of a call the PBX sees are given that long. */
const ECHO = '600';

describe.skipIf(appMissing)(`a hang-up as the call is answered${appMissing ? ` (${appMissing})` : ''}`, () => {
  let floor: Floor;
  let desk: DeskApp;
  const ends: Extract<PracticeEvent, { event: 'call-ended' }>[] = [];
  const started: string[] = [];

  beforeAll(async () => {
    floor = await startFloor();
    floor.pbx.events.on('event', (event) => {
      if (event.event === 'call-ended') ends.push(event);
      if (event.event === 'call-started') started.push(event.callId);
    });
    desk = await startDesk(floor, { wrapUpSeconds: 0 });
    await desk.page.getByText(/1001 已注册/).waitFor({ timeout: LIMIT_MS });
  }, 120_000);

  afterAll(async () => {
    await desk?.app.close();
    await floor?.stop();
  });

  /** From now on the window presses 挂断 that long after the press of a button, as soon as there is one. */
  const hangUpAfter = (ms: number) =>
    desk.page.evaluate((afterMs) => {
      const press = () => {
        const button = [...document.querySelectorAll('button')].find(({ textContent }) => textContent.includes('挂断'));
        if (button) button.click();
        else requestAnimationFrame(press);
      };
      const begin = (event: Event) => {
        if (event instanceof KeyboardEvent && event.key !== 'Enter') return;
        removeEventListener('keydown', begin, true);
        removeEventListener('click', begin, true);
        setTimeout(press, afterMs);
      };
      addEventListener('keydown', begin, true);
      addEventListener('click', begin, true);
    }, ms);

  /** The desk is ready, the PBX knows of no call, and the record says who ended it. */
  async function over(callId: string, causes: readonly string[]): Promise<string> {
    await desk.page.getByText('可以拨打下一个电话').waitFor({ timeout: LIMIT_MS });
    // Long before the practice PBX gives up on a call whose ACK or BYE never came.
    await expect.poll(() => ends.filter((end) => end.callId === callId).length, { timeout: 8_000 }).toBe(1);
    const stored = async () =>
      (await serverRecords(floor.server)).find(({ record }) => record.sipCallId === callId)?.record.cause;
    await expect.poll(stored, { timeout: LIMIT_MS }).toBeDefined();
    const cause = (await stored()) ?? '';
    expect(causes).toContain(cause);
    return `${cause}/${String(ends.find((end) => end.callId === callId)?.cause)}`;
  }

  it.each(MOMENTS_MS)('ends an inbound call, %i ms after the answer was pressed', async (ms) => {
    const { callId } = await floor.pbx.ringAgent('zhang-price');
    const answer = desk.page.getByRole('button', { name: '接听', exact: true });
    await answer.waitFor({ timeout: LIMIT_MS });
    await hangUpAfter(ms);
    await answer.click();
    console.info(String(ms), await over(callId, ['agent-hangup']));
  });

  it.each(MOMENTS_MS)('ends an outbound call, %i ms after it was dialled', async (ms) => {
    const before = started.length;
    await hangUpAfter(ms);
    await dial(desk.page, ECHO);
    await expect.poll(() => started.length, { timeout: LIMIT_MS }).toBe(before + 1);
    console.info(String(ms), await over(started[before] ?? '', ['agent-hangup', 'cancelled']));
  });
});
