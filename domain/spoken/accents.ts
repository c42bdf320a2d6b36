import type { Accent } from '../../contracts/cues';

/** The sounds that each accent takes for one another: initials, or n and ng at the end. */
const SWAPS: Readonly<Record<Accent, (reading: string) => string | null>> = {
  'z-zh': (reading) => retroflex(reading, 'z'),
  'c-ch': (reading) => retroflex(reading, 'c'),
  's-sh': (reading) => retroflex(reading, 's'),
  'n-l': (reading) => {
    if (reading.startsWith('n')) return `l${reading.slice(1)}`;
    return reading.startsWith('l') ? `n${reading.slice(1)}` : null;
  },
  'n-ng': (reading) => {
    if (reading.endsWith('ng')) return reading.slice(0, -1);
    return /[aeiou]n$/.test(reading) ? `${reading}g` : null;
  },
};

function retroflex(reading: string, plain: string): string | null {
  if (reading.startsWith(`${plain}h`)) return plain + reading.slice(2);
  return reading.startsWith(plain) ? `${plain}h${reading.slice(1)}` : null;
}

/** A toneless reading (zhang) and what speakers with these accents make of it (zang, zhan, zan), itself first. */
export function accentVariants(reading: string, accents: readonly Accent[]): string[] {
  const variants = new Set([reading]);
  for (const accent of accents) {
    for (const variant of [...variants]) {
      const swapped = SWAPS[accent](variant);
      if (swapped !== null) variants.add(swapped);
    }
  }
  return [...variants];
}
