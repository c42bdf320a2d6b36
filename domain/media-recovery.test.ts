import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import {
  FIRST_MEDIA_MS,
  KEEP_BROKEN_CALL_MS,
  PROOF_MS,
  reduceMediaRecovery,
  SELF_REPAIR_MS,
  startMediaRecovery,
  type IceState,
  type MediaRecoveryEvent,
  type MediaRecoveryState,
} from './media-recovery';

/** Runs events and tells what had to be done, in order. */
function run(events: MediaRecoveryEvent[], from: MediaRecoveryState = startMediaRecovery(0)) {
  const effects: string[] = [];
  let state = from;
  for (const event of events) {
    const step = reduceMediaRecovery(state, event);
    state = step.state;
    effects.push(...step.effects);
  }
  return { state, effects };
}

const ice = (state: IceState, atMs: number): MediaRecoveryEvent => ({ type: 'ice', state, atMs });
const tick = (atMs: number): MediaRecoveryEvent => ({ type: 'tick', atMs });
const packets = (received: number, atMs: number, expected = true): MediaRecoveryEvent => ({
  type: 'packets',
  received,
  expected,
  atMs,
});
const flowing = run([ice('connected', 100), packets(50, 1_000)]).state;

describe('media recovery', () => {
  it('lets a short disturbance of ICE pass', () => {
    const { state, effects } = run(
      [ice('disconnected', 5_000), tick(5_000 + SELF_REPAIR_MS - 1), ice('connected', 6_600), tick(9_000)],
      flowing,
    );
    expect(effects).toEqual(['media-lost', 'media-restored']);
    expect(state.phase).toBe('flowing');
  });

  it('makes the path anew when ICE does not find its way by itself', () => {
    const { effects } = run([ice('disconnected', 5_000), tick(5_000 + SELF_REPAIR_MS)], flowing);
    expect(effects).toEqual(['media-lost', 'restart-ice']);
  });

  it('waits for the signalling before it offers', () => {
    const away = run([{ type: 'signalling', up: false, atMs: 4_000 }, ice('failed', 9_000), tick(15_000)], flowing);
    expect(away.effects).toEqual(['media-lost']);
    const back = run([{ type: 'signalling', up: true, atMs: 16_000 }], away.state);
    expect(back.effects).toEqual(['restart-ice']);
  });

  it('renews the dialog after every loss of signalling, though media never stopped', () => {
    const { state, effects } = run(
      [
        { type: 'signalling', up: false, atMs: 4_000 },
        { type: 'signalling', up: true, atMs: 5_000 },
        { type: 'restart-answered', atMs: 5_100 },
        packets(250, 5_500),
        packets(300, 6_000),
        tick(5_100 + PROOF_MS + 1_000),
      ],
      flowing,
    );
    expect(effects).toEqual(['restart-ice']);
    expect(state.phase).toBe('flowing');
  });

  it('offers again when the answer was no help: no audio came', () => {
    const { effects } = run(
      [
        { type: 'network-changed', atMs: 4_000 },
        { type: 'restart-answered', atMs: 4_200 },
        packets(50, 5_000),
        tick(4_200 + PROOF_MS),
      ],
      flowing,
    );
    expect(effects).toEqual(['media-lost', 'restart-ice', 'restart-ice']);
  });

  it('does not take the silence of a hold for a dead path', () => {
    const { state } = run(
      [
        { type: 'network-changed', atMs: 4_000 },
        { type: 'restart-answered', atMs: 4_200 },
        packets(50, 5_000, false),
        tick(9_000),
      ],
      flowing,
    );
    expect(state.phase).toBe('flowing');
  });

  it('offers again, ever later, when the PBX refuses', () => {
    const refused = run(
      [
        { type: 'network-changed', atMs: 0 },
        { type: 'restart-failed', atMs: 10 },
      ],
      flowing,
    );
    expect(run([tick(509)], refused.state).effects).toEqual([]);
    expect(run([tick(510)], refused.state).effects).toEqual(['restart-ice']);
  });

  it('waits as long as the standard says when both sides offered at once', () => {
    const refused = run([ice('failed', 5_000), { type: 'restart-failed', waitMs: 2_500, atMs: 5_010 }], flowing);
    expect(run([tick(7_509)], refused.state).effects).toEqual([]);
    expect(run([tick(7_510)], refused.state).effects).toEqual(['restart-ice']);
  });

  it('releases a call that was answered and never had a path', () => {
    const { state, effects } = run([ice('checking', 100), ice('failed', 8_000), tick(FIRST_MEDIA_MS)]);
    expect(effects).toEqual(['give-up']);
    expect(state.phase).toBe('given-up');
  });

  it('keeps a call whose path is gone for 20 s and longer, but not for ever', () => {
    const lost = run([ice('failed', 5_000), { type: 'restart-failed', atMs: 6_000 }], flowing);
    expect(run([tick(26_000)], lost.state).effects).not.toContain('give-up');
    expect(run([tick(5_000 + KEEP_BROKEN_CALL_MS)], lost.state).effects).toContain('give-up');
  });

  it('makes the path anew, once, when it is called connected and no audio ever came', () => {
    const start = run([ice('connected', 100), packets(0, 1_000), tick(100 + PROOF_MS - 1)]);
    expect(start.effects).toEqual([]);
    const tried = run([packets(0, 100 + PROOF_MS), tick(100 + PROOF_MS)], start.state);
    expect(tried.effects).toEqual(['restart-ice']);
    const silent = run([{ type: 'restart-answered', atMs: 3_000 }, packets(0, 4_000), tick(30_000)], tried.state);
    expect(silent.effects).toEqual([]);
    expect(silent.state).toMatchObject({ phase: 'flowing', firstAudioByMs: null, proof: null });
    expect(run([packets(0, 60_000), tick(60_000 + FIRST_MEDIA_MS)], silent.state).effects).toEqual([]);
  });

  it('lets a PBX refuse that offer and keeps the call', () => {
    const tried = run([ice('connected', 100), packets(0, 1_000), tick(100 + PROOF_MS)]).state;
    const refused = run(
      [{ type: 'restart-failed', atMs: 3_000 }, tick(3_600), tick(3_000 + KEEP_BROKEN_CALL_MS)],
      tried,
    );
    expect(refused.effects).toEqual([]);
    expect(refused.state.phase).toBe('flowing');
  });

  it('waits for no first audio once some has come, or while a hold makes silence right', () => {
    for (const first of [packets(1, 1_000), packets(0, 1_000, false)]) {
      expect(run([ice('connected', 100), first, tick(100 + PROOF_MS)]).effects).toEqual([]);
    }
  });

  it('believes a path that stands after three proofs that nobody sends', () => {
    let { state } = run([{ type: 'network-changed', atMs: 1_000 }], flowing);
    for (const atMs of [2_000, 6_000, 10_000]) {
      state = run(
        [{ type: 'restart-answered', atMs }, packets(50, atMs + 100), packets(50, atMs + 1_000), tick(atMs + PROOF_MS)],
        state,
      ).state;
    }
    expect(state.phase).toBe('flowing');
  });

  it('asks for one offer at a time and is silent once it gave up, whatever happens', () => {
    const states: IceState[] = ['new', 'checking', 'connected', 'completed', 'disconnected', 'failed', 'closed'];
    const anyEvent = fc.oneof(
      fc.constantFrom(...states).map((state) => ({ type: 'ice' as const, state })),
      fc.boolean().map((up) => ({ type: 'signalling' as const, up })),
      fc
        .constantFrom(
          'network-changed' as const,
          'restart-answered' as const,
          'restart-failed' as const,
          'tick' as const,
        )
        .map((type) => ({ type })),
      fc.record({ type: fc.constant('packets' as const), received: fc.nat(1_000), expected: fc.boolean() }),
    );
    fc.assert(
      fc.property(fc.array(fc.tuple(anyEvent, fc.nat(4_000))), (script) => {
        let state = startMediaRecovery(0);
        let atMs = 0;
        let open = false;
        for (const [event, laterMs] of script) {
          atMs += laterMs;
          if (event.type === 'restart-answered' || event.type === 'restart-failed') {
            if (!open) continue;
            open = false;
          }
          if (event.type === 'signalling' && !event.up) open = false;
          const step = reduceMediaRecovery(state, { ...event, atMs } as MediaRecoveryEvent);
          if (state.phase === 'given-up') expect(step.effects).toEqual([]);
          if (step.effects.includes('restart-ice')) {
            expect(open).toBe(false);
            expect(step.state.signallingUp).toBe(true);
            open = true;
          }
          state = step.state;
        }
      }),
    );
  });
});
