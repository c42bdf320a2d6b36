import type { Screen } from './screen';

/** The PBX's own view of the desk. */
export interface PbxView {
  registered: boolean;
  /** Calls with the desk that are answered. */
  calls: number;
  /** By the direction that the PBX answered last (RFC 3264); null when it has answered none. */
  held: boolean | null;
}

interface Look {
  nowMs: number;
  screen: Screen;
  pbx: PbxView;
  /** The desk cannot know: what it says of the PBX is not held against it. */
  outOfReach: boolean;
}

/** How long each claim may be behind the truth. 15 s: what a socket or a path that died without a word takes to be found. */
const CLAIMS: readonly { claim: string; limitMs: number; untrue(look: Look): boolean }[] = [
  {
    claim: 'registered, which the PBX denies',
    limitMs: 15_000,
    untrue: ({ screen, pbx }) => screen.registered && !pbx.registered,
  },
  {
    claim: 'in a call that the PBX does not have',
    limitMs: 15_000,
    untrue: ({ screen, pbx }) => screen.inCall && !screen.reconnecting && pbx.calls === 0,
  },
  {
    claim: 'in no call, while the PBX has one',
    // 64 × T1 (RFC 3261 section 13.3.1.4): so long the PBX waits for the ACK of an answer that was lost on its way.
    limitMs: 35_000,
    untrue: ({ screen, pbx, outOfReach }) => !outOfReach && !screen.inCall && pbx.calls > 0,
  },
  {
    claim: 'held, which the PBX did not agree to',
    limitMs: 5_000,
    untrue: ({ screen, pbx }) => screen.inCall && screen.held && pbx.held === false,
  },
  {
    claim: 'not held, while the PBX holds',
    limitMs: 5_000,
    untrue: ({ screen, pbx, outOfReach }) => !outOfReach && screen.inCall && !screen.held && pbx.held === true,
  },
  {
    claim: 'muted, while the echo of the agent is heard',
    limitMs: 5_000,
    untrue: ({ screen }) => screen.inCall && screen.muted && screen.customerHeard,
  },
];

/** Collects what the screen said for too long that was not so. */
export class Untruths {
  readonly found: string[] = [];
  readonly #sinceMs = new Map<string, number>();

  look(look: Look): void {
    for (const { claim, limitMs, untrue } of CLAIMS) {
      if (!untrue(look)) {
        this.#sinceMs.delete(claim);
        continue;
      }
      const sinceMs = this.#sinceMs.get(claim) ?? look.nowMs;
      this.#sinceMs.set(claim, sinceMs);
      if (look.nowMs - sinceMs <= limitMs) continue;
      this.found.push(claim);
      // Told once; it must have been true again before it is told anew.
      this.#sinceMs.set(claim, Infinity);
    }
  }
}
