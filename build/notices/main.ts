// `npm run notices` writes THIRD-PARTY-NOTICES.md; with --check it only says whether the file is what it would write.
// Either way it fails when something shipped has a licence that build/notices/allowed.ts does not allow.
import { readFile, readdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { licenceProblems } from './allowed';
import { noticesDocument, type OtherPart, type Shipped, type ShippedModel } from './document';
import { shippedPackages } from './packages';

const repository = path.resolve(import.meta.dirname, '../..');
const file = path.join(repository, 'THIRD-PARTY-NOTICES.md');
const read = (...parts: string[]) => readFile(path.join(repository, ...parts), 'utf8');

/** Counts the voice files of each licence; the manifest is tab-separated with a heading. */
async function voices(): Promise<Shipped['voices']> {
  const [heading = '', ...rows] = (await read('practice', 'voices', 'MANIFEST.tsv')).trim().split('\n');
  const column = heading.split('\t').indexOf('licence');
  const counts = new Map<string, number>();
  for (const row of rows) {
    const licence = row.split('\t')[column] ?? 'unknown';
    counts.set(licence, (counts.get(licence) ?? 0) + 1);
  }
  return [...counts.entries()].sort().map(([licence, files]) => ({ licence, files }));
}

async function standardTexts(): Promise<Record<string, string>> {
  const folder = path.join(import.meta.dirname, 'texts');
  const own = await Promise.all(
    (await readdir(folder)).map(async (name) => [
      path.parse(name).name,
      await readFile(path.join(folder, name), 'utf8'),
    ]),
  );
  return { ...(Object.fromEntries(own) as Record<string, string>), 'Apache-2.0': await read('LICENSE') };
}

async function main(): Promise<void> {
  const { values } = parseArgs({ options: { check: { type: 'boolean' } } });
  const { models } = JSON.parse(await read('models', 'manifest.json')) as { models: ShippedModel[] };
  const shipped: Shipped = {
    packages: await shippedPackages(repository),
    models,
    voices: await voices(),
    others: JSON.parse(await read('build', 'notices', 'other-parts.json')) as OtherPart[],
  };
  // A voice's licence stands before a remark in brackets.
  const voiceLicences = shipped.voices.map(({ licence }) => ({
    name: 'practice/voices',
    licence: licence.replace(/[ (].*$/, ''),
  }));
  const problems = licenceProblems([...shipped.packages, ...models, ...voiceLicences, ...shipped.others]);
  const text = noticesDocument(shipped, await standardTexts());
  if (!values.check) await writeFile(file, text);
  else if ((await readFile(file, 'utf8').catch(() => '')) !== text) {
    problems.push('THIRD-PARTY-NOTICES.md is not what the packages say. Run "npm run notices" and commit it.');
  }
  for (const problem of problems) console.error(problem);
  if (problems.length > 0) process.exitCode = 1;
}

await main();
