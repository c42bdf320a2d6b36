/**
 * @typedef {{ passed: number, failed: number, skipped: number }} Totals
 * @typedef {{ numPassedTests: number, numFailedTests: number, numPendingTests: number, numTodoTests?: number,
 *   testResults: Array<{ name: string, status: string, message?: string, assertionResults: Array<{ status: string }> }> }} VitestReport
 */

/**
 * Counts a run of vitest from its JSON report. A file that could not even be loaded, and a run that failed with no test
 * failing (an unhandled error, a crash), count as one failure each: nothing that went wrong may look like a pass.
 * @param {VitestReport | null} report null when vitest wrote none
 * @param {number | null} exitCode vitest's
 * @returns {Totals}
 */
export function vitestTotals(report, exitCode) {
  if (!report) return { passed: 0, failed: 1, skipped: 0 };
  const unloadable = report.testResults.filter(
    (file) => file.status === 'failed' && !file.assertionResults.some((test) => test.status === 'failed'),
  ).length;
  const failed = report.numFailedTests + unloadable;
  return {
    passed: report.numPassedTests,
    failed: failed === 0 && exitCode !== 0 ? 1 : failed,
    skipped: report.numPendingTests + (report.numTodoTests ?? 0),
  };
}

/** @param {Totals} totals */
export function closingLine({ passed, failed, skipped }) {
  return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`;
}
