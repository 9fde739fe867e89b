/** Opened over plain http from another machine, a browser gives no WebGPU: the page says so, and what to do. */
import { chromiumArgs } from '../scripts/findBrowser.mjs';
import { expect, test } from './support/fixtures';

test.use({
  launchOptions: async ({ launchOptions }, use) => {
    await use({ ...launchOptions, args: [...chromiumArgs(), '--host-resolver-rules=MAP playground.test 127.0.0.1'] });
  },
});

test('explains an insecure context', async ({ page, subPathServer }) => {
  await page.goto(`http://playground.test:${subPathServer.port}${subPathServer.path}`);
  expect(await page.evaluate(() => ({ secure: isSecureContext, gpu: 'gpu' in navigator }))).toEqual({
    secure: false,
    gpu: false,
  });
  await expect(page.getByTestId('insecure-context')).toBeVisible();
  await expect(page.getByTestId('insecure-context')).toContainText(/https|localhost/);
});

test('says nothing of it on localhost', async ({ page }) => {
  await page.goto('./');
  await expect(page.getByRole('main')).toBeVisible();
  await expect(page.getByTestId('insecure-context')).toHaveCount(0);
});
