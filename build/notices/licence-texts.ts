import type { ShippedPackage } from './packages';

export interface SharedText {
  licence: string;
  /** The words common to `members`, without the lines that name the copyright holders. */
  body: string;
  members: { name: string; version: string; copyright: string[]; notice: string | null }[];
}

const COPYRIGHT_LINE = /^[\s*#>/-]*(?:copyright\b|©|\(c\)\s+(?:copyright|\d{4})).*/i;
/** Words of the Apache and GNU texts that begin like a copyright line and are none. */
const NOT_A_HOLDER =
  /copyright (?:owner|license|notice|holder|statement|law|\[yyyy\])|^\s*"?copyright"? (?:means|and)/i;

function isHolder(line: string): boolean {
  return COPYRIGHT_LINE.test(line) && !NOT_A_HOLDER.test(line);
}

/** Splits a licence file into the lines that name copyright holders, and the rest. */
export function splitCopyright(text: string): { copyright: string[]; body: string } {
  const lines = text.replaceAll('\r\n', '\n').split('\n');
  const copyright = lines.filter(isHolder).map((line) => line.replace(/^[\s*#>/-]+/, '').trim());
  const body = lines.filter((line) => !isHolder(line)).join('\n');
  return {
    copyright,
    body: body
      .replace(/[ \t]+$/gm, '')
      .replace(/\n{3,}/g, '\n\n')
      .trim(),
  };
}

/** Texts that differ only in their title, spacing, case or marks count as one. */
function keyOf(body: string): string {
  const words = body.replace(/^.{0,40}\blicen[cs]e\b.{0,20}\n/i, '');
  return words.toLowerCase().replace(/[^a-z0-9]+/g, '');
}

/**
 * Each licence text once, with the packages it belongs to and their copyright lines. A package without a licence file
 * is put under the standard text of its licence (`standard`, by SPDX id). Throws an Error when there is none for it.
 */
export function shareTexts(
  packages: readonly ShippedPackage[],
  standard: Readonly<Record<string, string>>,
): SharedText[] {
  const texts = new Map<string, SharedText>();
  for (const { name, version, licence, text, notice, credit, platformOnly } of packages) {
    if (platformOnly) continue;
    const standardText = standard[licence];
    if (text === null && standardText === undefined) {
      throw new Error(`${name} carries no licence file, and build/notices/texts has none for ${licence}.`);
    }
    const own = text === null ? null : splitCopyright(text);
    const { body } = own ?? splitCopyright(standardText ?? '');
    const key = `${licence} ${keyOf(body)}`;
    const shared = texts.get(key) ?? { licence, body, members: [] };
    texts.set(key, shared);
    const copyright = own?.copyright ?? [`${credit || 'its authors'} (the package has no licence file)`];
    shared.members.push({ name, version, copyright: [...new Set(copyright)], notice });
  }
  return [...texts.values()].sort(
    (a, b) => a.licence.localeCompare(b.licence, 'en') || b.members.length - a.members.length,
  );
}
