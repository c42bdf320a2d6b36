import { describe, expect, it } from 'vitest';
import { closingLine, vitestTotals } from './test-totals.mjs';

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

describe('closingLine', () => {
  it('tells the skipped only if there are any', () => {
    expect(closingLine({ passed: 2, failed: 0, skipped: 0 })).toBe('2 passed, 0 failed');
    expect(closingLine({ passed: 2, failed: 1, skipped: 4 })).toBe('2 passed, 1 failed, 4 skipped');
  });
});
