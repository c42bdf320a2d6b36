import { z } from 'zod';

/** Every failure that crosses a boundary: what happened (`code`), whether trying again can help, and a sentence. */
export const failureSchema = z.object({
  code: z.string().regex(/^[a-z0-9]+(-[a-z0-9]+)*$/),
  message: z.string(),
  retryable: z.boolean(),
});
export type Failure = z.infer<typeof failureSchema>;

/** The one Error class of the product: carries the same facts as {@link failureSchema}. */
export class SidetoneError extends Error {
  readonly code: string;
  readonly retryable: boolean;

  constructor(code: string, message: string, options: { retryable?: boolean; cause?: unknown } = {}) {
    super(message, { cause: options.cause });
    this.name = 'SidetoneError';
    this.code = code;
    this.retryable = options.retryable ?? false;
  }
}

/** Turns anything thrown into a {@link Failure}; unknown errors become `internal` and are not retryable. */
export function toFailure(error: unknown): Failure {
  if (error instanceof SidetoneError) {
    return { code: error.code, message: error.message, retryable: error.retryable };
  }
  return { code: 'internal', message: error instanceof Error ? error.message : String(error), retryable: false };
}

/** Closes a switch over a union: the compiler objects when a member is not handled. */
export function assertNever(value: never): never {
  throw new SidetoneError('unreachable', `Unexpected value: ${JSON.stringify(value)}`);
}

/** Parses a boundary value, naming the path of each wrong key in the error. Throws SidetoneError with `code`. */
export function parseOrThrow<T>(schema: z.ZodType<T>, value: unknown, code: string, what: string): T {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const details = result.error.issues
    .map((issue) => `${issue.path.length > 0 ? issue.path.join('.') : '(top)'}: ${issue.message}`)
    .join('; ');
  throw new SidetoneError(code, `${what} is not valid. ${details}`);
}
