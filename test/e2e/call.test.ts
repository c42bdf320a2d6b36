import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startDesk, startFloor, type DeskApp, type Floor } from '../support/desk-app';
import { earsMissing } from '../support/models-missing';

const LIMIT_MS = 60_000;

describe.skipIf(earsMissing)(`the real app on the practice PBX${earsMissing ? ` (${earsMissing})` : ''}`, () => {
  let floor: Floor;
  let desk: DeskApp;

  beforeAll(async () => {
    floor = await startFloor();
    desk = await startDesk(floor);
  });

  afterAll(async () => {
    await desk?.app.close();
    await floor?.stop();
  });

  const records = async () => {
    const token = floor.server.tokens.supervisorToken ?? '';
    const response = await fetch(`${floor.server.url}/v1/records?limit=50`, {
      headers: { authorization: `Bearer ${token}` },
    });
    const page = (await response.json()) as { records: { number: number; record: Record<string, unknown> }[] };
    return page.records;
  };

  it('registers, and says so', async () => {
    await desk.page.getByText(/1001 已注册/).waitFor({ timeout: LIMIT_MS });
  });

  it('rings a customer, hears her, and shows the card for what she says', async () => {
    const { page } = desk;
    const said = new Promise<void>((resolve) => {
      floor.pbx.events.on('event', (event) => event.event === 'customer-speaks' && resolve());
    });
    await page.getByRole('textbox').first().fill('8001');
    await page.getByRole('textbox').first().press('Enter');
    await page.getByRole('button', { name: '挂断', exact: true }).waitFor({ timeout: LIMIT_MS });
    await page.keyboard.press('v');
    // A sentence grows while it is said.
    const growing = page.locator('.st-caption-line[data-unfinished]').first().waitFor({ timeout: LIMIT_MS });
    await said;
    // The card of the cue book for 太贵, confirmed or not, with the words that brought it.
    await page.getByText('嫌贵').first().waitFor({ timeout: LIMIT_MS });
    await page.locator('.st-heard', { hasText: '太贵' }).first().waitFor({ timeout: LIMIT_MS });
    // What she said in words, once the careful ear has written it down.
    const written = page.locator('.st-caption-line:not([data-unfinished])', { hasText: '贵' });
    await written.first().waitFor({ timeout: LIMIT_MS });
    await growing;
    await page.keyboard.press('Control+Escape');
  });

  it('wraps up, and the record reaches the server once', async () => {
    const { page } = desk;
    await page.getByText('通话结果').first().waitFor({ timeout: LIMIT_MS });
    await page.keyboard.press('2');
    await page.keyboard.press('Control+Enter');
    await expect.poll(async () => (await records()).length, { timeout: LIMIT_MS }).toBe(1);
    const [stored] = await records();
    expect(stored?.record).toMatchObject({
      direction: 'outbound',
      remoteNumber: '8001',
      cause: 'agent-hangup',
      disposition: 'interested',
      agentExtension: '1001',
    });
    const timeline = stored?.record.timeline as { type: string; leg?: string; phrase?: string }[];
    expect(timeline.some((entry) => entry.type === 'speech' && entry.leg === 'customer')).toBe(true);
    expect(timeline.some((entry) => entry.type === 'keyword' && entry.phrase === '太贵')).toBe(true);
    expect(timeline.some((entry) => entry.type === 'card')).toBe(true);
    const transcript = stored?.record.transcript as { lines: { leg: string; text: string }[] };
    expect(transcript.lines.some(({ leg, text }) => leg === 'customer' && text.includes('贵'))).toBe(true);
    await page.getByRole('button', { name: '通话记录' }).click();
    await page.locator('tr', { hasText: '张女士' }).first().click();
    await page.getByTestId('transcript').getByText(/贵/).first().waitFor({ timeout: LIMIT_MS });
    await page.getByRole('button', { name: '电话', exact: true }).click();
  });

  it('pops the card of a caller before the answer, and can be answered', async () => {
    const { page } = desk;
    await floor.pbx.ringAgent('zhang-price');
    await page.getByText('张女士').first().waitFor({ timeout: LIMIT_MS });
    const answered = new Promise<void>((resolve) => {
      floor.pbx.events.on('event', (event) => event.event === 'call-answered' && resolve());
    });
    await page.getByRole('button', { name: '接听', exact: true }).click();
    await answered;
    await page.getByRole('button', { name: '挂断', exact: true }).click();
    await page.getByText('通话结果').first().waitFor({ timeout: LIMIT_MS });
    await page.keyboard.press('9');
    await page.keyboard.press('Control+Enter');
    await expect.poll(async () => (await records()).length, { timeout: LIMIT_MS }).toBe(2);
  });

  it('leaves a record of a caller who was turned away on a break, with the reason', async () => {
    const { page } = desk;
    await page.getByRole('button', { name: /坐席状态/ }).click();
    await page.getByRole('menuitem', { name: '用餐' }).click();
    await page.getByText('小休 · 用餐').first().waitFor({ timeout: LIMIT_MS });
    await floor.pbx.ringAgent('zhang-price').catch(() => undefined);
    await expect.poll(async () => (await records()).length, { timeout: LIMIT_MS }).toBe(3);
    const refused = (await records()).find(({ number }) => number === 3);
    expect(refused?.record).toMatchObject({
      direction: 'inbound',
      remoteNumber: '8001',
      customerName: '张女士',
      cause: 'agent-on-break',
      sipCode: 486,
      answeredAt: null,
    });
    await page.getByText('最近通话').click();
    await page.getByText('未接，正在小休').waitFor({ timeout: LIMIT_MS });
    await page.getByRole('button', { name: '恢复就绪' }).click();
  });

  it('goes on with a call that SIGKILL cut short, in one record, and the chain stays whole', async () => {
    const answered = new Promise<void>((resolve) => {
      floor.pbx.events.on('event', (event) => event.event === 'media-connected' && resolve());
    });
    await desk.page.getByRole('textbox').first().fill('8002');
    await desk.page.getByRole('textbox').first().press('Enter');
    await answered;
    // The journal of an answered call is on the disk some seconds later.
    await desk.page
      .getByRole('timer')
      .filter({ hasText: /00:(0[2-9]|[1-5]\d)/ })
      .waitFor({ timeout: LIMIT_MS });
    const ended = new Promise((resolve) => desk.app.process().once('exit', resolve));
    desk.app.process().kill('SIGKILL');
    await ended;
    desk = await startDesk(floor);
    await desk.page.getByRole('button', { name: '挂断', exact: true }).click({ timeout: LIMIT_MS });
    await desk.page.getByText('通话结果').first().waitFor({ timeout: LIMIT_MS });
    await desk.page.keyboard.press('9');
    await desk.page.keyboard.press('Control+Enter');
    await expect.poll(async () => (await records()).length, { timeout: LIMIT_MS }).toBe(4);
    const last = (await records()).find(({ number }) => number === 4);
    expect(last?.record).toMatchObject({ cause: 'agent-hangup', remoteNumber: '8002' });
    const { deskId } = last as unknown as { deskId: string };
    const response = await fetch(`${floor.server.url}/v1/desks/${deskId}/chain`, {
      headers: { authorization: `Bearer ${floor.server.tokens.supervisorToken}` },
    });
    expect(await response.json()).toMatchObject({ whole: true, records: 4, highestNumber: 4, gaps: [], broken: [] });
  });
});
