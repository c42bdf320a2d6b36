import { describe, expect, it } from 'vitest';
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
    await new Promise((resolve) => setImmediate(resolve));
  };
  return { made, found, answer, tests: () => tests };
}

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
