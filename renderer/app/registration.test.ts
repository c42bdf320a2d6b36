import { afterEach, describe, expect, it, vi } from 'vitest';
import type { ConnectionStep } from '../../contracts/ipc';
import type { Trouble } from '../ui/model';
import { noTelephone, RegistrationDoctor, registrationTrouble } from './registration';

const offline = { state: 'offline', causeText: 'connection lost' } as const;
const unknownName: ConnectionStep = { step: 'dns', state: 'failed', code: 'dns-not-found', detail: 'ENOTFOUND' };

function doctor(steps: ConnectionStep[]) {
  const found: Trouble[] = [];
  let tests = 0;
  let finish: (steps: ConnectionStep[]) => void = () => undefined;
  const made = new RegistrationDoctor(
    () => {
      tests += 1;
      return new Promise((resolve) => (finish = resolve));
    },
    (trouble) => found.push(trouble),
  );
  const answer = async () => {
    finish(steps);
    for (let turn = 0; turn < 5; turn += 1) await Promise.resolve();
  };
  return { made, found, answer, tests: () => tests };
}

afterEach(() => void vi.useRealTimers());

describe('why the PBX is out of reach', () => {
  it('is told by the test of the connection, once it is known', async () => {
    const { made, found, answer, tests } = doctor([unknownName]);
    expect(made.troubleOf(offline)?.code).toBe('pbx-unreachable');
    expect(made.troubleOf(offline)?.code).toBe('pbx-unreachable');
    expect(tests()).toBe(1);
    await answer();
    expect(found.map(({ code }) => code)).toEqual(['dns-not-found']);
    expect(made.troubleOf(offline)?.code).toBe('dns-not-found');
  });

  it('needs no test when the PBX has answered before: then it is away, and comes back', () => {
    const { made, tests } = doctor([unknownName]);
    expect(made.troubleOf({ state: 'registered' })).toBeNull();
    expect(made.troubleOf(offline)?.code).toBe('pbx-unreachable');
    expect(tests()).toBe(0);
  });

  it('is asked again when a PBX that answered stays away, and told if its certificate is the reason', async () => {
    vi.useFakeTimers();
    const expired: ConnectionStep = { step: 'tls', state: 'failed', code: 'certificate-expired', detail: '' };
    for (const [step, codes] of [
      [expired, ['certificate-expired']],
      [unknownName, []],
    ] as const) {
      const { made, found, answer, tests } = doctor([step]);
      made.troubleOf({ state: 'registered' });
      for (let flap = 0; flap < 5; flap += 1) made.troubleOf(offline);
      vi.advanceTimersByTime(14_999);
      expect(tests()).toBe(0);
      vi.advanceTimersByTime(1);
      expect(tests()).toBe(1);
      await answer();
      expect(found.map(({ code }) => code)).toEqual(codes);
      expect(made.troubleOf({ state: 'registered' })).toBeNull();
      // What was known of the outage before says nothing of the next.
      expect(made.troubleOf(offline)?.code).toBe('pbx-unreachable');
    }
  });

  it('is not told when the PBX has answered while it was asked about', async () => {
    vi.useFakeTimers();
    const expired: ConnectionStep = { step: 'tls', state: 'failed', code: 'certificate-expired', detail: '' };
    const { made, found, answer } = doctor([expired]);
    made.troubleOf({ state: 'registered' });
    made.troubleOf(offline);
    vi.advanceTimersByTime(15_000);
    made.troubleOf({ state: 'registered' });
    await answer();
    expect(found).toEqual([]);
  });

  it('stays general when the test finds nothing wrong', async () => {
    const { made, found, answer } = doctor([{ step: 'dns', state: 'ok', code: '', detail: '' }]);
    made.troubleOf(offline);
    await answer();
    expect(found).toEqual([]);
    expect(made.troubleOf(offline)?.code).toBe('pbx-unreachable');
  });
});

it('a desk without a PBX is told to set one up, not that it reconnects', () => {
  const codes: (string | undefined)[] = [];
  noTelephone.start({
    registration: (state) => codes.push(registrationTrouble(state)?.code),
    incoming: () => undefined,
  });
  expect(codes).toEqual(['pbx-not-set-up']);
});
