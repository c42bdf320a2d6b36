import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { wavOf } from '../asterisk/wav';
import { appMissing, startDesk, startFloor, type DeskApp, type Floor } from '../support/desk-app';
import { LIMIT_MS, dial, finishCall, nextEvent, serverRecords } from '../support/desk-facts';

const because = appMissing ? ` (${appMissing})` : '';

interface Watched {
  senders: RTCRtpSender[];
  breakMute: ReturnType<typeof setInterval> | undefined;
}

/** From now on the page keeps the senders of its calls, so that a test can do to them what no code of ours does. */
async function watchSenders(page: Page): Promise<void> {
  await page.evaluate(() => {
    const watched: Watched = { senders: [], breakMute: undefined };
    Object.assign(window, { watched });
    const addTrack = RTCPeerConnection.prototype.addTrack;
    RTCPeerConnection.prototype.addTrack = function (track, ...streams) {
      const sender = addTrack.call(this, track, ...streams);
      watched.senders.push(sender);
      return sender;
    };
  });
}

/** Enables what the mute disabled: once, or again and again as a program with such a fault does. */
async function breakMute(page: Page, how: 'once' | 'always'): Promise<void> {
  await page.evaluate((mode) => {
    const { watched } = window as unknown as { watched: Watched };
    const enable = () => {
      const track = watched.senders.at(-1)?.track;
      if (track) track.enabled = true;
    };
    enable();
    if (mode === 'always') watched.breakMute = setInterval(enable, 50);
  }, how);
}

/** What the last sender sends: `sound`, `silence` (a disabled track) or `nothing` (no track). */
function sent(page: Page): Promise<string> {
  return page.evaluate(() => {
    const { watched } = window as unknown as { watched: Watched };
    const track = watched.senders.at(-1)?.track;
    return track ? (track.enabled ? 'sound' : 'silence') : 'nothing';
  });
}

const warning = (page: Page, code: string) => page.locator(`[data-testid=call-warning][data-warning=${code}]`);
const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true });

