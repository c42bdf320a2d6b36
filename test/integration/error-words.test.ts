import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { zh } from '../../renderer/ui/i18n/zh';

/** Codes that nobody reads on the screen, and where they go instead. */
const ELSEWHERE = new Map([
  ['cancelled', 'the window drops it: the agent cancelled the fetch'],
  ['config-invalid', 'the start ends with it, on the command line'],
  ['config-unreadable', 'the start ends with it, on the command line'],
  ['keywords-invalid', 'of a command line'],
  ['labels-invalid', 'of a command line'],
  ['not-audio', 'of a command line'],
  ['illegal-agent-move', 'the window tells “not-now” instead'],
  ['illegal-call-move', 'the window asks before it moves'],
  ['not-json', 'a mistake of the program'],
  ['ui-context-missing', 'a mistake of the program'],
  ['untrusted-sender', 'to a page that is none of ours'],
]);

const root = path.resolve(import.meta.dirname, '../..');
const sources = ['main', 'domain', 'models', 'renderer'].flatMap((folder) =>
  readdirSync(path.join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter(
      (name) => /\.tsx?$/.test(name) && !/\.test\.tsx?$|\.d\.ts$|\b(?:testing|gallery|fake)\b|\bfakes\b/.test(name),
    )
    .map((name) => path.join(folder, name)),
);
/** Thrown, or told as a failure of the same shape. */
const TOLD = /\bnew SidetoneError\(\s*'([a-z0-9-]+)'|\bcode: '([a-z0-9-]+)',\s*message\b/g;
const codes = new Map<string, string>();
for (const file of sources)
  for (const [, thrown, told] of readFileSync(path.join(root, file), 'utf8').matchAll(TOLD))
    codes.set(thrown ?? told ?? '', file);

it('every failure has words on the screen, or goes elsewhere', () => {
  expect(codes.size).toBeGreaterThan(60);
  const silent = [...codes].filter(([code]) => !Object.hasOwn(zh.trouble, code) && !ELSEWHERE.has(code));
  expect(silent.map(([code, file]) => `${code} (${file})`).sort()).toEqual([]);
  expect([...ELSEWHERE.keys()].filter((code) => !codes.has(code) || Object.hasOwn(zh.trouble, code))).toEqual([]);
});
