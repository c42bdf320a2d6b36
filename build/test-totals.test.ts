import { describe, expect, it } from 'vitest';
import { closingLines, totalsAfterSecondTry, vitestTotals, worthSecondTry } from './test-totals.mjs';

const report = (failed: number, files: Array<{ status: string; tests: string[] }>) => ({
  numPassedTests: 3,
  numFailedTests: failed,
  numPendingTests: 1,
  numTodoTests: 1,
  testResults: files.map(({ status, tests }) => ({
    name: 'x',
    status,
    assertionResults: tests.map((test) => ({ status: test })),
  })),
});

describe('vitestTotals', () => {
  it('takes the counts of a clean run', () => {
    expect(vitestTotals(report(0, [{ status: 'passed', tests: ['passed'] }]), 0)).toEqual({
      passed: 3,
      failed: 0,
      skipped: 2,
    });
  });
  it('counts a file that could not be loaded as a failure', () => {
    expect(vitestTotals(report(0, [{ status: 'failed', tests: [] }]), 1).failed).toBe(1);
  });
  it('does not count a file twice whose tests failed', () => {
    expect(vitestTotals(report(1, [{ status: 'failed', tests: ['failed', 'passed'] }]), 1).failed).toBe(1);
  });
  it('counts a failed run without a failed test, and a missing report, as a failure', () => {
    expect(vitestTotals(report(0, []), 1).failed).toBe(1);
    expect(vitestTotals(null, null).failed).toBe(1);
  });
});

const E2E = '/somewhere/test/e2e/a.test.ts';
const UNIT = '/somewhere/domain/a.test.ts';
const run = (files: Record<string, string[]>) => ({
  ...report(0, []),
  testResults: Object.entries(files).map(([name, tests]) => ({
    name,
    status: tests.includes('failed') ? 'failed' : 'passed',
    assertionResults: tests.map((status) => ({ status })),
  })),
});

describe('worthSecondTry', () => {
  it('runs end-to-end tests again, and nothing when anything else failed too', () => {
    expect(worthSecondTry(run({ [E2E]: ['passed', 'failed'], [UNIT]: ['passed'] }))).toEqual([E2E]);
    expect(worthSecondTry(run({ [E2E]: ['failed'], [UNIT]: ['failed'] }))).toEqual([]);
    expect(worthSecondTry(run({ [UNIT]: ['failed'] }))).toEqual([]);
    const many = Object.fromEntries(['a', 'b', 'c', 'd'].map((name) => [`/x/test/e2e/${name}.test.ts`, ['failed']]));
    expect(worthSecondTry(run(many))).toEqual([]);
    expect(worthSecondTry(null)).toEqual([]);
  });
});

describe('totalsAfterSecondTry', () => {
  const first = run({ [E2E]: ['passed', 'failed'], [UNIT]: ['passed', 'pending'] });

  it('counts a file by its second run, and the others by their only one', () => {
    const second = { ...run({ [E2E]: ['passed', 'passed'] }), numPassedTests: 2, numPendingTests: 0, numTodoTests: 0 };
    expect(totalsAfterSecondTry(first, second, 0)).toEqual({ passed: 3, failed: 0, skipped: 1 });
  });
  it('fails what failed twice, and what the second run did not report', () => {
    const second = { ...run({ [E2E]: ['passed', 'failed'] }), numPassedTests: 1, numFailedTests: 1 };
    expect(totalsAfterSecondTry(first, second, 1).failed).toBe(1);
    expect(totalsAfterSecondTry(first, null, null).failed).toBe(1);
  });
});

describe('closingLines', () => {
  it('ends in the result alone on its line, before it the skipped if there are any', () => {
    expect(closingLines({ passed: 2, failed: 0, skipped: 0 })).toBe('2 passed, 0 failed');
    expect(closingLines({ passed: 2, failed: 1, skipped: 4 })).toBe('4 skipped\n2 passed, 1 failed');
  });
});
