import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { checkNodeVersion, installMatchesLock } from './install.mjs';

const wanted = {
  packages: {
    '': { version: '0.1.0' },
    'node_modules/a': { version: '1.0.0' },
    'node_modules/for-mac': { version: '2.0.0', optional: true },
  },
};

describe('installMatchesLock', () => {
  it('is satisfied when another platform’s optional package is absent', () => {
    expect(installMatchesLock(wanted, { packages: { 'node_modules/a': { version: '1.0.0' } } })).toBe(true);
  });
  it('is not when a version differs', () => {
    expect(installMatchesLock(wanted, { packages: { 'node_modules/a': { version: '1.0.1' } } })).toBe(false);
  });
  it('is not when a package is missing', () => {
    expect(installMatchesLock(wanted, {})).toBe(false);
  });
});

describe('checkNodeVersion', () => {
  it.each(['20.19.0', '20.20.2', '24.1.0'])('accepts %s', (version) => {
    expect(() => checkNodeVersion('>=20.19', version)).not.toThrow();
  });
  it.each(['18.20.0', '20.18.3'])('refuses %s with both versions in the sentence', (version) => {
    expect(() => checkNodeVersion('>=20.19', version)).toThrow(`needs Node.js 20.19 or newer; this is ${version}`);
  });
});

describe('package-lock.json', () => {
  // Made where a registry lacks another platform's package, a lock leaves it out, and npm ci refuses such a lock.
  it('names every platform’s optional packages', async () => {
    const text = await readFile(path.join(import.meta.dirname, '..', 'package-lock.json'), 'utf8');
    const { packages } = JSON.parse(text) as {
      packages: Record<string, { optionalDependencies?: Record<string, string> }>;
    };
    const isLocked = (from: string, name: string): boolean => {
      if (`${from}${from && '/'}node_modules/${name}` in packages) return true;
      return from !== '' && isLocked(from.slice(0, Math.max(0, from.lastIndexOf('/node_modules/'))), name);
    };
    const absent = Object.entries(packages).flatMap(([folder, { optionalDependencies = {} }]) =>
      Object.keys(optionalDependencies).filter((name) => !isLocked(folder, name)),
    );
    expect(absent).toEqual([]);
  });
});
