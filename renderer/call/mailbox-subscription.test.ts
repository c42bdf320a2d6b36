import type JsSIP from 'jssip';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { MailboxSubscription } from './mailbox-subscription';

const FINAL_NOTIFY = 6;
const REFUSED = 2;

/** JsSIP's subscriber, with the PBX's part played by the test. */
class FakeSubscriber {
  readonly #listeners = new Map<string, (...facts: unknown[]) => void>();
  sent = 0;
  terminated = 0;
  dropped = 0;

  constructor(readonly expires: number) {}

  on(event: string, listener: (...facts: unknown[]) => void): void {
    this.#listeners.set(event, listener);
  }
  emit(event: string, ...facts: unknown[]): void {
    this.#listeners.get(event)?.(...facts);
  }
  subscribe(): void {
    this.sent += 1;
  }
  terminate(): void {
    this.terminated += 1;
  }
  _receiveSubscribeResponse({ status_code: code }: { status_code: number }): void {
    if (code < 300) this.emit('accepted');
    else this.emit('terminated', REFUSED);
  }
  _terminateDialog(): void {
    this.dropped += 1;
  }
  answer(code: number, headers: Record<string, string> = {}): void {
    this._receiveSubscribeResponse({
      status_code: code,
      ...{ getHeader: (name: string) => headers[name] },
    });
  }
  notify(body: string): void {
    this.emit('notify', false, null, body, 'application/simple-message-summary');
  }
}

let made: FakeSubscriber[];
let told: (number | null)[];
let mailbox: MailboxSubscription;
const last = () => made.at(-1) as FakeSubscriber;

beforeEach(() => {
  vi.useFakeTimers();
  vi.spyOn(Math, 'random').mockReturnValue(1);
  made = [];
  told = [];
  const agent = {
    subscribe: (_target: string, _event: string, _accept: string, { expires }: { expires: number }) => {
      made.push(new FakeSubscriber(expires));
      return last();
    },
  };
  mailbox = new MailboxSubscription(agent as unknown as JsSIP.UA, 'sip:1001@pbx.test', ({ newMessages }) =>
    told.push(newMessages),
  );
});
afterEach(() => {
  vi.restoreAllMocks();
  vi.useRealTimers();
});

describe('a mailbox that is subscribed to', () => {
  it('is asked for once the desk is registered, not at every renewal, and tells what it holds', () => {
    mailbox.registered();
    mailbox.registered();
    last().answer(200);
    last().notify('Messages-Waiting: yes\r\nVoice-Message: 3/0\r\n');
    mailbox.registered();
    expect(made).toHaveLength(1);
    expect(told).toEqual([3]);
  });

  it.each([403, 404, 489])('is left alone after %d until there is a new connection', (code) => {
    mailbox.registered();
    last().answer(code);
    for (let renewal = 0; renewal < 20; renewal += 1) {
      vi.advanceTimersByTime(3_600_000);
      mailbox.registered();
    }
    expect(made).toHaveLength(1);
    mailbox.disconnected();
    mailbox.registered();
    expect(made).toHaveLength(2);
  });

  it('is asked for later and later after 480, whatever the registration does meanwhile', () => {
    mailbox.registered();
    for (let answers = 0; answers < 100; answers += 1) {
      last().answer(480);
      mailbox.registered();
      vi.advanceTimersToNextTimer();
    }
    // A hundred refusals take two days.
    expect(made).toHaveLength(101);
    last().answer(480);
    vi.advanceTimersByTime(1_799_999);
    expect(made).toHaveLength(101);
    vi.advanceTimersByTime(1);
    expect(made).toHaveLength(102);
  });

  it('is asked for longer when the PBX finds ours too short', () => {
    mailbox.registered();
    last().answer(423, { 'min-expires': '1800' });
    vi.advanceTimersByTime(30_000);
    expect(made.map(({ expires }) => expires)).toEqual([600, 1_800]);
  });

  it('is subscribed to anew when the PBX ends it, at once if it stood, later if it keeps ending it', () => {
    mailbox.registered();
    last().answer(200);
    vi.advanceTimersByTime(600_000);
    last().emit('terminated', FINAL_NOTIFY, 'deactivated');
    vi.advanceTimersByTime(1_000);
    expect(made).toHaveLength(2);
    last().answer(200);
    last().emit('terminated', FINAL_NOTIFY, 'deactivated');
    vi.advanceTimersByTime(59_999);
    expect(made).toHaveLength(2);
    vi.advanceTimersByTime(1);
    expect(made).toHaveLength(3);
  });

  it('is forgotten with the connection, and hears nothing of the one before', () => {
    mailbox.registered();
    const before = last();
    mailbox.disconnected();
    expect([before.dropped, before.terminated]).toEqual([1, 0]);
    before.emit('terminated', 1);
    before.notify('Messages-Waiting: yes\r\n');
    vi.advanceTimersByTime(3_600_000);
    expect([made.length, told.length]).toEqual([1, 0]);
    mailbox.registered();
    mailbox.stop();
    expect(last().terminated).toBe(1);
  });
});
