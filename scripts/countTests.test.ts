import { describe, expect, it } from 'vitest';
import { countPlaywright, countVitest } from './countTests.mjs';

describe('countVitest', () => {
  it('counts tests by status, and names what was skipped', () => {
    const assertionResults = [
      { fullName: 'a', status: 'passed' },
      { fullName: 'b', status: 'failed' },
      { fullName: 'c', status: 'skipped' },
      { fullName: 'd', status: 'todo' },
    ];
    expect(countVitest({ testResults: [{ status: 'failed', assertionResults }] })).toEqual({
      passed: 1,
      failed: 1,
      skipped: [
        { name: 'c', reason: null },
        { name: 'd', reason: null },
      ],
      wavering: [],
      failures: ['b'],
    });
  });

  it('counts a file that could not be loaded as a failure', () => {
    expect(countVitest({ testResults: [{ name: 'a.test.ts', status: 'failed', assertionResults: [] }] })).toMatchObject(
      {
        failed: 1,
        failures: ['a.test.ts'],
      },
    );
  });
});

describe('countPlaywright', () => {
  const spec = (title: string, status: string, annotations: object[] = []) => ({
    title,
    tests: [{ status, annotations }],
  });

  it('walks nested suites, gives the reason of a skip, and names what passed only when tried again', () => {
    const report = {
      errors: [],
      suites: [
        {
          title: 'page.spec.ts',
          specs: [spec('opens', 'expected')],
          suites: [
            {
              title: 'real data',
              specs: [
                spec('trains', 'skipped', [{ type: 'skip', description: 'needs MOVIELENS_DIR' }]),
                spec('breaks', 'unexpected'),
                spec('wavers', 'flaky'),
              ],
            },
          ],
        },
      ],
    };
    expect(countPlaywright(report)).toEqual({
      passed: 2,
      failed: 1,
      skipped: [{ name: 'page.spec.ts > real data > trains', reason: 'needs MOVIELENS_DIR' }],
      wavering: ['page.spec.ts > real data > wavers'],
      failures: ['page.spec.ts > real data > breaks'],
    });
  });

  it('counts errors outside of tests as failures', () => {
    expect(countPlaywright({ errors: [{ message: 'no server' }], suites: [] }).failed).toBe(1);
  });
});
