/**
 * Reads the JSON reports of Vitest and Playwright into plain counts. Pure.
 *
 * @typedef {{
 *   passed: number,
 *   failed: number,
 *   skipped: { name: string, reason: string | null }[],
 *   wavering: string[],
 *   failures: string[],
 * }} Counts `failures` names what failed; fewer than `failed` where something without a name did
 */

/**
 * @param {any} report of Vitest's json reporter
 * @returns {Counts}
 */
export function countVitest(report) {
  /** @type {Counts} */
  const counts = { passed: 0, failed: 0, skipped: [], wavering: [], failures: [] };
  for (const file of report.testResults) {
    const tests = file.assertionResults;
    // a file that could not be loaded has no tests, and still failed
    if (file.status === 'failed' && !tests.some((/** @type {any} */ test) => test.status === 'failed')) {
      counts.failed++;
      counts.failures.push(file.name);
    }
    for (const test of tests) {
      if (test.status === 'passed') counts.passed++;
      else if (test.status === 'failed') {
        counts.failed++;
        counts.failures.push(test.fullName);
      } else counts.skipped.push({ name: test.fullName, reason: null });
    }
  }
  return counts;
}

/**
 * @param {any} report of Playwright's json reporter
 * @returns {Counts} a test that passed only when tried again counts as passed, and is named in `wavering`
 */
export function countPlaywright(report) {
  /** @type {Counts} */
  const counts = { passed: 0, failed: 0, skipped: [], wavering: [], failures: [] };
  // errors outside of tests: a file that does not load, a server that does not start
  counts.failed += report.errors.length;
  /** @param {any} suite @param {string[]} titles */
  const visit = (suite, titles) => {
    for (const spec of suite.specs ?? []) {
      for (const test of spec.tests) {
        const name = [...titles, spec.title].join(' > ');
        if (test.status === 'flaky') counts.wavering.push(name);
        if (test.status === 'expected' || test.status === 'flaky') counts.passed++;
        else if (test.status === 'skipped') {
          const reason = test.annotations.find((/** @type {any} */ a) => ['skip', 'fixme'].includes(a.type));
          counts.skipped.push({ name, reason: reason?.description ?? null });
        } else {
          counts.failed++;
          counts.failures.push(name);
        }
      }
    }
    for (const child of suite.suites ?? []) visit(child, [...titles, child.title]);
  };
  for (const suite of report.suites) visit(suite, [suite.title]);
  return counts;
}
