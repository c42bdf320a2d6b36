import type { Page } from 'playwright-core';

interface Watched {
  senders: RTCRtpSender[];
  breakMute: ReturnType<typeof setInterval> | undefined;
}

/** From now on the page keeps the senders of its calls, so that a test can do to them what no code of ours does. */
export async function watchSenders(page: Page): Promise<void> {
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
export async function breakMute(page: Page, how: 'once' | 'always'): Promise<void> {
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
export function sent(page: Page): Promise<string> {
  return page.evaluate(() => {
    const { watched } = window as unknown as { watched: Watched };
    const track = watched.senders.at(-1)?.track;
    return track ? (track.enabled ? 'sound' : 'silence') : 'nothing';
  });
}

/** The program with such a fault ends. */
export async function endBrokenMute(page: Page): Promise<void> {
  await page.evaluate(() => clearInterval((window as unknown as { watched: Watched }).watched.breakMute));
}
