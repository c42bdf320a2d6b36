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

/** `{客户}` → the customer's name. What is not known stays a blank to be said by heart, never a brace. */
export function fillScriptLine(line: string, values: ScriptValues): string {
  return line.replace(/\{([^{}]*)\}/g, (_whole, name: string) => {
    const key = Object.hasOwn(NAMES, name.trim()) ? NAMES[name.trim()] : undefined;
    return (key && values[key]) || '＿＿';
  });
}
