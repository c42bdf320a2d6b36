import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { FaultProxy } from '../../practice/faults/fault-proxy';
import { LIMIT_MS, dial, talking } from '../asterisk/agent-hands';
import { serverRecords } from '../support/desk-facts';
import { appMissing, startDesk, startFloor, type DeskApp, type Floor } from '../support/desk-app';

/** From the press of the button that begins the call: while the microphone opens, around the 200 and its ACK, after. */
const MOMENTS_MS = [0, 20, 40, 70, 110, 200];
/** Nobody but the agent ends a call with it. */
const ECHO = '600';

describe.skipIf(appMissing)(`a hang-up as the call is answered${appMissing ? ` (${appMissing})` : ''}`, () => {
  let floor: Floor;
  let proxy: FaultProxy;
  let desk: DeskApp;
  /** Calls that the PBX has and, oldest first, why those ended that it had. */
  const open = new Set<string>();
  const ends: string[] = [];

  beforeAll(async () => {
    floor = await startFloor();
    floor.pbx.events.on('event', (event) => {
      if (event.event === 'call-started') open.add(event.callId);
      if (event.event !== 'call-ended') return;
      open.delete(event.callId);
      ends.push(event.cause);
    });
    proxy = await FaultProxy.start({ target: `${floor.pbx.webSocketUrl}/` });
    const { domain } = floor.pbx;
    const pbx = { webSocketUrl: proxy.url, domain, extension: '1001', displayName: '', iceServers: [] };
    desk = await startDesk(floor, { wrapUpSeconds: 0, pbx: { ...pbx, dtmf: 'rfc4733' } });
    await desk.page.getByText(/1001 已注册/).waitFor({ timeout: LIMIT_MS });
  }, 300_000);

  afterAll(async () => {
    await desk?.app.close();
    await proxy?.stop();
    await floor?.stop();
  });

  /** From now on the window presses the red button that long after a press, as soon as there is one. */
  const hangUpAfter = (ms: number) =>
    desk.page.evaluate((afterMs) => {
      const press = () => {
        const button = document.querySelector<HTMLButtonElement>('.st-hangup');
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

  /** The desk is ready, the PBX knows of no call any more, and the newest record says who ended it. */
  async function over(before: number, causes: readonly string[]): Promise<string> {
    const stored = () => serverRecords(floor.server);
    await expect.poll(async () => (await stored()).length, { timeout: LIMIT_MS }).toBe(before + 1);
    await desk.page.getByText('可以拨打下一个电话').waitFor({ timeout: LIMIT_MS });
    // Long before the practice PBX gives up on a call whose ACK or BYE never came.
    await expect.poll(() => [...open.keys()], { timeout: 8_000 }).toEqual([]);
    const newest = (await stored()).sort((one, other) => other.number - one.number)[0];
    expect(causes).toContain(newest?.record.cause);
    return newest?.record.cause ?? '';
  }

  it.each(MOMENTS_MS)('ends an inbound call, %i ms after the answer was pressed', async (ms) => {
    const before = (await serverRecords(floor.server)).length;
    await floor.pbx.ringAgent('zhang-price');
    const answer = desk.page.getByRole('button', { name: '接听', exact: true });
    await answer.waitFor({ timeout: LIMIT_MS });
    await hangUpAfter(ms);
    await answer.click();
    await over(before, ['agent-hangup']);
    expect(ends.at(-1)).toMatch(/^agent-(refused|hangup)$/);
  });

  it('says BYE when the ACK has come, to a call that was answered and hung up before it', async () => {
    const before = (await serverRecords(floor.server)).length;
    const { callId } = await floor.pbx.ringAgent('zhang-price');
    const answer = desk.page.getByRole('button', { name: '接听', exact: true });
    await answer.waitFor({ timeout: LIMIT_MS });
    // The answer takes a second to get there, its ACK another one.
    proxy.delayMs = 1_000;
    await answer.click();
    await talking(desk.page);
    await desk.page.locator('.st-hangup').click();
    await desk.page.getByText('可以拨打下一个电话').waitFor({ timeout: LIMIT_MS });
    const hungUp = () => proxy.seen.some((message) => message.callId === callId && message.kind === 'BYE');
    await expect.poll(hungUp, { timeout: LIMIT_MS }).toBe(true);
    proxy.delayMs = 0;
    const kinds = proxy.seen.filter((message) => message.callId === callId).map(({ kind }) => kind);
    expect(kinds.filter((kind) => kind === 'ACK' || kind === 'BYE')).toEqual(['ACK', 'BYE']);
    await over(before, ['agent-hangup']);
    expect(ends.at(-1)).toBe('agent-hangup');
  });

  it.each(MOMENTS_MS)('ends an outbound call, %i ms after it was dialled', async (ms) => {
    const before = (await serverRecords(floor.server)).length;
    await hangUpAfter(ms);
    await dial(desk.page, ECHO);
    // At once the INVITE has not even left; later it is taken back, crosses its answer, or is answered.
    await over(before, ['agent-hangup', 'cancelled']);
  });
});
