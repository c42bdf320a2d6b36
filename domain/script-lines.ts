/** What a script line may name between braces, in the languages of the books. */
const NAMES: Record<string, keyof ScriptValues> = {
  客户: 'customer',
  customer: 'customer',
  姓名: 'agent',
  name: 'agent',
  agent: 'agent',
  工号: 'extension',
  extension: 'extension',
  公司: 'company',
  company: 'company',
};

/** Empty where nothing is known. */
export interface ScriptValues {
  customer: string;
  agent: string;
  extension: string;
  company: string;
}

/**
 * `{客户}` → the customer's name. `[我是{公司}的{姓名}|我是{姓名}]` → the first wording whose names are all known, or nothing
 * when there is none. A name outside brackets that is not known stays a blank to be said by heart, never a brace.
 */
export function fillScriptLine(line: string, values: ScriptValues): string {
  const chosen = line.replace(/\[([^[\]]*)\]/g, (_whole, wordings: string) => {
    const known = wordings.split('|').find((wording) => namesIn(wording).every((name) => valueOf(name, values) !== ''));
    return known ?? '';
  });
  return chosen.replace(NAME, (_whole, name: string) => valueOf(name, values) || '＿＿');
}

/** What stands between braces and names nothing, each once: on the screen a blank would be left. */
export function unknownNames(line: string): string[] {
  return [...new Set(namesIn(line).filter((name) => !Object.hasOwn(NAMES, name.trim())))];
}

/** A bracket or brace that has no other half, which the agent would read aloud. */
export function hasLooseBracket(line: string): boolean {
  return /[[\]{}]/.test(line.replace(/\[([^[\]]*)\]/g, '$1').replace(NAME, ''));
}

const NAME = /\{([^{}]*)\}/g;

function namesIn(wording: string): string[] {
  return [...wording.matchAll(NAME)].map(([, name]) => name ?? '');
}

function valueOf(name: string, values: ScriptValues): string {
  const key = Object.hasOwn(NAMES, name.trim()) ? NAMES[name.trim()] : undefined;
  return key ? values[key] : '';
}
