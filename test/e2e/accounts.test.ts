import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { FaultProxy, type PassedMessage } from '../../practice/faults/fault-proxy';
import { LIMIT_MS, control, dial, meterMoves, talking, wrapUp, wrapUpInTurn } from '../asterisk/agent-hands';
import { AGENTS, NUMBERS } from '../asterisk/configuration';
import { AsteriskFloor, CALLER, type AsteriskDesk } from '../asterisk/floor';
import { asteriskUnavailable } from '../asterisk/install';
import { consult, otherLine } from '../asterisk/two-calls';
import { appMissing } from '../support/desk-app';

const BUILD_LIMIT_MS = 15 * 60_000;
const TEST_LIMIT_MS = 6 * 60_000;
const reason = appMissing ?? asteriskUnavailable();
const { usual, brandB } = AGENTS;

describe.skipIf(reason)(`a desk with two accounts, with Asterisk 22${reason ? ` (${reason})` : ''}`, () => {
  let floor: AsteriskFloor;
  /** In the way of the second account alone. */
  let proxy: FaultProxy;
  let desk: AsteriskDesk;
  let page: Page;

  beforeAll(async () => {
    floor = await AsteriskFloor.start();
    proxy = await FaultProxy.start({ target: floor.asterisk.webSocketUrl });
    const account = { domain: floor.asterisk.domain, displayName: '', iceServers: [], dtmf: 'rfc4733' as const };
    const second = { id: 'brand-b', label: '品牌乙', webSocketUrl: proxy.url, extension: brandB.extension, ...account };
    desk = await floor.startDesk({
      config: { moreAccounts: [second], accountPasswords: { 'brand-b': brandB.password } },
    });
    page = desk.page;
    await registered('2/2');
  }, BUILD_LIMIT_MS);

  afterEach(async () => {
    // A test that failed in the middle leaves no call to the next.
    if ((await control(page, '挂断').count()) > 0) await control(page, '挂断').click();
    await floor.asterisk.cli('channel request hangup all');
    if ((await page.getByText('通话结果').count()) > 0) await wrapUp(page);
  });

  afterAll(async () => {
    await desk?.app.close();
    await proxy?.stop();
    await floor?.stop();
  });

  const registered = (count: string) => page.getByText(`${count} 个账号已注册`).waitFor({ timeout: LIMIT_MS });
  const account = () => page.getByRole('combobox', { name: '用哪个账号呼出' });
  /** The account that the call on the screen uses, as its stage says. */
  const callsBy = (label: string) =>
    page.locator('.st-call-account').getByText(label, { exact: false }).waitFor({ timeout: LIMIT_MS });
  const redial = () => page.getByRole('button', { name: /^重拨 / });
  const hangUpAndRecord = async (before: number) => {
    await talking(page);
    await control(page, '挂断').click();
    await wrapUp(page);
    return floor.nextRecord(before);
  };
  const lost = () => {
    proxy.away = true;
    proxy.drop();
  };
  const back = async () => {
    proxy.away = false;
    await registered('2/2');
  };

  it('calls by the account that is chosen, and remembers the choice', { timeout: TEST_LIMIT_MS }, async () => {
    const before = (await floor.records()).length;
    await account().selectOption({ label: `品牌乙 · ${brandB.extension}` });
    await page.reload();
    await registered('2/2');
    expect(await account().inputValue()).toBe('brand-b');
    const sentMs = Date.now();
    await dial(page, NUMBERS.echo);
    await talking(page);
    await meterMoves(page, 'customer');
    await page.locator('.st-call-account').getByText('品牌乙').waitFor({ timeout: LIMIT_MS });
    const isInvite = ({ kind, direction, atMs }: PassedMessage) =>
      kind === 'INVITE' && direction === 'from-desk' && atMs >= sentMs;
    expect(proxy.seen.some(isInvite)).toBe(true);
    await control(page, '挂断').click();
    await wrapUp(page);
    const record = await floor.nextRecord(before);
    expect(record).toMatchObject({ agentExtension: brandB.extension, agentAccount: '品牌乙', cause: 'agent-hangup' });
    await account().selectOption({ label: `主账号 · ${usual.extension}` });
    await dial(page, NUMBERS.echo);
    await talking(page);
    await control(page, '挂断').click();
    await wrapUp(page);
    const main = await floor.nextRecord(before + 1);
    expect(main.agentExtension).toBe(usual.extension);
    expect(main.agentAccount).toBeUndefined();
  });

  it(
    'calls again by the account of the earlier call, whichever is chosen, and leaves the choice',
    { timeout: TEST_LIMIT_MS },
    async () => {
      const before = (await floor.records()).length;
      await account().selectOption({ label: `品牌乙 · ${brandB.extension}` });
      await dial(page, NUMBERS.echo);
      expect(await hangUpAndRecord(before)).toMatchObject({ agentAccount: '品牌乙' });
      await account().selectOption({ label: `主账号 · ${usual.extension}` });
      const sentMs = Date.now();
      await page.getByRole('button', { name: `重拨 ${NUMBERS.echo} · 品牌乙` }).waitFor({ timeout: LIMIT_MS });
      await page.keyboard.press('Control+L');
      await callsBy('品牌乙');
      const again = { remoteNumber: NUMBERS.echo, agentExtension: brandB.extension, agentAccount: '品牌乙' };
      expect(await hangUpAndRecord(before + 1)).toMatchObject(again);
      expect(proxy.seen.some(({ kind, atMs }) => kind === 'INVITE' && atMs >= sentMs)).toBe(true);
      expect(await account().inputValue()).toBe('main');
      await dial(page, NUMBERS.listener);
      await hangUpAndRecord(before + 2);
      await account().selectOption({ label: `品牌乙 · ${brandB.extension}` });
      await redial().waitFor({ timeout: LIMIT_MS });
      await redial().click();
      await callsBy('主账号');
      const main = await hangUpAndRecord(before + 3);
      expect(main).toMatchObject({ remoteNumber: NUMBERS.listener, agentExtension: usual.extension });
      expect(main.agentAccount).toBeUndefined();
      await account().selectOption({ label: `主账号 · ${usual.extension}` });
      await page.getByText('最近通话', { exact: true }).click();
      await page
        .getByRole('button', { name: `再次呼叫${NUMBERS.echo}` })
        .first()
        .click();
      await callsBy('品牌乙');
      expect(await hangUpAndRecord(before + 4)).toMatchObject(again);
    },
  );

  it(
    'consults by the account of the call, whichever is chosen, so that its PBX can connect the two',
    { timeout: TEST_LIMIT_MS },
    async () => {
      const before = (await floor.records()).length;
      await account().selectOption({ label: `品牌乙 · ${brandB.extension}` });
      await dial(page, NUMBERS.lowTone);
      await talking(page);
      await account().selectOption({ label: `主账号 · ${usual.extension}` });
      await consult(page, NUMBERS.highTone);
      await otherLine(page).getByText('已保持').waitFor({ timeout: LIMIT_MS });
      await talking(page);
      const channels = await floor.asterisk.cli('core show channels concise');
      expect(channels.match(/^PJSIP\/\d+/gm)).toEqual(Array(2).fill(`PJSIP/${brandB.extension}`));
      await page.keyboard.press('t');
      await wrapUpInTurn(page, 2);
      await floor.nextRecord(before + 1);
      for (const record of (await floor.records()).slice(before)) {
        expect(record).toMatchObject({
          cause: 'transferred',
          agentExtension: brandB.extension,
          agentAccount: '品牌乙',
        });
      }
    },
  );

  it('tells for which account a call comes in, and writes it down', { timeout: TEST_LIMIT_MS }, async () => {
    for (const [agent, label] of [
      [brandB, '品牌乙'],
      [usual, '主账号'],
    ] as const) {
      const before = (await floor.records()).length;
      await floor.asterisk.callAgent(CALLER.callerId, agent.extension);
      await page.locator('.st-incoming').getByText(`${label} · ${agent.extension}`).waitFor({ timeout: LIMIT_MS });
      await control(page, '接听').click();
      await talking(page);
      await meterMoves(page, 'customer');
      await control(page, '挂断').click();
      await wrapUp(page);
      const record = await floor.nextRecord(before);
      expect(record).toMatchObject({ direction: 'inbound', agentExtension: agent.extension });
      expect(record.agentAccount).toBe(label === '主账号' ? undefined : label);
    }
  });

  it('keeps the call of one account untouched while the other is lost', { timeout: TEST_LIMIT_MS }, async () => {
    const before = (await floor.records()).length;
    await dial(page, NUMBERS.echo);
    await talking(page);
    lost();
    await registered('1/2');
    await page.getByRole('button', { name: '账号与注册状态' }).click();
    await page.getByTestId('account-brand-b').getByText('未注册').waitFor({ timeout: LIMIT_MS });
    await page.getByTestId('account-main').getByText('已注册').waitFor();
    await page.keyboard.press('Escape');
    expect(await page.getByText(/正在重连/).count()).toBe(0);
    await meterMoves(page, 'customer');
    await control(page, '保持').click();
    await control(page, '恢复').click({ timeout: LIMIT_MS });
    await control(page, '挂断').click();
    await wrapUp(page);
    await back();
    const { cause, timeline } = await floor.nextRecord(before);
    expect(cause).toBe('agent-hangup');
    expect(timeline.filter(({ type }) => type === 'warning')).toEqual([]);
  });

  it(
    'says that a call reconnects when its own account is lost, and takes it on',
    { timeout: TEST_LIMIT_MS },
    async () => {
      await account().selectOption({ label: `品牌乙 · ${brandB.extension}` });
      await dial(page, NUMBERS.echo);
      await talking(page);
      lost();
      await page
        .getByText(/正在重连/)
        .first()
        .waitFor({ timeout: LIMIT_MS });
      await back();
      await page
        .getByText(/正在重连/)
        .first()
        .waitFor({ state: 'detached', timeout: LIMIT_MS });
      await meterMoves(page, 'customer');
      await control(page, '挂断').click();
      await wrapUp(page);
    },
  );

  it('takes and makes calls by the account that is left', { timeout: TEST_LIMIT_MS }, async () => {
    await account().selectOption({ label: `品牌乙 · ${brandB.extension}` });
    lost();
    await registered('1/2');
    await page.getByRole('textbox').first().fill(NUMBERS.echo);
    await page.getByRole('button', { name: '呼叫', exact: true, disabled: true }).waitFor({ timeout: LIMIT_MS });
    await account().selectOption({ label: `主账号 · ${usual.extension}` });
    // The last call was the other account's: it cannot be called again, and the button does not offer it.
    await page.getByRole('textbox').first().fill('');
    await page.getByRole('button', { name: /^重拨 .* · 品牌乙$/, disabled: true }).waitFor({ timeout: LIMIT_MS });
    await page.getByRole('textbox').first().fill(NUMBERS.echo);
    await page.getByRole('button', { name: '呼叫', exact: true }).click();
    await talking(page);
    await control(page, '挂断').click();
    await wrapUp(page);
    await floor.asterisk.callAgent(CALLER.callerId, usual.extension);
    await control(page, '接听').click({ timeout: LIMIT_MS });
    await talking(page);
    await control(page, '挂断').click();
    await wrapUp(page);
    await back();
  });
});
