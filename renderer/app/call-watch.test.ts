import { beforeEach, describe, expect, it } from 'vitest';
import { IDLE_CALL, type CallState } from '../../domain/call-state';
import type { TransportReading } from '../../domain/live-quality';
import type { DraftEvent } from '../../domain/record-builder';
import type { MicrophoneSound } from '../audio/microphone-meter';
import { FakeSession } from '../call/fake-telephone';
import { createAppStore, createLevelsStore } from '../ui/model';
import { newCallView } from './call-view';
import { CallWatch } from './call-watch';

const facts = { recordId: 'r', customer: null, remoteName: '', country: 'CN', startedAtMs: 0 };

/** A desk in a call whose statistics and microphone the test makes up, second by second. */
class Desk {
  readonly store = createAppStore({ call: newCallView(IDLE_CALL, facts) });
  readonly levels = createLevelsStore();
  readonly session = new FakeSession('8001');
  readonly notes: DraftEvent[] = [];
  state: CallState = { ...IDLE_CALL, phase: 'active' };
  nowMs = 0;
  sound: (sound: MicrophoneSound) => void = () => undefined;
  readonly watch: CallWatch;
  #seconds = 0;
  #energy = 0;

  constructor() {
    this.watch = new CallWatch(
      {
        store: this.store,
        screen: {
          view: () => this.store.getState().call,
          change: (change) => this.store.setState(({ call }) => ({ call: call && change(call) })),
        },
        levels: this.levels,
        session: () => this.session,
        state: () => this.state,
        note: (event) => this.notes.push(event),
      },
      {
        nowMs: () => this.nowMs,
        meter: (onSound) => {
          this.sound = onSound;
          return { start: () => undefined, stop: () => undefined };
        },
      },
    );
  }

  /** A second passes in which `sent` (mean square) left and `received` packets came. */
  async second(sent: number, received = 50): Promise<void> {
    this.#seconds += 1;
    this.#energy += sent;
    this.nowMs = 1000 * this.#seconds;
    const { reading } = this.session;
    this.session.reading = {
      atMs: this.nowMs,
      packetsSent: 50 * this.#seconds,
      packetsReceived: (reading?.packetsReceived ?? 0) + received,
      packetsLost: reading?.packetsLost ?? 0,
      packetsDiscarded: 0,
      jitterMs: 2,
      jitterBufferDelayMs: 0,
      jitterBufferEmitted: 0,
      roundTripMs: 10,
      farLossPercent: 0,
      farJitterMs: 1,
      sentEnergy: this.#energy,
      sentSeconds: this.#seconds,
      codec: 'audio/PCMU',
    } satisfies TransportReading;
    await this.watch.measure();
  }

  move(part: Partial<CallState>): void {
    this.watch.stateMoved();
    this.state = { ...this.state, ...part };
  }

  hears(meanSquare: number, forMs: number): void {
    for (let passed = 0; passed < forMs; passed += 100) {
      this.nowMs += 100;
      this.sound({ meanSquare, mutedOutside: false });
    }
  }

  get warnings(): readonly string[] {
    return this.store.getState().call?.warnings ?? [];
  }
}

describe('the watch over a call', () => {
  let desk: Desk;
  beforeEach(() => {
    desk = new Desk();
  });

  it('shows how good each second was and whose fault it is, and writes it down', async () => {
    await desk.second(0.01);
    await desk.second(0.01);
    expect(desk.store.getState().call).toMatchObject({ quality: 'good', qualitySide: null });
    expect(desk.store.getState().call?.mos).toBeGreaterThan(4.3);
    await desk.second(0.01, 0);
    expect(desk.store.getState().call).toMatchObject({ quality: 'poor', qualitySide: 'their-side', mos: 1 });
    expect(desk.notes.filter(({ type }) => type === 'quality')).toHaveLength(2);
  });

  it('does not judge a line on hold, and does not blame the network for the other side', async () => {
    await desk.second(0.01);
    desk.move({ hold: 'held' });
    await desk.second(0, 0);
    expect(desk.store.getState().call?.quality).toBe('unknown');
    expect(desk.notes).toContainEqual(expect.objectContaining({ type: 'quality', second: null }));
    desk.move({ hold: 'none' });
    await desk.second(0.01, 0);
    expect(desk.store.getState().network).toBe('unknown');
  });

  it('waits for the first sound of a call before it calls the line silent', async () => {
    desk.watch.start(null as unknown as MediaStream);
    await desk.second(0.01, 0);
    await desk.second(0.01, 0);
    expect(desk.store.getState().call?.quality).toBe('unknown');
    await desk.second(0.01, 0);
    await desk.second(0.01, 0);
    expect(desk.store.getState().call?.quality).toBe('poor');
    desk.watch.stop();
  });

  it('does not take for a leak what left before a mute that came while the statistics were on their way', async () => {
    await desk.second(0.01);
    const onItsWay = desk.second(0.01);
    desk.move({ muted: true });
    await onItsWay;
    await desk.second(0.005);
    expect(desk.session.asked).toEqual([]);
    await desk.second(0.01);
    expect(desk.session.asked).toHaveLength(1);
  });

  it('silences a muted desk that is heard, harder when it still is, and says so', async () => {
    await desk.second(0.01);
    desk.move({ muted: true });
    await desk.second(0.005);
    await desk.second(0);
    expect(desk.session.asked).toEqual([]);
    await desk.second(0.01);
    expect(desk.session.asked).toEqual(['silence-track']);
    expect(desk.warnings).toEqual(['muted-but-heard']);
    await desk.second(0.01);
    await desk.second(0.01);
    expect(desk.session.asked).toEqual(['silence-track', 'remove-track']);
    expect(desk.notes).toContainEqual({ type: 'warning', code: 'muted-but-heard' });
  });

  it('takes no second for a leak in which the agent unmuted for a moment', async () => {
    desk.move({ muted: true });
    await desk.second(0);
    await desk.second(0);
    desk.move({ muted: false });
    desk.move({ muted: true });
    await desk.second(0.01);
    expect(desk.session.asked).toEqual([]);
  });

  it('silences a held desk that is heard', async () => {
    desk.move({ hold: 'held' });
    await desk.second(0);
    await desk.second(0.01);
    expect(desk.session.asked).toEqual(['silence-track']);
    expect(desk.warnings).toEqual(['held-but-heard']);
  });

  it('says when the agent talks while muted, and when the microphone gives nothing', () => {
    desk.move({ muted: true });
    desk.hears(1e-7, 1_000);
    desk.hears(1e-3, 1_000);
    expect(desk.warnings).toEqual(['talking-while-muted']);
    desk.move({ muted: false });
    desk.hears(0, 3_300);
    expect(desk.warnings).toEqual(['microphone-silent']);
    desk.hears(1e-7, 100);
    expect(desk.warnings).toEqual([]);
    expect(desk.notes.filter(({ type }) => type === 'warning')).toHaveLength(2);
  });

  it('names a switch outside of Sidetone rather than the silence it makes', () => {
    desk.hears(0, 3_300);
    desk.sound({ meanSquare: 0, mutedOutside: true });
    expect(desk.warnings).toEqual(['microphone-off-outside']);
  });
});
