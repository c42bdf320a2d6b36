import { findNodeAtLocation, parseTree, printParseErrorCode } from 'jsonc-parser';
import type { Node, ParseError } from 'jsonc-parser';
import type { z } from 'zod';
import { SidetoneError } from '../contracts/errors';

/** One thing wrong in a JSON file that a person wrote. */
export interface JsonProblem {
  /** `cues.3.phrases.0`; empty for the whole file. */
  path: string;
  /** From 1, as editors count. */
  line: number;
  column: number;
  message: string;
}

export type JsonCheck<T> = { ok: true; value: T } | { ok: false; problems: JsonProblem[] };

/** Reads JSON text by a schema and says of everything that is wrong where it stands. Never throws. */
export function checkJson<T>(text: string, schema: z.ZodType<T>): JsonCheck<T> {
  const json = text.replace(/^\ufeff/, '');
  const errors: ParseError[] = [];
  const root = parseTree(json, errors, { disallowComments: true });
  if (errors.length > 0 || root === undefined) {
    const problems = errors.map((error) => ({
      path: '',
      ...position(json, error.offset),
      message: readable(printParseErrorCode(error.error)),
    }));
    return { ok: false, problems: problems.length > 0 ? problems : [{ ...start, message: 'the file is empty' }] };
  }
  const parsed = schema.safeParse(JSON.parse(json));
  if (parsed.success) return { ok: true, value: parsed.data };
  const problems = parsed.error.issues.map((issue) => {
    const path = issue.path.map((key) => (typeof key === 'symbol' ? key.toString() : key));
    return { path: path.join('.'), ...position(json, nearest(root, path).offset), message: issue.message };
  });
  return { ok: false, problems };
}

/** As {@link checkJson}. @throws SidetoneError `code`, a line `file:line:column: key: what is wrong` for each problem. */
export function parseJsonFile<T>(text: string, schema: z.ZodType<T>, code: string, fileName: string): T {
  const check = checkJson(text, schema);
  if (check.ok) return check.value;
  const lines = check.problems.map(
    ({ line, column, path, message }) => `${fileName}:${line}:${column}: ${path === '' ? '' : `${path}: `}${message}`,
  );
  throw new SidetoneError(code, lines.join('\n'));
}

const start = { path: '', line: 1, column: 1 };

/** The node at a path, or the closest one above it (a missing key has no place of its own). */
function nearest(root: Node, path: (string | number)[]): Node {
  for (let depth = path.length; depth > 0; depth -= 1) {
    const node = findNodeAtLocation(root, path.slice(0, depth));
    if (node !== undefined) return node;
  }
  return root;
}

function position(text: string, offset: number): { line: number; column: number } {
  const before = text.slice(0, offset).split('\n');
  return { line: before.length, column: (before.at(-1)?.length ?? 0) + 1 };
}

/** `CommaExpected` → `comma expected`. */
function readable(code: string): string {
  return code.replace(/(?<=[a-z])(?=[A-Z])/g, ' ').toLowerCase();
}
