import { describe, expect, it } from 'vitest';
import { FRAME_SAMPLES } from '../../contracts/audio';
import { EARS_PORT_MESSAGE } from '../../contracts/ipc';
import type { SpeechEvent } from '../../contracts/speech';
import { EarsClient, type EarsReport } from './ears-client';

/** The window's end of the port: as much of a page as the client uses. */
class FakePage extends EventTarget {
  hand(port: MessagePort): void {
    const event = new MessageEvent('message', { data: EARS_PORT_MESSAGE, ports: [port] });
    Object.defineProperty(event, 'source', { value: this });
    this.dispatchEvent(event);
  }
}

/** One life of the ears' process: its end of the port, and what came over it. */
class FakeEars {
  readonly #channel = new MessageChannel();
  readonly got: unknown[] = [];

  constructor(page: FakePage) {
    this.#channel.port2.onmessage = ({ data }: MessageEvent<unknown>) => this.got.push(data);
    page.hand(this.#channel.port1);
  }

  /** Resolves when the window has it. */
  async say(message: unknown): Promise<void> {
    const came = this.#next('message');
    this.#channel.port2.postMessage(message);
    await came;
  }

  /** Resolves when the window knows. */
  async die(): Promise<void> {
    const gone = this.#next('close');
    this.#channel.port2.close();
    await gone;
  }

  #next(event: 'message' | 'close'): Promise<unknown> {
    return new Promise((resolve) => this.#channel.port1.addEventListener(event, resolve, { once: true }));
  }
}

function desk() {
  const page = new FakePage();
  const reports: EarsReport[] = [];
  const client = new EarsClient(page as unknown as Window, (report) => reports.push(report));
  const gaps = () =>
    reports
      .flatMap((report) => (report.type === 'speech' ? [report.event] : []))
      .filter((event): event is Extract<SpeechEvent, { type: 'gap' }> => event.type === 'gap');
  let sequence = 0;
  const speak = (frames: number) => {
    for (const end = sequence + frames; sequence < end; sequence += 1) {
      for (const leg of ['agent', 'customer'] as const) {
        client.frame({
          type: 'frame',
          callId: 'call',
          leg,
          sequence,
          captureTimeMs: sequence * 32,
          pcm: new Float32Array(FRAME_SAMPLES),
        });
      }
    }
  };
  const start = () => client.startCall({ callId: 'call', language: 'zh', keywords: [] });
  return { page, client, reports, gaps, speak, start };
}

describe('ears that die in a call', () => {
  it('tells both legs what was lost, from what the dead ears heard to what the new ones get', async () => {
    const { page, gaps, speak, start } = desk();
    const first = new FakeEars(page);
    start();
    speak(40);
    await first.say({ type: 'heard', callId: 'call', frames: 32 });
    await first.die();
    speak(20);
    const second = new FakeEars(page);
    expect(gaps()).toEqual([]);
    speak(1);
    expect(gaps()).toEqual([
      { type: 'gap', callId: 'call', leg: 'agent', lostFrames: 28, atMs: 32 * 32 },
      { type: 'gap', callId: 'call', leg: 'customer', lostFrames: 28, atMs: 32 * 32 },
    ]);
    await expect
      .poll(() => second.got)
      .toMatchObject([
        { type: 'start-call', callId: 'call' },
        { type: 'frame', sequence: 60, leg: 'agent' },
        { type: 'frame', sequence: 60, leg: 'customer' },
      ]);
  });

  it('tells what was lost once, however often they die', async () => {
    const { page, gaps, speak, start } = desk();
    const first = new FakeEars(page);
    start();
    speak(10);
    await first.die();
    const second = new FakeEars(page);
    speak(5);
    await second.die();
    new FakeEars(page);
    speak(5);
    const lost = gaps().filter(({ leg }) => leg === 'agent');
    expect(lost.map(({ lostFrames, atMs }) => [lostFrames, atMs])).toEqual([
      [10, 0],
      [5, 320],
    ]);
  });

  it('tells the loss of a call that ends before they are back', async () => {
    const { page, client, gaps, speak, start } = desk();
    const first = new FakeEars(page);
    start();
    speak(10);
    await first.die();
    speak(6);
    client.endCall('call');
    expect(gaps().map(({ lostFrames }) => lostFrames)).toEqual([16, 16]);
    new FakeEars(page);
    expect(gaps()).toHaveLength(2);
  });

  it('tells the loss of a call that was still being heard out', async () => {
    const { page, client, gaps, speak, start } = desk();
    const first = new FakeEars(page);
    start();
    speak(10);
    client.endCall('call');
    await first.die();
    expect(gaps().map(({ lostFrames }) => lostFrames)).toEqual([10, 10]);
  });
});

describe('ears that live', () => {
  it('lose nothing, and the end of the call is passed on', async () => {
    const { page, client, reports, speak, start } = desk();
    const ears = new FakeEars(page);
    start();
    speak(40);
    await ears.say({ type: 'heard', callId: 'call', frames: 32 });
    client.endCall('call');
    await ears.say({ type: 'call-ended', callId: 'call' });
    await ears.die();
    expect(reports).toEqual([{ type: 'call-ended', callId: 'call' }]);
  });

  it('are told whether the captions are open, at every call and after every restart', async () => {
    const { page, client, start } = desk();
    client.wantCaptions(true);
    const ears = new FakeEars(page);
    start();
    await expect
      .poll(() => ears.got)
      .toMatchObject([{ type: 'start-call' }, { type: 'captions', callId: 'call', wanted: true }]);
    client.wantCaptions(false);
    client.wantCaptions(false);
    await expect.poll(() => ears.got.slice(2)).toEqual([{ type: 'captions', callId: 'call', wanted: false }]);
    await ears.die();
    client.wantCaptions(true);
    const next = new FakeEars(page);
    await expect.poll(() => next.got).toMatchObject([{ type: 'start-call' }, { type: 'captions', wanted: true }]);
  });
});

describe('a call that is over', () => {
  const ended = (reports: readonly EarsReport[]) => reports.filter(({ type }) => type === 'call-ended');

  it('is told as heard out by the ears, or when there are none that could say more', async () => {
    const { page, client, reports, speak, start } = desk();
    const first = new FakeEars(page);
    start();
    client.endCall('call');
    await first.say({ type: 'call-ended', callId: 'call' });
    expect(ended(reports)).toEqual([{ type: 'call-ended', callId: 'call' }]);
    start();
    speak(1);
    client.endCall('call');
    expect(ended(reports)).toHaveLength(1);
    await first.die();
    expect(ended(reports)).toHaveLength(2);
    client.endCall('another');
    await Promise.resolve();
    expect(ended(reports).at(-1)).toEqual({ type: 'call-ended', callId: 'another' });
    new FakeEars(page);
    expect(ended(reports)).toHaveLength(3);
  });
});
