import { secretKindSchema, type SecretKind, type TranscriptLine } from '../contracts/transcript';
import { findAddresses } from './redaction/addresses';
import { findNames } from './redaction/names';
import { findNumbers } from './redaction/numbers';
import { spokenShare } from './redaction/spoken-share';

/** The surest first. */
const SECRET_KINDS = secretKindSchema.options;

/** One secret, or its part in one line: what it is and when it was said. */
export interface RedactionFinding {
  kind: SecretKind;
  leg: TranscriptLine['leg'];
  /** On the clock of the line, wide enough to silence a recording there. */
  startMs: number;
  endMs: number;
}

export interface RedactionReport {
  /** The same lines in the same order, each secret replaced by `[card-number]` and so on. */
  lines: TranscriptLine[];
  /** By time. */
  findings: RedactionFinding[];
  /** Findings of each kind; a number split over three lines counts three times. */
  counts: Record<SecretKind, number>;
}

export interface RedactionOptions {
  /** From the customer's card. */
  names?: readonly string[];
  /** Telephone numbers that are known: four digits of one in a row are taken out, whenever they are said. */
  numbers?: readonly string[];
  /** ISO 3166-1 alpha-2, for telephone numbers without a country code. Default `CN`. */
  country?: string;
}

interface Found {
  kind: SecretKind;
  start: number;
  end: number;
}

/**
 * Takes out of a transcript what must not leave the desk: payment cards (ISO/IEC 7812-1, Luhn), citizen identity numbers
 * (GB 11643-1999), bank accounts, telephone numbers, addresses, and the customer's name. Numbers may be said digit by digit,
 * in groups, over several lines of a leg, and repeated by the other. Prefers a harmless number lost to a secret told.
 * Never throws.
 */
export function redact(lines: readonly TranscriptLine[], options: RedactionOptions = {}): RedactionReport {
  const found: Found[][] = lines.map(() => []);
  for (const { kind, run } of findNumbers(lines, options.country ?? 'CN', options.numbers)) {
    for (const { line, start, end } of run.spans) found[line]?.push({ kind, start, end });
  }
  findAddresses(lines).forEach((spans, line) => {
    for (const span of spans) found[line]?.push({ kind: 'address', ...span });
  });
  lines.forEach((line, index) => {
    for (const span of findNames(line.text, options.names ?? [])) found[index]?.push({ kind: 'name', ...span });
  });
  const merged = found.map((parts, index) => merge(parts, lines[index]?.text ?? ''));
  const findings = merged.flatMap((parts, index) => {
    const line = lines[index];
    return line === undefined
      ? []
      : parts.map(({ kind, start, end }) => ({ kind, leg: line.leg, ...spokenShare(line, start, end) }));
  });
  const counts = Object.fromEntries(SECRET_KINDS.map((kind) => [kind, 0])) as Record<SecretKind, number>;
  for (const { kind } of findings) counts[kind] += 1;
  return {
    lines: lines.map((line, index) => ({ ...line, text: replace(line.text, merged[index] ?? []) })),
    findings: findings.sort((a, b) => a.startMs - b.startMs),
    counts,
  };
}

/** Overlapping parts, and parts of one kind with only separators between, become one; the surest kind names it. */
function merge(parts: readonly Found[], text: string): Found[] {
  const merged: Found[] = [];
  for (const part of [...parts].sort((a, b) => a.start - b.start || b.end - a.end)) {
    const last = merged.at(-1);
    const between = last === undefined ? '' : text.slice(last.end, part.start);
    const near = last?.kind === part.kind && !/[\p{L}\p{N}]/u.test(between);
    if (last === undefined || (part.start >= last.end && !near)) merged.push({ ...part });
    else {
      last.end = Math.max(last.end, part.end);
      if (SECRET_KINDS.indexOf(part.kind) < SECRET_KINDS.indexOf(last.kind)) last.kind = part.kind;
    }
  }
  return merged;
}

function replace(text: string, parts: readonly Found[]): string {
  return [...parts]
    .reverse()
    .reduce((rest, { kind, start, end }) => `${rest.slice(0, start)}[${kind}]${rest.slice(end)}`, text);
}
