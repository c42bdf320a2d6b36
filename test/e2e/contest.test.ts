import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startDesk, startFloor, type DeskApp, type Floor } from '../support/desk-app';
import { earsMissing } from '../support/models-missing';

const LIMIT_MS = 60_000;
const TEST_LIMIT_MS = 3 * LIMIT_MS;

describe.skipIf(earsMissing)(
  `the contest of a score${earsMissing ? ` (${earsMissing})` : ''}`,
  { timeout: TEST_LIMIT_MS },
  () => {
    let floor: Floor;
    let agent: DeskApp;
    let supervisor: DeskApp | undefined;

    beforeAll(async () => {
      floor = await startFloor();
      agent = await startDesk(floor, {
        role: 'agent',
        agentName: '小林',
        enrolmentToken: floor.server.tokens.enrolmentToken ?? undefined,
      });
      await agent.page.getByText(/1001 已注册/).waitFor({ timeout: LIMIT_MS });
    });

    afterAll(async () => {
      await supervisor?.app.close();
      await agent?.app.close();
      await floor?.stop();
    });

    const openRecord = async () => {
      await agent.page.getByRole('button', { name: '通话记录' }).click();
      await agent.page.locator('tr', { hasText: '张女士' }).first().click();
      await agent.page.getByTestId('review').waitFor({ timeout: LIMIT_MS });
    };

    it('is written by the agent in the record of a call, and reaches the server', async () => {
      const { page } = agent;
      const said = new Promise<void>((resolve) => {
        floor.pbx.events.on('event', (event) => event.event === 'customer-speaks' && resolve());
      });
      await page.getByRole('textbox').first().fill('8001');
      await page.getByRole('textbox').first().press('Enter');
      await said;
      await page.locator('.st-heard', { hasText: '太贵' }).first().waitFor({ timeout: LIMIT_MS });
      await page.locator('body').press('v');
      await page.getByRole('log', { name: '字幕' }).getByText(/贵/).first().waitFor({ timeout: LIMIT_MS });
      // A shorter call is not scored (the form's fromSeconds), and there is nothing to contest.
      await page
        .getByRole('timer')
        .getByText(/^00:(1[2-9]|[2-5]\d)$/)
        .waitFor({ timeout: LIMIT_MS });
      await page.keyboard.press('Control+Escape');
      await page.getByText('通话结果').first().waitFor({ timeout: LIMIT_MS });
      await page.keyboard.press('2');
      await page.keyboard.press('Control+Enter');
      await openRecord();
      await page
        .getByTestId('review')
        .getByRole('button', { name: /^申诉：/ })
        .first()
        .click();
      await page.getByLabel(/不该扣分/).fill('挂断前我说了再见');
      await page.getByRole('button', { name: '提交申诉' }).click();
      const review = page.getByTestId('review');
      await review.getByText('挂断前我说了再见').waitFor({ timeout: LIMIT_MS });
      // The server has it, and says whose word it is.
      await review.getByText(/小林 ·/).waitFor({ timeout: LIMIT_MS });
    });

    it('is decided by a supervisor on the Monitor tab, and the agent sees the score anew', async () => {
      const { pbx } = floor;
      supervisor = await startDesk(floor, {
        pbx: {
          webSocketUrl: pbx.webSocketUrl,
          domain: pbx.domain,
          extension: '1002',
          displayName: '',
          iceServers: [],
          dtmf: 'rfc4733',
        },
        password: 'practice-1002',
        agentName: '吴主管',
        dataFolder: path.join(floor.folder, 'supervisor'),
      });
      const { page } = supervisor;
      await page.getByRole('button', { name: '监控' }).click();
      const open = page.getByTestId('open-contests');
      await open.getByText('挂断前我说了再见').waitFor({ timeout: LIMIT_MS });
      expect(await open.getByRole('button', { name: '维持原分' }).isDisabled()).toBe(true);
      await open.getByLabel(/说明/).fill('录音里有');
      await open.getByRole('button', { name: '改分' }).click();
      await open.waitFor({ state: 'detached', timeout: LIMIT_MS });
      await agent.page.getByRole('button', { name: '关闭', exact: true }).click();
      await openRecord();
      const review = agent.page.getByTestId('review');
      await review.getByText('申诉成立，分数已改').waitFor({ timeout: LIMIT_MS });
      await review.getByText('录音里有').waitFor({ timeout: LIMIT_MS });
    });
  },
);
