import { describe, expect, it } from 'vitest';
import { Registrar, type RegistrarEvent } from './registrar';
import type { SipConnection } from './sip-connection';
import type { SipRequest } from './sip-message';

const connection = { open: true } as SipConnection;

function register(cseq: number, expiresS: number): SipRequest {
  return {
    kind: 'request',
    method: 'REGISTER',
    uri: 'sip:practice.sidetone.local',
    headers: [
      ['Call-ID', 'one'],
      ['CSeq', `${cseq} REGISTER`],
      ['Contact', `<sip:1001@a.invalid>;expires=${expiresS}`],
    ],
    body: '',
  };
}

describe('the registrar', () => {
  it('forgets a contact when its time is over, and keeps one that was refreshed', () => {
    let nowMs = 0;
    const events: RegistrarEvent[] = [];
    const registrar = new Registrar(
      (event) => events.push(event),
      () => nowMs,
    );
    registrar.handle(register(1, 60), '1001', connection);
    nowMs = 50_000;
    registrar.handle(register(2, 60), '1001', connection);
    nowMs = 109_999;
    registrar.sweep();
    expect(registrar.bindingsOf('1001')).toHaveLength(1);
    expect(registrar.newestExtension()).toBe('1001');
    nowMs = 110_000;
    expect(registrar.bindingsOf('1001')).toEqual([]);
    registrar.sweep();
    expect(events.at(-1)).toEqual({ type: 'unregistered', extension: '1001', reason: 'expired' });
    expect(registrar.newestExtension()).toBeNull();
  });

  it('does not let an old REGISTER overtake a newer one', () => {
    const registrar = new Registrar(() => undefined);
    registrar.handle(register(5, 60), '1001', connection);
    expect(registrar.handle(register(4, 0), '1001', connection).status).toBe(500);
    expect(registrar.bindingsOf('1001')).toHaveLength(1);
  });
});
