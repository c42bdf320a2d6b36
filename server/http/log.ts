import { SidetoneError } from '../../contracts/errors';

type LoggedError = {
  type: string;
  code: string;
  message: string;
  stack: string;
};

/**
 * What a log may say of an error: kind, code and place. The message only where it is ours: PostgreSQL puts values into its
 * messages and details, and those can be numbers of customers.
 */
export function describeForLog(error: unknown): LoggedError {
  if (!(error instanceof Error)) return { type: typeof error, code: '', message: '', stack: '' };
  const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
  const frames = (error.stack ?? '').split('\n').filter((line) => line.startsWith('    at '));
  const cause = error instanceof SidetoneError && error.cause !== undefined ? describeForLog(error.cause) : null;
  return {
    type: error.name,
    code: cause?.code ? `${code} (${cause.code})` : code,
    message: error instanceof SidetoneError ? error.message : '',
    stack: frames.slice(0, 6).join('\n'),
  };
}
