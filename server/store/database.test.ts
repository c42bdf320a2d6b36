import { describe, expect, it } from 'vitest';
import { SidetoneError } from '../../contracts/errors';
import { toDatabaseError } from './database';

const withCode = (code: string, message = 'Key (number)=(13800138000) is wrong') =>
  Object.assign(new Error(message), { code });

describe('failures of PostgreSQL', () => {
  it.each(['ECONNREFUSED', 'ECONNRESET', '57P01', '57P03', '08006', '53300', '58030'])(
    '%s means that the database is away and trying again helps',
    (code) => {
      expect(toDatabaseError(withCode(code))).toMatchObject({ code: 'database-unavailable', retryable: true });
    },
  );

  it('tells a full disk apart', () => {
    expect(toDatabaseError(withCode('53100'))).toMatchObject({ code: 'disk-full', retryable: true });
  });

  it('lets a deadlock be tried again', () => {
    expect(toDatabaseError(withCode('40P01'))).toMatchObject({ code: 'database-busy', retryable: true });
  });

  it('understands a connection that broke without a code', () => {
    const error = new Error('Connection terminated unexpectedly');
    expect(toDatabaseError(error)).toMatchObject({ code: 'database-unavailable', retryable: true });
  });

  it('leaves a mistake of ours as it is', () => {
    const mistake = withCode('42601');
    expect(toDatabaseError(mistake)).toBe(mistake);
  });

  it('carries no value of the statement in its message', () => {
    const error = toDatabaseError(withCode('57P01'));
    expect(error instanceof SidetoneError && error.message).not.toContain('138');
  });
});
