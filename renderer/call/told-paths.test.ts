import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { JsSipCall } from './jssip-types';
import { keepToToldPaths } from './told-paths';

const IP4 = 'a=candidate:1 1 udp 2122260223 192.0.2.7 50000 typ host\r\n';
const IP6 = 'a=candidate:2 1 udp 2122262783 2001:db8::7 50001 typ host\r\n';

function body(ufrag: string, candidates: string, connection = 'IP4 192.0.2.9'): string {
  return `v=0\r\nc=IN ${connection}\r\nm=audio 9 UDP/TLS/RTP/SAVPF 111\r\na=ice-ufrag:${ufrag}\r\n${candidates}`;
}

/** A session as the events of JsSIP come from it. */
function sessionOf() {
  const heard: Record<string, (event: object) => void> = {};
  const session = { on: (name: string, listener: (event: object) => void) => void (heard[name] = listener) };
  keepToToldPaths(session as unknown as JsSipCall);
  const ready = vi.fn();
  return {
    ready,
    candidate: (type: string, protocol = 'udp') => heard.icecandidate?.({ candidate: { type, protocol }, ready }),
    tells: (sdp: string) => heard.sdp?.({ originator: 'local', type: 'offer', sdp }),
    /** What the browser is given of it. */
    hears: (sdp: string) => {
      const description = { originator: 'remote', type: 'answer', sdp };
      heard.sdp?.(description);
      return description.sdp;
    },
  };
}

describe('the paths that a call is told of', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it('are told on the first usable candidate and those that come with it, not when gathering ends', () => {
    const { candidate, ready } = sessionOf();
    candidate('host', 'tcp');
    vi.advanceTimersByTime(40_000);
    expect(ready).not.toHaveBeenCalled();
    candidate('host');
    vi.advanceTimersByTime(10);
    candidate('host');
    vi.advanceTimersByTime(19);
    expect(ready).not.toHaveBeenCalled();
    vi.advanceTimersByTime(1);
    expect(ready).toHaveBeenCalledTimes(1);
  });

  it('keep the other side’s addresses of a family that was not told out of the call', () => {
    const { tells, hears } = sessionOf();
    tells(body('one', IP4));
    expect(hears(body('theirs', IP6 + IP4))).toBe(body('theirs', IP4));
  });

  it('are those that left first: a later description of the same ICE generation adds none', () => {
    const { tells, hears } = sessionOf();
    tells(body('one', IP4));
    tells(body('one', IP4 + IP6));
    expect(hears(body('theirs', IP4 + IP6))).toBe(body('theirs', IP4));
    // ICE anew tells anew.
    tells(body('two', IP4 + IP6));
    expect(hears(body('theirs', IP4 + IP6))).toBe(body('theirs', IP4 + IP6));
  });

  it('are of the family of the offer’s default destination where the other side speaks first', () => {
    expect(sessionOf().hears(body('theirs', IP4 + IP6))).toBe(body('theirs', IP4));
    const byIp6 = 'IP6 2001:db8::9';
    expect(sessionOf().hears(body('theirs', IP4 + IP6, byIp6))).toBe(body('theirs', IP6, byIp6));
  });

  it('are not taken away altogether', () => {
    const { tells, hears } = sessionOf();
    tells(body('one', IP4));
    expect(hears(body('theirs', IP6))).toBe(body('theirs', IP6));
  });
});