describe.skipIf(appMissing)(`what the screen says of a call${because}`, { timeout: 4 * LIMIT_MS }, () => {
  let floor: Floor;
  let desk: DeskApp | null = null;

  beforeAll(async () => {
    floor = await startFloor();
  });
  afterEach(async () => {
    await desk?.app.close();
    desk = null;
  });
  afterAll(() => floor?.stop());

  async function inCall(number: string, fakeMicrophoneWav = floor.microphoneWav): Promise<Page> {
    desk = await startDesk(floor, { fakeMicrophoneWav });
    const { page } = desk;
    await page.getByText(/1001 已注册/).waitFor({ timeout: LIMIT_MS });
    await watchSenders(page);
    const connected = nextEvent(floor, 'media-connected');
    await dial(page, number);
    await connected;
    await page.getByRole('button', { name: '保持', exact: true, disabled: false }).waitFor({ timeout: LIMIT_MS });
    return page;
  }

  it('measures each second, shows it live and on the monitor, and draws it after the call', async () => {
    const page = await inCall('8001');
    const quality = page.getByTestId('quality');
    await page.locator('[data-testid=quality]:not([data-quality=unknown])').waitFor({ timeout: LIMIT_MS });
    await quality.getByText(/MOS [1-4]\.\d/).waitFor({ timeout: LIMIT_MS });
    const said = await quality.textContent();
    const figures = await quality.getAttribute('title');
    expect(figures).toMatch(/丢包 \d+\.\d%.*往返/);
    await page.getByRole('button', { name: /监控/ }).click();
    await page.locator('.st-tile .st-quality .st-num').first().waitFor({ timeout: LIMIT_MS });
    await page
      .getByRole('button', { name: /电话|通话$/ })
      .first()
      .click();
    await finishCall(page);
    await expect.poll(async () => (await serverRecords(floor.server)).length, { timeout: LIMIT_MS }).toBeGreaterThan(0);
    const record = (await serverRecords(floor.server))[0]?.record;
    expect(record?.callQuality?.measuredSeconds).toBeGreaterThan(0);
    expect(record?.callQuality?.meanMos).toBeGreaterThan(1);
    expect(record?.callQuality?.worstMos).toBeLessThanOrEqual(record?.callQuality?.meanMos ?? 0);
    process.stdout.write(`quality: ${said} | ${figures} | ${JSON.stringify(record?.callQuality).slice(0, 160)}\n`);
    await page.getByRole('button', { name: /记录/ }).first().click();
    await page.locator('.st-open').first().click();
    await page.getByTestId('quality-chart').waitFor({ timeout: LIMIT_MS });
    expect(await page.locator('[data-testid=quality-chart] path[data-leg=incoming]').getAttribute('d')).toMatch(/^M/);
  });

  it('says so when the agent talks while muted, and no longer when unmuted', async () => {
    const page = await inCall('600');
    await button(page, '静音').click();
    await warning(page, 'talking-while-muted').waitFor({ timeout: LIMIT_MS });
    expect(await sent(page)).toBe('silence');
    await button(page, '取消静音').click();
    await warning(page, 'talking-while-muted').waitFor({ state: 'detached', timeout: LIMIT_MS });
    expect(await sent(page)).toBe('sound');
    await finishCall(page);
  });

  it('stops the sound that leaves a muted desk, for good if need be, and gives it back when unmuted', async () => {
    const page = await inCall('600');
    await button(page, '静音').click();
    await expect.poll(() => sent(page), { timeout: LIMIT_MS }).toBe('silence');
    const brokenAt = performance.now();
    await breakMute(page, 'once');
    await warning(page, 'muted-but-heard').waitFor({ timeout: LIMIT_MS });
    process.stdout.write(`muted but heard: stopped after ${Math.round(performance.now() - brokenAt)} ms\n`);
    await expect.poll(() => sent(page), { timeout: LIMIT_MS }).toBe('silence');
    await breakMute(page, 'always');
    await expect.poll(() => sent(page), { timeout: LIMIT_MS }).toBe('nothing');
    await page.evaluate(() => clearInterval((window as unknown as { watched: Watched }).watched.breakMute));
    await button(page, '取消静音').click();
    await expect.poll(() => sent(page), { timeout: LIMIT_MS }).toBe('sound');
    await finishCall(page);
    await expect
      .poll(async () => (await serverRecords(floor.server))[0]?.record.timeline.map(({ type }) => type), {
        timeout: LIMIT_MS,
      })
      .toContain('warning');
  });

  it('gives the microphone back on resuming, when a held call was heard and cut off', async () => {
    const page = await inCall('600');
    await button(page, '保持').click();
    await button(page, '恢复').waitFor({ timeout: LIMIT_MS });
    await breakMute(page, 'always');
    await warning(page, 'held-but-heard').waitFor({ timeout: LIMIT_MS });
    await expect.poll(() => sent(page), { timeout: LIMIT_MS }).toBe('nothing');
    await page.evaluate(() => clearInterval((window as unknown as { watched: Watched }).watched.breakMute));
    await button(page, '恢复').click();
    await expect.poll(() => sent(page), { timeout: LIMIT_MS }).toBe('sound');
    await finishCall(page);
  });

  it('names a microphone that was granted and gives only silence', async () => {
    const silent = path.join(floor.folder, 'silent.wav');
    await writeFile(silent, wavOf(new Float32Array(48_000), 48_000));
    const page = await inCall('600', silent);
    const answeredAt = performance.now();
    await warning(page, 'microphone-silent').waitFor({ timeout: LIMIT_MS });
    process.stdout.write(
      `silent microphone: named ${Math.round(performance.now() - answeredAt)} ms after the answer\n`,
    );
    await page.getByText('麦克风没有声音，客户可能听不到您。').waitFor({ timeout: LIMIT_MS });
    await page
      .locator('[data-testid=quality][data-quality=poor]', { hasText: '我的麦克风' })
      .waitFor({ timeout: LIMIT_MS });
    await finishCall(page);
  });
});
