import { describe, expect, it } from 'vitest';
import { SidetoneError } from '../../contracts/errors';
import { describeForLog } from './log';

describe('what the log says of an error', () => {
  it('keeps the code and the place of a PostgreSQL error, not its values', () => {
    const error = Object.assign(new Error('duplicate key 13800138000'), { code: '23505', detail: '13800138000' });
    const logged = describeForLog(error);
    expect(logged.code).toBe('23505');
    expect(logged.stack).toContain('log.test');
    expect(JSON.stringify(logged)).not.toContain('138');
  });

  it('keeps the sentence of our own errors and the code of their cause', () => {
    const cause = Object.assign(new Error('secret'), { code: '57P01' });
    const logged = describeForLog(new SidetoneError('database-unavailable', 'The database is away.', { cause }));
    expect(logged).toMatchObject({ code: 'database-unavailable (57P01)', message: 'The database is away.' });
    expect(JSON.stringify(logged)).not.toContain('secret');
  });
});
