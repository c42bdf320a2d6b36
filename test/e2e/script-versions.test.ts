import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RecordedScript } from '../../contracts/cues';
import type { CallRecord } from '../../contracts/records';
import { cardLearningSchema, scriptSumsSchema } from '../../contracts/server-api';
import { callRecord, chain, eventually, TestDesk } from '../integration/server-fixtures';
import { appMissing, startDesk, startFloor, type DeskApp, type Floor } from '../support/desk-app';
import { LIMIT_MS } from '../support/desk-facts';

const TEAM = '一组';
const OPENING = '您好，只打扰一分钟。';

/** What another desk of the team has done: a card almost always put away. */
async function anotherDesk({ server }: Floor): Promise<void> {
  const timeline: CallRecord['timeline'] = Array.from({ length: 30 }, (_, atMs) => {
    const state = atMs < 3 ? 'used' : 'dismissed';
    return { type: 'card', atMs, cueId: 'invoice', title: '发票', state };
  });
  const desk = await TestDesk.enrol(server, 'another-desk');
  await desk.send(chain('another-desk', [callRecord({ team: TEAM, timeline })]));
  const onlooker = await TestDesk.enrol(server, 'onlooker');
  await eventually(async () => {
    const answer = await (await onlooker.get(`/v1/card-learning?team=${encodeURIComponent(TEAM)}`)).json();
    return cardLearningSchema.parse(answer).cards.length > 0 || null;
  });
}

/** A third desk has the same book, and sells twice with the version. */
async function soldElsewhere({ server }: Floor, script: RecordedScript): Promise<void> {
  const sold = (): CallRecord => callRecord({ script, disposition: 'sale', timeline: [] });
  const desk = await TestDesk.enrol(server, 'third-desk');
  await desk.send(chain('third-desk', [sold(), sold()]));
  await eventually(async () => {
    const sums = scriptSumsSchema.parse(await (await desk.get('/v1/script-outcomes?language=zh')).json());
    return sums.versions.some(({ id, calls }) => id === script.id && calls >= 2) || null;
  });
}

describe.skipIf(appMissing)(`versions of a script${appMissing ? ` (${appMissing})` : ''}`, () => {
  let floor: Floor;
  let desk: DeskApp;

  beforeAll(async () => {
    // A floor whose calls count as real ones.
    floor = await startFloor({ announced: false });
    await anotherDesk(floor);
    desk = await startDesk(floor, { team: TEAM });
    await desk.page.getByText(/1001 已注册/).waitFor({ timeout: LIMIT_MS });
  }, 120_000);

  afterAll(async () => {
    await desk?.app.close();
    await floor?.stop();
  });

  const onServer = async (): Promise<{ script?: RecordedScript; team?: string } | null> => {
    const response = await fetch(`${floor.server.url}/v1/records?limit=1`, {
      headers: { authorization: `Bearer ${floor.server.tokens.supervisorToken ?? ''}` },
    });
    const page = (await response.json()) as { records: { deskId: string; record: CallRecord }[] };
    return page.records.find(({ deskId }) => !deskId.endsWith('-desk'))?.record ?? null;
  };

  it('come with what the team has learnt of the cards, which Settings explain', async () => {
    const { page } = desk;
    await page.getByRole('button', { name: '设置', exact: true }).click();
    const card = page.getByTestId('learnt').locator('li', { hasText: '发票' });
    await card.getByText('您还没有用过或收起过', { exact: false }).waitFor({ timeout: LIMIT_MS });
    await card.getByText('班组 30 次中用了 3 次，折算为您的 8 次').waitFor({ timeout: LIMIT_MS });
    await card.getByText('照常显示').waitFor({ timeout: LIMIT_MS });
  });

  it('are written in the cue book', async () => {
    const { page } = desk;
    await page.getByRole('button', { name: '设置', exact: true }).click();
    await page.getByRole('button', { name: '编辑提示卡本' }).click();
    await page.locator('.st-cues-left').getByText('话术', { exact: true }).click();
    await page.locator('.st-cues-side').getByText('话术对比', { exact: true }).click();
    await page.getByRole('button', { name: '比较两个版本' }).click();
    await page.getByLabel('“A”的比例').fill('0');
    await page
      .locator('.st-problems')
      .getByText(/合计 50 %/)
      .waitFor({ timeout: LIMIT_MS });
    await page.getByLabel('“B”的比例').fill('100');
    // The new version is shown: its first line is the one that is written.
    await page.getByRole('textbox', { name: '坐席要说的话' }).fill(OPENING);
    await page.getByRole('button', { name: '保存为新版本' }).click();
    await page.getByTestId('cue-status').getByText('已保存', { exact: false }).waitFor({ timeout: LIMIT_MS });
  });

  it('are shown in the call, kept in its record, and counted in the cue book', async () => {
    const { page } = desk;
    await page.getByRole('button', { name: '电话', exact: true }).click();
    await page.getByRole('heading', { name: '话术', exact: true }).waitFor({ timeout: LIMIT_MS });
    await page.getByRole('textbox').first().fill('8002');
    await page.getByRole('textbox').first().press('Enter');
    await page.getByRole('heading', { name: '话术 B' }).waitFor({ timeout: LIMIT_MS });
    await page.getByText(OPENING).first().waitFor({ timeout: LIMIT_MS });
    await page
      .getByRole('timer')
      .filter({ hasText: /00:(0[2-9]|[1-5]\d)/ })
      .waitFor({ timeout: LIMIT_MS });
    await page.keyboard.press('Control+Escape');
    await page.getByText('通话结果').first().waitFor({ timeout: LIMIT_MS });
    await page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur());
    await page.keyboard.press('1');
    await page.keyboard.press('Control+Enter');
    await expect
      .poll(onServer, { timeout: LIMIT_MS })
      .toMatchObject({ script: { id: expect.any(String), label: 'B', sharePercent: 100 }, team: TEAM });
    const script = (await onServer())?.script;
    if (!script) throw new Error('The record has no script.');
    await soldElsewhere(floor, script);
    await page.getByRole('heading', { name: '话术', exact: true }).waitFor({ timeout: LIMIT_MS });
    await page.getByRole('button', { name: '设置', exact: true }).click();
    // The editor is still open.
    await page.locator('.st-cues-side').getByText('话术对比', { exact: true }).click();
    const outcomes = page.getByTestId('script-outcomes');
    await outcomes.getByText(/成交：1 通，100 %/).waitFor({ timeout: LIMIT_MS });
    const allDesks = page.getByTestId('all-desks');
    await allDesks.getByText('接通 3 通').waitFor({ timeout: LIMIT_MS });
    await allDesks.getByText(/成交：3 通，100 %/).waitFor({ timeout: LIMIT_MS });
  }, 180_000);
});
