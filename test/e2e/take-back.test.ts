import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { FaultProxy } from '../../practice/faults/fault-proxy';
import { LIMIT_MS, control, dial, meterMoves, ready, talking, wrapUp, wrapUpInTurn } from '../asterisk/agent-hands';
import { AGENT, HOLD_TONE_HZ, NUMBERS } from '../asterisk/configuration';
import { AsteriskFloor, CALLER, type AsteriskDesk } from '../asterisk/floor';
import { asteriskUnavailable } from '../asterisk/install';
import { heardBy, otherLine, twoCalls } from '../asterisk/two-calls';
import { loudnessDb, toneShareByBlocks } from '../asterisk/wav';
import { appMissing } from '../support/desk-app';
import { journalled } from '../support/journalled';
import { killApp } from '../support/launch';
import { PLAIN_AUDIO } from '../support/plain-audio';

const BUILD_LIMIT_MS = 15 * 60_000;
const TEST_LIMIT_MS = 6 * 60_000;
/** Root mean square of samples in [-1, 1]: below is digital silence, speech is far above. */
const SILENT = 0.0005;
const HEARD = 0.003;
const SPEECH_DB = -45;
const reason = appMissing ?? asteriskUnavailable();

describe.skipIf(reason)(`a desk that is killed in a call, with Asterisk 22${reason ? ` (${reason})` : ''}`, () => {
  let floor: AsteriskFloor;
  let proxy: FaultProxy;
  let desk: AsteriskDesk | null = null;
  let before = 0;
  let startedAtMs = 0;

  beforeAll(async () => {
    floor = await AsteriskFloor.start();
    proxy = await FaultProxy.start({ target: floor.asterisk.webSocketUrl, media: true });
  }, BUILD_LIMIT_MS);

  afterAll(async () => {
    await desk?.app.close().catch(() => undefined);
    await proxy?.stop();
    await floor?.stop();
  });

  beforeEach(async () => {
    if (!desk) await start();
    await page().getByText(`分机 ${AGENT.extension} 已注册`).waitFor({ timeout: LIMIT_MS });
    before = (await floor.records()).length;
    startedAtMs = Date.now();
  }, TEST_LIMIT_MS);

  afterEach(async () => {
    proxy.calm();
    proxy.judge = () => 'pass';
    if (!desk) return;
    if ((await control(page(), '挂断').count()) > 0) await control(page(), '挂断').click();
    if ((await page().getByText('通话结果').count()) > 0) await wrapUp(page());
    await floor.asterisk.cli('channel request hangup all');
  });

  function page() {
    if (!desk) throw new Error('The app is not open.');
    return desk.page;
  }

  async function kill(): Promise<number> {
    if (!desk) throw new Error('The app is not open.');
    await killApp(desk.app);
    desk = null;
    return Date.now();
  }

  async function start(): Promise<void> {
    desk = await floor.startDesk({ webSocketUrl: proxy.url, config: { audio: PLAIN_AUDIO } });
  }

  async function call(number: string): Promise<void> {
    await dial(page(), number);
    await talking(page());
    await meterMoves(page(), 'customer');
    await journalled(page());
  }

  /** Calls that left the desk since the test began, each by its first INVITE; an INVITE outside a dialog has no To tag. */
  function invitesFrom(sinceMs: number) {
    const first = new Map<string, string>();
    for (const { kind, direction, atMs, text, callId } of proxy.seen) {
      if (kind !== 'INVITE' || direction !== 'from-desk' || atMs < sinceMs) continue;
      if (!/^To:[^\r\n]*;\s*tag=/im.test(text) && !first.has(callId)) first.set(callId, text);
    }
    return [...first.values()];
  }

  /** How loud Asterisk hears the desk's microphone. */
  async function loudness(): Promise<number> {
    const samples = await floor.asterisk.hear(`PJSIP/${AGENT.extension}-`, 2);
    return Math.sqrt(samples.reduce((sum, sample) => sum + sample * sample, 0) / samples.length);
  }

  /** From the last packet of the dead desk to the first of the one that took the call back, as the proxy passed them. */
  async function silenceAfter(killedAtMs: number): Promise<string> {
    const counted = () => ({ ...proxy.media?.passed });
    const from = counted();
    const deadlineMs = Date.now() + LIMIT_MS;
    for (;;) {
      const now = counted();
      if (
        (now['from-desk'] ?? 0) > (from['from-desk'] ?? 0) + 3 &&
        (now['to-desk'] ?? 0) > (from['to-desk'] ?? 0) + 3
      ) {
        return ((Date.now() - killedAtMs) / 1000).toFixed(1);
      }
      if (Date.now() > deadlineMs) throw new Error('No sound passes both ways.');
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }

  async function hangUpAndRecord() {
    await control(page(), '挂断').click();
    await wrapUp(page());
    const record = await floor.nextRecord(before);
    expect(await floor.records()).toHaveLength(before + 1);
    return record;
  }

  it.each([
    ['an echo, which nobody else is in', NUMBERS.echo],
    ['a bridge, with another leg', NUMBERS.listener],
  ])(
    'takes a call to %s back, audio both ways, in one record that tells of the gap',
    { timeout: TEST_LIMIT_MS },
    async (_what, number) => {
      await call(number);
      const killedAtMs = await kill();
      const [, silenceS] = await Promise.all([start(), silenceAfter(killedAtMs)]);
      await talking(page());
      await meterMoves(page(), 'customer');
      expect(await loudness()).toBeGreaterThan(HEARD);
      const [first = '', again = '', ...more] = invitesFrom(startedAtMs);
      expect(more).toEqual([]);
      const callId = /^Call-ID:\s*(\S+)/im.exec(first)?.[1] ?? '';
      expect(again).toContain(`Replaces: ${callId};to-tag=`);
      const record = await hangUpAndRecord();
      expect(record).toMatchObject({ cause: 'agent-hangup', remoteNumber: number, direction: 'outbound' });
      expect(record.sipCallId).toBe(callId);
      const codes = record.timeline.flatMap((entry) => (entry.type === 'warning' ? [entry.code] : []));
      expect(codes).toEqual(expect.arrayContaining(['desk-died', 'taken-back']));
      console.info(`silence ${silenceS} s`);
    },
  );

  it('takes an inbound call back', { timeout: TEST_LIMIT_MS }, async () => {
    await floor.asterisk.callAgentWithTone();
    await control(page(), '接听').click({ timeout: LIMIT_MS });
    await talking(page());
    await meterMoves(page(), 'customer');
    await journalled(page());
    await kill();
    await start();
    await talking(page());
    await meterMoves(page(), 'customer');
    expect(await loudness()).toBeGreaterThan(HEARD);
    expect(await hangUpAndRecord()).toMatchObject({ direction: 'inbound', remoteNumber: CALLER.number });
  });

  it('is muted as before: Asterisk hears silence', { timeout: TEST_LIMIT_MS }, async () => {
    await call(NUMBERS.echo);
    await control(page(), '静音').click();
    await control(page(), '取消静音').waitFor({ timeout: LIMIT_MS });
    await kill();
    await start();
    await talking(page());
    await control(page(), '取消静音').waitFor({ timeout: LIMIT_MS });
    expect(await loudness()).toBeLessThan(SILENT);
    await control(page(), '取消静音').click();
    await meterMoves(page(), 'customer');
    await hangUpAndRecord();
  });

  it('is held as before, and resumes', { timeout: TEST_LIMIT_MS }, async () => {
    await call(NUMBERS.listener);
    await control(page(), '保持').click();
    await control(page(), '恢复').waitFor({ timeout: LIMIT_MS });
    await kill();
    await start();
    await control(page(), '恢复').waitFor({ timeout: LIMIT_MS });
    await control(page(), '恢复').click();
    await talking(page());
    await meterMoves(page(), 'customer');
    const { holdMs } = await hangUpAndRecord();
    expect(holdMs).toBeGreaterThan(0);
  });

  it(
    'takes two calls back at once: who was talked to is, who was held stays held',
    { timeout: TEST_LIMIT_MS },
    async () => {
      await twoCalls(floor, page());
      await journalled(page(), 2);
      await kill();
      await start();
      await talking(page());
      await otherLine(page()).getByText('已保持').waitFor({ timeout: LIMIT_MS });
      const asked = invitesFrom(startedAtMs);
      const names = asked.map((text) => /^Call-ID:\s*(\S+)/im.exec(text)?.[1] ?? '');
      expect(asked.filter((text) => /^Replaces:/im.test(text))).toHaveLength(2);
      await expect
        .poll(async () => loudnessDb(await heardBy(floor, 'high')), { timeout: LIMIT_MS })
        .toBeGreaterThan(SPEECH_DB);
      const held = await heardBy(floor, 'low');
      console.info(`held: tone ${toneShareByBlocks(held, HOLD_TONE_HZ).toFixed(2)}, ${loudnessDb(held).toFixed(0)} dB`);
      expect(toneShareByBlocks(held, HOLD_TONE_HZ)).toBeGreaterThan(0.8);
      await page().keyboard.press('s');
      await otherLine(page()).getByText(NUMBERS.highTone).waitFor({ timeout: LIMIT_MS });
      await talking(page());
      await expect
        .poll(async () => loudnessDb(await heardBy(floor, 'low')), { timeout: LIMIT_MS })
        .toBeGreaterThan(SPEECH_DB);
      await page()
        .getByRole('button', { name: /^挂断 / })
        .click();
      await otherLine(page()).waitFor({ state: 'detached', timeout: LIMIT_MS });
      await control(page(), '挂断').click();
      await wrapUpInTurn(page(), 2);
      await floor.nextRecord(before + 1);
      const records = (await floor.records()).slice(before);
      expect(records.map(({ sipCallId }) => sipCallId).sort()).toEqual(names.slice(0, 2).sort());
      expect(records.map(({ cause }) => cause)).toEqual(['agent-hangup', 'agent-hangup']);
    },
  );

  it('goes on when only the window is loaded again: no BYE, the same call', { timeout: TEST_LIMIT_MS }, async () => {
    await call(NUMBERS.echo);
    await page().reload();
    await talking(page());
    await meterMoves(page(), 'customer');
    const byes = proxy.seen.filter(({ kind, direction, atMs }) => {
      return kind === 'BYE' && direction === 'from-desk' && atMs >= startedAtMs;
    });
    expect(byes).toEqual([]);
    expect(invitesFrom(startedAtMs)).toHaveLength(2);
    expect(await hangUpAndRecord()).toMatchObject({ cause: 'agent-hangup', remoteNumber: NUMBERS.echo });
  });

  it('comes back by itself when only its window’s process dies', { timeout: TEST_LIMIT_MS }, async () => {
    await call(NUMBERS.echo);
    const app = desk?.app;
    const pid = await app?.evaluate(({ BrowserWindow }) =>
      BrowserWindow.getAllWindows()[0]?.webContents.getOSProcessId(),
    );
    if (!app || pid === undefined) throw new Error('The app has no window.');
    const again = proxy.message(
      ({ kind, direction, text }) => kind === 'INVITE' && direction === 'from-desk' && /^Replaces:/im.test(text),
    );
    process.kill(pid, 'SIGKILL');
    await again;
    // Playwright's page died with the process: the new one is read through Electron.
    const screen = () =>
      app.evaluate(({ BrowserWindow }) => {
        const [window] = BrowserWindow.getAllWindows();
        return window?.webContents.executeJavaScript('document.body.innerText') as Promise<string>;
      });
    await expect.poll(screen, { timeout: LIMIT_MS, interval: 500 }).toContain('保持');
    expect(await loudness()).toBeGreaterThan(HEARD);
    await floor.asterisk.cli('channel request hangup all');
    await expect.poll(screen, { timeout: LIMIT_MS, interval: 500 }).toContain('通话结果');
    await app.evaluate(async ({ BrowserWindow }) => {
      const press = (key: string) => `window.dispatchEvent(new KeyboardEvent('keydown', ${key}))`;
      const contents = BrowserWindow.getAllWindows()[0]?.webContents;
      await contents?.executeJavaScript(press(`{ key: '2' }`));
      await contents?.executeJavaScript(press(`{ key: 'Enter', ctrlKey: true }`));
    });
    expect(await floor.nextRecord(before)).toMatchObject({ cause: 'customer-hangup', remoteNumber: NUMBERS.echo });
    expect(await floor.records()).toHaveLength(before + 1);
    await kill();
    await start();
  });

  it('says that the call is gone when the customer hung up meanwhile', { timeout: TEST_LIMIT_MS }, async () => {
    await call(NUMBERS.echo);
    await kill();
    await floor.asterisk.cli('channel request hangup all');
    await start();
    await page().getByText('话务台上已经没有这通电话，客户可能挂断了。').waitFor({ timeout: LIMIT_MS });
    expect(await floor.nextRecord(before)).toMatchObject({ cause: 'interrupted', remoteNumber: NUMBERS.echo });
    await control(page(), '不用了').click();
    await ready(page());
  });

  it.each([
    [420, '话务台不同意交还这通电话。'],
    [501, '话务台不同意交还这通电话。'],
    [603, '话务台上已经没有这通电话，客户可能挂断了。'],
  ])(
    'says so when the PBX refuses with %i, and calls back on request',
    { timeout: TEST_LIMIT_MS },
    async (code, words) => {
      await call(NUMBERS.echo);
      await kill();
      // The PBX itself never sees the INVITE: it stands for one that does not know Replaces, or does not want to.
      proxy.judge = ({ kind, direction, text }) => {
        if (kind !== 'INVITE' || direction !== 'from-desk' || !/^Replaces:/im.test(text)) return 'pass';
        const headers = text.split('\r\n').filter((line) => /^(Via|From|To|Call-ID|CSeq):/i.test(line));
        const answer = [`SIP/2.0 ${String(code)} Refused`, ...headers, 'Content-Length: 0'].join('\r\n');
        proxy.inject(`${answer.replace(/^(To:.*)$/im, '$1;tag=refused')}\r\n\r\n`);
        return 'lose';
      };
      await start();
      await page().getByText(words).waitFor({ timeout: LIMIT_MS });
      await page()
        .getByText(`SIP ${String(code)}`)
        .waitFor({ timeout: LIMIT_MS });
      expect(await floor.nextRecord(before)).toMatchObject({ cause: 'interrupted' });
      before += 1;
      await page().keyboard.press('b');
      await talking(page());
      await meterMoves(page(), 'customer');
      expect(await hangUpAndRecord()).toMatchObject({ cause: 'agent-hangup', remoteNumber: NUMBERS.echo });
    },
  );
});
