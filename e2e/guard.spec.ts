/** The guard that all browser tests stand under sees what it should. */
import { expect, test } from './support/fixtures';

test('sees warnings, exceptions and outside requests of the page', async ({ page, guard }) => {
  guard.allow(/./);
  await page.goto('./');
  await page.evaluate(() => {
    console.warn('a warning');
    setTimeout(() => {
      throw new Error('an exception');
    });
    new Image().src = 'https://example.com/pixel.png';
  });
  await expect.poll(() => guard.problems.join('\n')).toContain('page error: Error: an exception');
  expect(guard.problems.join('\n')).toContain('console warning: a warning');
  expect(guard.problems).toContain('request outside the origin: https://example.com/pixel.png');
});

test('sees warnings and exceptions of a worker', async ({ page, guard }) => {
  guard.allow(/./);
  await page.route('**/noisy.js', (route) =>
    route.fulfill({
      contentType: 'text/javascript',
      body: `console.warn('a warning'); setTimeout(() => { throw new Error('an exception'); });`,
    }),
  );
  await page.goto('./');
  await page.evaluate(() => {
    new Worker(new URL('noisy.js', location.href));
  });
  await expect.poll(() => guard.problems.join('\n')).toContain('page error: Error: an exception');
  expect(guard.problems.join('\n')).toContain('console warning: a warning');
});
