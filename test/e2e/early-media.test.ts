import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { PracticeEvent } from '../../practice/events';
import { appMissing, startDesk, startFloor, type DeskApp, type Floor } from '../support/desk-app';

const LIMIT_MS = 60_000;

/** Counts the sounds the window plays: elements that play a stream with a live track. */
const COUNT_PLAYERS = `(() => {
  window.playing = new Set();
  const { play, pause } = HTMLMediaElement.prototype;
  HTMLMediaElement.prototype.play = function () { window.playing.add(this); return play.call(this); };
  HTMLMediaElement.prototype.pause = function () { window.playing.delete(this); return pause.call(this); };
})()`;

describe.skipIf(appMissing)(`what the network says before an answer${appMissing ? ` (${appMissing})` : ''}`, () => {
  let floor: Floor;
  let desk: DeskApp;
  const events: PracticeEvent['event'][] = [];

  beforeAll(async () => {
    floor = await startFloor();
    floor.pbx.events.on('event', ({ event }) => events.push(event));
    desk = await startDesk(floor);
    await desk.page.getByText(/1001 已注册/).waitFor({ timeout: LIMIT_MS });
    await desk.page.evaluate(COUNT_PLAYERS);
  });

  afterAll(async () => {
    await desk?.app.close();
    await floor?.stop();
  });

  it('is heard while the call is not answered, and is over with it', async () => {
    const { page } = desk;
    const heard = async () => {
      const times = await page.evaluate<number[]>('[...window.playing].map((player) => player.currentTime)');
      return times.some((seconds) => seconds > 0.5);
    };
    await page.getByRole('textbox').first().fill('8101');
    await page.getByRole('textbox').first().press('Enter');
    await expect.poll(heard, { timeout: LIMIT_MS, interval: 100 }).toBe(true);
    await expect.poll(() => events.includes('call-ended'), { timeout: LIMIT_MS }).toBe(true);
    expect(events).toContain('media-connected');
    expect(events).not.toContain('call-answered');
    await expect.poll(() => page.evaluate<number>('window.playing.size'), { timeout: LIMIT_MS }).toBe(0);
  });
});
