import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Page } from 'playwright-core';
import { openBrowser, type Browser } from '../support/browser';
import { appMissing, startDesk, startFloor, type DeskApp, type Floor } from '../support/desk-app';

const LIMIT_MS = 60_000;

describe.skipIf(appMissing)(`the server's pages in a browser${appMissing ? ` (${appMissing})` : ''}`, () => {
  let floor: Floor;
  let desk: DeskApp;
  let browser: Browser;
  let page: Page;
  /** What the page asked of anybody but its own server, and what it complained of. */
  let foreign: string[] = [];
  let complaints: string[] = [];

  beforeAll(async () => {
    // What is counted are real calls.
    floor = await startFloor({ announced: false });
    [desk, browser] = await Promise.all([startDesk(floor), openBrowser()]);
    ({ page } = browser);
    page.on('request', (request) => {
      const url = new URL(request.url());
      if (['http:', 'https:', 'ws:', 'wss:'].includes(url.protocol) && url.host !== new URL(floor.server.url).host) {
        foreign.push(request.url());
      }
    });
    page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()));
    page.on('pageerror', (error) => complaints.push(error.message));
    await desk.page.getByText(/1001 已注册/).waitFor({ timeout: LIMIT_MS });
  });

  beforeEach(() => {
    foreign = [];
    complaints = [];
  });

  afterAll(async () => {
    await Promise.all([desk?.app.close(), browser?.close()]);
    await floor?.stop();
  });

  const monitor = (token: string) => new URL(`/monitor/?language=zh&token=${token}`, floor.server.url).href;
  const count = (index: number) => page.locator('.st-counts dd').nth(index);

  it('shows a supervisor the desk as it rings, talks and wraps up, then the record and the counts', async () => {
    await page.goto(monitor(floor.server.tokens.supervisorToken ?? ''));
    const tile = page.locator('.st-tile', { hasText: '1001' });
    await tile.getByText('就绪').waitFor({ timeout: LIMIT_MS });
    await count(0).getByText('0', { exact: true }).waitFor({ timeout: LIMIT_MS });

    const connected = new Promise<void>((resolve) => {
      floor.pbx.events.on('event', (event) => event.event === 'media-connected' && resolve());
    });
    await desk.page.getByRole('textbox').first().fill('8001');
    await desk.page.getByRole('textbox').first().press('Enter');
    await connected;
    await tile.getByText('通话中').waitFor({ timeout: LIMIT_MS });
    await tile.getByText('张女士').waitFor({ timeout: LIMIT_MS });

    await desk.page.getByRole('button', { name: '挂断', exact: true }).click({ timeout: LIMIT_MS });
    await tile.getByText('话后整理').waitFor({ timeout: LIMIT_MS });
    await desk.page.keyboard.press('2');
    await desk.page.keyboard.press('Control+Enter');
    await tile.getByText('就绪').waitFor({ timeout: LIMIT_MS });

    const line = page.locator('.st-feed li');
    await line.filter({ hasText: '张女士' }).waitFor({ timeout: LIMIT_MS });
    expect(await line.count()).toBe(1);
    await count(0).getByText('1', { exact: true }).waitFor({ timeout: LIMIT_MS });
    expect(await count(1).textContent()).toBe('1');
    expect(await count(2).textContent()).toBe('100 %');
    expect({ foreign, complaints }).toEqual({ foreign: [], complaints: [] });
  });

  it('takes a desk off the wall when its app is closed', async () => {
    const tile = page.locator('.st-tile', { hasText: '1001' });
    await tile.waitFor({ timeout: LIMIT_MS });
    await desk.app.close();
    await tile.waitFor({ state: 'detached', timeout: LIMIT_MS });
  });

  it('tells a stranger that the supervisor token is needed, and shows nothing', async () => {
    await page.goto(monitor('wrong'));
    await page.getByText('需要主管令牌').waitFor({ timeout: LIMIT_MS });
    expect(await page.locator('.st-tile').count()).toBe(0);
  });

  it('describes the API on a page that asks nobody else for anything', async () => {
    await page.goto(new URL('/docs/', floor.server.url).href);
    await page.locator('.opblock', { hasText: '/v1/records' }).first().waitFor({ timeout: LIMIT_MS });
    expect({ foreign, complaints }).toEqual({ foreign: [], complaints: [] });
  });
});
