import satisfies from 'spdx-satisfies';

/** Licences (SPDX) that what we ship may have: permissive ones, and MPL-2.0, whose copyleft ends at its own files. */
const ALLOWED = [
  'MIT',
  'ISC',
  '0BSD',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'Apache-2.0',
  'BlueOak-1.0.0',
  'CC0-1.0',
  'ICU',
  'MPL-2.0',
  'OpenSSL',
  'PostgreSQL',
  'Unlicense',
  'Zlib',
];

/** Parts of another licence, and why they are here all the same. */
const EXCEPTIONS: Readonly<Record<string, { licence: string; reason: string }>> = {
  'codec-parser': {
    licence: 'LGPL-3.0-or-later',
    reason: 'reads FLAC frames for the practice PBX, as an unchanged package of its own; not in the desktop app',
  },
  FFmpeg: {
    licence: 'LGPL-2.1-or-later',
    reason: 'a shared library of Electron’s own distribution, which can be replaced',
  },
  'DirectML and DirectX Shader Compiler': {
    licence: 'LicenseRef-Microsoft-DirectML AND NCSA',
    reason: 'redistributable libraries that ONNX Runtime for Windows is linked with',
  },
};

export interface Licensed {
  name: string;
  /** SPDX expression. */
  licence: string;
}

/** Why this may be shipped despite its licence, when there is a reason. */
export function exceptionFor({ name, licence }: Licensed): string | null {
  const exception = EXCEPTIONS[name];
  return exception?.licence === licence ? exception.reason : null;
}

/** A sentence for each part that must not be shipped; none when all may. */
export function licenceProblems(parts: readonly Licensed[]): string[] {
  return parts.flatMap((part) => {
    if (exceptionFor(part) !== null) return [];
    try {
      if (satisfies(part.licence, ALLOWED)) return [];
    } catch {
      return [`${part.name}: "${part.licence}" is not an SPDX expression.`];
    }
    return [`${part.name}: ${part.licence} is not among the licences that may be shipped (build/notices/allowed.ts).`];
  });
}
