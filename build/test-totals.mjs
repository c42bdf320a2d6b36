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

/** When more files fail, it is not the machine. */
const MOST_FILES_TWICE = 3;

/**
 * The files worth a second try: end-to-end tests, whose several programs share a machine that may be busy with others,
 * and which went wrong by a test, not by the run as a whole. Unit and integration tests get no second try.
 * @param {VitestReport | null} report
 * @returns {string[]}
 */
export function worthSecondTry(report) {
  const failed = (report?.testResults ?? []).filter((file) => file.status === 'failed').map((file) => file.name);
  const few = failed.length <= MOST_FILES_TWICE;
  return few && failed.every((name) => /[\\/]test[\\/]e2e[\\/]/.test(name)) ? failed : [];
}

/**
 * The totals when some files were run twice: theirs are those of the second run.
 * @param {VitestReport} first
 * @param {VitestReport | null} second null when vitest wrote none
 * @param {number | null} exitCode of the second run
 * @returns {Totals}
 */
export function totalsAfterSecondTry(first, second, exitCode) {
  const again = worthSecondTry(first);
  const once = first.testResults.filter((file) => !again.includes(file.name));
  const count = (/** @type {string} */ status) =>
    once.flatMap((file) => file.assertionResults).filter((test) => test.status === status).length;
  const passed = count('passed');
  const skipped = once.flatMap((file) => file.assertionResults).length - passed - count('failed');
  const later = vitestTotals(second, exitCode);
  return { passed: passed + later.passed, failed: count('failed') + later.failed, skipped: skipped + later.skipped };
}

/** The last lines of a run: what was skipped, and the result alone on its line. @param {Totals} totals */
export function closingLines({ passed, failed, skipped }) {
  return `${skipped > 0 ? `${skipped} skipped\n` : ''}${passed} passed, ${failed} failed`;
}
