import fc from 'fast-check';
import { expect, it } from 'vitest';
import { redact } from './redaction';
import { readable, spokenSecret, tell } from './testing/spoken-secrets';

it('never lets six digits of a generated secret through, however it was said', () => {
  fc.assert(
    fc.property(spokenSecret, (form) => {
      const lines = tell(form);
      const { lines: safe, findings } = redact(lines, { country: 'CN' });
      expect(findings.length).toBeGreaterThan(0);
      for (const text of readable(safe)) {
        for (let at = 0; at + 6 <= text.length; at += 1) {
          expect(form.secret.number.includes(text.slice(at, at + 6)), JSON.stringify({ lines, safe })).toBe(false);
        }
      }
    }),
    { numRuns: 5_000 },
  );
});

it('never throws and keeps every line, whatever was written', () => {
  const text = fc.oneof(
    fc.string({ minLength: 1, unit: 'binary' }),
    fc.string({ minLength: 1 }),
    fc.stringMatching(/^[0-9一二三十百千xX号路 ,.-]{1,60}$/),
  );
  const leg = fc.constantFrom('agent' as const, 'customer' as const);
  fc.assert(
    fc.property(fc.array(fc.tuple(leg, text), { maxLength: 8 }), fc.array(fc.string()), (said, names) => {
      const lines = said.map(([leg, text], index) => ({ leg, text, startMs: index * 900, endMs: index * 900 + 500 }));
      const report = redact(lines, { names });
      expect(report.lines).toHaveLength(lines.length);
      for (const finding of report.findings) expect(finding.endMs).toBeGreaterThanOrEqual(finding.startMs);
    }),
  );
});
