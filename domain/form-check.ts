import { formSchema, type Form } from '../contracts/forms';
import { checkJson, parseJsonFile, type JsonCheck, type JsonProblem } from './json-check';

export type FormCheck = { ok: true; value: Form } | { ok: false; problems: JsonProblem[]; message: string };

/**
 * Reads the text of a form file (JSON) and says of everything that is wrong what it is, where it stands and what to do.
 * Never throws.
 *
 * @param where the file's name, for the message: a line `where:line:column: key: what is wrong` for each problem.
 */
export function checkForm(json: string, where: string): FormCheck {
  const check: JsonCheck<Form> = checkJson(json, formSchema);
  if (check.ok) return check;
  const message = check.problems
    .map(({ line, column, path, message }) => `${where}:${line}:${column}: ${path === '' ? '' : `${path}: `}${message}`)
    .join('\n');
  return { ok: false, problems: check.problems, message };
}

/** As {@link checkForm}. @throws SidetoneError `form-invalid`. */
export function parseForm(json: string, where: string): Form {
  return parseJsonFile(json, formSchema, 'form-invalid', where);
}
