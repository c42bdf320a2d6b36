import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { FaultProxy, type PassedMessage } from '../../practice/faults/fault-proxy';
import { LIMIT_MS, control, dial, meterMoves, talking, wrapUp } from '../asterisk/agent-hands';
import { AGENTS, NUMBERS } from '../asterisk/configuration';
import { AsteriskFloor, CALLER, type AsteriskDesk } from '../asterisk/floor';
import { asteriskUnavailable } from '../asterisk/install';
import { appMissing } from '../support/desk-app';
import { journalled } from '../support/journalled';
import { killApp } from '../support/launch';
import { PLAIN_AUDIO } from '../support/plain-audio';

const BUILD_LIMIT_MS = 15 * 60_000;
const TEST_LIMIT_MS = 6 * 60_000;
/** Root mean square of samples in [-1, 1]: below is digital silence, speech is far above. */
const HEARD = 0.003;
const reason = appMissing ?? asteriskUnavailable();
const { usual, brandB } = AGENTS;

describe.skipIf(reason)(
  `a desk with two accounts that is killed in a call, with Asterisk 22${reason ? ` (${reason})` : ''}`,
  () => {
    let floor: AsteriskFloor;
    /** In the way of the second account alone. */
    let proxy: FaultProxy;
    let desk: AsteriskDesk;
    let page: Page;

    beforeAll(async () => {
      floor = await AsteriskFloor.start();
      proxy = await FaultProxy.start({ target: floor.asterisk.webSocketUrl });
      await start();
    }, BUILD_LIMIT_MS);

    async function start(): Promise<void> {
      const account = { domain: floor.asterisk.domain, displayName: '', iceServers: [], dtmf: 'rfc4733' as const };
      const second = {
        id: 'brand-b',
        label: '品牌乙',
        webSocketUrl: proxy.url,
        extension: brandB.extension,
        ...account,
      };
      desk = await floor.startDesk({
        config: { audio: PLAIN_AUDIO, moreAccounts: [second], accountPasswords: { 'brand-b': brandB.password } },
      });
      page = desk.page;
      await registered('2/2');
    }

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
    const hangUpAndRecord = async (before: number) => {
      await talking(page);
      await control(page, '挂断').click();
      await wrapUp(page);
      return floor.nextRecord(before);
    };

    /** Calls by the second account from here on, each by its first INVITE; one outside a dialog has no To tag. */
    const invites = (sinceMs: number) => {
      const first = new Map<string, PassedMessage>();
      for (const message of proxy.seen) {
        const { kind, atMs, text, callId } = message;
        if (kind !== 'INVITE' || atMs < sinceMs || /^To:[^\r\n]*;\s*tag=/im.test(text)) continue;
        if (!first.has(callId)) first.set(callId, message);
      }
      return [...first.values()];
    };
    const kill = () => killApp(desk.app);

    it.each([
      ['made', [NUMBERS.echo], () => dial(page, NUMBERS.echo)],
      [
        'answered',
        // Asterisk knows no such number as the caller's: it is asked by the desk's own then.
        [CALLER.number, brandB.extension],
        async () => {
          await floor.asterisk.callAgentWithTone(brandB.extension);
          await control(page, '接听').click({ timeout: LIMIT_MS });
        },
      ],
    ] as const)(
      'takes a call that it %s by the second account back by that account, audio both ways, in one record',
      { timeout: TEST_LIMIT_MS },
      async (_how, targets, begin) => {
        const before = (await floor.records()).length;
        await account().selectOption({ label: `品牌乙 · ${brandB.extension}` });
        const sinceMs = Date.now();
        await begin();
        await talking(page);
        // The account that is chosen when the desk dies is not the call's.
        await account().selectOption({ label: `主账号 · ${usual.extension}` });
        await meterMoves(page, 'customer');
        await journalled(page);
        await kill();
        const killedAtMs = Date.now();
        await start();
        await talking(page);
        await callsBy('品牌乙');
        await meterMoves(page, 'customer');
        const channels = await floor.asterisk.cli('core show channels concise');
        expect(channels.match(/^PJSIP\/\d+/gm)).toEqual([`PJSIP/${brandB.extension}`]);
        const samples = await floor.asterisk.hear(`PJSIP/${brandB.extension}-`, 2);
        expect(Math.sqrt(samples.reduce((sum, sample) => sum + sample * sample, 0) / samples.length)).toBeGreaterThan(
          HEARD,
        );
        const [first, ...others] = invites(sinceMs);
        const callId = first?.callId ?? '';
        expect(others.map(({ text }) => /^INVITE sip:([^@]+)@/.exec(text)?.[1])).toEqual(targets);
        for (const { direction, atMs, text } of others) {
          expect([direction, atMs > killedAtMs]).toEqual(['from-desk', true]);
          expect(text).toContain(`Replaces: ${callId};to-tag=`);
          expect(text).toMatch(new RegExp(`^From:.*sip:${brandB.extension}@`, 'im'));
        }
        await control(page, '挂断').click();
        await wrapUp(page);
        const record = await floor.nextRecord(before);
        expect(record).toMatchObject({ sipCallId: callId, agentExtension: brandB.extension, agentAccount: '品牌乙' });
        expect(record.cause).toBe('agent-hangup');
        const codes = record.timeline.flatMap((entry) => (entry.type === 'warning' ? [entry.code] : []));
        expect(codes).toEqual(expect.arrayContaining(['desk-died', 'taken-back']));
        expect(await floor.records()).toHaveLength(before + 1);
      },
    );

    it(
      'calls back by the second account, too, when its PBX has that call no more',
      { timeout: TEST_LIMIT_MS },
      async () => {
        const before = (await floor.records()).length;
        await account().selectOption({ label: `品牌乙 · ${brandB.extension}` });
        await dial(page, NUMBERS.echo);
        await talking(page);
        await account().selectOption({ label: `主账号 · ${usual.extension}` });
        await meterMoves(page, 'customer');
        await kill();
        await floor.asterisk.cli('channel request hangup all');
        await start();
        await page.getByText('话务台上已经没有这通电话，客户可能挂断了。').waitFor({ timeout: LIMIT_MS });
        expect(await floor.nextRecord(before)).toMatchObject({ cause: 'interrupted', agentAccount: '品牌乙' });
        await account().selectOption({ label: `主账号 · ${usual.extension}` });
        await page.keyboard.press('b');
        await callsBy('品牌乙');
        const again = { remoteNumber: NUMBERS.echo, agentExtension: brandB.extension, agentAccount: '品牌乙' };
        expect(await hangUpAndRecord(before + 1)).toMatchObject(again);
      },
    );
  },
);
