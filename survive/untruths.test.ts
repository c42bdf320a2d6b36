import { describe, expect, it } from 'vitest';
import { Untruths } from './untruths';

const calm = { registered: true, inCall: false, reconnecting: false, held: false, muted: false, customerHeard: false };
const pbx = { registered: true, calls: 0, held: null };

describe('what the screen claims', () => {
  it('is an untruth once it has stayed untrue too long, told once', () => {
    const untruths = new Untruths();
    const screen = { ...calm, inCall: true };
    for (let nowMs = 0; nowMs <= 40_000; nowMs += 1_000) untruths.look({ nowMs, screen, pbx, outOfReach: false });
    expect(untruths.found).toEqual(['in a call that the PBX does not have']);
  });

  it('may lag behind the PBX for a moment', () => {
    const untruths = new Untruths();
    untruths.look({ nowMs: 0, screen: { ...calm, inCall: true }, pbx, outOfReach: false });
    untruths.look({ nowMs: 14_000, screen: calm, pbx, outOfReach: false });
    untruths.look({ nowMs: 20_000, screen: { ...calm, inCall: true }, pbx, outOfReach: false });
    expect(untruths.found).toEqual([]);
  });

  it('may be anything about a PBX that is out of reach, except about the desk itself', () => {
    const untruths = new Untruths();
    const inOne = { registered: true, calls: 1, held: true };
    const muted = { ...calm, inCall: true, muted: true, customerHeard: true };
    for (const nowMs of [0, 60_000]) {
      untruths.look({ nowMs, screen: calm, pbx: inOne, outOfReach: true });
    }
    expect(untruths.found).toEqual([]);
    for (const nowMs of [100_000, 106_000]) untruths.look({ nowMs, screen: muted, pbx: inOne, outOfReach: true });
    expect(untruths.found).toEqual(['muted, while the echo of the agent is heard']);
  });
});
