import { chmod, mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { z } from 'zod';
import { newToken, type Access } from './access';

/** In plain text where this server knows them; null: set earlier, and only their hashes were kept. */
export interface Tokens {
  enrolmentToken: string | null;
  supervisorToken: string | null;
}

const tokenFileSchema = z.object({ enrolmentToken: z.string().min(1), supervisorToken: z.string().min(1) }).partial();

/**
 * Settles which tokens are valid: the given ones, else those of `file` (readable by its owner only), else those already in
 * the database, else new ones. With a `file` the outcome is always known in plain text and kept there.
 */
export async function settleTokens(access: Access, given: Partial<Tokens>, file: string | null): Promise<Tokens> {
  const kept = file === null ? {} : await readTokenFile(file);
  const tokens: Tokens = {
    enrolmentToken: given.enrolmentToken ?? kept.enrolmentToken ?? null,
    supervisorToken: given.supervisorToken ?? kept.supervisorToken ?? null,
  };
  const names = { enrolmentToken: 'enrolment', supervisorToken: 'supervisor' } as const;
  for (const key of ['enrolmentToken', 'supervisorToken'] as const) {
    const exists = await access.install(names[key], tokens[key]);
    if (exists && (tokens[key] !== null || file === null)) continue;
    tokens[key] = newToken();
    await access.install(names[key], tokens[key]);
  }
  if (file !== null) await writeTokenFile(file, tokens);
  return tokens;
}

async function readTokenFile(file: string): Promise<Partial<Tokens>> {
  try {
    return tokenFileSchema.parse(JSON.parse(await readFile(file, 'utf8')));
  } catch {
    // Missing or damaged: new tokens are made, enrolled desks keep theirs.
    return {};
  }
}

async function writeTokenFile(file: string, tokens: Tokens): Promise<void> {
  await mkdir(dirname(file), { recursive: true });
  await writeFile(`${file}.new`, `${JSON.stringify(tokens, null, 2)}\n`, { mode: 0o600 });
  await chmod(`${file}.new`, 0o600);
  await rename(`${file}.new`, file);
}
